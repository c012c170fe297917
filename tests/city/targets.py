"""Published shares beside those of a made-up city: rows of (what, target, tolerance, value)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from packs.moscow.city import figures

from .shares import City, Numbers, gini, income_a_head, mothers_of, orders_of_birth, spouses_of

Row = tuple[str, float, float, float]


def all_targets(city: City) -> Iterator[Row]:
    """Every share that is tested; rates are per 100,000 registered residents unless a % sign says
    otherwise."""
    mother, spouse = mothers_of(city), spouses_of(city)
    yield from pyramid(city)
    yield from births(city, mother)
    yield from households(city, mother, spouse)
    yield from health(city)
    yield from retired(city)
    yield from work(city)
    yield from money(city, mother, spouse)
    yield from statuses(city)
    yield from homes(city)


def rate(city: City, number: float) -> float:
    """Per 100,000 registered residents."""
    return 1e5 * number / city.size


def share(part: Numbers, whole: Numbers) -> float:
    """Of the whole, the part in %."""
    return float(100 * (part & whole).sum() / max(whole.sum(), 1))


def pyramid(city: City) -> Iterator[Row]:
    """RosBRiS 2022: residents by sex and age, % (age 0 by the births of 2023-24)."""
    for low, high, men, women, _, _ in figures.PYRAMID:
        inside = (city.age >= low) & (city.age < high)
        scale = figures.BIRTHS_A_YEAR * 100 / 0.99 if low == 0 else 1.0
        for word, target, sex in (("men", men, ~city.female), ("women", women, city.female)):
            yield f"% {word} {low}-{high - 1}", target * scale, 0.12, share(inside & sex, city.registered)
    yield "% women", 53.8, 0.6, share(city.female, city.registered)
    yield "% 80 and older", 5.2, 0.3, share(city.age >= 80, city.registered)
    yield "aged 100+", 6.5, 4.5, rate(city, (city.registered & (city.age >= 100)).sum())


def births(city: City, mother: Numbers) -> Iterator[Row]:
    """Mosstat 2023-24 and RosBRiS 2022."""
    recent = city.alive & (city.birth > city.on - 366)
    yield "births a year", 920, 45, rate(city, recent.sum())
    order = orders_of_birth(city, mother)
    three = city.alive & (city.birth > city.on - 3 * 366) & (order > 0)
    for number, target in ((1, 45.9), (2, 33.1), (3, 15.0), (4, 4.6)):
        yield f"% order {number}", target, 4.0 if number < 4 else 1.8, share(order == number, three)
    yield "% order 5+", 1.4, 1.3, share(order >= 5, three)
    age = (city.birth - city.birth[np.maximum(mother, 0)]) / 365.25
    total = sum(row[2] for row in figures.BIRTHS_BY_MOTHER)
    for low, high, number, _ in figures.BIRTHS_BY_MOTHER[:6]:
        yield (
            f"% mother {low}-{high - 1}",
            100 * number / total,
            3.5,
            share((age >= low) & (age < high), three),
        )
    deaths = (~city.alive) & (city.dates("persons", "death_date") > city.on - 366)
    yield "deaths a year", 870, 60, rate(city, deaths.sum())


def households(city: City, mother: Numbers, spouse: Numbers) -> Iterator[Row]:
    """Census 2021 (rounded for the city) and the city's counts of families; jubilee couples 2018."""
    at_home = city.address[(city.address >= 0) & city.registered]
    sizes = np.bincount(np.bincount(at_home)[np.unique(at_home)], minlength=7)
    sizes = np.append(sizes[1:6], sizes[6:].sum()) / sizes.sum() * 100
    wanted = ((40, 4), (26, 3.5), (18, 3), (11, 2.5), (3.5, 2.5), (1.5, 1.5))
    for number, ((target, within), value) in enumerate(zip(wanted, sizes, strict=True), 1):
        yield f"% households of {number}", target, within, float(value)
    minor = city.registered & (city.age < 18)
    minors = np.bincount(mother[minor & (mother >= 0)], minlength=len(city.people))
    grown = np.bincount(mother[city.alive & (city.age >= 18) & (mother >= 0)], minlength=len(city.people))
    young = np.bincount(mother[minor & (city.age < 16) & (mother >= 0)], minlength=len(city.people))
    large = (minors + grown >= 3) & (young >= 1)
    some = minors > 0
    # 1.57 million families of 2.4 million minors; the pyramid has 2.2 million minors
    yield "families with minors", 11_940 * 2.2 / 2.4, 500, rate(city, some.sum())
    yield "% with one minor", 55, 4, share(minors == 1, some)
    yield "% with two minors", 31, 4, share(minors == 2, some)
    yield "large families", 1_730, 220, rate(city, large.sum())
    yield "minors of large families", 4_360, 550, rate(city, minors[large].sum())
    alone = np.ones(len(city.people), dtype=bool)
    alone[np.flatnonzero(spouse >= 0)] = False
    yield "% mothers not married", 33, 7, share(alone, some)
    since = city.dates("marriages", "married_on")
    a, b = city.who("marriages", "spouse_a"), city.who("marriages", "spouse_b")
    lasting = (city.dates("marriages", "ended_on") > city.on) & city.registered[a] & city.registered[b]
    years = (city.on - since) / 365.2425
    jubilee = lasting & (years >= 50) & (np.floor(years) % 5 == 0)
    yield "jubilee couples a year", 77, 25, rate(city, jubilee.sum())


