"""The dead who kept somebody: parents and spouses, and the pensions of survivors (9, 10)."""

from alongside.rules import (
    Expr,
    Items,
    age,
    all_of,
    also,
    any_of,
    choose,
    complete,
    define,
    given,
    half_up,
    largest_of,
    lives,
    rows,
    selected,
    settled,
    surely,
    when,
)

from ..registers import disability, education, insurance_record, marriages, parent_child
from ..units import on, person, terms
from .family import BY_BLOOD, other_party
from .pensions import own_old_age, points, record_months, usual_date
from .people import disabled, in_city, valid_decision, works


def is_dead(p: Expr) -> Expr:
    """Dead on the day of decision."""
    return p.death_date <= on


def _test_day(c: Expr, b: Expr) -> Expr:
    """The later of the day before b's death and c's birth."""
    return largest_of(b.death_date.plus_days(-1), c.birth_date)


def dead_parents(c: Expr) -> Items:
    """Dead adults of birth or adoption ties that held at their death; nobody from 23 on (9)."""

    def held(r: Expr) -> Expr:
        day = _test_day(c, r.adult_snils)
        return is_dead(r.adult_snils) & (r.since <= day) & (day < r.until) & (r.since <= on)

    ties = rows(parent_child, of=c).where(lambda r: r.kind.among(*BY_BLOOD) & (age(c) < 23))
    return ties.where(held).each(lambda r: r.adult_snils)


@define(person)
def dead_spouse(p: Expr) -> Expr:
    """The dead other party of the last marriage, if it held on the day before the death; none else (9)."""
    begun = rows(marriages, of=p, by="spouse").begun().accepted()

    def held(r: Expr) -> Expr:
        other = other_party(r, p)
        day = other.death_date.plus_days(-1)
        return is_dead(other) & (r.married_on <= day) & (day < r.ended_on)

    last = begun.where(held).where(lambda r: ~begun.any(lambda s: r.married_on < s.married_on))
    return last.each(lambda r: other_party(r, p)).first(lambda other: other)


def _had_record(b: Expr) -> Expr:
    return record_months(b) >= 1


@define(person)
def parents_insured(p: Expr) -> Expr:
    """Whether a dead parent had insured record (9, Wc not empty)."""
    parents = dead_parents(p).accepted()
    known = ((age(p) >= 23) | complete(parent_child, p)) & parents.all(lambda b: complete(insurance_record, b))
    return given(known, parents.any(_had_record))


@define(person)
def spouse_insured(p: Expr) -> Expr:
    """Whether the dead spouse had insured record (9, Ws not empty)."""
    b = dead_spouse(p)
    known = complete(marriages, p) & (b.is_none() | complete(insurance_record, b))
    return given(known, b.is_some() & _had_record(b))


def full_time_student(p: Expr) -> Expr:
    """Aged 18 to 22 and a full-time student."""
    return (age(p) >= 18) & (age(p) < 23) & rows(education, of=p).holding().any(lambda r: r.full_time)


def since_childhood(p: Expr) -> Expr:
    """Disabled since childhood by the valid decision."""
    decision = valid_decision(p)
    return given(complete(disability, p), decision.is_some() & decision.since_childhood)


@define(person)
def survivor_child(p: Expr) -> Expr:
    """The branch of a child in measure 9."""
    invalid = (age(p) < 23) & since_childhood(p)
    return parents_insured(p) & any_of(age(p) < 18, full_time_student(p), invalid)


def _child_of_dead(p: Expr, b: Expr) -> Expr:
    """A tie to a living child under 14 who is, or ever was, the dead spouse's by birth or adoption."""

    def ever_of(c: Expr) -> Expr:
        ever = rows(parent_child, of=c).begun().needing(complete(parent_child, b))
        return ever.any(lambda s: (s.adult_snils == b) & s.kind.among(*BY_BLOOD))

    ties = rows(parent_child, of=p, by="adult_snils").holding()
    return ties.any(lambda r: lives(r.child_snils) & (age(r.child_snils) < 14) & ever_of(r.child_snils))


@define(person)
def survivor_spouse(p: Expr) -> Expr:
    """The branch of a spouse in measure 9."""
    b = dead_spouse(p)
    cares = ~works(p) & selected(b, _child_of_dead(p, b), complete(marriages, p))
    return spouse_insured(p) & any_of(usual_date(p) <= on, disabled(p, "I", "II", "III"), cares)


def may_be_widowed(p: Expr) -> Expr:
    """A marriage, begun by the day, whose other party is dead and which had not ended before (9, considered)."""

    def widowed(r: Expr) -> Expr:
        other = other_party(r, p)
        return is_dead(other) & (other.death_date <= r.ended_on)

    return rows(marriages, of=p, by="spouse").begun().accepted().any(widowed)


@define(person)
def considered_survivor(p: Expr) -> Expr:
    """Who is considered for measure 9."""
    unsure = (age(p) >= 18) & ~surely(complete(marriages, p))
    return lives(p) & ((age(p) < 23) | may_be_widowed(p) | unsure)


def breadwinner(p: Expr) -> Expr:
    """A breadwinner with insured record has died."""
    return parents_insured(p) | spouse_insured(p)


def cannot_work(p: Expr) -> Expr:
    """One of the branches of measure 9 holds."""
    return survivor_child(p) | survivor_spouse(p)


