"""What the staff fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
