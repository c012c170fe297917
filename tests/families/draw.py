"""Random families, biased to where the law decides: from hypothesis, which shrinks them, or from a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random

from hypothesis import strategies as st

from tests.second_reading.city_base import PM, PM_RF, PMC, month_text
from tests.second_reading.layout import INCOME_KINDS, REGISTERS

from .dice import DAY, Dice
from .draw_people import Being, draw_people
from .draw_scenes import draw_scenes
from .draw_things import draw_things
from .family import Family, keep_valid

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
DAYS = (
    *(date(2025, 3, 1), date(2023, 1, 1), date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1), date(2026, 2, 1)),
    *(date(2025, 9, 1), date(2023, 8, 31), date(2026, 12, 31), date(2024, 3, 31), date(2023, 10, 15)),
)
Number = Callable[[int, int], int]


@cache
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


@st.composite
def families(draw: st.DrawFn) -> Family:
    """One family that the registers would accept, with what is not known of it."""
    return draw_family(lambda low, high: draw(_integers(low, high)))


@st.composite
def several_families(draw: st.DrawFn, most: int) -> list[Family]:
    """A few families of one day and one delivery."""

    def number(low: int, high: int) -> int:
        return draw(_integers(low, high))

    dice, gone = draw_day(number), set(draw_missing(number))
    return [one_family(dice, place, gone) for place in range(draw(_integers(1, most)))]


def random_families(seed: int, count: int) -> list[Family]:
    """Families of one day and one delivery, the same for one seed."""
    random = Random(seed)
    dice, gone = draw_day(random.randint), set(draw_missing(random.randint))
    return [one_family(dice, place, gone) for place in range(count)]


def draw_family(number: Number) -> Family:
    """One family, its day and its delivery."""
    return one_family(draw_day(number), 0, set(draw_missing(number)))


def draw_day(number: Number) -> Dice:
    """The day of decision and the day of the delivery."""
    dice = Dice(number, FIRST, FIRST)
    on = DAYS[number(0, len(DAYS) - 1)]
    if dice.chance(50):
        on = FIRST + DAY * number(0, (LAST - FIRST).days)
    shift = dice.pick((0, 0, 0, -1, 1, -40, 40, -400, 400))
    return Dice(number, on, min(max(on + DAY * shift, FIRST), LAST))


def draw_missing(number: Number) -> list[str]:
    """The registers that did not arrive: mostly none, never persons."""
    others = [name for name in REGISTERS if name != "persons"]
    count = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3)[number(0, 9)]
    return [others[number(0, len(others) - 1)] for _ in range(count)]


def one_family(dice: Dice, number: int, gone: set[str]) -> Family:
    """A family of its own keys; registers in `gone` did not arrive."""
    family = Family(dice.on, dice.as_of, missing=set(gone))
    people = draw_people(dice, family, number)
    draw_things(dice, family, people)
    _income(dice, family, people)
    draw_scenes(dice, family, people)
    _dwellings(dice, family, people)
    for rows in family.rows.values():
        for row in rows:
            row.pop("sex_of_adult", None)
    family = keep_valid(family)
    _not_known(dice, family)
    return family


def _income(dice: Dice, family: Family, people: list[Being]) -> None:
    """The twelve months that count, to a kopeck beside a limit; and some other months."""
    here = dice.on.year * 12 + dice.on.month - 1
    this = dice.as_of.year * 12 + dice.as_of.month - 1
    covered = [month - here for month in range(this - 36, this)]
    window = [shift for shift in covered if -13 <= shift <= -2]
    left = _threshold(dice, people)
    taken: set[tuple[str, int, str]] = set()
    for _ in range(dice.pick((0, 1, 1, 2, 3, 5)) if window else 0):
        share = left if dice.chance(50) else left // 3
        cell = (dice.pick(people).key, dice.pick(window), dice.pick(INCOME_KINDS))
        if cell not in taken and share <= 99_999_999_999:
            taken.add(cell)
            left -= share
            _income_row(dice, family, cell, share)
    for _ in range(dice.pick((0, 0, 1, 2)) if covered else 0):
        cell = (dice.pick(people).key, dice.pick(covered), dice.pick(INCOME_KINDS))
        if cell not in taken:
            taken.add(cell)
            _income_row(dice, family, cell, dice.roubles(0, 60_000))


def _income_row(dice: Dice, family: Family, cell: tuple[str, int, str], amount: int) -> None:
    month = month_text(dice.on, cell[1])
    family.add("income", snils=cell[0], month=month, kind=cell[2], amount=amount)


def _threshold(dice: Dice, people: list[Being]) -> int:
    """A sum of twelve months: nearly that at which the family stops being poor, or an allowance gets smaller."""
    size = max(1, len(people) - dice.pick((0, 0, 0, 1, 2)))
    children = sum(1 for being in people if being.years(dice.on) < 17)
    poor, child = 1200 * size * PM[dice.on.year], children * PMC[dice.on.year]
    steps = (poor, 0, poor - 600 * child, poor - 900 * child, 1200 * PM_RF[dice.on.year], poor // 2, poor * 2)
    return max(0, dice.pick(steps) + dice.pick((-1, 0, 1)))


def _dwellings(dice: Dice, family: Family, people: list[Being]) -> None:
    for place in sorted({being.home for being in people}):
        if any(row["address_id"] == place for row in family.rows["housing_accounts"]) or not dice.chance(65):
            continue
        living = [being.key for being in people if being.home == place]
        subscriber = dice.pick(living) if dice.chance(80) else dice.pick(people).key
        family.add(
            "housing_accounts",
            address_id=place,
            tenure=dice.known(dice.pick(("OWNED", "SOCIAL_RENT", "RENT"))),
            area_m2=dice.pick((5000, 1, 3300, 3301, 4200, 5400, 9000)),
            housing_bill=dice.known(dice.roubles(0, 9_000)),
            utilities_bill=dice.known(dice.roubles(0, 15_000)),
            capital_repair_fee=dice.known(dice.roubles(0, 3_000)),
            court_arrears=dice.known(dice.pick((False, False, False, True))),
            phone_subscriber=dice.maybe(65, subscriber),
        )


def _not_known(dice: Dice, family: Family) -> None:
    """For whom a register is not complete: mostly for nobody."""
    others = [name for name in REGISTERS if name != "persons"]
    places = sorted({str(row["address_id"]) for row in family.rows["registrations"]})
    for _ in range(dice.pick((0, 0, 0, 0, 1, 1, 2, 3, 6))):
        if places and dice.chance(15):
            name = dice.pick(("registrations", "housing_accounts"))
            family.incomplete_addresses.setdefault(name, set()).add(dice.pick(places))
        else:
            family.incomplete.setdefault(dice.pick(others), set()).add(dice.pick(family.keys))
