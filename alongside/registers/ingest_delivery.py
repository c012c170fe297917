"""Take a delivery into the store: check it, arrange its facts, keep both for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from alongside.registers.check_sheet import check_persons, check_sheet
from alongside.registers.codes import Codes
from alongside.registers.completeness import add_incomplete
from alongside.registers.held import delivery_folder, held_manifest, held_report
from alongside.registers.incoming import incoming_folder, make_durable, move_into_place
from alongside.registers.manifest import NAME, Entry, Manifest, check_entries, read_listed_file, read_manifest
from alongside.registers.people_rules import People
from alongside.registers.read_sheet import open_rows, read_sheet
from alongside.registers.refusals import DeliveryIdReused, DeliveryWithoutPersons, FileError, FolderUnusable
from alongside.registers.report import IngestReport, RegisterReport, csv_line, write_report
from alongside.registers.sentences import set_aside_lines
from alongside.registers.sheet import Rows, Sheet
from alongside.rules.arrange import Accepted, Incomplete, arrange_facts
from alongside.rules.facts import save_facts
from alongside.rules.schema import Register, Registers

Progress = Callable[[str, int, int], None]  # a register, its rows read so far, its rows in all


@dataclass
class Checked:
    """A delivery that has been read and checked."""

    manifest: Manifest
    report: IngestReport
    accepted: dict[str, Accepted] = field(default_factory=dict)
    incomplete: Incomplete = field(default_factory=Incomplete)
    set_aside: dict[str, list[str]] = field(default_factory=dict)


def ingest_delivery(
    folder: Path, store: Path, registers: Registers, *, progress: Progress | None = None
) -> IngestReport:
    """Check the delivery in `folder` and keep what came of it in `store/deliveries/<id>`, whole or not at
    all.

    A delivery that is held already is not read again: the answer is that of the first time. Refuses when
    there is no manifest that can be understood, no register of persons, or another delivery with this id.
    """
    manifest = read_manifest(folder)
    target = delivery_folder(store, manifest.delivery_id)
    try:
        if target.is_dir() and any(target.iterdir()):
            return _held(target, manifest, registers)
        checked = read_delivery(folder, manifest, target, registers, progress=progress)
        with incoming_folder(store) as incoming:
            place = incoming / target.name
            _write(place, checked, registers)
            make_durable(place)
            if not move_into_place(place, target):
                return _held(target, manifest, registers)
    except OSError as error:
        raise FolderUnusable(
            f"The store {store} cannot be written: {error.strerror or error}.",
            remedy="Name a folder with enough room that this program may write.",
        ) from error
    return checked.report


def _held(target: Path, manifest: Manifest, registers: Registers) -> IngestReport:
    if held_manifest(target).digests() != manifest.digests():
        raise DeliveryIdReused(
            f"A different delivery with the id {manifest.delivery_id!r} is already held in {target}.",
            remedy="Ask the sender for a delivery with an id of its own.",
        )
    return held_report(target, registers)


def _write(place: Path, checked: Checked, registers: Registers) -> None:
    place.mkdir()
    facts = arrange_facts(
        registers,
        checked.accepted,
        checked.incomplete,
        delivery_id=checked.manifest.delivery_id,
        as_of=checked.manifest.as_of,
    )
    save_facts(facts, place / "facts")
    (place / NAME).write_bytes(checked.manifest.raw)
    write_report(place, checked.report, checked.set_aside)


def read_delivery(
    folder: Path,
    manifest: Manifest,
    target: Path,
    registers: Registers,
    *,
    progress: Progress | None = None,
) -> Checked:
    """Read and check all listed files, the register of persons first; writes nothing."""
    reports = {register.name: RegisterReport() for register in registers.all}
    report = IngestReport(manifest.delivery_id, manifest.as_of, target, reports)
    checked = Checked(manifest, report)
    usable: dict[str, Entry] = {}
    for entry, error in check_entries(manifest, registers):
        if entry.register in reports and reports[entry.register].file is None:
            reports[entry.register].file = entry.name
        if error:
            _note(error, entry, report)
        else:
            usable[entry.register] = entry
    words = Codes()
    people: People | None = None
    for register in registers.all:
        sheet = None
        if register.name in usable:
            sheet = _read_register(folder, usable[register.name], register, registers, report, progress=progress)
        if register is registers.persons:
            if sheet is None:
                raise _without_persons(manifest, report.registers[register.name])
            people = check_persons(sheet, registers, words)
        elif sheet is not None:
            assert people is not None
            check_sheet(sheet, people, words)
        if sheet is not None:
            _finish(sheet, usable[register.name], checked, registers, words)
    return checked


def _read_register(
    folder: Path,
    entry: Entry,
    register: Register,
    registers: Registers,
    report: IngestReport,
    *,
    progress: Progress | None,
) -> Sheet | None:
    try:
        rows: Rows = open_rows(read_listed_file(folder, entry), entry, register)
    except FileError as error:
        _note(error, entry, report)
        return None
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(register.name, done, len(rows))

    return read_sheet(rows, register, registers, report.as_of, step)


def _note(error: FileError, entry: Entry, report: IngestReport) -> None:
    report.file_errors.append((entry.name, error.code, error.sentence))
    about = report.registers.get(entry.register)
    if about is not None and about.error is None:
        about.file, about.error = entry.name, error.code


def _finish(sheet: Sheet, entry: Entry, checked: Checked, registers: Registers, words: Codes) -> None:
    """Keep what a checked register says, and let its file go."""
    name = sheet.register.name
    lines = list(set_aside_lines(sheet, registers, words))
    report = checked.report.registers[name]
    report.state = "read"
    report.read = len(sheet)
    report.accepted = len(sheet) - len(lines)
    report.set_aside = dict(sorted(Counter(code for _, _, code, _ in lines).items()))
    if lines:
        checked.set_aside[entry.name] = [csv_line((entry.name, str(n), *rest)) for n, *rest in lines]
    add_incomplete(checked.incomplete, sheet, registers)
    checked.accepted[name] = sheet.accepted()


def _without_persons(manifest: Manifest, about: RegisterReport) -> DeliveryWithoutPersons:
    why = f"its file {about.file} shows {about.error}" if about.error else "the manifest does not list it"
    return DeliveryWithoutPersons(
        f"The delivery {manifest.delivery_id!r} has no register of persons: {why}.",
        remedy="Ask the sender for the whole delivery again.",
    )
