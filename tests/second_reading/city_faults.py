"""Faults for the random city: every code of registers.md section 3, put into rows that were right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .cells import ENDS, HIGHEST
from .city_base import DAY, City, month_text, months_later
from .city_files import Row, Text
from .city_row_faults import ROW_FAULTS
from .layout import REGISTERS, Column, Register

Fault = Callable[[City, Register, list[Row], Row, str], bool]

DATES = {
    "U": ["2024-02-30", "2025-13-01", "0000-01-01", "2023-02-29", "2025-00-10", "2025-04-31"],
    "W": ["31.02.2024", "01.13.2025", "01.01.0000", "29.02.2023", "00.04.2025"],
}
BAD_TEXTS: dict[str, list[str]] = {
    "snils": ["112-233-44595", "11223344595", "112-233-445  95", "112-233-445 95 ", "112-233-445 9x"],
    "date": [
        "2025-3-01",
        "01.3.2025",
        " 2025-03-01",
        "2025-03-01\r",
        "20250301",
        "01.03.25",
        "2025/03/01",
        "x",
    ],
    "month": ["2025-13", "2025-00", "2025-3", "03.2025", "2025-03-01", " 2025-03"],
    "money": [
        "12",
        "12.5",
        "12,5",
        "12.345",
        "1 234.50",
        "1 234,50",
        "+5.00",
        "+5,00",
        ".50",
        ",50",
        "5.",
        "1e3",
        "--5",
        "-",
        "-.5",
        "5.00 ",
        "1\u00a0234,50",
    ],
    "int": ["+5", "5.0", " 5", "5 ", "5,0", "", "x", "0x5", "1_0", "--1", "5\n"],
    "yn": ["y", "n", "Yes", " Y", "1", "true", "Д"],
    "id": ["a1", "A_1", "A" * 21, " A1", "А1", "A;1", 'A"1'],
    "address": ["A000001", "A00000001", "a0000001", "0000001", "A0000001 ", "А0000001", "A00000_1"],
    "name": [
        "Анна2",
        " Анна",
        "Анна ",
        "А" * 61,
        "Ан;на",
        "Ан\u2028на",
        "Ан\x0bна",
        'Ан"на',
        "Ан_на",
        "Анна.",
        "٣",
    ],
}
BAD_TEXTS["dec2"] = BAD_TEXTS["dec3"] = BAD_TEXTS["money"]
# a bad person spoils all rows that name it; marriages are few and have a stage 6 of their own
MORE_OR_FEWER = {"persons": 0.5, "marriages": 2}
STRINGS = ("snils", "id", "address", "name", "month", "code", "text")


def add_faults(city: City, formats: dict[str, str], share: float) -> None:
    for name, register in REGISTERS.items():
        rows = city.rows[name]
        for row in city.some(list(rows), share * MORE_OR_FEWER.get(name, 1)):
            for _ in range(2 if city.chance(0.2) else 1):  # sometimes two: only the first is shown
                _one_fault(city, register, rows, row, formats[name])


def _one_fault(city: City, register: Register, rows: list[Row], row: Row, format_: str) -> None:
    faults: list[Fault] = [_shape, _cell, _cell, _cell, _cell, _duplicate, _key_conflict]
    special = ROW_FAULTS.get(register.name, [])
    for _ in range(12):
        if special and city.chance(0.5):
            if city.rng.choice(special)(city, rows, row):
                return
        elif city.rng.choice(faults)(city, register, rows, row, format_):
            return


# --- stage 1 ---


def _shape(city: City, register: Register, rows: list[Row], row: Row, format_: str) -> bool:
    if format_ == "csv":
        row["*shape"] = city.rng.choice(["blank", "short", "long", "unclosed", "after"])
    return format_ == "csv"


# --- stage 2 ---


def _cell(city: City, register: Register, rows: list[Row], row: Row, format_: str) -> bool:
    column = city.rng.choice(register.columns)
    makers: list[Callable[[], object]] = []
    if column.empty == "M":
        makers.append(lambda: None)
    if format_ == "csv" or column.type in STRINGS:
        makers.append(lambda: _bad_text(city, column, register.dialect))
    if column.type == "date" and format_ == "csv":
        makers.append(lambda: Text(city.rng.choice(DATES[register.dialect])))
    if column.type == "date" and column.name not in ENDS:
        makers.append(lambda: city.as_of + DAY * city.rng.choice([1, 1, 30, 3000]))
    if column.name == "birth_date":
        makers.append(lambda: date(1899, 12, 31))
    if column.type == "snils":
        makers.append(lambda: _bad_check(city, row[column.name]))
    if column.type in ("code", "text"):
        makers.append(lambda: Text(city.rng.choice(["NOPE", "i", "birth", "1", " I", "I21.00", "I2", "ME1", "П"])))
    if column.type in HIGHEST:
        makers += [lambda: _negative(city, column, format_), lambda: _out_of_range(city, column)]
    if column.type == "month":
        makers += [lambda: month_text(city.as_of, city.rng.choice([0, -37, 1, -400]))] * 3
    if not makers:
        return False
    row[column.name] = city.rng.choice(makers)()
    return True


def _bad_text(city: City, column: Column, dialect: str) -> object:
    texts = BAD_TEXTS.get(column.type, ["?"])
    if dialect == "W":  # only what Windows-1251 can write
        texts = [text for text in texts if not set(text) & set("\u2028٣")]
    if column.type == "date":  # and dates and numbers of the other dialect
        texts = [*texts, "2025-03-01" if dialect == "W" else "01.03.2025"]
    if column.type in ("money", "dec2", "dec3"):
        texts = [*texts, "0012.50" if dialect == "W" else "0012,50"]
    text = city.rng.choice(texts)
    return Text("?" if dialect == "U" and "\n" in text else text)


def _bad_check(city: City, snils: object) -> object:
    text = str(snils) if snils is not None else city.rng.choice(city.people).snils
    if len(text) != 14 or not text[-2:].isdecimal():
        return Text("112-233-445 94")
    return Text(text[:-2] + f"{(int(text[-2:]) + city.rng.choice([1, 50, 99])) % 100:02d}")


def _negative(city: City, column: Column, format_: str) -> object:
    if format_ == "parquet":
        return -city.rng.choice([1, 5, 100_000])
    return Text(city.rng.choice(["-5", "-0", "-5.00", "-5,00", "-0.00", "-007,5", "-99999999999999999999.1"]))


def _out_of_range(city: City, column: Column) -> object:
    low = column.low if isinstance(column.low, int) else 0
    high = column.high if isinstance(column.high, int) else HIGHEST[column.type]
    if isinstance(column.high, str):
        high = city.as_of.year - (column.high != "year of as_of")
    return low - 1 if low and city.chance(0.5) else high + city.rng.choice([1, 1, 1000])


# --- stage 5 ---


def _duplicate(city: City, register: Register, rows: list[Row], row: Row, format_: str) -> bool:
    """One or two more copies, equal by value, some with other leading zeros, anywhere in the file."""
    for _ in range(city.rng.choice([1, 1, 2])):
        copy = dict(row)
        if city.chance(0.5):
            copy["*zeros"] = True
        rows.insert(city.rng.randint(0, len(rows)), copy)
    return True


def _key_conflict(city: City, register: Register, rows: list[Row], row: Row, format_: str) -> bool:
    """The same key with another cell; sometimes also a copy of one of the two."""
    copy = dict(row)
    free = [column for column in register.columns if column.name not in register.key]
    column = city.rng.choice(free)
    other = city.rng.choice(rows)
    if column.type == "date" and copy[column.name] is None:
        copy[column.name] = months_later(city.on, 5000)
    else:
        copy[column.name] = other[column.name]
    if copy == row:
        return False
    rows.insert(city.rng.randint(0, len(rows)), copy)
    if city.chance(0.3):
        rows.insert(city.rng.randint(0, len(rows)), dict(copy))
    return True
