"""What a register should say instead: the record that is meant, cell by cell, and a form that puts it right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.base.text import Language
from alongside.entitlements.answer_objection import RightRow
from alongside.entitlements.models import Correction, Objection
from alongside.packs.load import Pack
from alongside.people.forms import DATES
from alongside.rules.facts import Facts
from alongside.rules.schema import Column, Register
from alongside.rules.small import written_cell

STAYS = "stays"
SCALES = {"money": 2, "dec2": 2, "dec3": 3, "int": 0}
MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


ACTS = {
    Correction.Act.REPLACE: _("Put this record right"),
    Correction.Act.WITHDRAW: _("Take this record away: it should not be there"),
    Correction.Act.ADD: _("Add the record that is missing"),
    Correction.Act.CONFIRM: _("Confirm that no record is missing"),
}
"""What a specialist does, as the form asks for it."""

KINDS = {"person": _("personal number"), "place": _("address"), "id": _("number of the record")}
"""What a column is called for which the pack has no words."""


@dataclass(frozen=True)
class Held:
    """The record as the register has it: its cells as a correction writes them, and the key of who it is kept by."""

    cells: Mapping[str, Any]
    owner: int


class AnswerForm(forms.Form):
    """The answer to an objection: what is done to the register, the cells of the right record, and the words."""

    act = forms.ChoiceField(label=_("What do you do?"), widget=forms.RadioSelect)
    source = forms.CharField(label=_("On what paper it rests"), max_length=200, required=False)
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this."),
    )

    def __init__(
        self, *args: Any, objection: Objection, pack: Pack, held: Held | None, language: Language, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objection, self.pack, self.held = objection, pack, held
        self.register: Register = pack.registers[objection.register]
        acts = (
            (Correction.Act.REPLACE, Correction.Act.WITHDRAW) if held else (Correction.Act.ADD, Correction.Act.CONFIRM)
        )
        labels = [*((str(act), ACTS[act]) for act in acts), (STAYS, _("Leave it: the register is right"))]
        self.fields["act"].choices = labels  # type: ignore[attr-defined]
        self.fields["source"].initial = objection.paper
        for column in self.register.columns:
            self.fields[f"cell_{column.name}"] = cell_field(column, pack, self.register, language, held)
        if held is None and self.register.column(self.register.owner).type == "person":
            own = pack.registers.person_key.text(objection.person.key)
            self.fields[f"cell_{self.register.owner}"].initial = own
        self.order_fields(["act", *(f"cell_{column.name}" for column in self.register.columns), "source", "answer"])

    def clean(self) -> dict[str, Any]:
        """A correction rests on a paper."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") not in (None, STAYS) and not cleaned.get("source", "").strip():
            self.add_error("source", _("Name the paper or the register it rests on."))
        return cleaned

    def right(self) -> RightRow | None:
        """The correction that the form says; None where the register is right."""
        act = self.cleaned_data["act"]
        if act == STAYS:
            return None
        owner_column = self.register.column(self.register.owner)
        with_row = act in (Correction.Act.ADD, Correction.Act.REPLACE)
        row = {column.name: self._cell(column) for column in self.register.columns} if with_row else None
        form = self.pack.registers.place_key if owner_column.type == "place" else self.pack.registers.person_key
        said = form.number(str(row.get(owner_column.name) or "")) if row is not None else None
        owner = self.held.owner if self.held is not None else said
        return RightRow(
            act=act,
            row_key=self.objection.row_key if self.held is not None else None,
            row=row,
            source=self.cleaned_data["source"].strip(),
            owner=owner,
            owner_kind="place" if owner_column.type == "place" else "person",
        )

    def _cell(self, column: Column) -> Any:
        value = self.cleaned_data.get(f"cell_{column.name}")
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value.isoformat()
        return int(value) if column.type == "yes_no" else value


