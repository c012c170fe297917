"""The family as the law sees it: who raises whom, who is the head, whether this is known (A9 to A12)."""

from alongside.base.text import Text
from alongside.rules import (
    Expr,
    Items,
    age,
    complete,
    define,
    given,
    group,
    group_key,
    group_of,
    lives,
    members,
    no_person,
    rows,
    when,
)

from ..registers import education, marriages, parent_child, registrations
from ..units import family_unit, on, person
from .people import has_flag, permanent, pupil

BY_BLOOD = ("BIRTH", "ADOPTION")


def ties_to_adults(c: Expr) -> Items:
    """The ties of a child that hold, as accepted rows."""
    return rows(parent_child, of=c).holding().accepted()


def ties_to_children(a: Expr) -> Items:
    """The ties of an adult that hold, as accepted rows."""
    return rows(parent_child, of=a, by="adult_snils").holding().accepted()


@define(person)
def has_guardian(c: Expr) -> Expr:
    """Whether a living guardian raises the child (A9)."""
    return ties_to_adults(c).any(lambda r: (r.kind == "GUARDIAN") & lives(r.adult_snils))


def raisers(c: Expr) -> Items:
    """Who raises a child: the living guardians or, if there is none, the living parents and adopters (A9)."""
    guarded = has_guardian(c)
    by_right_kind = ties_to_adults(c).where(
        lambda r: ((r.kind == "GUARDIAN") & guarded) | ((r.kind != "GUARDIAN") & ~guarded)
    )
    return by_right_kind.each(lambda r: r.adult_snils).where(lives)


def raisers_known(c: Expr) -> Expr:
    """Whether it is known who raises the child (A10)."""
    return complete(parent_child, c)


def other_party(marriage: Expr, p: Expr) -> Expr:
    """The other party of a marriage of p."""
    return when(marriage.spouse_a == p, marriage.spouse_b, otherwise=marriage.spouse_a)


@define(person)
def spouse(p: Expr) -> Expr:
    """The living other party of the marriage that holds, or none (A9)."""
    found = rows(marriages, of=p, by="spouse").holding().accepted().each(lambda r: other_party(r, p))
    first: Expr = found.where(lives).first(lambda other: other)
    return first


@define(person)
def dependent(p: Expr) -> Expr:
    """Raised by somebody, unmarried, without a child under 23, and under 18 or a full-time student under 23 (A9)."""
    studies = rows(education, of=p).holding().accepted().any(lambda r: r.full_time)
    has_child = ties_to_children(p).any(lambda r: lives(r.child_snils) & (age(r.child_snils) < 23))
    young = (age(p) < 18) | ((age(p) < 23) & studies)
    return lives(p) & raisers(p).any() & spouse(p).is_none() & ~has_child & young


def women_first(people: Items) -> Expr:
    """Women first, then the smallest SNILS (A9)."""
    chosen: Expr = people.pick(("sex", True), (lambda p: p, False))
    return chosen


@define(person)
def first_raiser(c: Expr) -> Expr:
    """Of all who raise the child the first: women first, then the smallest SNILS."""
    return women_first(raisers(c))


@define(person)
def raised_by_couple(c: Expr) -> Expr:
    """Whether one person, or two who are married to each other, raise the child (A9)."""
    first = first_raiser(c)
    return raisers(c).all(lambda a: (a == first) | (a == spouse(first)))


def share_address(p: Expr, q: Expr) -> Expr:
    """Whether accepted registrations of two people, of any kind, have an address in common."""
    of_q = rows(registrations, of=q).holding().accepted()
    return (
        rows(registrations, of=p).holding().accepted().any(lambda r: of_q.any(lambda s: s.address_id == r.address_id))
    )


@define(person)
def anchor(c: Expr) -> Expr:
    """With whom the child is counted: of a couple the woman; else of those who share its address, or of all (A9)."""
    at_home = women_first(raisers(c).where(lambda a: share_address(c, a)))
    return when(raised_by_couple(c) | at_home.is_none(), first_raiser(c), otherwise=at_home)


@define(person)
def payee(c: Expr) -> Expr:
    """Who receives for a person: the anchor of a dependent, else the person (A9)."""
    return when(dependent(c), anchor(c), otherwise=c)


@define(person)
def family_head(p: Expr) -> Expr:
    """The head whose SNILS names the person's family: the smaller of the two heads; none for the dead (A9)."""
    head = payee(p)
    other = spouse(head)
    smaller = when(other.is_some() & (other < head), other, otherwise=head)
    return when(lives(p), smaller, otherwise=no_person(p))


def members_near(head: Expr) -> tuple[object, ...]:
    """Among whom all members of a family are found: both heads and everybody they have a tie to."""
    other = spouse(head)
    children = tuple(ties_to_children(a).each(lambda r: r.child_snils) for a in (head, other))
    return (head, other, *children)


family = group(family_head, members_near, name="family", title=Text("семья", "family"))


def family_of(p: Expr) -> Expr:
    """The family a person is in."""
    return group_of(family, p)


def everybody(f: Expr) -> Items:
    """All members of a family."""
    return members(family, f)


def heads(f: Expr) -> Items:
    """The one or two heads of a family."""
    return everybody(f).where(lambda p: ~dependent(p))


def dependents(f: Expr) -> Items:
    """Those of a family who depend on its heads."""
    return everybody(f).where(dependent)


def first_payee(f: Expr) -> Expr:
    """Who receives for a family: the female head, else the head with the smallest SNILS (C0 fp)."""
    return women_first(heads(f))


def first_head(f: Expr) -> Expr:
    """The head whose SNILS names the family."""
    return group_key(family, f)


# A10: what is known.


