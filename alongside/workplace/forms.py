"""What the staff fills in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.faces.templatetags.wording import day
from alongside.people.forms import ACT, ALL, DATES, SEE, SOME, ScopeForm
from alongside.people.models import Person
from alongside.people.queries import Candidate
from alongside.workplace.purposes import OTHER, PURPOSES


class PurposeForm(forms.Form):
    """Why this person's data are looked at: one of a few, or in one's own words."""

    purpose = forms.ChoiceField(
        label=_("What brings you here?"),
        choices=[*((name, _(words)) for name, words in PURPOSES.items()), (OTHER, _("Something else"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your own words, where it is something else"),
        max_length=160,
        required=False,
        help_text=_("The person reads this."),
    )

    def clean(self) -> dict[str, Any]:
        """Something else is said in words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("purpose") == OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say in a few words what it is."))
        return cleaned

    @property
    def said(self) -> str:
        """The purpose as it is kept."""
        chosen = self.cleaned_data["purpose"]
        return str(self.cleaned_data["words"]).strip() if chosen == OTHER else PURPOSES[chosen]


class AuditForm(forms.Form):
    """Whose looks an auditor reads, and why."""

    number = forms.CharField(label=_("The person’s number"), max_length=40)
    why = forms.CharField(
        label=_("Why you read them"), max_length=200, help_text=_("It is noted, and the person reads it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["autocomplete"] = "off"


class AttorneyForm(ScopeForm):
    """A power of attorney as its paper says it: who may act (one of those who were found), and the paper itself."""

    holder = forms.ChoiceField(label=_("Who may act"), widget=forms.RadioSelect)
    number = forms.CharField(label=_("Number of the paper"), max_length=40)
    issuer = forms.CharField(
        label=_("Who certified it"), max_length=60, help_text=_("A notary by name, or the office that certified it.")
    )
    dated = forms.DateField(label=_("Day of the paper"), input_formats=DATES, help_text=_("For example 01.02.2025"))
    last_day = forms.DateField(
        label=_("Last day on which it holds"),
        input_formats=DATES,
        help_text=_("Where the paper names none, the last day on which it holds by law."),
    )
    field_order = ("holder", "number", "issuer", "dated", "last_day", "may", "scope", "measures")

    def __init__(self, *args: Any, candidates: Sequence[Candidate], whom: Person, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom, self.on = whom, on
        self.fields["holder"].choices = [(str(one.id), _named(one)) for one in candidates]  # type: ignore[attr-defined]
        self.fields["may"].choices = [  # type: ignore[attr-defined]
            (SEE, _("See what is theirs")),
            (ACT, _("See it, and act for them")),
        ]
        self.fields["may"].initial = ACT
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (ALL, _("In everything")),
            (SOME, _("Only in the measures that the paper names")),
        ]
        for name in ("number", "issuer", "dated", "last_day"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_holder(self) -> int:
        """Nobody acts for themselves by a paper."""
        holder = int(self.cleaned_data["holder"])
        if holder == self.whom.pk:
            raise forms.ValidationError(_("This is the person who gives it. Choose who may act for them."))
        return holder

    def clean_dated(self) -> date:
        """A paper of tomorrow cannot be shown today."""
        dated: date = self.cleaned_data["dated"]
        if dated > self.on:
            raise forms.ValidationError(_("This day has not come yet. Write the day that stands on the paper."))
        return dated

    def clean_last_day(self) -> date:
        """What is over is not entered."""
        last_day: date = self.cleaned_data["last_day"]
        if last_day < self.on:
            raise forms.ValidationError(_("By this day the paper is over already. Ask for one that still holds."))
        return last_day

    @property
    def paper(self) -> str:
        """The paper in one line, as the person reads it."""
        said = self.cleaned_data
        return f"{said['number'].strip()}, {said['dated']:%d.%m.%Y}, {said['issuer'].strip()}"


class WithdrawnForm(forms.Form):
    """On what the end of a mandate rests."""

    paper = forms.CharField(
        label=_("On what it rests"),
        max_length=120,
        help_text=_("The number and day of the withdrawal or of the court’s decision, or “at their own request”."),
    )


def _named(one: Candidate) -> str:
    name = " ".join(part for part in (one.family_name, one.given_name, one.patronymic) if part)
    return " · ".join(part for part in (name, day(one.birth_date), one.number) if part)
