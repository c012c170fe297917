"""The random city's people: persons, ties of parents and children, marriages and registrations."""

from __future__ import annotations

from datetime import date

from .city_base import AGES, DAY, Being, City, months_later

LAST_NAMES = [
    "Иванова",
    "O'Коннор",
    "Римский-Корсаков",
    "Ли",
    "Д’Артаньян",
    "Ёлкина",
    "Smith",
    "Nuñez",
    "李",
    "Nun\u0303ez",
]
FIRST_NAMES = ["Анна", "Пётр", "Jean Paul", "Мария-Луиза", "Ы", "Žofie", "أحمد", "-", "'", "Аа" * 30]


def make_people(city: City, people: int) -> None:
    while len(city.people) < people:
        _cluster(city, people - len(city.people))
    _ties_between_clusters(city)
    _marriages(city)
    _registrations(city)
    for being in city.people:
        _person_row(city, being)
    city.rng.shuffle(city.rows["persons"])


def _being(city: City, birth: date, sex: str | None = None) -> Being:
    being = Being(city.new_snils(), sex or city.rng.choice("MF"), min(max(birth, date(1900, 1, 1)), city.as_of))
    if city.chance(0.13):
        bases = [
            city.on,
            months_later(city.on, -6),
            months_later(city.on, -12),
            being.birth,
            being.birth + DAY * city.rng.randint(0, 20000),
        ]
        being.death = city.start(being.birth, bases=bases)
    city.people.append(being)
    return being


def _birth(city: City, low: int, high: int) -> date:
    """A birth date for an age from low to below high years, mostly at an age that matters."""
    rng = city.rng
    months = rng.choice([age for age in AGES if 12 * low <= age < 12 * high] or [12 * low])
    if city.chance(0.35):
        months = rng.randint(12 * low, 12 * high - 1)
    birth = months_later(city.on, -months)
    if city.chance(0.07):  # 29 February near it
        return date(max(1904, birth.year - birth.year % 4), 2, 29)
    return city.edge(birth) if city.chance(0.7) else birth - DAY * rng.randint(0, 27)


def _cluster(city: City, room: int) -> None:
    rng = city.rng
    ages = rng.choices([(14, 23), (20, 45), (36, 60), (50, 80), (70, 103)], [2, 5, 4, 6, 6])[0]
    adults = [_being(city, _birth(city, *ages)) for _ in range(min(room, rng.choice([0, 1, 1, 2, 2, 2, 2, 3])))]
    if len(adults) > 1 and city.chance(0.9):
        adults[1].sex = "F" if adults[0].sex == "M" else "M"
    room -= len(adults)
    count = min(room, rng.choices(range(7), [4, 4, 4, 5, 3, 2, 2])[0]) if ages[0] < 70 else 0
    children: list[Being] = []
    while len(children) < count:
        birth = _birth(city, 0, 7 if city.chance(0.45) else 24)
        for _ in range(min(count - len(children), rng.choices([1, 2, 3], [80, 12, 8])[0])):
            children.append(_being(city, birth))  # twins, triplets
    for child in children:
        _family_ties(city, child, adults)
    city.clusters.append(adults + children)


def _family_ties(city: City, child: Being, adults: list[Being]) -> None:
    mode = city.rng.choices(["BIRTH", "ONE", "ADOPTION", "GUARDIAN", "MIXED", "NONE"], [50, 15, 10, 8, 12, 5])[0]
    for adult in adults:
        if mode in ("BIRTH", "ADOPTION", "GUARDIAN"):
            _tie(city, child, adult, mode)
        elif mode == "MIXED":
            _tie(city, child, adult, city.rng.choice(["BIRTH", "ADOPTION", "GUARDIAN"]))
        elif mode == "ONE" and adult is adults[0]:
            _tie(city, child, adult, "BIRTH")


def _tie(city: City, child: Being, adult: Being, kind: str) -> None:
    if not adult.birth < child.birth:
        return
    if kind == "BIRTH" and any(
        row["child_snils"] == child.snils and row["kind"] == "BIRTH" and row["adult_sex"] == adult.sex
        for row in city.rows["parent_child"]
    ):
        return  # no third parent but by a fault
    since = child.birth if kind == "BIRTH" else city.start(child.birth)
    until = city.until(since, none=0.85 if kind == "BIRTH" else 0.7)
    reason = city.rng.choice(["DEPRIVED", "CANCELLED", "ENDED"]) if until else None
    city.add(
        "parent_child",
        tie_id=city.new_id("R"),
        child_snils=child.snils,
        adult_snils=adult.snils,
        kind=kind,
        since=since,
        until=until,
        until_reason=reason,
        adult_sex=adult.sex,
    )
    city.child_ties.append((child, adult))


def _ties_between_clusters(city: City) -> None:
    """Grandparents, parents elsewhere, guardians, and odd pairs of any age."""
    for child in city.people:
        older = [adult for adult in city.people if adult.birth < child.birth]
        if not older or not city.chance(0.3):
            continue
        for _ in range(city.rng.randint(1, 2)):
            kind = city.rng.choices(["BIRTH", "ADOPTION", "GUARDIAN"], [6, 2, 3])[0]
            _tie(city, child, city.rng.choice(older), kind)
    city.rng.shuffle(city.rows["parent_child"])


# --- marriages ---


