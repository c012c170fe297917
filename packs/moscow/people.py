"""Whose affairs are a person's own to look at: where they live, and for whom they may receive."""

from alongside.rules import Expr, define, rows, when

from .definitions.family import members_near
from .registers import care_ties, persons, registrations
from .units import person


@define(person)
def home(p: Expr) -> Expr:
    """The address of the permanent registration, else of the latest temporary one (A7)."""
    held = rows(registrations, of=p).holding().accepted()
    permanent = held.where(lambda r: r.kind == "P").latest("since")
    temporary = held.where(lambda r: r.kind == "T").pick(("since", True), ("address_id", False))
    place: Expr = when(permanent.is_some(), permanent.address_id, otherwise=temporary.address_id)
    return place


def around(p: Expr) -> tuple[object, ...]:
    """Everybody for whom a person may receive something: the family, the cared for, the dead they buried."""
    cared = rows(care_ties, of=p, by="carer_snils").holding().accepted().each(lambda r: r.cared_snils)
    buried = rows(persons, of=p, by="burial_by").accepted().each(lambda r: r.snils)
    return (*members_near(p), cared, buried)

