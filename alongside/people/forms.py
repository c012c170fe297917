"""What people fill in here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.packs.load import Pack
from alongside.rules.schema import KeyFormat

DATES = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]
SOME, ALL = "some", "all"
SEE, ACT = "see", "act"


class ScopeForm(forms.Form):
    """What another may do, and in which measures; the measures are those of the pack."""

    may = forms.ChoiceField(
        label=_("What they may do"),
        choices=[(SEE, _("See what is mine")), (ACT, _("See it, and act for me"))],
        widget=forms.RadioSelect,
        initial=SEE,
    )
    scope = forms.ChoiceField(
        label=_("In what"),
        choices=[(ALL, _("In everything")), (SOME, _("Only in the measures I choose below"))],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    measures = forms.MultipleChoiceField(label=_("Measures"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pack: Pack, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((name, text.name["en" if language.startswith("en") else "ru"]) for name, text in pack.texts.items())
        choices = sorted(named, key=lambda choice: choice[1])
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Measures are chosen where only some are meant, and only there."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("scope") == SOME and not cleaned.get("measures") and "measures" not in self.errors:
            self.add_error("measures", _("Choose at least one measure, or say that everything is meant."))
        if cleaned.get("scope") == ALL:
            cleaned["measures"] = []
        return cleaned

    @property
    def may_act(self) -> bool:
        """Whether the other may act, or only see."""
        return bool(self.cleaned_data["may"] == ACT)


class GiveConsentForm(ScopeForm):
    """To whom, in what, until when; numbers are those of the pack."""

    number = forms.CharField(label=_("Their personal number"), max_length=40)
    born = forms.DateField(label=_("Their day of birth"), input_formats=DATES, help_text=_("For example 12.03.1943"))
    until = forms.DateField(
        label=_("From which day on no longer"),
        required=False,
        input_formats=DATES,
        help_text=_("Leave it empty if you do not know yet: you can take the consent back on any day."),
    )

    def __init__(self, *args: Any, pack: Pack, language: str, **kwargs: Any) -> None:
        super().__init__(*args, pack=pack, language=language, **kwargs)
        self.fields["number"].help_text = _("For example %(number)s") % {"number": example(pack.registers.person_key)}
        for name in ("number", "born", "until"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


def example(form: KeyFormat) -> str:
    """A number that nobody has, to show how one is written."""
    return form.text(int("123456789012345678"[: form.digits]))
