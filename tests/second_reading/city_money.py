"""The random city's work, money and study: work, insurance_record, earnings, pensions, income, sick_leave,
employment_service and education."""

from __future__ import annotations

from datetime import date

from .city_base import DAY, PM, PM_RF, PMC, Being, City, month_text, months_later
from .layout import INCOME_KINDS

BASE_LIMIT = {2021: 966_000, 2022: 1_032_000, 2023: 1_917_000, 2024: 2_225_000, 2025: 2_759_000}
RECORD_MONTHS = [0, 1, 5, 6, 59, 60, 95, 96, 144, 156, 167, 168, 179, 180, 443, 444, 503, 504]
POINTS = [0, 6_600, 23_399, 23_400, 25_800, 28_200, 29_999, 30_000, 30_001, 60_000, 100_000]


def make_money(city: City) -> None:
    for being in city.people:
        _work(city, being)
        _record_and_earnings(city, being)
        _pensions(city, being)
        _education(city, being)
    _care_leave(city)
    _sick_leave(city)
    _employment(city)
    for cluster in city.clusters:
        _income(city, cluster)


def _work(city: City, being: Being) -> None:
    if being.months(city.on) < 14 * 12 and not city.chance(0.03):
        return
    for _ in range(city.rng.choice([0, 0, 1, 1, 2])):
        kind = city.rng.choices(["EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS"], [6, 3, 1, 1])[0]
        _work_row(city, being, kind, None, city.start(being.birth), none=0.6)


def _work_row(city: City, being: Being, kind: str, child: str | None, since: date, *, none: float) -> None:
    until = city.until(since, none=none)
    reason = None
    if until is not None and kind != "CARE_LEAVE":
        reasons = ["OWN_WISH", "AGREEMENT", "LIQUIDATION", "LIQUIDATION", "STAFF_CUT", "BREACH", "OTHER"]
        reason = city.open(city.rng.choice(reasons), 0.15)
    city.add(
        "work",
        work_id=city.new_id("W"),
        snils=being.snils,
        kind=kind,
        child_snils=child,
        since=since,
        until=until,
        end_reason=reason,
    )


def _care_leave(city: City) -> None:
    """Leaves for small children, of parents and others, two with one since, and one for oneself."""
    for child in city.aged(0, 4):
        carers = city.parents_of(child) + city.some(city.people, 0.02)
        since = city.start(child.birth)
        for carer in city.some(carers, 0.6):
            floor = max(carer.birth, child.birth)
            begin = max(since, floor) if city.chance(0.6) else city.start(floor)
            _work_row(city, carer, "CARE_LEAVE", child.snils, begin, none=0.5)
            if city.chance(0.7):
                first = max(carer.birth, begin - DAY * city.rng.choice([-1, 0, 1, 400]))
                kind = city.rng.choice(["EMPLOYED", "PART_TIME"])
                _work_row(city, carer, kind, None, min(first, city.as_of), none=0.7)
        if city.chance(0.03):
            _work_row(city, child, "CARE_LEAVE", child.snils, since, none=0.5)


def _record_and_earnings(city: City, being: Being) -> None:
    rng = city.rng
    grown = being.months(city.on) >= 16 * 12
    if city.chance(0.85 if grown else 0.03):
        points = rng.choice(POINTS) if city.chance(0.5) else rng.randint(0, 200_000)
        months = rng.choice(RECORD_MONTHS) if city.chance(0.7) else rng.randint(0, 700)
        city.add("insurance_record", snils=being.snils, record_months=months, points=city.open(points))
    for year in range(max(2015, city.as_of.year - 5), city.as_of.year):
        if grown and city.chance(0.6):
            limit = BASE_LIMIT.get(year, 865_000) * 100 + rng.choice([-1, 0, 1, rng.randint(-(10**8), 10**7)])
            amount = rng.choice([max(0, limit), city.kopecks(1, 900_000)])
            city.add(
                "earnings",
                snils=being.snils,
                year=year,
                amount=amount,
                excluded_days=rng.choice([0, 0, 0, 140, 365, 366, rng.randint(0, 366)]),
            )


def _pensions(city: City, being: Being) -> None:
    share = 0.5 if being.months(city.on) >= 55 * 12 else 0.08
    for kind in city.rng.sample(["OLD_AGE", "DISABILITY", "SURVIVOR", "SOCIAL", "STATE"], 2):
        if city.chance(share):
            since = city.start(being.birth)
            city.add(
                "pensions",
                pension_id=city.new_id("P"),
                snils=being.snils,
                kind=kind,
                amount=city.kopecks(3_000, 40_000),
                since=since,
                until=city.until(since, none=0.7),
            )


# --- income ---