def _marriages(city: City) -> None:
    for cluster in city.clusters:
        if len(cluster) > 1 and city.chance(0.65):
            _marry(city, cluster[0], cluster[1])
    grown = [being for being in city.people if being.months(city.on) >= 12 * 15]
    for _ in range(len(city.people) // 3 if len(grown) > 1 else 0):
        _marry(city, *city.rng.sample(grown, 2))
    for a, b in [couple for couple in city.clusters if len(couple) == 2]:
        if city.chance(0.2):  # once more, with each other
            _marry(city, a, b)


def _marry(city: City, a: Being, b: Being) -> None:
    floor = max(a.birth, b.birth)
    young = floor + DAY * city.rng.randint(12 * 365, 30 * 365)
    jubilee = months_later(city.on, -12 * city.rng.choice([50, 51, 55, 60, 65, 70]))
    bases = [young, young, city.on, months_later(city.on, -city.rng.randint(1, 100))]
    if jubilee > floor:
        bases += [jubilee] * 4
    married = city.start(floor, bases=bases)
    ended = city.until(married, none=0.7)
    if not any(_meets(city, row, [a, b], married, ended) for row in city.rows["marriages"]):
        if city.chance(0.5):
            a, b = b, a
        city.add(
            "marriages",
            marriage_id=city.new_id("M"),
            spouse_a=a.snils,
            spouse_b=b.snils,
            married_on=married,
            ended_on=ended,
        )


def _meets(city: City, row: dict[str, object], new: list[Being], married: date, ended: date | None) -> bool:
    """Whether a marriage that is there already has a party and a day in common with a new one."""
    if not {row["spouse_a"], row["spouse_b"]} & {being.snils for being in new}:
        return False
    deaths = {being.snils: being.death for being in city.people}
    ends = [
        end
        for end in (
            row["ended_on"],
            deaths[str(row["spouse_a"])],
            deaths[str(row["spouse_b"])],
            ended,
            *[being.death for being in new],
        )
        if isinstance(end, date)
    ]
    other = row["married_on"]
    return isinstance(other, date) and all(max(married, other) < end for end in ends)


# --- registrations ---


def _registrations(city: City) -> None:
    for cluster in city.clusters:
        shared = city.new_address()
        if city.addresses and city.chance(0.2):
            shared = city.rng.choice(city.addresses)
        for being in cluster:
            home = shared if city.chance(0.75) else _any_address(city)
            if city.chance(0.92):
                _life_of_addresses(city, being, home)
            for _ in range(city.rng.choice([0, 0, 0, 1, 2])):
                _temporary(city, being)
    city.rng.shuffle(city.rows["registrations"])


def _any_address(city: City) -> str:
    return city.rng.choice(city.addresses) if city.chance(0.7) else city.new_address()


def _life_of_addresses(city: City, being: Being, home: str) -> None:
    """P registrations one after the other, sometimes with a gap; the last one often holds on `on`."""
    ten_years = city.on - DAY * 3652
    since = being.birth if city.chance(0.5) else city.start(being.birth, bases=[ten_years, city.on, being.birth])
    for _ in range(city.rng.choice([1, 1, 1, 2, 3])):
        last = city.chance(0.6)
        until = None if last else city.until(since, none=0.1)
        address = home if last or until is None or city.chance(0.4) else _any_address(city)
        _registration(city, being, address, "P", since=since, until=until)
        if until is None:
            return
        since = until if city.chance(0.6) else until + DAY * city.rng.randint(1, 400)
        if since > city.as_of:
            return


def _temporary(city: City, being: Being) -> None:
    since = city.start(being.birth)
    same_day = [row for row in city.rows["registrations"] if row["snils"] == being.snils]
    if same_day and city.chance(0.3):
        earlier = same_day[-1]["since"]  # the same since: the smallest address decides
        assert isinstance(earlier, date)
        since = earlier
    _registration(city, being, _any_address(city), "T", since=since, until=city.until(since, none=0))


def _registration(city: City, being: Being, address: str, kind: str, *, since: date, until: date | None) -> None:
    city.add(
        "registrations",
        registration_id=city.new_id("G"),
        snils=being.snils,
        address_id=address,
        kind=kind,
        since=since,
        until=until,
    )
    being.homes.insert(0, address)


# --- persons ---


def _person_row(city: City, being: Being) -> None:
    rng = city.rng
    others = [other.snils for other in city.people if other is not being]
    near = [adult.snils for pair in city.child_ties if being in pair for adult in pair if adult is not being]
    buried_by = rng.choice(near if near and city.chance(0.7) else others) if others else None
    dead = being.death is not None
    city.add(
        "persons",
        snils=being.snils,
        last_name=rng.choice(LAST_NAMES),
        first_name=rng.choice(FIRST_NAMES),
        patronymic=city.open(rng.choice(["Ивановна", "Петрович", "аль Рашид"]), 0.3),
        sex=being.sex,
        birth_date=being.birth,
        death_date=being.death,
        citizenship=city.open(rng.choices(["RUS", "BLR", "KGZ", "OTHER"], [85, 4, 4, 7])[0]),
        born_in_city=city.open(city.chance(0.8)),
        burial_by=city.open(buried_by, 0.2) if dead else None,
        burial_in_kind=city.open(city.chance(0.3)) if dead else None,
    )
