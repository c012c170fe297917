"""Part B of law.md: the dated terms, copied figure by figure. Values are returned in kopecks."""

from __future__ import annotations

from datetime import date

MINIMA_FROM = "2021-01-01 | 2022-01-01 | 2022-06-01 | 2023-01-01 | 2024-01-01 | 2025-01-01 | 2026-01-01"
MINIMA = """
PM | 18029 | 18714 | 20585 | 21718 | 22662 | 23908 | 25342
PMW | 20589 | 21371 | 23508 | 24801 | 25879 | 27302 | 28940
PMP | 13496 | 14009 | 15410 | 16257 | 16964 | 17897 | 18971
PMC | 15582 | 16174 | 17791 | 18770 | 19586 | 20663 | 21903
PM_RF | 11653 | 12654 | 13919 | 14375 | 15453 | 17733 | 18939
MROT | 12792 | 13890 | 15279 | 16242 | 19242 | 22440 | 27093
"""

LIMITS = {
    2019: 865000,
    2020: 912000,
    2021: 966000,
    2022: 1032000,
    2023: 1917000,
    2024: 2225000,
    2025: 2759000,
}
LIMIT_2018_AND_BEFORE = 815000

# name | day and month from which a year's value is in force | 2022 | 2023 | 2024 | 2025 | 2026
FEDERAL = """
MK1 | 02-01 | 524527.90 | 586946.72 | 630380.78 | 690266.95 | 728921.90
MK2 | 02-01 | 693144.10 | 775628.25 | 833024.74 | 912162.09 | 963243.17
BG | 02-01 | 20472.77 | 22909.03 | 24604.30 | 26941.71 | 28450.45
CCMIN | 02-01 | 7677.81 | 8591.47 | 9227.24 | 10103.83 | 10669.64
FUN | 02-01 | 6964.68 | 7793.48 | 8370.20 | 9165.37 | 9678.63
FIX | 01-01 | 7220.74 | 7567.33 | 8134.88 | 8907.70 | 9584.69
POINT | 01-01 | 118.10 | 123.77 | 133.05 | 145.69 | 156.76
SOC | 04-01 | 6924.80 | 7153.33 | 7689.82 | 8824.08 | 9424.12
EDV1 | 02-01 | 4430.69 | 4957.94 | 5324.83 | 5830.69 | 6157.21
EDV2 | 02-01 | 3164.22 | 3540.76 | 3802.78 | 4164.04 | 4397.23
EDV3 | 02-01 | 2532.97 | 2834.39 | 3044.13 | 3333.32 | 3519.99
EDVI | 02-01 | 6328.41 | 7081.49 | 7605.52 | 8328.04 | 8794.41
EDVP | 02-01 | 4746.28 | 5311.09 | 5704.11 | 6246.00 | 6595.78
EDVC | 02-01 | 3481.85 | 3896.19 | 4184.51 | 4582.04 | 4838.63
NSUM | 02-01 | 1011.64 | 1132.03 | 1215.80 | 1331.30 | 1405.85
NSUS | 02-01 | 156.50 | 175.12 | 188.08 | 205.95 | 217.48
NSUT | 02-01 | 145.30 | 162.59 | 174.62 | 191.21 | 201.92
UMIN | 02-01 (2022, 2023: 01-01) | 1500 | 1500 | 1611 | 1764 | 1863
UMAX1 | 02-01 (2022, 2023: 01-01) | 12792 | 12792 | 13739 | 15044 | 15886
UMAX2 | 02-01 (2022, 2023: 01-01) | 5000 | 5000 | 5370 | 5880 | 6209
HERO | 01-01 | - | 79000 | 85000 | 93000 | 98208
DCF | 02-01 | 10000 | 10000 | 10000 | 10950 | 11563
ECC | 02-01 | 1200 | 1200 | 1200 | 1314 | 1387.58
"""

