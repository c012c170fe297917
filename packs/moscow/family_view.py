"""The family as the law counts it, shown to the people in it: who belongs to it and why (law.md, A9 to A11)."""

from alongside.rules import Expr, Items, age, all_of, choose, complete, criterion, lives, rows
from alongside.rules.views import GroupView, Tie

from .definitions.family import (
    BY_BLOOD,
    anchor,
    by_family,
    counted,
    counted_minor,
    dependent,
    everybody,
    family,
    family_head,
    family_known,
    family_of,
    first_payee,
    has_guardian,
    heads,
    large,
    payee,
    payee_known,
    raised_by_couple,
    raisers,
    raisers_known,
    share_address,
    spouse,
    still_young,
    ties_to_adults,
    ties_to_children,
    young_known,
)
from .registers import education, marriages, parent_child
from .units import family_unit


def is_head(p: Expr) -> Expr:
    return ~dependent(p)


def place_known(p: Expr) -> Expr:
    """Whether it is known whose family a member is in: for the young all of A10, for heads their ties and marriages."""
    of_head = complete(parent_child, p) & complete(marriages, p)
    return ((age(p) >= 23) | young_known(p)) & (dependent(p) | of_head)


# Ties.


def parents(c: Expr) -> Items:
    return raisers(c).where(lambda a: dependent(c) & ~has_guardian(c))


def guardians(c: Expr) -> Items:
    return raisers(c).where(lambda a: dependent(c) & has_guardian(c))


def grown_children(h: Expr) -> Items:
    """Children of 18 and more by birth or adoption who are not in the family of this head."""
    ties = ties_to_children(h).where(lambda r: r.kind.among(*BY_BLOOD) & ~dependent(h))
    grown = ties.each(lambda r: r.child_snils).where(lambda c: lives(c) & (age(c) >= 18))
    return grown.where(lambda c: family_head(c) != family_head(h))


def grown_are_counted(h: Expr) -> Expr:
    return by_family(family_of(h), is_head(h))


def children_elsewhere(h: Expr) -> Items:
    """Children under 18 whom a head raises, too, but who are counted with somebody else."""
    raised = ties_to_children(h).each(lambda r: r.child_snils).where(lambda c: lives(c) & (age(c) < 18) & ~dependent(h))
    mine = raised.where(lambda c: raisers(c).any(lambda a: a == h))
    return mine.where(lambda c: family_head(c) != family_head(h))


def ties_known(p: Expr) -> Expr:
    return complete(parent_child, p)


# Reasons.


def has_young_child(p: Expr) -> Expr:
    return ties_to_children(p).any(lambda r: lives(r.child_snils) & (age(r.child_snils) < 23))


def studies(p: Expr) -> Expr:
    return rows(education, of=p).holding().accepted().any(lambda r: r.full_time)


def why(p: Expr):
    """Why a person is a head of the family, or with whom a dependent is counted."""
    young, raised = age(p) < 23, raisers(p).any()
    apart = dependent(p) & ~raised_by_couple(p)
    alone = raisers(p).count(distinct=True) == 1
    return (
        criterion("married", spouse(p).is_some(), spouse=spouse(p)),
        criterion("grown", ~young & spouse(p).is_none()),
        criterion("of_age", young & (age(p) >= 18) & raised & ~studies(p) & ~has_young_child(p)),
        criterion("own_child", young & raised & has_young_child(p)),
        criterion("nobody_raises", young & ~raised),
        criterion("minor", dependent(p) & (age(p) < 18)),
        criterion("student", dependent(p) & (age(p) >= 18)),
        criterion("one_raises", dependent(p) & alone & ~has_guardian(p), who=anchor(p)),
        criterion("couple_raises", dependent(p) & raised_by_couple(p) & ~alone, who=anchor(p)),
        criterion("guardian_raises", dependent(p) & has_guardian(p), who=anchor(p)),
        criterion("same_address", apart & share_address(p, anchor(p)), who=anchor(p)),
        criterion("no_same_address", apart & ~share_address(p, anchor(p)), who=anchor(p)),
    )


def is_counted(p: Expr) -> Expr:
    """Counted for a large family: a dependent under 18, or a grown child of a head (A11)."""

    def of_head(r: Expr) -> Expr:
        here = (family_head(r.adult_snils) == family_head(p)) & ~dependent(r.adult_snils)
        return r.kind.among(*BY_BLOOD) & here

    grown = (age(p) >= 18) & ties_to_adults(p).any(of_head)
    by_law = counted_minor(p) | (dependent(p) & grown)
    return choose(dependent(p), by_family(family_of(p), by_law), otherwise=dependent(p))


def of_family(f: Expr):
    young = everybody(f).any(lambda p: counted_minor(p) & still_young(p))
    enough = counted(f) >= 3
    return (
        criterion("known", family_known(f)),
        criterion("payee", by_family(f, heads(f).any()), who=first_payee(f)),
        criterion("large", by_family(f, large(f)), children=counted(f)),
        criterion("few", by_family(f, all_of(~enough, counted(f) >= 1)), children=counted(f)),
        criterion("all_grown", by_family(f, enough & ~young), children=counted(f)),
    )


VIEW = GroupView(
    group=family,
    unit=family_unit,
    head=is_head,
    sure=place_known,
    payee=payee,
    payee_sure=payee_known,
    counted=is_counted,
    reasons=why,
    about=of_family,
    known=family_known,
    ties=(
        Tie("parent", "above", parents, raisers_known),
        Tie("guardian", "above", guardians, raisers_known),
        Tie("spouse", "beside", spouse, lambda p: complete(marriages, p)),
        Tie("grown", "below", grown_children, ties_known, counted=grown_are_counted),
        Tie("elsewhere", "below", children_elsewhere, ties_known),
    ),
)
