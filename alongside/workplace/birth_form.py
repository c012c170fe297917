"""What the paper of a birth says, as a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.base.text import Language
from alongside.entitlements.enter_birth import Birth, Home, Parent, numbered
from alongside.entitlements.refusals import CorrectionDoesNotFit
from alongside.faces.templatetags.wording import day
from alongside.packs.load import Pack
from alongside.people.forms import DATES, example
from alongside.people.models import Person
from alongside.workplace.right_row import cell_field

NOBODY, YES, NO = "", "yes", "no"
LONGEST_NAME = 60
RECORD = 20


class BirthForm(forms.Form):
    """A child of `parent`: who the child is, who the parents are, where it lives, and on what paper it stands."""

    number = forms.CharField(label=_("The child’s personal number"), max_length=40)
    born = forms.DateField(label=_("Day of birth"), input_formats=DATES, help_text=_("For example 01.02.2025"))
    tie_number = forms.CharField(label=_("Number of the record of birth"), max_length=RECORD)
    other_parent = forms.ChoiceField(label=_("The other parent"), widget=forms.RadioSelect, required=False)
    other_number = forms.CharField(
        label=_("Number of the other parent’s record"),
        max_length=RECORD,
        required=False,
        help_text=_("Only where the other parent is entered."),
    )
    at_home = forms.ChoiceField(choices=[(YES, _("yes")), (NO, _("no"))], widget=forms.RadioSelect)
    home_since = forms.DateField(
        label=_("Registered there since"),
        input_formats=DATES,
        required=False,
        help_text=_("Leave it empty where it is the day of birth."),
    )
    home_number = forms.CharField(label=_("Number of the registration"), max_length=RECORD, required=False)
    nothing_else = forms.ChoiceField(
        label=_("The parent says that nothing else is recorded about the child yet"),
        choices=[(YES, _("yes")), (NO, _("no, or not sure"))],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("The paper"), max_length=200, help_text=_("The certificate of birth: its number, its day, who gave it.")
    )

    def __init__(
        self,
        *args: Any,
        parent: Person,
        candidates: Sequence[Person],
        pack: Pack,
        language: Language,
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parent, self.pack, self.on = parent, pack, on
        self.candidates = {str(one.pk): one for one in candidates}
        self.cells = self._add_cells(language)
        self._ask_of_ties()
        self._ask_of_home()
        self._ask_of_the_rest(language)
        self.order_fields(["number", *self.cells, "born"])
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def _add_cells(self, language: Language) -> dict[str, str]:
        """Fields for cells of the register of persons: the names, the sex, what the pack asks for. By column."""
        names, register, birth = self.pack.people.columns.names, self.pack.registers.persons, self.pack.birth
        called = [names.family_name, names.given_name, names.patronymic]
        wanted = [*called, names.sex, *(birth.asked if birth is not None else ())]
        found = {}
        for name in dict.fromkeys(one for one in wanted if one):
            field = cell_field(register.column(name), self.pack, register, language, None)
            field.required = name in (names.family_name, names.given_name, names.sex)
            if isinstance(field, forms.CharField):
                field.max_length = field.widget.attrs["maxlength"] = LONGEST_NAME
            self.fields[f"cell_{name}"] = field
            found[f"cell_{name}"] = name
        if names.family_name:
            self.fields[f"cell_{names.family_name}"].initial = self.parent.family_name
        self.fields["number"].help_text = _("For example %(number)s") % {
            "number": example(self.pack.registers.person_key)
        }
        return found

    def _ask_of_ties(self) -> None:
        ties = self.pack.people.columns.ties
        if ties is None:
            for name in ("tie_number", "other_parent", "other_number"):
                del self.fields[name]
            return
        named = [(key, f"{one.full_name} · {day(one.birth_date)}") for key, one in self.candidates.items()]
        choices = [*named, (NOBODY, _("Nobody is entered"))]
        self.fields["other_parent"].choices = choices  # type: ignore[attr-defined]
        if not named:
            del self.fields["other_parent"], self.fields["other_number"]

    def _ask_of_home(self) -> None:
        homes, place = self.pack.people.columns.homes, self.parent.place
        if homes is None or place is None:
            for name in ("at_home", "home_since", "home_number"):
                del self.fields[name]
            return
        where = self.pack.registers.place_key.text(place)
        self.fields["at_home"].label = _("Registered at the same address, %(place)s") % {"place": where}
        if not numbered(homes.register):
            del self.fields["home_number"]

    def _ask_of_the_rest(self, language: Language) -> None:
        birth = self.pack.birth
        if birth is None or not birth.by_word:
            del self.fields["nothing_else"]
            return
        titles = "; ".join(self.pack.registers[name].title[language] for name in birth.by_word)
        told = _("Where not, these are asked before anything that rests on them is decided: %(names)s.")
        self.fields["nothing_else"].help_text = told % {"names": titles}

    def clean_number(self) -> str:
        """A number that can be: of this form, its check number right."""
        form, said = self.pack.registers.person_key, str(self.cleaned_data["number"]).strip()
        number = form.number(said)
        if number is None:
            raise forms.ValidationError(
                _("Write the number as on the paper, like %(number)s.") % {"number": example(form)}
            )
        if not form.is_right(number):
            raise forms.ValidationError(_("The check number is wrong. Compare it with the paper, digit by digit."))
        return said

    def clean_born(self) -> date:
        """Nobody is entered who is not born yet, or before the parent was."""
        born: date = self.cleaned_data["born"]
        if born > self.on:
            raise forms.ValidationError(_("This day has not come yet. Write the day that stands on the paper."))
        if self.parent.birth_date is not None and born <= self.parent.birth_date:
            raise forms.ValidationError(_("The parent was not born then. Compare the day with the paper."))
        return born

    def clean(self) -> dict[str, Any]:
        """Records that are entered have their numbers."""
        cleaned: dict[str, Any] = super().clean() or {}
        missing = _("Write the number of the record.")
        if cleaned.get("other_parent") and not cleaned.get("other_number"):
            self.add_error("other_number", missing)
        if cleaned.get("at_home") == YES and "home_number" in self.fields and not cleaned.get("home_number"):
            self.add_error("home_number", missing)
        since, born = cleaned.get("home_since"), cleaned.get("born")
        if since and ((born and since < born) or since > self.on):
            self.add_error("home_since", _("Write a day between the birth and today."))
        return cleaned

    def birth(self) -> Birth:
        """What the paper says, for the act."""
        said, registers = self.cleaned_data, self.pack.registers
        row: dict[str, Any] = {column.name: None for column in registers.persons.columns}
        row |= {registers.persons.owner: said["number"], registers.birth: said["born"].isoformat()}
        for field, name in self.cells.items():
            value = said.get(field)
            yes_no = registers.persons.column(name).type == "yes_no"
            row[name] = None if value in (None, "") else int(value) if yes_no else value
        parents = [Parent(self.parent, said.get("tie_number", ""))]
        other = self.candidates.get(said.get("other_parent") or NOBODY)
        if other is not None:
            parents.append(Parent(other, said["other_number"]))
        home = None
        if said.get("at_home") == YES and self.parent.place is not None:
            home = Home(self.parent.place, said.get("home_since") or said["born"], said.get("home_number", ""))
        return Birth(row, tuple(parents), home, said.get("nothing_else") == YES, said["source"])

    def blame(self, refusal: CorrectionDoesNotFit) -> None:
        """Say at its field what a register does not take."""
        columns, change = self.pack.people.columns, refusal.change
        field = None
        if change is not None and change.register == self.pack.registers.persons.name:
            field = {self.pack.registers.birth: "born"}.get(refusal.column, f"cell_{refusal.column}")
        elif change is not None and columns.ties is not None and change.register == columns.ties.register:
            mine = (change.row or {}).get(columns.ties.name) == self.cleaned_data.get("tie_number")
            field = "tie_number" if mine else "other_number"
        elif change is not None and columns.homes is not None and change.register == columns.homes.register:
            field = "home_number"
        self.add_error(field if field in self.fields else None, refusal.message)
