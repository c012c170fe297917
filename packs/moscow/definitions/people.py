"""Work, homes, statuses, disability, pregnancy: what the law asks of one person (A7, A16)."""

from alongside.rules import Expr, age, complete, define, floor_divide, given, rows, selected

from ..registers import assignments, disability, education, flags, medical, registrations, work
from ..units import on, person


def works(p: Expr, day: Expr = on) -> Expr:
    """A job or a business of one's own (A7)."""
    kinds = ("EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS")
    return rows(work, of=p).holding(day).any(lambda r: r.kind.among(*kinds))


def insured(p: Expr, day: Expr) -> Expr:
    """A job on a day (A7 insured)."""
    return rows(work, of=p).holding(day).any(lambda r: r.kind.among("EMPLOYED", "PART_TIME"))


def in_city(p: Expr) -> Expr:
    """Registered in the city, permanently or for a time (A7 city)."""
    return rows(registrations, of=p).holding().any()


def permanent(p: Expr) -> Expr:
    """Registered permanently in the city (A7 perm)."""
    return rows(registrations, of=p).holding().any(lambda r: r.kind == "P")


def has_flag(p: Expr, *kinds: str, day: Expr = on) -> Expr:
    """A status or mark of one of these kinds (A7 flag)."""
    return rows(flags, of=p).holding(day).any(lambda r: r.flag.among(*kinds))


@define(person)
def valid_decision(p: Expr) -> Expr:
    """The disability decision in force: the latest that holds, a child's only under 18 (A7)."""
    holding = rows(disability, of=p).holding().accepted()
    of_age = holding.where(lambda r: (r.category != "CHILD") | (age(p) < 18))
    latest: Expr = of_age.latest("since", "decision_id")
    return latest


def disabled(p: Expr, *categories: str) -> Expr:
    """Disabled in one of these categories by the valid decision (A7)."""
    return given(complete(disability, p), valid_decision(p).category.among(*categories))


def assigned(measure: str, *, to: Expr | None = None, about: Expr | None = None, since: Expr | None = None) -> Expr:
    """Whether a measure has been assigned to somebody, or for somebody, from a day on (A7)."""
    found = rows(assignments, of=to) if to is not None else rows(assignments, of=_given(about), by="for_snils")
    if to is not None and about is not None:
        found = found.where(lambda r: r.for_snils == about).needing(complete(assignments, about))
    found = found.begun().where(lambda r: r.measure_id == measure)
    return found.any((lambda r: since <= r.assigned_on) if since is not None else None)


def _given(person: Expr | None) -> Expr:
    assert person is not None, "ask about somebody"
    return person


def pupil(p: Expr) -> Expr:
    """Goes to school."""
    return rows(education, of=p).holding().any(lambda r: r.kind == "SCHOOL")


@define(person)
def pregnancy_record(p: Expr) -> Expr:
    """The latest open record of a pregnancy (A16)."""
    open_records = rows(medical, of=p).holding().accepted().where(lambda r: r.kind == "PREGNANCY")
    latest: Expr = open_records.latest("since", "record_id")
    return latest


def pregnancy_week(record: Expr) -> Expr:
    """The week of pregnancy on the day of decision (A16 week_on)."""
    week: Expr = record.week + floor_divide(on - record.since, 7)
    return week


def pregnant(p: Expr, *, from_week: int = 0) -> Expr:
    """Pregnant, not beyond week 42, and at least in `from_week` (A16)."""
    record = pregnancy_record(p)
    week = pregnancy_week(record)
    test = week <= 42
    return selected(record, test & (week >= from_week) if from_week else test, complete(medical, p))
