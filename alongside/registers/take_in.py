"""Read, check and arrange one delivery, register after register, in a folder that nobody reads yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from alongside.registers.arrange_spill import arrange_spill
from alongside.registers.check_sheet import CheckedRegister, Known, check_persons, check_register
from alongside.registers.codes import Codes
from alongside.registers.manifest import NAME, Entry, Manifest, check_entries, listed_file
from alongside.registers.read_sheet import open_rows
from alongside.registers.refusals import DeliveryWithoutPersons, FileError
from alongside.registers.report import IngestReport, RegisterReport, write_report
from alongside.registers.set_aside import SetAside
from alongside.registers.sorted_keys import SortedKeys
from alongside.rules.arrange import add_bits, arrange_nothing, no_bits
from alongside.rules.facts import save_head
from alongside.rules.grow import ArraysOnDisk
from alongside.rules.schema import EMPTY, Register, Registers

Progress = Callable[[str, int, int], None]  # a register, its rows read so far, its rows in all


class Taking:
    """One delivery while it is being taken in.

    Each register is read, checked and arranged before the next one, so that little of it is ever in memory; but those
    with places wait, checked, until all places are known.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        target: Path,
        place: Path,
        registers: Registers,
        progress: Progress | None,
    ) -> None:
        """The delivery in `folder` into `place`, from where it will be moved to `target`."""
        self.folder, self.manifest, self.place, self.registers = folder, manifest, place, registers
        self.progress = progress
        reports = {register.name: RegisterReport() for register in registers.all}
        self.report = IngestReport(manifest.delivery_id, manifest.as_of, target, reports)
        self.known = Known(registers, manifest.as_of, place / "checked", Codes(registers))
        self.set_aside: dict[str, SetAside] = {}
        self.waiting: dict[str, CheckedRegister] = {}

    def take(self) -> IngestReport:
        """Write it all, and say what came of it; refuses a delivery without persons."""
        self.place.mkdir()
        self.known.work.mkdir()
        self.made = ArraysOnDisk(self.place / "facts")
        usable = self._usable()
        missing = []
        for register in self.registers.all:
            entry = usable.get(register.name)
            checked = self._check(register, entry) if entry else None
            if entry is None or checked is None:
                if register is self.registers.persons:
                    raise _without_persons(self.manifest, self.report.registers[register.name])
                missing.append(register)
                continue
            if register is self.registers.persons:
                self._add_people(checked)
            self._finish(register, entry, checked)
        self._add_places(missing)
        self._close(missing)
        return self.report

    def _usable(self) -> dict[str, Entry]:
        """The listed files that can be looked at, by register."""
        usable: dict[str, Entry] = {}
        for entry, error in check_entries(self.manifest, self.registers):
            about = self.report.registers.get(entry.register)
            if about is not None and about.file is None:
                about.file = entry.name
            if error:
                self._note(error, entry)
            else:
                usable[entry.register] = entry
        return usable

    def _check(self, register: Register, entry: Entry) -> CheckedRegister | None:
        """Read and check a register; None when its file shows an error, wherever in it."""
        done = 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            if self.progress:
                self.progress(register.name, done, len(rows))

        try:
            with listed_file(self.folder, entry) as path:
                rows = open_rows(path, entry, register)
                if register is self.registers.persons:
                    return check_persons(rows, entry, self.known, step)
                return check_register(rows, entry, register, self.known, step)
        except FileError as error:
            self._note(error, entry)
            shutil.rmtree(self.known.folder(register), ignore_errors=True)
            return None

    def _note(self, error: FileError, entry: Entry) -> None:
        self.report.file_errors.append((entry.name, error.code, error.sentence))
        about = self.report.registers.get(entry.register)
        if about is not None and about.error is None:
            about.file, about.error = entry.name, error.code

    def _finish(self, register: Register, entry: Entry, checked: CheckedRegister) -> None:
        """Say what came of a checked register, and arrange it if it names no place."""
        about = self.report.registers[register.name]
        aside = checked.set_aside
        about.state = "read"
        about.read = checked.rows
        about.accepted = checked.rows - aside.counts.total()
        about.set_aside = dict(sorted(aside.counts.items()))
        self.set_aside[entry.name] = aside
        if register is not self.registers.persons:
            add_bits(self.incomplete, self.registers, register.name, aside.named.persons)
            aside.named.persons = aside.named.persons[:0]
        self.waiting[register.name] = checked
        if not any(column.type == "place" for column in register.columns):
            self._arrange(register, SortedKeys(self.known.places[:0]))

    def _arrange(self, register: Register, places: SortedKeys) -> None:
        checked = self.waiting.pop(register.name)
        arrange_spill(checked.spill, len(self.incomplete), places, self.made, renumber=checked.renumber)

    def _add_people(self, checked: CheckedRegister) -> None:
        assert self.known.people is not None
        self.made.add("person.key", self.known.people.keys)
        self.incomplete = no_bits(self.registers, len(self.known.people.keys), ())

    def _add_places(self, missing: Collection[Register]) -> None:
        """Put the places, and what waited for them."""
        places = SortedKeys(self.known.places)
        self.made.add("place.key", places.keys)
        names = [register.name for register in missing]
        bits = no_bits(self.registers, len(places), names)
        for register in self.registers.all:
            if register.name in self.waiting:
                aside = self.waiting[register.name].set_aside
                named = places.find(aside.named.places)
                add_bits(bits, self.registers, register.name, named[named != EMPTY])
                self._arrange(register, places)
        self.made.add("place.incomplete", bits)
        for register in missing:
            arrange_nothing(register, len(self.incomplete), len(places), self.made)
        self.incomplete |= no_bits(self.registers, len(self.incomplete), names)
        self.made.add("person.incomplete", self.incomplete)

    def _close(self, missing: Collection[Register]) -> None:
        """Write what describes the arrays, and the report; take away what was needed on the way."""
        self.made.close()
        manifest = self.manifest
        save_head(
            self.place / "facts",
            self.registers,
            delivery_id=manifest.delivery_id,
            as_of=manifest.as_of,
            missing=frozenset(register.name for register in missing),
        )
        (self.place / NAME).write_bytes(manifest.raw)
        write_report(self.place, self.report, {name: aside.lines() for name, aside in self.set_aside.items()})
        shutil.rmtree(self.known.work)


def _without_persons(manifest: Manifest, about: RegisterReport) -> DeliveryWithoutPersons:
    why = f"its file {about.file} shows {about.error}" if about.error else "the manifest does not list it"
    return DeliveryWithoutPersons(
        f"The delivery {manifest.delivery_id!r} has no register of persons: {why}.",
        remedy="Ask the sender for the whole delivery again.",
    )