def _if_then_complete(condition: Expr, *needed: Expr) -> Expr:
    """These must be complete where the (known) condition holds."""
    test = needed[0]
    for more in needed[1:]:
        test = test & more
    return ~condition | test


@define(person)
def young_known(c: Expr) -> Expr:
    """Whether a person under 23 is known well enough to say whose family they are in (A10)."""
    student_age = (age(c) >= 18) & (age(c) < 23)
    apart = ~raised_by_couple(c)
    registered = complete(registrations, c) & raisers(c).all(lambda a: complete(registrations, a))
    return (
        complete(parent_child, c)
        & complete(marriages, c)
        & _if_then_complete(student_age, complete(education, c))
        & _if_then_complete(apart, registered)
    )


@define(family_unit)
def family_known(f: Expr) -> Expr:
    """Whether the family is known: its heads' ties and marriages, and all about its young (A10)."""
    of_heads = heads(f).all(lambda h: complete(parent_child, h) & complete(marriages, h))
    in_family = everybody(f).all(lambda p: _if_then_complete(age(p) < 23, young_known(p)))
    of_ties = heads(f).all(
        lambda h: ties_to_children(h).all(
            lambda r: _if_then_complete(lives(r.child_snils) & (age(r.child_snils) < 23), young_known(r.child_snils))
        )
    )
    return of_heads & in_family & of_ties


def by_family(f: Expr, test: Expr) -> Expr:
    """A test that rests on the family: not known, with what the family misses, where the family is (A10, "(f)")."""
    return given(family_known(f), test)


@define(person)
def payee_known(c: Expr) -> Expr:
    """Whether it is known who receives for a person (A10)."""
    under_18 = (age(c) < 18) | dependent(c)
    two_or_more = dependent(c) & raisers(c).any(lambda a: a != first_raiser(c))
    registered = complete(registrations, c) & raisers(c).all(lambda a: complete(registrations, a))
    return (
        _if_then_complete(under_18, complete(parent_child, c))
        & _if_then_complete(age(c) < 23, complete(marriages, c))
        & _if_then_complete(two_or_more, raisers(c).all(lambda a: complete(marriages, a)))
        & _if_then_complete(two_or_more & ~raised_by_couple(c), registered)
    )


# A11: who is counted.


def counted_minor(p: Expr) -> Expr:
    """A dependent under 18 who is not on full state provision (A11, kind i)."""
    return dependent(p) & (age(p) < 18) & ~has_flag(p, "STATE_PROVISION")


def _grown_children(h: Expr) -> Expr:
    """How many grown children a head has by birth or adoption, those of a spouse with a smaller SNILS left out."""
    other = spouse(h)
    ties = ties_to_children(h).where(
        lambda r: r.kind.among(*BY_BLOOD) & lives(r.child_snils) & (age(r.child_snils) >= 18)
    )
    own = ties.where(
        lambda r: (
            ~(
                (other < h)
                & ties_to_adults(r.child_snils).any(lambda s: (s.adult_snils == other) & s.kind.among(*BY_BLOOD))
            )
        )
    )
    return own.count(distinct=True)


@define(family_unit)
def counted(f: Expr) -> Expr:
    """How many children are counted for a large family (A11)."""
    return everybody(f).count(counted_minor) + heads(f).sum(_grown_children)


def still_young(p: Expr) -> Expr:
    """Under 16, or at school."""
    return (age(p) < 16) | pupil(p)


@define(family_unit)
def large(f: Expr) -> Expr:
    """A large family: three or more counted, one of them under 16, or under 18 and at school (A11)."""
    return (counted(f) >= 3) & everybody(f).any(lambda p: counted_minor(p) & still_young(p))


def head_registered(f: Expr) -> Expr:
    """A head is registered permanently."""
    return heads(f).any(permanent)


# A12: the order of a child.


def born_to(m: Expr) -> Items:
    """All children a person ever had by birth or adoption and did not lose the rights to, living or dead (A12)."""
    ever = rows(parent_child, of=m, by="adult_snils").accepted().begun()
    kept = ever.where(lambda r: r.kind.among(*BY_BLOOD) & ((on < r.until) | (r.until_reason == "ENDED")))
    return kept.each(lambda r: r.child_snils)


def is_own(c: Expr) -> Expr:
    m = payee(c)
    return ties_to_adults(c).any(lambda r: (r.adult_snils == m) & r.kind.among(*BY_BLOOD))


def _not_after(s: Expr, c: Expr) -> Expr:
    return (s.birth_date < c.birth_date) | ((s.birth_date == c.birth_date) & (s <= c))


@define(person)
def order_known(c: Expr) -> Expr:
    """Whether a child's order is known (A12)."""
    return payee_known(c) & complete(parent_child, payee(c)) & complete(parent_child, c)


@define(person)
def order_of(c: Expr) -> Expr:
    """The place of a child among the children of the one who receives for it; 0 if it is not that person's (A12)."""
    rank = born_to(payee(c)).count(lambda s: _not_after(s, c), distinct=True)
    return given(order_known(c), when(is_own(c), rank, otherwise=0))


@define(person)
def first_birth(c: Expr) -> Expr:
    """The birth date of the first of those children (A12)."""
    return given(order_known(c), born_to(payee(c)).smallest(lambda s: s.birth_date))


@define(person)
def later_right_before(c: Expr) -> Expr:
    """Whether a child after the first and before this one was born since 2007 (measure 1, LATER)."""
    from datetime import date

    first = born_to(payee(c)).first("birth_date", lambda s: s)
    between = born_to(payee(c)).any(
        lambda s: (s != first) & (s != c) & _not_after(s, c) & (s.birth_date >= date(2007, 1, 1))
    )
    return given(order_known(c), between)