@define(person)
def own_survivor(p: Expr) -> Expr:
    """All of measure 9's own criteria."""
    return all_of(considered_survivor(p), breadwinner(p), cannot_work(p))


@define(person)
def children_kept(b: Expr) -> Expr:
    """How many living persons under 18 the dead one had by birth or adoption (9, h without the asker)."""

    def held(r: Expr) -> Expr:
        day = _test_day(r.child_snils, b)
        return (r.since <= day) & (day < r.until) & (r.since <= on)

    ties = rows(parent_child, of=b, by="adult_snils").where(lambda r: r.kind.among(*BY_BLOOD))
    minors = ties.where(lambda r: lives(r.child_snils) & (age(r.child_snils) < 18) & held(r))
    return minors.count(distinct=True)


def _is_kept(p: Expr, b: Expr) -> Expr:
    """Whether p is one of those counted."""

    def held(r: Expr) -> Expr:
        day = _test_day(p, b)
        return (r.adult_snils == b) & r.kind.among(*BY_BLOOD) & (r.since <= day) & (day < r.until) & (r.since <= on)

    return (age(p) < 18) & rows(parent_child, of=p).accepted().any(held)


def _share(p: Expr, b: Expr) -> Expr:
    """The part of a pension that one dead breadwinner leaves to p."""
    kept = children_kept(b)
    people = largest_of(kept + choose(_is_kept(p, b), 0, otherwise=1), kept * 0 + 1)
    return half_up(points(b) * terms.POINT, people * 1000)


def _insured_parents(p: Expr) -> Items:
    """The dead parents with record, each once, as accepted rows say."""
    parents = dead_parents(p).accepted()
    return parents.where(lambda b: rows(insurance_record, of=b).accepted().any(lambda r: r.record_months >= 1))


def parents_lost(p: Expr) -> Expr:
    """How many dead parents there are, insured or not."""
    return dead_parents(p).accepted().count(distinct=True)


@define(person)
def amount_survivor(p: Expr) -> Expr:
    """Measure 9's own amount."""
    child = survivor_child(p)
    of_parents = _insured_parents(p).sum(lambda b: _share(p, b), distinct=True)
    of_spouse = _share(p, dead_spouse(p))
    both_lost = surely(child) & (parents_lost(p) >= 2)
    fixed = choose(both_lost, terms.FIX, otherwise=half_up(terms.FIX, 2))
    return given(child, choose(surely(child), of_parents, otherwise=of_spouse) + fixed)


# Measure 10.


@define(person)
def considered_social(p: Expr) -> Expr:
    """Who is considered for measure 10."""
    has_row = rows(disability, of=p).accepted().any()
    unsure = (age(p) >= 18) & ~surely(complete(disability, p))
    return lives(p) & any_of(age(p) < 23, has_row, age(p) >= 60, unsure)


@define(person)
def social_old_age(p: Expr) -> Expr:
    """The ground of age: five years past the usual day, without work and without an old-age pension."""
    return all_of(usual_date(p).plus_months(60) <= on, ~works(p), ~own_old_age(p))


@define(person)
def social_disability(p: Expr) -> Expr:
    """The ground of disability: a child, or a group without record."""
    without_record = disabled(p, "I", "II", "III") & (record_months(p) == 0) & ~own_old_age(p)
    return disabled(p, "CHILD") | without_record


@define(person)
def social_survivor(p: Expr) -> Expr:
    """The ground of a lost parent who had no record."""
    young = (age(p) < 18) | full_time_student(p)
    return all_of(young, dead_parents(p).any(), ~parents_insured(p))


@define(person)
def own_social(p: Expr) -> Expr:
    """All of measure 10's own criteria."""
    ground = any_of(social_old_age(p), social_disability(p), social_survivor(p))
    return all_of(considered_social(p), in_city(p), ground)


@define(person)
def coefficient_disability(p: Expr) -> Expr:
    """The coefficient of the ground of disability, in per cent; 0 without the ground."""
    category, early = valid_decision(p).category, since_childhood(p)
    second = choose(category == "II", when(early, 200, otherwise=100), otherwise=85)
    by_group = choose(category == "I", when(early, 240, otherwise=200), otherwise=second)
    return choose(category == "CHILD", 240, otherwise=by_group)


@define(person)
def coefficient_survivor(p: Expr) -> Expr:
    """The coefficient of the ground of a lost parent: 200 when both, or the only one ever recorded, died."""
    ever = rows(parent_child, of=p).accepted().begun().where(lambda r: r.kind.among(*BY_BLOOD))
    alone = (ever.count(distinct=True) == 1) & (parents_lost(p) >= 1)
    return choose((parents_lost(p) >= 2) | alone, 200, otherwise=100)


@define(person)
def amount_social(p: Expr) -> Expr:
    """Measure 10's own amount: the largest coefficient of the grounds; every ground must be known."""
    of_age, of_disability, of_parent = social_old_age(p), social_disability(p), social_survivor(p)
    coefficient = largest_of(
        choose(surely(of_age), 100, otherwise=coefficient_survivor(p) * 0),
        choose(surely(~of_disability), 0, otherwise=coefficient_disability(p)),
        choose(surely(of_parent), coefficient_survivor(p), otherwise=0),
    )
    known = all_of(*(settled(ground) for ground in (of_age, of_disability, of_parent)))
    return half_up(also(known, coefficient) * terms.SOC, 100)
