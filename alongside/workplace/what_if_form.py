"""The terms of a measure in a form: each with the number in force, in roubles, for an analyst to write another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alongside.base.text import Language
from alongside.base.wording import date_text, money_text, number_text
from alongside.packs.terms import TermText
from alongside.rules.emitter import MONEY_MOST
from alongside.rules.language import day_number, number_day
from alongside.rules.tree import MONEY
from alongside.workplace.by_lot import is_coarse, near_coarse

SPACES = re.compile(r"[\s\u00a0\u202f₽]")
GROUPED = re.compile(r"^\d{1,3}(,\d{3})+(\.\d*)?$")
PLACES = 2


class TermField(forms.CharField):
    """A number as people write it (26 000, 1 250,50), as the whole number the law keeps.

    Refuses what is no such number, and what is finer than an answer may be: other than the one in force, it has at most
    three figures.
    """

    def __init__(self, *, kind: str, in_force: int, language: Language, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=24, **kwargs)
        self.kind, self.in_force, self.language = kind, in_force, language
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """The number in kopecks, or whole where it is no money."""
        text = self._plain(str(super().clean(value) or ""))
        if not text:
            raise forms.ValidationError(
                _("A number is missing. In force is %(now)s.") % {"now": self.told(self.in_force)}
            )
        try:
            number = Decimal(text).scaleb(PLACES if self.kind == MONEY else 0)
        except ArithmeticError:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > MONEY_MOST * 10:
            raise forms.ValidationError(_("This is no number. Write it like %(so)s.") % {"so": self.told(2600000)})
        if number < 0 or number > MONEY_MOST:
            most = {"most": self.told(MONEY_MOST)}
            raise forms.ValidationError(_("Write a number from 0 to %(most)s.") % most)
        if number != number.to_integral_value():
            raise forms.ValidationError(_("Leave out what is smaller than a kopeck."))
        whole = int(number)
        if whole != self.in_force and not is_coarse(whole):
            below, above = (self.told(one) for one in near_coarse(whole))
            near = {"below": below, "above": above}
            raise forms.ValidationError(_("This is finer than is counted. Write %(below)s or %(above)s.") % near)
        return whole

    def _plain(self, typed: str) -> str:
        """What was typed with a point and without groups; in English a comma before three digits parts groups."""
        text = SPACES.sub("", typed)
        if self.language == "en" and GROUPED.match(text):
            text = text.replace(",", "")
        return text.replace(",", ".")

    def told(self, value: int) -> str:
        """A value with its unit."""
        return money_text(value, self.language) if self.kind == MONEY else number_text(value, self.language)

    def typed(self, value: int) -> str:
        """A value as one would type it."""
        return self.told(value).removesuffix("₽").strip()


class WhatIfForm(forms.Form):
    """A field for every dated term a measure rests on, filled with the value in force on a day."""

    def __init__(
        self,
        *args: Any,
        terms: Mapping[str, TermText],
        on: date,
        language: Language,
        given: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = {name: term.dated.at(day_number(on)) for name, term in terms.items()}
        for name, term in terms.items():
            now = self.in_force[name]
            field = TermField(kind=term.dated.kind, in_force=now, language=language)
            unit = ", ₽" if term.dated.kind == MONEY else ""
            field.label = f"{term.title[language]}{unit}"
            field.help_text = _("In force since %(day)s: %(now)s. %(source)s") % {
                "day": date_text(number_day(_begun(term, day_number(on))), language),
                "now": field.told(now),
                "source": term.source[language],
            }
            wished = given.get(name, "")
            field.initial = field.typed(int(wished) if wished.isdecimal() and len(wished) < 16 else now)
            self.fields[f"term_{name}"] = field

    def changed(self) -> dict[str, int]:
        """The terms that are to be others, with their new values."""
        said = {name: self.cleaned_data[f"term_{name}"] for name in self.in_force}
        return {name: value for name, value in said.items() if value != self.in_force[name]}


def _begun(term: TermText, day: int) -> int:
    """The day from which the value in force on a day is in force."""
    return max((start for start in term.dated.days if start <= day), default=term.dated.days[0])