def health(city: City) -> Iterator[Row]:
    """Medico-social examination and the city, 2024-25; cancer register 2021."""
    rows = city.holding("disability", "since", "last_day")
    ill = city.having("disability", rows)
    yield "disabled", 7_150, 500, rate(city, ill.sum())
    yield "disabled children", 450, 60, rate(city, (ill & (city.age < 18)).sum())
    category = city.texts("disability", "category")
    for word, part in (("I", 13), ("II", 48), ("III", 33)):
        yield f"% group {word}", part, 3, share(city.having("disability", rows & (category == word)), ill)
    bands = ((0, 18, 2.5), (18, 45, 2.3), (45, 60, 4.5), (60, 70, 14), (70, 80, 22), (80, 120, 32))
    for low, high, target in bands:
        inside = city.registered & (city.age >= low) & (city.age < high)
        yield f"% disabled at {low}-{high - 1}", target, 0.12 * target + 0.3, share(ill, inside)
    code = city.texts("medical", "code")
    cancer = city.holding("medical", "since", "last_day") & np.char.startswith(code, "C")
    yield (
        "cancer register",
        2_300,
        300,
        rate(city, city.having("medical", cancer & (np.char.str_len(code) < 6)).sum()),
    )
    pregnant = (city.texts("medical", "kind") == "PREGNANCY") & city.holding("medical", "since", "last_day")
    yield "pregnant and on record", 550, 110, rate(city, pregnant.sum())


def retired(city: City) -> Iterator[Row]:
    """Social Fund, Moscow, September 2025 and January 2026."""
    rows = city.holding("pensions")
    paid = city.having("pensions", rows)
    yield "pensioners", 22_900, 1_100, rate(city, paid.sum())
    kind = city.texts("pensions", "kind")
    kinds = (("OLD_AGE", 86, 3), ("DISABILITY", 5, 1.5), ("SURVIVOR", 3, 1))
    for word, target, within in kinds:
        yield f"% {word}", target, within, share(city.having("pensions", rows & (kind == word)), paid)
    other = city.having("pensions", rows & ((kind == "SOCIAL") | (kind == "STATE")))
    yield "% SOCIAL and STATE", 6, 3.5, share(other, paid)
    yield "% of pensioners working", 16.3, 3, share(working(city), paid)
    old = rows & (kind == "OLD_AGE") & city.registered[city.who("pensions", "snils")]
    amount = city.amounts("pensions", "amount")[old]
    target = {2023: 20_500, 2024: 22_500, 2025: 24_500}.get(city.year, 26_000)
    yield "mean old-age pension", target, 1_800, float(amount.mean())


