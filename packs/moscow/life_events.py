"""What happens in a life, on which day, and how long it opens the way to help (law.md, part D). Accepted rows only."""

from alongside.rules import (
    Expr,
    Items,
    age,
    choose,
    first_day,
    lives,
    month_number,
    month_of,
    never,
    rows,
    surely,
)
from alongside.rules.events import event

from .definitions.family import (
    by_family,
    counted_minor,
    dependent,
    everybody,
    family_of,
    large,
    other_party,
    raisers,
    ties_to_adults,
    ties_to_children,
)
from .definitions.pensions import right_date
from .definitions.survivors import is_dead
from .registers import (
    care_ties,
    disability,
    employment_service,
    flags,
    marriages,
    medical,
    persons,
    registrations,
    sick_leave,
    work,
)
from .units import person

HARDSHIPS = ("HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE")


def birthday(p: Expr, years: int) -> Expr:
    return p.birth_date.plus_months(12 * years)


@event(person, months=9)
def expecting_child(p: Expr):
    open_records = rows(medical, of=p).holding().accepted()
    return (open_records.where(lambda r: r.kind == "PREGNANCY").each(lambda r: r.since),)


@event(person, months=12)
def birth_of_child(p: Expr):
    raised = ties_to_children(p).each(lambda r: r.child_snils).where(lives)
    return (raised.where(lambda c: raisers(c).any(lambda a: a == p)).each(lambda c: c.birth_date),)


@event(person, months=6)
def starting_school(p: Expr):
    seventh = month_of(p.birth_date).plus_months(12 * 7)
    return (first_day(seventh.plus_months(4 - month_number(p.birth_date))),)


@event(person, months=3)
def illness(p: Expr):
    certificates = rows(sick_leave, of=p).accepted()
    return (certificates.where(lambda r: r.code.among("01", "02", "09")).each(lambda r: r.first_day),)


def is_serious(r: Expr) -> Expr:
    """Cancer, disease of the heart's vessels, of the brain's vessels."""
    return r.code.within("C00", "C97") | r.code.within("I20", "I25") | r.code.within("I60", "I69")


@event(person, months=12)
def serious_diagnosis(p: Expr):
    watched = rows(medical, of=p).accepted().where(lambda r: (r.kind == "DISPENSARY") & is_serious(r))
    return (watched.each(lambda r: r.since),)


@event(person, months=12, name="disability")
def new_disability(p: Expr):
    return (rows(disability, of=p).accepted().each(lambda r: r.since),)


@event(person, months=6)
def job_loss(p: Expr):
    jobs = rows(work, of=p).accepted().where(lambda r: r.kind.among("EMPLOYED", "PART_TIME"))
    return jobs.each(lambda r: r.until), rows(employment_service, of=p).accepted().each(lambda r: r.applied_on)


@event(person, months=12)
def retirement(p: Expr):
    return right_date(p), birthday(p, 70), birthday(p, 80)


@event(person, months=12)
def caring_for_elderly(p: Expr):
    cares = rows(care_ties, of=p, by="carer_snils").accepted()
    return cares.each(lambda r: r.since), birthday(p, 80)


def lost_spouse(p: Expr) -> Items:
    """Deaths of those to whom p was married on the day before."""

    def held(r: Expr) -> Expr:
        other = other_party(r, p)
        day = other.death_date.plus_days(-1)
        return is_dead(other) & (r.married_on <= day) & (day < r.ended_on)

    begun = rows(marriages, of=p, by="spouse").begun().accepted()
    return begun.where(held).each(lambda r: other_party(r, p).death_date)


@event(person, months=6)
def bereavement(p: Expr):
    return (
        lost_spouse(p),
        ties_to_adults(p).each(lambda r: r.adult_snils.death_date),
        ties_to_children(p).each(lambda r: r.child_snils.death_date),
        rows(persons, of=p, by="burial_by").accepted().each(lambda d: d.death_date),
    )


@event(person, months=12)
def large_family(p: Expr):
    f = family_of(p)
    by_law = surely(by_family(f, large(f))) & ~dependent(p)
    youngest = everybody(f).where(lambda c: dependent(c) & (age(c) < 18) & surely(counted_minor(c)))
    return (choose(by_law, youngest.largest(lambda c: c.birth_date), otherwise=never(p)),)


@event(person, months=6)
def crisis(p: Expr):
    marks = rows(flags, of=p).accepted()
    return (marks.where(lambda r: r.flag.among(*HARDSHIPS)).each(lambda r: r.since),)


@event(person, months=3)
def move_registration(p: Expr):
    homes = rows(registrations, of=p).accepted()
    return (homes.where(lambda r: r.kind == "P").each(lambda r: r.since),)


EVENTS = (
    expecting_child,
    birth_of_child,
    starting_school,
    illness,
    serious_diagnosis,
    new_disability,
    job_loss,
    retirement,
    caring_for_elderly,
    bereavement,
    large_family,
    crisis,
    move_registration,
)
