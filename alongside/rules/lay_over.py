"""Lay changes over a store, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alongside.rules.facts import Facts
from alongside.rules.overlay import Overlay
from alongside.rules.renumber import shift_in, take_in
from alongside.rules.row_change import ChangeDoesNotFit, RowChange
from alongside.rules.sheet import Sheet
from alongside.rules.small import cell_number


def lay_over(facts: Facts, changes: Iterable[RowChange], *, unfit: list[RowChange] | None = None) -> Overlay:
    """The overlay of these changes, in their order: a later one may replace or withdraw what an earlier one added, and
    name a person whom an earlier one brought.

    Raises ChangeDoesNotFit, and nothing is laid; with `unfit`, what does not fit is left out and put there.
    """
    listed = list(changes)
    laying = _Laying(_begin(facts, listed))
    for change in listed:
        try:
            laying.take(change)
        except ChangeDoesNotFit as refusal:
            if unfit is None:
                refusal.change = change
                raise
            unfit.append(change)
    return laying.done()


def _begin(facts: Facts, changes: list[RowChange]) -> Overlay:
    """The store with an index for everybody whom these changes may bring; nobody of them is there yet."""
    persons = {key for key in _keys_brought(facts, changes, "person") if facts.find_person(key) is None}
    places = {key for key in _keys_brought(facts, changes, "place") if facts.find_place(key) is None}
    new_persons = frozenset(shift_in(facts.arrays["person.key"], persons).fresh)
    new_places = frozenset(shift_in(facts.arrays["place.key"], places).fresh)
    return Overlay(take_in(facts, persons, places), new_persons, new_places, absent=set(new_persons))


def _keys_brought(facts: Facts, changes: list[RowChange], kind: str) -> Iterator[int]:
    """Keys that can be read: of people, where a row is added to the register of persons; of places, in any row."""
    registers = facts.registers
    by_name = {register.name: register for register in registers.all}
    for change in changes:
        register = by_name.get(change.register)
        if register is None or change.row is None or change.act not in ("add", "replace"):
            continue
        for column in register.columns:
            newcomer = register is registers.persons and change.act == "add" and column.name == register.owner
            if column.type == kind and (kind == "place" or newcomer) and change.row.get(column.name):
                try:
                    yield cell_number(registers, column, change.row[column.name])
                except (ValueError, KeyError):
                    continue  # said when the change is taken


class _Laying:
    """Changes being taken: the sheets of the registers they touch."""

    def __init__(self, overlay: Overlay) -> None:
        self.overlay = overlay
        self.registers = overlay.facts.registers
        self.sheets: dict[str, Sheet] = {}

    def take(self, change: RowChange) -> None:
        """Note one change, or raise ChangeDoesNotFit and note nothing."""
        if change.register not in {register.name for register in self.registers.all}:
            raise ChangeDoesNotFit(f"There is no register {change.register!r}.", why="register")
        if change.act == "confirm":
            self._confirm(change)
            return
        sheet = self._sheet(change.register)
        if change.register == self.registers.persons.name and change.act == "withdraw":
            self._withdraw_person(sheet, change)
            return
        sheet.take(change)

    def done(self) -> Overlay:
        """Everything that was noted, laid."""
        for sheet in self.sheets.values():
            if sheet.gone or sheet.fresh:
                sheet.lay()
        named = {place for sheet in self.sheets.values() for place in sheet.places_named()}
        self.overlay.unnamed = set(self.overlay.new_places - named)
        return self.overlay

    def _sheet(self, register: str) -> Sheet:
        if register not in self.sheets:
            self.sheets[register] = Sheet(self.overlay, self.registers[register])
        return self.sheets[register]

    def _withdraw_person(self, sheet: Sheet, change: RowChange) -> None:
        """Only whom a correction brought can be taken back, and only when no row names them any more."""
        person = sheet.newcomer(change)
        for register in self.registers.all:
            if self._sheet(register.name).names_person(person):
                raise ChangeDoesNotFit(f"{register.name}: a row still names this person.", why="named")
        sheet.take_back(person)

    def _confirm(self, change: RowChange) -> None:
        overlay = self.overlay
        facts = overlay.facts
        found = None
        if change.owner is not None:
            found = facts.find_place(change.owner) if change.at_place else facts.find_person(change.owner)
        if found is None or (not change.at_place and found in overlay.absent):
            raise ChangeDoesNotFit(f"{change.register}: the delivery knows nobody of this key.", why="owner")
        name = "place.incomplete" if change.at_place else "person.incomplete"
        overlay.confirmed.add((change.register, found, change.at_place))
        layer = overlay.layer(name)
        bit = 1 << [register.name for register in facts.registers.all].index(change.register)
        layer.changed[found] = layer.changed.get(found, int(facts.arrays[name][found])) & ~bit
