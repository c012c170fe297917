"""What became of the rows of one register that were set aside: their lines, on disk until all are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from alongside.registers import codes
from alongside.registers.codes import Codes
from alongside.registers.completeness import Named
from alongside.registers.report import csv_line
from alongside.registers.sentences import set_aside_lines
from alongside.registers.sheet import Block, Sheet
from alongside.registers.written import WrittenCells
from alongside.rules.facts import Array
from alongside.rules.schema import Registers


class SetAside:
    """The rows of one file that are set aside; checks across rows find theirs after those that others follow."""

    def __init__(self, path: Path, file: str, registers: Registers, words: Codes, named: Named) -> None:
        self.path, self.file, self.registers, self.words, self.named = path, file, registers, words, named
        self.people = named.people  # whose positions stand in sheets that come later
        self.counts: Counter[str] = Counter()
        self._rows: list[Array] = []
        self._sizes: list[Array] = []

    def note_block(self, sheet: Sheet, block: Block) -> None:
        """Note the rows of a block that were set aside."""
        misshapen = np.flatnonzero(sheet.error == codes.WRONG_FIELD_COUNT).tolist()
        self.named.note(sheet, [text for row in misshapen for text in block.named_texts(row)])
        self._note(sheet, block)

    def note_later(self, sheet: Sheet) -> None:
        """Note those rows of a sheet that a later check set aside."""
        self.named.note(sheet, [])
        as_text = self.file.endswith(".csv")
        self._note(sheet, WrittenCells(sheet, self.registers, self.people, as_text))

    def _note(self, sheet: Sheet, cells: Block | WrittenCells) -> None:
        rows: list[int] = []
        lines: list[bytes] = []
        for row, column, code, sentence in set_aside_lines(sheet, cells, self.registers, self.words):
            rows.append(row)
            line = csv_line((self.file, str(row + 2), column, code, sentence))
            lines.append(line.encode("utf-8", "backslashreplace"))
            self.counts[code] += 1
        if rows:
            with self.path.open("ab") as file:
                file.writelines(lines)
            self._rows.append(np.array(rows, np.int64))
            self._sizes.append(np.array([len(line) for line in lines], np.int32))

    def lines(self) -> Iterator[bytes]:
        """All lines, in the order of rows."""
        if not self._rows:
            return
        sizes = np.concatenate(self._sizes)
        begins = np.cumsum(sizes, dtype=np.int64) - sizes
        text = np.memmap(self.path, np.uint8, mode="r")
        for at in np.argsort(np.concatenate(self._rows), kind="stable"):
            yield text[begins[at] : begins[at] + sizes[at]].tobytes()