# name | 2022 | 2023 | 2024 | 2025 | 2026, each from 1 January
CITY = """
V | - | 1 263 | 1 326 | 1 399 | 1 483
H | - | 1 894 | 1 989 | 2 098 | 2 224
R | - | 2 525 | 2 651 | 2 797 | 2 965
Z | - | 10 100 | 10 606 | 11 188 | 11 859
C34 | - | 1 515 | 1 591 | 1 678 | 1 779
C5 | - | 1 894 | 1 989 | 2 098 | 2 224
G5 | - | 2 273 | 2 386 | 2 517 | 2 668
U34 | - | 1 318 | 1 384 | 1 460 | 1 548
U5 | - | 2 636 | 2 768 | 2 920 | 3 095
SCLOTH | - | 12 625 | 13 257 | 13 986 | 14 825
B1 | 6 312 | 6 944 | 7 291 | 7 692 | 8 154
B2 | 16 641 | 18 307 | 19 223 | 20 279 | 21 496
B3 | 57 382 | 63 126 | 66 286 | 69 928 | 74 124
DCARE | - | 15 150 | 15 909 | 16 783 | 17 790
TEL | - | 316 | 331 | 350 | 371
W50 | 22 953 | 25 250 | 26 515 | 27 971 | 29 649
W55 | 28 692 | 31 563 | 33 143 | 34 964 | 37 062
W65 | 34 430 | 37 876 | 39 772 | 41 957 | 44 474
C100 | 28 692 | 31 563 | 33 143 | 34 964 | 37 062
C101 | 17 216 | 18 938 | 19 886 | 20 979 | 22 238
FCITY | 12 624 | 13 888 | 14 583 | 15 385 | 16 308
HC | - | 31 563 | 33 143 | 34 964 | 37 062
GSS | - | 23 313 | 24 500 | 25 850 | 27 401
GIFT | 20 000 | 20 000 | 20 000 | 20 000 | 20 000
AID | - | 2 000 | 2 000 | 2 000 | 2 000
SC1 | - | 5 200 | 5 600 | 6 200 | 6 600
SC2 | - | 8 100 | 8 700 | 9 600 | 10 200
SC3 | - | 10 400 | 11 200 | 12 300 | 13 100
SC4 | - | 13 400 | 14 400 | 15 900 | 16 900
"""

YEARS = [2022, 2023, 2024, 2025, 2026]

Dated = list[tuple[date, int]]


def kopecks(roubles: str) -> int:
    """'20472.77' or '1 263' in kopecks."""
    whole, _, part = roubles.replace(" ", "").partition(".")
    return int(whole) * 100 + int(part or "0")


def read_minima() -> dict[str, Dated]:
    """The table PM."""
    starts = [date.fromisoformat(text.strip()) for text in MINIMA_FROM.split("|")]
    table: dict[str, Dated] = {}
    for line in MINIMA.strip().splitlines():
        name, *figures = (cell.strip() for cell in line.split("|"))
        table[name] = [(start, kopecks(figure)) for start, figure in zip(starts, figures, strict=True)]
    return table


def read_federal() -> dict[str, Dated]:
    """The table of federal terms; a cell '-' holds no value."""
    table: dict[str, Dated] = {}
    for line in FEDERAL.strip().splitlines():
        name, start, *figures = (cell.strip() for cell in line.split("|"))
        dated: Dated = []
        for year, figure in zip(YEARS, figures, strict=True):
            month = int(start[:2])
            if "2022, 2023: 01-01" in start and year in (2022, 2023):
                month = 1
            if figure != "-":
                dated.append((date(year, month, 1), kopecks(figure)))
        table[name] = dated
    return table


def read_city() -> dict[str, Dated]:
    """The table of city terms; a cell '-' holds no value."""
    table: dict[str, Dated] = {}
    for line in CITY.strip().splitlines():
        name, *figures = (cell.strip() for cell in line.split("|"))
        pairs = zip(YEARS, figures, strict=True)
        table[name] = [(date(year, 1, 1), kopecks(figure)) for year, figure in pairs if figure != "-"]
    return table


TERMS: dict[str, Dated] = {**read_minima(), **read_federal(), **read_city()}


def term(name: str, d: date) -> int:
    """The value in force on d, in kopecks; before the first date the first value stands."""
    dated = TERMS[name]
    value = dated[0][1]
    for start, figure in dated:
        if start <= d:
            value = figure
    return value


def limit_of(year: int) -> int:
    """LIM, the base limit of earnings of a year, in kopecks."""
    if year <= 2018:
        return LIMIT_2018_AND_BEFORE * 100
    return LIMITS[year] * 100