def _income(city: City, cluster: list[Being]) -> None:
    """Income of the months M-13 ... M-2 to a kopeck at a threshold, and noise in the other covered months."""
    rng = city.rng
    this = city.as_of.year * 12 + city.as_of.month - 1
    here = city.on.year * 12 + city.on.month - 1
    covered = range(this - 36, this)
    window = [number - here for number in covered if here - 13 <= number <= here - 2]
    earners = city.some(cluster, 0.5) or cluster[:1]
    cells = (
        {
            (rng.choice(earners).snils, rng.choice(window), rng.choice(INCOME_KINDS[:-1]))
            for _ in range(rng.randint(1, 14))
        }
        if window and earners
        else set()
    )
    total = _threshold(city, cluster)
    ordered = sorted(cells)
    for index, (snils, shift, kind) in enumerate(ordered):
        amount = total if index == len(ordered) - 1 else rng.choice([0, total // 13, rng.randint(0, total)])
        amount = min(amount, total)
        total -= amount
        _income_row(city, snils, shift, kind, amount)
    edges = [shift for shift in (-36, -14, -1, 0, 1, -6, -7, -15) if here + shift in covered and shift not in window]
    for being in city.some(cluster, 0.3):
        for shift in rng.sample(edges, min(len(edges), 3)):
            _income_row(city, being.snils, shift, rng.choice(INCOME_KINDS), city.kopecks(1, 60_000))
        if window:
            _income_row(city, being.snils, rng.choice(window), "NOT_COUNTED", city.kopecks(1, 900_000))


def _income_row(city: City, snils: str, shift: int, kind: str, amount: int) -> None:
    if amount <= 99_999_999_999:
        city.add("income", snils=snils, month=month_text(city.on, shift), kind=kind, amount=amount)


def _threshold(city: City, cluster: list[Being]) -> int:
    """A sum of twelve months at (or a kopeck beside) a limit of poor(f), of the unified allowance, or any."""
    rng = city.rng
    size = max(1, len(cluster) - rng.choice([0, 0, 0, 1, 2]))
    children = sum(1 for being in cluster if being.months(city.on) < 17 * 12)
    poor = 1200 * size * PM[city.on.year]
    steps = [
        poor,
        poor,
        poor - 600 * children * PMC[city.on.year],
        poor - 900 * children * PMC[city.on.year],
        1200 * PM_RF[city.on.year],
        int(poor * rng.uniform(0, 1.8)),
        0,
    ]
    return max(0, rng.choice(steps) + rng.choice([-1, 0, 1]))


# --- sick leave, employment service, education ---


def _sick_leave(city: City) -> None:
    rng = city.rng
    for being in city.some(city.people, 0.3):
        for _ in range(rng.choice([1, 1, 2])):
            code = rng.choice(["01", "01", "02"] + ["05"] * (3 if being.sex == "F" else 1))
            _certificate(city, being, code, None, city.start(being.birth))
    children = city.aged(0, 19)
    for cared in city.some(children, 0.3) + city.some(city.people, 0.03):
        carers = city.parents_of(cared) or city.people
        carer = rng.choice(carers)
        if carer is cared:
            continue
        floor = max(carer.birth, cared.birth)
        birthdays = [months_later(cared.birth, 12 * age) for age in (7, 8, 15, 18)] + [city.on] * 4
        for _ in range(rng.choice([1, 1, 3, 4])):
            _certificate(city, carer, "09", cared.snils, city.start(floor, bases=birthdays))


def _certificate(city: City, being: Being, code: str, cared: str | None, first_day: date) -> None:
    bases = [
        first_day + DAY * city.rng.choice([0, 2, 3, 4, 6, 14, 29, 60, 139]),
        city.on,
        months_later(city.on, -6),
    ]
    last_day: date | None = max(first_day, city.edge(city.rng.choice(bases)))
    if code != "05" and city.chance(0.15):
        last_day = None
        if city.chance(0.5):
            first_day = max(min(first_day, city.edge(city.on - DAY * 60)), city.people_birth(being, cared))
    city.add(
        "sick_leave",
        certificate_id=city.new_id("C"),
        snils=being.snils,
        code=code,
        first_day=first_day,
        last_day=last_day,
        cared_snils=cared,
    )


def _employment(city: City) -> None:
    rng = city.rng
    for being in city.some([being for being in city.people if being.months(city.on) >= 15 * 12], 0.35):
        applied = city.start(being.birth, bases=[months_later(city.on, -n) for n in (0, 1, 3, 6, 12, 13)])
        for _ in range(rng.choice([1, 1, 1, 2])):
            recognised = min(applied + DAY * rng.choice([0, 10, 11]), city.as_of)
            removed = city.until(applied, none=0.7)
            training = city.start(applied) if city.chance(0.3) else None
            wage = rng.choice([city.kopecks(1, 90_000), 2_005_866, 1_999_999, 235_200])
            city.add(
                "employment_service",
                spell_id=city.new_id("E"),
                snils=being.snils,
                applied_on=applied,
                recognised_on=recognised if city.chance(0.85) else None,
                removed_on=removed,
                weeks_worked=city.open(rng.choice([0, 25, 26, 27, 52, 53])),
                breach=city.open(city.chance(0.2)),
                average_wage=city.open(wage),
                refusals=rng.choice([0, 0, 1, 2, 3, 99_999]),
                training_since=training,
                training_until=city.until(training) if training else None,
            )
            applied = applied if city.chance(0.4) else city.start(being.birth)


def _education(city: City, being: Being) -> None:
    age = being.months(city.on) // 12
    if 5 <= age <= 19:
        for year in city.rng.sample([-1, 0, 0, 1], 2):
            september = date(city.on.year + year - (city.on.month < 9), 9, 1)
            if september < being.birth or not city.chance(0.7):
                continue
            since = min(september, city.as_of)
            if since < being.birth:
                continue
            until = city.rng.choice([None, months_later(since, 12), months_later(since, 9), city.until(since)])
            _study(city, being, "SCHOOL", since, until)
    if (14 <= age <= 25 and city.chance(0.6)) or city.chance(0.02):
        since = city.start(being.birth)
        _study(city, being, city.rng.choice(["COLLEGE", "UNIVERSITY"]), since, city.until(since, none=0.6))


def _study(city: City, being: Being, kind: str, since: date, until: date | None) -> None:
    rng = city.rng
    school = kind == "SCHOOL"
    city.add(
        "education",
        study_id=city.new_id("S"),
        snils=being.snils,
        kind=kind,
        grade=rng.choice([1, 3, 4, 5, 9, 10, 11]) if school else None,
        full_time=school or city.chance(0.75),
        stipend=city.kopecks(1, 9_000) if city.chance(0.3) else None,
        since=since,
        until=until,
    )