class NumberField(forms.CharField):
    """A decimal number with a point or a comma, as the whole number the register keeps."""

    def __init__(self, *, scale: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale

    def clean(self, value: Any) -> Any:
        """The number in its smallest parts; refuses what is no number of so many places."""
        text = re.sub(r"[\s\u00a0]", "", str(super().clean(value) or "")).replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text).scaleb(self.scale)
        except ArithmeticError as error:  # also what is larger than any number
            raise forms.ValidationError(_("Write a number.")) from error
        if not number.is_finite() or number != number.to_integral_value() or abs(number) > Decimal(10) ** 15:
            raise forms.ValidationError(_("Write a number with at most %(places)d places.") % {"places": self.scale})
        return int(number)


def held_row(facts: Facts, objection: Objection, pack: Pack) -> Held | None:
    """The record that an objection means, as the facts have it; None where one is missing or it is no longer there."""
    if objection.row_key is None:
        return None
    register = pack.registers[objection.register]
    person = facts.find_person(objection.person.key)
    if person is None or register.name in facts.missing_registers:
        return None
    place = facts.find_place(objection.person.place) if objection.person.place is not None else None
    for row in _rows(facts, register, person, place):
        if all(
            written_cell(facts, register, register.column(name), row) == cell
            for name, cell in objection.row_key.items()
        ):
            cells = {column.name: written_cell(facts, register, column, row) for column in register.columns}
            return Held(cells, _owner(facts, register, row))
    return None


def _rows(facts: Facts, register: Register, person: int, place: int | None) -> list[int]:
    if register is facts.registers.persons:
        return [person]
    found: list[int] = []
    ways = [(register.owner, (register.owner,)), *((way.name, way.columns) for way in register.indexes)]
    for name, columns in ways:
        kind = register.column(columns[0]).type
        at = place if kind == "place" else person
        if kind not in ("person", "place") or at is None:
            continue
        begin, end = (int(facts.array(f"{register.name}.{name}.{edge}")[at]) for edge in ("start", "end"))
        listed = f"{register.name}.{name}.row"
        rows = facts.array(listed) if listed in facts.arrays else range(10**12)
        found += [int(rows[one]) for one in range(begin, end)]
    return list(dict.fromkeys(found))


def _owner(facts: Facts, register: Register, row: int) -> int:
    column = register.column(register.owner)
    kind = "place" if column.type == "place" else "person"
    return int(facts.array(f"{kind}.key")[_number(facts, register, column, row)])


def _number(facts: Facts, register: Register, column: Column, row: int) -> int:
    name = f"{register.name}.{column.name}"
    return int(facts.array(name)[row]) if name in facts.arrays else row


def cell_field(column: Column, pack: Pack, register: Register, language: Language, held: Held | None) -> forms.Field:
    """The field for a cell of a register, called as people call the column; filled in where a record is held."""
    name = f"{register.name}.{column.name}"
    words = pack.columns.get(name)
    plain = str(KINDS.get(column.type, "")) or column.name.replace("_", " ")
    label = (words or column.title)[language] or plain
    held_cell = held.cells.get(column.name) if held is not None else None
    common: dict[str, Any] = {"label": label[:1].upper() + label[1:], "required": False, "initial": held_cell}
    if column.type == "code" and column.classified is None:
        known = pack.words.get(name, {})
        named = [(code, known[code][language] if code in known else code) for code in column.codes]
        return forms.ChoiceField(choices=[("", "—"), *named], **common)
    if column.type == "yes_no":
        return forms.ChoiceField(choices=[("", "—"), ("1", _("yes")), ("0", _("no"))], **common)
    if column.type == "date":
        common["initial"] = date.fromisoformat(held_cell) if held_cell else None
        return forms.DateField(input_formats=DATES, widget=forms.DateInput(format="%d.%m.%Y"), **common)
    if column.type == "month":
        wrong = _("Write a month like 2025-02.")
        return forms.RegexField(MONTH, error_messages={"invalid": wrong}, help_text=_("Like 2025-02"), **common)
    if column.type in SCALES:
        scale = SCALES[column.type]
        common["initial"] = "" if held_cell is None else f"{Decimal(held_cell).scaleb(-scale):f}"
        return NumberField(scale=scale, max_length=24, **common)
    return forms.CharField(max_length=80, **common)
