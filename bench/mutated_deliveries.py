"""Deliveries that went wrong on the way: none may end in a traceback, or leave the store other than before or whole.

`./run bench mutated_deliveries --deliveries 1000`
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alongside.base.refusal import Refusal
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import ingest_delivery
from tests.registers.mutate import mutate
from tests.second_reading.random_city import write_random_city


def cut(data: bytes, rng: np.random.Generator) -> bytes:
    """The file ends too early."""
    return data[: int(rng.integers(len(data) + 1))]


def other_encoding(data: bytes, rng: np.random.Generator) -> bytes:
    """Text in another encoding than the dialect's."""
    for encoding in ("utf-8", "windows-1251"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.encode(("utf-16", "koi8-r", "utf-8-sig", "latin-1")[int(rng.integers(4))], errors="replace")
    return data


def shuffled_columns(data: bytes, rng: np.random.Generator) -> bytes:
    """The columns of a CSV stand in another order."""
    lines = data.split(b"\n")
    order = rng.permutation(lines[0].count(b";") + 1)
    return b"\n".join(
        b";".join(fields[i] for i in order) if len(fields) == len(order) else line
        for line in lines
        for fields in [line.split(b";")]
    )


def huge_field(data: bytes, rng: np.random.Generator) -> bytes:
    """A field of several million signs."""
    at = int(rng.integers(len(data) + 1))
    return data[:at] + b"9" * int(rng.integers(1_000_000, 5_000_000)) + data[at:]


def nuls(data: bytes, rng: np.random.Generator) -> bytes:
    """NULs within."""
    at = int(rng.integers(len(data) + 1))
    return data[:at] + b"\0" * int(rng.integers(1, 100)) + data[at:]


def wrong_types(data: bytes, rng: np.random.Generator) -> bytes:
    """A Parquet file whose columns have other types."""
    if not data.startswith(b"PAR1"):
        return data
    try:
        table = pq.read_table(pa.BufferReader(data))
    except pa.ArrowInvalid:
        return data
    kinds = [pa.string(), pa.int64(), pa.float64(), pa.binary(), pa.list_(pa.string())]
    columns = [pa.nulls(table.num_rows, kinds[int(rng.integers(len(kinds)))]) for _ in table.column_names]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(zip(table.column_names, columns, strict=True))), sink)
    return bytes(sink.getvalue())


SPOIL: tuple[Callable[[bytes, np.random.Generator], bytes], ...] = (
    *(cut, other_encoding, shuffled_columns, huge_field, nuls, wrong_types),
)


def spoil(folder: Path, rng: np.random.Generator) -> str:
    """Spoil one file of a delivery in one way, and put its digest right; or change anything at all."""
    if rng.random() < 0.4:
        mutate(folder, rng)
        return "anything"
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = manifest["files"][int(rng.integers(len(manifest["files"])))]
    path = folder / entry["name"]
    if not path.is_file():
        return "nothing"
    how = SPOIL[int(rng.integers(len(SPOIL)))]
    data = how(path.read_bytes(), rng)
    path.write_bytes(data)
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return how.__name__


def main() -> None:
    """Spoil, ingest, count what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    registers = load_pack(default_pack()).registers
    ends: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    began = time.monotonic()
    for seed in range(asked.first, asked.first + asked.deliveries):
        with tempfile.TemporaryDirectory() as folder:
            delivery = Path(folder) / "delivery"
            write_random_city(delivery, seed, 20)
            ways[spoil(delivery, np.random.default_rng(seed))] += 1
            try:
                status = ingest_delivery(delivery, Path(folder) / "store", registers).exit_status
                ends[f"exit {status}"] += 1
            except Refusal as refusal:
                ends[f"exit 2 {refusal.code}"] += 1
            except Exception:
                ends["traceback"] += 1
                print(f"seed {seed}:")
                traceback.print_exc()
    told = {"bench": "mutated_deliveries", "ways": ways, "ends": ends, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(told))
    raise SystemExit(1 if ends["traceback"] else 0)


if __name__ == "__main__":
    main()
