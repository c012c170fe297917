"""Income, earnings and property of a family, for measures that depend on need (A13 to A15)."""

from alongside.rules import (
    Expr,
    Items,
    age,
    also,
    complete,
    covered,
    define,
    first_day,
    given,
    half_up,
    lives,
    month_of,
    months,
    rows,
    when,
    year_of,
)

from ..registers import (
    care_ties,
    disability,
    education,
    employment_service,
    flags,
    income,
    medical,
    parent_child,
    property_rights,
    vehicles,
)
from ..units import family_unit, on, person, terms
from .family import (
    counted,
    dependents,
    everybody,
    family_of,
    first_payee,
    heads,
    large,
    spouse,
)
from .people import disabled, has_flag, pregnant

EARNED = ("WAGE", "BUSINESS", "SELF_EMPLOYED", "PENSION", "STIPEND", "AUTHOR_FEE")
EXCLUDED = ("PRISONER", "CONSCRIPT", "STATE_PROVISION")
WINDOW_MONTHS = 12

window_start = month_of(on).plus_months(-13)  # Window12: the twelve months before the month just gone (A13)


def income_between(p: Expr, first: Expr, count: int) -> Items:
    """A person's income rows of so many months; not known, too, where the register does not cover them."""
    last = first.plus_months(count - 1)
    inside = rows(income, of=p).needing(covered(income, first, last))
    return inside.where(lambda r: (first <= r.month) & (r.month <= last))


def not_counted(p: Expr) -> Expr:
    """In prison, in the army or on full state provision, by an accepted row: not a counted member (A13)."""
    return rows(flags, of=p).holding().accepted().any(lambda r: r.flag.among(*EXCLUDED))


@define(family_unit)
def counted_members(f: Expr) -> Expr:
    """How many members income is divided by (A13 n)."""
    return everybody(f).sum(lambda p: also(complete(flags, p), when(not_counted(p), 0, otherwise=1)))


@define(person)
def income_12(p: Expr) -> Expr:
    """A person's counted income of the twelve months (A13)."""
    counts = income_between(p, window_start, WINDOW_MONTHS).where(lambda r: r.kind != "NOT_COUNTED")
    return counts.sum(lambda r: r.amount)


@define(family_unit)
def family_income_12(f: Expr) -> Expr:
    """The counted members' income of the twelve months (A13 S12)."""
    nothing = terms.PM * 0
    return everybody(f).sum(lambda p: also(complete(flags, p), when(not_counted(p), nothing, otherwise=income_12(p))))


def poverty_line(f: Expr) -> Expr:
    """What a family's twelve months' income must stay below (A13)."""
    return counted_members(f) * 12 * terms.PM


@define(family_unit)
def poor(f: Expr) -> Expr:
    """Income per counted member below the subsistence minimum (A13)."""
    return (counted_members(f) >= 1) & (family_income_12(f) < poverty_line(f))


# A14: earnings, or a good reason to have none.


def _registered_unemployed(a: Expr, day: Expr) -> Expr:
    """Recognised as unemployed and on the register on a day, by accepted rows."""
    spells = rows(employment_service, of=a).accepted()
    return spells.any(lambda r: (r.recognised_on <= day) & (day < r.removed_on))


def _looked_for_work(a: Expr, month: Expr) -> Expr:
    """One of the earliest six months on the unemployment register (A14)."""
    earlier = months(window_start, WINDOW_MONTHS).where(lambda m: m < month)
    before = earlier.count(lambda m: _registered_unemployed(a, first_day(m)))
    this = _registered_unemployed(a, first_day(month))
    return given(complete(employment_service, a), this & (before < 6))


def _cares_for_child(a: Expr, day: Expr) -> Expr:
    """A tie to a living child under 3, or under 18 and disabled, on a day (A14)."""

    def needs_care(r: Expr) -> Expr:
        c = r.child_snils
        invalid = rows(disability, of=c).holding(day).any(lambda d: d.category == "CHILD")
        return lives(c, day) & ((age(c, day) < 3) | ((age(c, day) < 18) & invalid))

    return rows(parent_child, of=a, by="adult_snils").holding(day).any(needs_care)


def _excused(a: Expr, month: Expr) -> Expr:
    """Whether a month without earnings has a good reason (A14, 6)."""
    day = first_day(month)
    studies = (age(a, day) < 23) & rows(education, of=a).holding(day).any(lambda r: r.full_time)
    long_ill = rows(medical, of=a).holding(day).any(lambda r: (r.kind == "CONCLUSION") & (r.code == "LONG_TREATMENT"))
    carer = rows(care_ties, of=a, by="carer_snils").holding(day).any()
    away = has_flag(a, "CONSCRIPT", "PRISONER", day=day)
    return _cares_for_child(a, day) | carer | studies | long_ill | away | _looked_for_work(a, month)


@define(person)
def months_excused(a: Expr) -> Expr:
    """At least ten of the twelve months have a good reason (A14, 6)."""
    return months(window_start, WINDOW_MONTHS).at_least(10, lambda m: _excused(a, m))


def _sole_parent(a: Expr, f: Expr) -> Expr:
    return spouse(a).is_none() & dependents(f).any(lambda c: age(c) < 18)


