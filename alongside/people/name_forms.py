"""Which borne names a typed word may mean: itself, names that begin with it, names a typing error away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection
from django.db.models import F, Q

from alongside.people.models import NameForm, NameTypo
from alongside.people.search_key import is_a_typo_of, one_letter_less

Part = Literal["family", "given", "patronymic"]
PARTS: tuple[Part, ...] = ("family", "given", "patronymic")
EXACT, BEGINS, TYPO = 0, 1, 2
MOST_FORMS = 150
LAST_SIGN = chr(0x10FFFF)


@dataclass(frozen=True)
class Form:
    """A name that somebody bears, and how many bear it as what."""

    text: str
    bearers: Mapping[Part, int]


Forms = Mapping[str, Sequence[Form]]


def forms_like(keys: Iterable[str]) -> dict[str, list[Form]]:
    """For each key the names that are it or begin with it, the most borne first; one query."""
    found: dict[str, list[Form]] = {key: [] for key in keys}
    asked = Q()
    for key in found:
        asked |= _begins(key)
    if not found:
        return found
    rows = NameForm.objects.filter(asked).order_by(-(F("family") + F("given") + F("patronymic")), "text")
    for form in _forms(rows.values_list("text", *PARTS)):
        for key, forms in found.items():
            if form.text.startswith(key) and (len(forms) < MOST_FORMS or form.text == key):
                forms.append(form)
    return found


def forms_a_typo_away(keys: Iterable[str]) -> dict[str, list[Form]]:
    """For each key the names that one typing error makes of it, the most borne first; one query."""
    found: dict[str, list[Form]] = {key: [] for key in keys}
    less = {key: one_letter_less(key) for key in found}
    asked = set().union(*less.values(), *(({key} if less[key] else set()) for key in found))
    if not asked:
        return found
    typos = NameTypo.objects.filter(typo__in=asked).values("form")
    rows = NameForm.objects.filter(Q(text__in=asked) | Q(pk__in=typos)).values_list("text", *PARTS)
    for form in sorted(_forms(rows), key=lambda form: (-sum(form.bearers.values()), form.text)):
        for key, forms in found.items():
            if form.text != key and less[key] and is_a_typo_of(key, form.text) and len(forms) < MOST_FORMS:
                forms.append(form)
    return found


def _forms(rows: Iterable[tuple[str, int, int, int]]) -> Iterable[Form]:
    for text, *bearers in rows:
        yield Form(text, dict(zip(PARTS, bearers, strict=True)))


def _begins(key: str) -> Q:
    """Names that begin with a key, so that an index finds them: SQLite orders by code points, PostgreSQL may not."""
    if connection.vendor == "postgresql":
        return Q(text__startswith=key)
    return Q(text__gte=key, text__lt=key + LAST_SIGN)
