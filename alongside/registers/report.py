"""What came of a delivery: set_aside.csv, file_errors.csv and report.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alongside.rules.schema import Registers

NEEDS_QUOTES = re.compile('[;"\r\n]')
SET_ASIDE_HEADER = ("file", "line", "column", "code", "sentence")
FILE_ERRORS_HEADER = ("file", "code", "sentence")


@dataclass
class RegisterReport:
    """What came of one register. `set_aside` counts rows by code; a missing register has read no rows.

    `file` and `error` are those of the first listed file of the register, None where there is none.
    """

    state: str = "missing"
    file: str | None = None
    error: str | None = None
    read: int = 0
    accepted: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)


@dataclass
class IngestReport:
    """What came of a delivery. `folder` is where the store keeps it; `held_before`: nothing was done this
    time."""

    delivery_id: str
    as_of: date
    folder: Path
    registers: dict[str, RegisterReport]
    file_errors: list[tuple[str, str, str]] = field(default_factory=list)
    held_before: bool = False

    @property
    def clean(self) -> bool:
        """Whether every register came, every row was accepted, and no file showed an error."""
        return not self.file_errors and all(
            register.state == "read" and not register.set_aside for register in self.registers.values()
        )

    @property
    def exit_status(self) -> int:
        """0 when clean, else 3."""
        return 0 if self.clean else 3

    def totals(self) -> dict[str, int]:
        """Rows read, accepted and set aside in all registers together, and how many registers are missing."""
        reports = self.registers.values()
        return {
            "read": sum(report.read for report in reports),
            "accepted": sum(report.accepted for report in reports),
            "set_aside": sum(sum(report.set_aside.values()) for report in reports),
            "missing_registers": sum(report.state == "missing" for report in reports),
        }

    def as_json(self) -> dict[str, Any]:
        """The content of report.json."""
        return {
            "delivery_id": self.delivery_id,
            "as_of": self.as_of.isoformat(),
            "registers": {name: vars(report) for name, report in self.registers.items()},
            "file_errors": [dict(zip(FILE_ERRORS_HEADER, error, strict=True)) for error in self.file_errors],
            "totals": self.totals(),
        }


def report_from_json(content: Mapping[str, Any], folder: Path, registers: Registers) -> IngestReport:
    """The report of a held delivery; KeyError, TypeError or ValueError when it is none of these registers."""
    return IngestReport(
        delivery_id=content["delivery_id"],
        as_of=date.fromisoformat(content["as_of"]),
        folder=folder,
        registers={r.name: RegisterReport(**content["registers"][r.name]) for r in registers.all},
        file_errors=[(e["file"], e["code"], e["sentence"]) for e in content["file_errors"]],
        held_before=True,
    )


def write_report(folder: Path, report: IngestReport, set_aside: Mapping[str, Iterable[bytes]]) -> None:
    """Write the three files; `set_aside` holds the lines of each file that has some, by the file's name."""
    with (folder / "set_aside.csv").open("wb") as file:
        file.write(csv_line(SET_ASIDE_HEADER).encode())
        for name in sorted(set_aside):
            file.writelines(set_aside[name])
    errors = [csv_line(error) for error in sorted(report.file_errors)]
    _write(folder / "file_errors.csv", [csv_line(FILE_ERRORS_HEADER), *errors])
    _write(folder / "report.json", [json.dumps(report.as_json(), indent=1, ensure_ascii=True) + "\n"])


def csv_line(fields: Iterable[str]) -> str:
    """One line, a field quoted only where it needs it."""
    return ";".join(csv_field(text) for text in fields) + "\n"


def csv_field(text: str) -> str:
    """A field, quoted where it holds a separator, a quote or a line break."""
    if NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as file:
        file.writelines(line.encode("utf-8", "backslashreplace") for line in lines)
