"""A table written piece by piece: Parquet, or CSV of the same columns."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq


class TableFile:
    """A file of a schema; used with `with`. CSV: UTF-8, `;`, LF, a head, nothing quoted (no field needs it).

    `unlike` names columns in which nearly every cell is another: a dictionary of them would be given up in the end.
    What comes as codes and a dictionary is read back as plain text.
    """

    def __init__(self, path: Path, schema: pa.Schema, *, unlike: Collection[str] = ()) -> None:
        self.path, self.schema, self.unlike = path, schema, unlike

    def __enter__(self) -> TableFile:
        self._parquet: pq.ParquetWriter | None = None
        if self.path.suffix == ".csv":
            self.path.write_bytes((";".join(self.schema.names) + "\n").encode())
        else:
            alike = [name for name in self.schema.names if name not in self.unlike]
            self._parquet = pq.ParquetWriter(
                self.path, self.schema, compression="zstd", use_dictionary=alike, store_schema=False
            )
        return self

    def __exit__(self, *error: object) -> None:
        if self._parquet is not None:
            self._parquet.close()

    def write(self, table: pa.Table) -> None:
        """Append a table."""
        if self._parquet is not None:
            self._parquet.write_table(table)
            return
        options = pa_csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
        with self.path.open("ab") as file:
            pa_csv.write_csv(table.combine_chunks(), file, options)  # an empty chunk is written as noise (pyarrow 26)
