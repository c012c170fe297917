"""Columns into a table of the transaction, as fast as each database takes them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

ROWS_AT_ONCE = 50_000


@contextmanager
def staged(name: str, table: pa.Table, *, key: str, told: Callable[[float], None] | None = None) -> Iterator[None]:
    """Within it a temporary table `name` holds these columns, unique by `key`; `told` hears which share is in."""
    text = {pa.string(): "varchar", pa.int64(): "bigint", pa.date32(): "date", pa.bool_(): "boolean"}
    columns = ", ".join(f"{field.name} {text[field.type]}" for field in table.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}, PRIMARY KEY ({key}))")
        fill = _copied if connection.vendor == "postgresql" else _inserted
        for part, rows in enumerate(table.to_batches(max_chunksize=ROWS_AT_ONCE)):
            fill(cursor, name, pa.Table.from_batches([rows]))
            if told is not None:
                told(min((part + 1) * ROWS_AT_ONCE, table.num_rows) / table.num_rows)
        cursor.execute(f"ANALYZE {name}")
        yield
        cursor.execute(f"DROP TABLE {name}")


def _copied(cursor: object, name: str, rows: pa.Table) -> None:
    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(rows, text, csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {name} FROM STDIN WITH (FORMAT csv)") as copy:  # type: ignore[attr-defined]
        copy.write(text.getbuffer())


def _inserted(cursor: object, name: str, rows: pa.Table) -> None:
    columns = [
        (pc.cast(column, pa.string()) if pa.types.is_date(column.type) else column).to_pylist()
        for column in rows.columns
    ]
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*columns, strict=True))  # type: ignore[attr-defined]
