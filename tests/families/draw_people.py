"""A drawn family's people: persons, ties, marriages and registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.second_reading.city_base import months_later

from .dice import DAY, Dice
from .family import Family, person_key, place_key

YEARS = {
    "adult": (30, 18, 22, 23, 35, 36, 45, 50, 53, 54, 55),
    "child": (5, 0, 1, 2, 3, 6, 7, 8, 14, 15, 16, 17, 18),
    "youth": (17, 14, 15, 16, 18, 20, 21, 22, 23),
    "elder": (70, 55, 57, 58, 60, 61, 63, 64, 65, 69, 79, 80, 85, 97, 100, 101),
}
MONTHS = (0, 0, 0, 0, 6, 3, 1, 11, 18)


@dataclass
class Being:
    """One drawn person."""

    key: str
    number: int
    role: str
    sex: str
    birth: date
    death: date | None = None
    home: str = ""

    def years(self, day: date) -> int:
        """Full years, near enough to choose rows by."""
        return (day - self.birth).days * 100 // 36525


def draw_people(dice: Dice, family: Family, number: int) -> list[Being]:
    """The people of a family, with what makes them one: `number` tells its keys from those of other families."""
    people: list[Being] = []
    size = dice.number(1, 7)
    for place in range(min(size, 2) if dice.chance(12) else size):
        role = "adult" if place == 0 else dice.pick(("child", "child", "adult", "adult", "youth", "elder"))
        if place == 0 and dice.chance(30):
            role = dice.pick(("elder", "youth", "child"))
        if place == 1 and people[0].role == "elder" and dice.chance(70):
            role = "elder"
        birth = _birth(dice, role)
        if role == "child" and people and people[-1].role == "child" and dice.chance(20):
            birth = people[-1].birth
        being = Being(person_key(number, 0), place, role, dice.pick("FM"), birth)
        if dice.chance(12):
            near = (dice.on, months_later(dice.on, -6), dice.on - DAY * 30)
            being.death = max(birth, dice.start(birth, near=near))
        people.append(being)
    _number(dice, people, number)
    _persons(dice, family, people)
    _ties(dice, family, people)
    _marriages(dice, family, people)
    _registrations(dice, family, people, number)
    return people


def _birth(dice: Dice, role: str) -> date:
    months = 12 * dice.pick(YEARS[role]) + dice.pick(MONTHS)
    birth = months_later(dice.on, -months)
    if dice.chance(6):
        birth = date(birth.year - birth.year % 4, 2, 29) if birth.year > 1903 else birth
    elif dice.chance(25):
        birth = birth - DAY * dice.number(0, 364)
    else:
        birth = dice.edge(birth)
    return min(max(birth, date(1900, 1, 1)), dice.as_of)


def _number(dice: Dice, people: list[Being], number: int) -> None:
    """Keys in an order of their own: the smallest key decides some answers."""
    free = list(range(1, len(people) + 1))
    for being in people:
        being.key = person_key(number, free.pop(dice.number(0, len(free) - 1)))


def _persons(dice: Dice, family: Family, people: list[Being]) -> None:
    for being in people:
        others = [other.key for other in people if other is not being]
        dead = being.death is not None
        family.add(
            "persons",
            snils=being.key,
            last_name="X",
            first_name="Y",
            sex=being.sex,
            birth_date=being.birth,
            death_date=being.death,
            citizenship=dice.known(dice.pick(("RUS", "RUS", "RUS", "RUS", "RUS", "BLR", "OTHER"))),
            born_in_city=dice.known(dice.pick((True, True, False))) if being.role == "child" else None,
            burial_by=dice.known(dice.pick(others)) if dead and others else None,
            burial_in_kind=dice.known(dice.pick((False, True))) if dead else None,
        )


def _ties(dice: Dice, family: Family, people: list[Being]) -> None:
    """Mostly to the first two who are grown; now and then to anybody older."""
    grown = [being for being in people if being.role in ("adult", "youth")][:2]
    for child in people:
        for adult in people:
            if not adult.birth < child.birth:
                continue
            near = adult in grown and child.role in ("child", "youth")
            if not dice.chance(75 if near else 10):
                continue
            kind = dice.pick(("BIRTH", "BIRTH", "BIRTH", "BIRTH", "BIRTH", "ADOPTION", "GUARDIAN"))
            _tie(dice, family, child, adult, kind)
            if dice.chance(4):
                _tie(dice, family, child, adult, dice.pick(("GUARDIAN", "ADOPTION")))


def _tie(dice: Dice, family: Family, child: Being, adult: Being, kind: str) -> None:
    if kind == "BIRTH" and any(
        row["child_snils"] == child.key and row["kind"] == "BIRTH" and row["sex_of_adult"] == adult.sex
        for row in family.rows["parent_child"]
    ):
        kind = "ADOPTION"
    since = child.birth if kind == "BIRTH" else dice.start(child.birth, adult.birth)
    near = [day for day in (adult.death, child.death) if day is not None and day > since]
    until = dice.end(since, none=88)
    if until and near and dice.chance(40):
        until = dice.edge(near[0])
    until = until if until is None or until > since else since + DAY
    family.add(
        "parent_child",
        tie_id=f"T{dice.number(0, 9)}{len(family.rows['parent_child'])}{child.key[4:8]}{child.key[:3]}",
        child_snils=child.key,
        adult_snils=adult.key,
        kind=kind,
        since=since,
        until=until,
        until_reason=dice.pick(("ENDED", "DEPRIVED", "CANCELLED")) if until else None,
        sex_of_adult=adult.sex,
    )


def _marriages(dice: Dice, family: Family, people: list[Being]) -> None:
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            alike = one.role == other.role and one.role in ("adult", "elder")
            if one.years(dice.on) < 15 or other.years(dice.on) < 15 or not dice.chance(55 if alike else 5):
                continue
            floor = max(one.birth, other.birth)
            jubilee = months_later(dice.on, -12 * dice.pick((50, 51, 55, 60, 65)))
            near = [jubilee] * 4 if one.role == "elder" and jubilee > floor else [floor + DAY * 7500]
            married = dice.start(floor, near=near)
            ended = dice.end(married, none=80)
            deaths = [day for day in (one.death, other.death) if day is not None and day > married]
            if deaths and dice.chance(20):
                ended = max(dice.edge(deaths[0]), married + DAY)
            pair = dice.pick(((one, other), (other, one)))
            key = f"M{dice.number(0, 9)}{len(family.rows['marriages'])}{one.key[:8]}"
            spouses = {"spouse_a": pair[0].key, "spouse_b": pair[1].key}
            family.add("marriages", marriage_id=key, married_on=married, ended_on=ended, **spouses)


def _registrations(dice: Dice, family: Family, people: list[Being], number: int) -> None:
    places = [place_key(number, place) for place in range(dice.pick((1, 2, 3)))]
    for being in people:
        being.home = places[0] if dice.chance(80) else dice.pick(places)
        if dice.chance(90):
            _permanent(dice, family, being, places)
        if dice.chance(15):
            since = dice.start(being.birth)
            until = dice.end(since, none=0)
            _registration(dice, family, being, dice.pick(places), "T", since=since, until=until)
            if dice.chance(30):
                until = dice.end(since, none=0)
                _registration(dice, family, being, dice.pick(places), "T", since=since, until=until)


def _permanent(dice: Dice, family: Family, being: Being, places: list[str]) -> None:
    ten_years = dice.on - DAY * 3652
    since = being.birth if dice.chance(40) else dice.start(being.birth, near=(ten_years, ten_years, dice.on))
    until = dice.end(since, none=85)
    _registration(dice, family, being, being.home, "P", since=since, until=until)
    if until is not None and until <= dice.as_of and dice.chance(60):
        again = min(until + DAY * dice.pick((0, 1, 40)), dice.as_of)
        place = dice.pick(places)
        _registration(dice, family, being, place, "P", since=again, until=dice.end(again, none=85))


def _registration(
    dice: Dice, family: Family, being: Being, place: str, kind: str, *, since: date, until: date | None
) -> None:
    key = f"R{dice.number(0, 9)}{len(family.rows['registrations'])}{being.key[:8]}"
    cells = {"snils": being.key, "address_id": place, "kind": kind, "since": since, "until": until}
    family.add("registrations", registration_id=key, **cells)
