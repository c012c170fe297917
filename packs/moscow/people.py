"""Whose affairs are a person's own to look at: where they live, and for whom they may receive."""

from alongside.rules import Expr, rows

from .definitions.dwellings import home
from .definitions.family import members_near
from .registers import care_ties, persons


def around(p: Expr) -> tuple[object, ...]:
    """Everybody for whom a person may receive something: the family, the cared for, the dead they buried."""
    cared = rows(care_ties, of=p, by="carer_snils").holding().accepted().each(lambda r: r.cared_snils)
    buried = rows(persons, of=p, by="burial_by").accepted().each(lambda r: r.snils)
    return (*members_near(p), cared, buried)


__all__ = ["around", "home"]