def working(city: City) -> Numbers:
    """People with a row of work today."""
    kind = city.texts("work", "kind")
    return city.having("work", city.holding("work") & (kind != "CARE_LEAVE"))


def work(city: City) -> Iterator[Row]:
    """Labour force survey, rounded; the employment service, 2023."""
    employed = working(city)
    bands = ((16, 20, 8, 4), (20, 25, 55, 6), (25, 55, 89, 3.5), (55, 60, 75, 5), (60, 65, 45, 5))
    for low, high, target, within in (*bands, (65, 70, 22, 4), (70, 120, 8, 3)):
        inside = city.registered & (city.age >= low) & (city.age < high)
        yield f"% employed at {low}-{high - 1}", target, within, share(employed, inside)
    spells = city.holding("employment_service", "applied_on", "removed_on")
    known = spells & (city.dates("employment_service", "recognised_on") <= city.on)
    yield "registered unemployed", 200, 40, rate(city, city.having("employment_service", known).sum())


def money(city: City, mother: Numbers, spouse: Numbers) -> Iterator[Row]:
    """Mosstat wages 2024; Rosstat incomes 2023: Gini, shares below the minimum (by children: assumption)."""
    months = city.texts("income", "month")
    year = (months >= np.unique(months)[-12]) & (city.texts("income", "kind") == "WAGE")
    wages = city.amounts("income", "amount")[year] / 1000
    yield "mean wage, thousand", figures.MEAN_WAGE[city.year - 1], 22, float(wages.mean())
    yield "median wage / mean wage", 0.60, 0.16, float(np.median(wages) / wages.mean())
    head, members, minors = income_a_head(city, mother, spouse)
    yield "Gini of income a head", 0.41, 0.04, gini(np.repeat(head, members))
    poor = head < figures.MINIMUM[city.year]
    yield "% of people below the minimum", 4.5, 2.5, 100 * float(members[poor].sum() / members.sum())
    for number, wanted in ((1, 7), (2, 11), (3, 18)):
        some = (minors == number) if number < 3 else minors >= 3
        yield f"% of families with {number} below it", wanted, 4.5, share(poor, some)


def statuses(city: City) -> Iterator[Row]:
    """Labour veterans, children of war and home-front workers: the city and memory, low confidence."""
    rows = city.holding("flags")
    flag = city.texts("flags", "flag")
    targets = (("LABOUR_VETERAN", 7_000, 500), ("HOME_FRONT", 120, 60), ("REHABILITATED", 115, 50))
    for word, target, within in targets:
        yield word, target, within, rate(city, city.having("flags", rows & (flag == word)).sum())
    for word in ("HERO", "CHERNOBYL", "COMBAT_VETERAN", "MILITARY_VETERAN", "DONOR"):
        known = figures.FLAG_RATES[word][0]
        yield word, known, 0.25 * known + 3, rate(city, city.having("flags", rows & (flag == word)).sum())


def homes(city: City) -> Iterator[Row]:
    """Rosstat 2021: owners of dwellings, square metres a person; accounts cover 95% of addresses."""
    places = np.unique(city.address[(city.address >= 0) & city.registered])
    accounts = city.tables["housing_accounts"].num_rows
    yield "% addresses with an account", 95, 1.5, 100 * accounts / len(places)
    tenure = city.texts("housing_accounts", "tenure")
    yield "% owned", 86.5, 2, share(tenure == "OWNED", tenure != "")
    area = city.amounts("housing_accounts", "area_m2")
    yield "m2 a person", 20.5, 2.5, float(area.mean() * len(places) / city.size)
