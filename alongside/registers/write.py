"""Write a delivery as the agencies would: a file for each register and a manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from alongside.registers.dirt import Dirt
from alongside.registers.manifest import NAME
from alongside.registers.parquet_rows import parquet_type
from alongside.registers.refusals import FolderUnusable
from alongside.registers.write_csv import csv_bytes, header_bytes, raw_bytes
from alongside.rules.schema import Register, Registers

Form = Literal["csv", "parquet"]
PART = 1 << 18  # rows that are turned into text at a time


def write_delivery(
    folder: Path,
    registers: Registers,
    blocks: Iterable[Mapping[str, Any]],
    *,
    delivery_id: str,
    as_of: date,
    form: Form = "csv",
    dirt: float = 0.0,
    seed: int = 0,
    progress: Callable[[int], Any] | None = None,
) -> dict[str, int]:
    """Write the rows of all blocks to `folder`, whole or not at all, and say how many rows each register got.

    A block is an Arrow table for each register, in exactly its Parquet types, null where a cell is empty.
    With `dirt`, that share of every register's rows is spoiled; they stand at the end of their block. Same
    blocks and seed, same bytes. `progress` is told after each block how many rows it had. Refuses a folder
    that is not empty.
    """
    with _whole_folder(folder) as part, ExitStack() as open_files:
        files: dict[str, RegisterFile] = {}
        for register in registers.all:
            made = (CsvFile if form == "csv" else ParquetFile)(part, register)
            files[register.name] = made
            open_files.callback(made.close)
        spoiler = Dirt(registers, as_of, seed, text=form == "csv") if dirt else None
        for block in blocks:
            for register in registers.all:
                table = block.get(register.name)
                if table is not None and table.num_rows:
                    _write_table(files[register.name], register, table, spoiler, dirt)
            if progress:
                progress(sum(table.num_rows for table in block.values()))
        open_files.close()
        entries = [_entry(files[register.name], register) for register in registers.all]
        manifest = {"delivery_id": delivery_id, "as_of": as_of.isoformat(), "files": entries}
        (part / NAME).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return {register.name: files[register.name].rows for register in registers.all}


class RegisterFile(Protocol):
    """A file that is being written."""

    name: str
    rows: int
    path: Path

    def add(self, table: Any) -> None:
        """Write these rows."""

    def add_lines(self, lines: list[str]) -> None:
        """Write these lines as they stand."""

    def close(self) -> None:
        """Nothing follows."""


class CsvFile:
    """A CSV file in the register's dialect."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.register = register
        self.name = f"{register.name}.csv"
        self.path = folder / self.name
        self.rows = 0
        self.file = self.path.open("wb")
        self.file.write(header_bytes(register))

    def add(self, table: Any) -> None:
        """Write these rows."""
        for batch in table.combine_chunks().to_batches(max_chunksize=PART):
            self.file.write(csv_bytes(batch, self.register))
        self.rows += table.num_rows

    def add_lines(self, lines: list[str]) -> None:
        """Write these lines as they stand."""
        self.file.write(raw_bytes(lines, self.register.dialect))
        self.rows += len(lines)

    def close(self) -> None:
        """Nothing follows."""
        self.file.close()


class ParquetFile:
    """A Parquet file in the register's types."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.name = f"{register.name}.parquet"
        self.path = folder / self.name
        self.rows = 0
        self.schema = table_schema(register)
        self.writer: Any = pq.ParquetWriter(self.path, self.schema)

    def add(self, table: Any) -> None:
        """Write these rows."""
        self.writer.write_table(table.select(self.schema.names).cast(self.schema))
        self.rows += table.num_rows

    def add_lines(self, lines: list[str]) -> None:
        """A Parquet file has no lines."""
        assert not lines

    def close(self) -> None:
        """Nothing follows."""
        self.writer.close()


def table_schema(register: Register) -> Any:
    """The Arrow schema of a register's table."""
    return pa.schema([(column.name, parquet_type(column)) for column in register.columns])


def _write_table(file: RegisterFile, register: Register, table: Any, spoiler: Dirt | None, dirt: float) -> None:
    if spoiler is None:
        file.add(table)
        return
    clean, spoiled, lines = spoiler.spoil(register, table, dirt)
    file.add(clean)
    if spoiled.num_rows:
        file.add(spoiled)
    file.add_lines(lines)


def _entry(file: RegisterFile, register: Register) -> dict[str, Any]:
    with file.path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": file.name, "register": register.name, "rows": file.rows, "sha256": digest}


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that takes its place if all goes well, and is removed if not."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderUnusable(f"{folder} is there already and not empty.", remedy="Name a new folder.")
    part = folder.absolute().parent / f".{folder.name}.{uuid.uuid4().hex}.part"
    try:
        part.mkdir(parents=True)
        yield part
        part.rename(folder)
    except OSError as error:
        raise FolderUnusable(
            f"{folder} cannot be written: {error.strerror or error}.",
            remedy="Name a folder with enough room that this program may write.",
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