@define(person)
def has_earnings(a: Expr) -> Expr:
    """Some earned income in the twelve months (A14, 1)."""
    return income_between(a, window_start, WINDOW_MONTHS).any(lambda r: r.kind.among(*EARNED) & (r.amount > 0))


@define(person)
def earner(a: Expr) -> Expr:
    """An adult with earnings or a good reason to have none (A14)."""
    f = family_of(a)
    mobilised = everybody(f).any(lambda p: has_flag(p, "MOBILISED"))
    of_large = (a == first_payee(f)) & large(f)
    return has_earnings(a) | _sole_parent(a, f) | of_large | pregnant(a, from_week=12) | mobilised | months_excused(a)


@define(family_unit)
def all_earn(f: Expr) -> Expr:
    """Every head of 18 and more earns or has a good reason (A14)."""
    return heads(f).where(lambda h: age(h) >= 18).all(earner)


# A15: property.


def _owned(p: Expr, kind: str) -> Items:
    return rows(property_rights, of=p).holding().where(lambda r: r.kind == kind)


def _objects(f: Expr, kind: str) -> Expr:
    """How many different objects of a kind the members own, an object of several members once."""

    def own(p: Expr) -> Expr:
        def of_earlier(r: Expr) -> Expr:
            earlier = everybody(f).where(lambda q: q < p)
            return earlier.any(lambda q: _owned(q, kind).accepted().any(lambda s: s.object_id == r.object_id))

        return _owned(p, kind).where(lambda r: ~of_earlier(r)).count(distinct=True)

    return everybody(f).sum(own)


def _area(f: Expr, kind: str) -> Expr:
    """The members' parts of the area of a kind, in hundredths of a square metre, each row rounded half up."""

    def part(r: Expr) -> Expr:
        return half_up(r.area_m2 * r.share_num, r.share_den)

    return everybody(f).sum(lambda p: _owned(p, kind).sum(part))


def _vehicles(p: Expr, kind: str) -> Items:
    held = rows(vehicles, of=p).holding().where(lambda r: r.kind == kind)
    return held.where(lambda r: ~r.state_given) if kind == "CAR" else held


def _vehicle_count(f: Expr, kind: str) -> Expr:
    """How many different vehicles of a kind the members own; cars given by the state do not count."""

    def own(p: Expr) -> Expr:
        def of_earlier(r: Expr) -> Expr:
            earlier = everybody(f).where(lambda q: q < p)
            return earlier.any(lambda q: _vehicles(q, kind).accepted().any(lambda s: s.vehicle_id == r.vehicle_id))

        return _vehicles(p, kind).where(lambda r: ~of_earlier(r)).count(distinct=True)

    return everybody(f).sum(own)


@define(family_unit)
def dwellings_ok(f: Expr) -> Expr:
    """Flats and houses: one, or not more area than so much for each member (A15)."""
    people = everybody(f).count()
    flats = (_objects(f, "FLAT") <= 1) | (_area(f, "FLAT") <= people * 2400)
    return flats & ((_objects(f, "HOUSE") <= 1) | (_area(f, "HOUSE") <= people * 4000))


@define(family_unit)
def other_property_ok(f: Expr) -> Expr:
    """Dachas, non-residential rooms and land (A15)."""
    one_each = (_objects(f, "DACHA") <= 1) & (_objects(f, "NON_RESIDENTIAL") <= 1)
    return one_each & (_area(f, "LAND_CITY") <= 250_000) & (_area(f, "LAND_VILLAGE") <= 1_000_000)


def _one_or_big(f: Expr, number: Expr) -> Expr:
    """One; two for a large family or one with a disabled member."""
    return (number <= 1) | (big_family(f) & (number <= 2))


@define(family_unit)
def big_family(f: Expr) -> Expr:
    """Large, or with a disabled member (A15 big)."""
    return large(f) | everybody(f).any(lambda p: disabled(p, "I", "II", "III", "CHILD"))


def _strong_car(f: Expr) -> Expr:
    """A car of more than 250 horse power younger than five years."""
    return everybody(f).any(
        lambda p: _vehicles(p, "CAR").any(lambda r: (r.power_hp > 250) & (year_of(on) - r.made_year < 5))
    )


@define(family_unit)
def vehicles_ok(f: Expr) -> Expr:
    """Cars, motorcycles, boats (A15)."""
    cars, motorcycles = _vehicle_count(f, "CAR"), _vehicle_count(f, "MOTORCYCLE")
    few = _one_or_big(f, cars) & _one_or_big(f, motorcycles) & (_vehicle_count(f, "BOAT") <= 1)
    return few & (~_strong_car(f) | (counted(f) >= 4))


def _interest(f: Expr) -> Expr:
    """Interest of all members over the twelve months."""
    return everybody(f).sum(
        lambda p: (
            income_between(p, window_start, WINDOW_MONTHS).where(lambda r: r.kind == "INTEREST").sum(lambda r: r.amount)
        )
    )


@define(family_unit)
def property_ok(f: Expr) -> Expr:
    """What the family owns stays within the limits (A15)."""
    garages = _one_or_big(f, _objects(f, "GARAGE"))
    interest = _interest(f) <= terms.PM_RF * 12
    return dwellings_ok(f) & other_property_ok(f) & garages & vehicles_ok(f) & interest
