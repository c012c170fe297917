"""The sweep beside its floor: a program that touches every byte the sweep reads and writes the identical file.

Both sides begin with the delivery's facts mapped and end with `awards.parquet` on disk. The sweep decides everything
with reasons and what is missing; the floor decides nothing: it adds up every word of the same arrays in as many threads
as there are cores, and writes the table, which it holds ready in memory, with the same row groups and codec. Kernels
are loaded before the first round, and told apart.
"""

from __future__ import annotations

import filecmp
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from os import cpu_count
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.packs.awards_file import KEYS
from alongside.packs.load import Pack
from alongside.packs.sweep import sweep
from alongside.packs.table_file import TableFile
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.awards import CODED, WORDS
from alongside.rules.columns import measure_sizes, runs
from alongside.rules.course import course_of
from alongside.rules.facts import Array, Facts
from alongside.rules.run import prepare

PIECE = 1 << 24  # bytes added up by one thread at a time: 16 MB


@dataclass(frozen=True)
class Round:
    """Seconds of one round: the sweep, then the floor's reading and writing."""

    sweep: float
    touch: float
    write: float

    @property
    def ratio(self) -> float:
        """How many times the floor the sweep took."""
        return self.sweep / (self.touch + self.write)


def run(*, people: int, seed: int, on: date, rounds: int, store: Path | None) -> None:
    """Make a city where no store is given, compare, and print the figures; the last line is JSON."""
    pack = load_pack(default_pack())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if store is None:
            store = folder / "store"
            generate_city(pack, people=people, seed=seed, out=folder / "d", on=on, form="parquet")
            ingest_delivery(folder / "d", store, pack.registers)
        print("All measures, mapped facts to awards on disk, beside reading every byte and writing the same file.")
        print(json.dumps({"bench": "sweep", "against": "floor", **against_floor(pack, store, on, folder, rounds)}))


def against_floor(pack: Pack, store: Path, on: date, folder: Path, rounds: int) -> dict[str, object]:
    """So many rounds, one side after the other; the figures, in seconds and bytes, with the medians' ratio."""
    begun = time.perf_counter()
    facts = open_delivery(store, pack.registers)
    names = arrays_read(pack, facts, on)
    loaded = time.perf_counter() - begun
    ours, floor = folder / "ours", folder / "floor.parquet"
    sweep(pack, store, on, ours)  # what is read from disk once is then in memory for both sides
    groups = row_groups(ours / "awards.parquet")
    found = []
    for _ in range(rounds + 1):  # the first is for practice: both sides then find memory as they left it
        begun = time.perf_counter()
        sweep(pack, store, on, ours)
        swept = time.perf_counter()
        touched = touch([facts.array(name) for name in names])
        read = time.perf_counter()
        write(groups, floor)
        found.append(Round(swept - begun, read - swept, time.perf_counter() - read))
    if not filecmp.cmp(ours / "awards.parquet", floor, shallow=False):
        raise SystemExit("The floor did not write the file that the sweep wrote: nothing was compared.")
    del found[0]
    best = {name: statistics.median(getattr(one, name) for one in found) for name in ("sweep", "touch", "write")}
    return {
        "persons": facts.persons,
        "rounds": rounds,
        "arrays": len(names),
        "bytes_read": touched,
        "bytes_written": floor.stat().st_size,
        "seconds_loading_kernels": round(loaded, 3),
        "seconds_sweep": round(best["sweep"], 3),
        "seconds_floor_touch": round(best["touch"], 3),
        "seconds_floor_write": round(best["write"], 3),
        "ratios": [round(one.ratio, 2) for one in found],
        "ratio_floor": round(best["sweep"] / (best["touch"] + best["write"]), 2),
    }


def arrays_read(pack: Pack, facts: Facts, on: date) -> list[str]:
    """The names of the store's arrays that a sweep of all measures reads, each once."""
    course = course_of(pack.law, pack.law.measures)
    found: set[str] = {"person.key", "place.key"}
    day = pack.law.check_day(on)
    for kernels in runs(pack.law, facts, day, lambda run: iter([prepare(run, course, None)])):
        found |= {name for kernel in kernels.values() for name in kernel.arrays}
    found |= {f"{index}.most" for index in measure_sizes(facts).rows}
    stored = {f"{name[: -len('.end')]}.start" if name.endswith(".end") else name for name in found}
    return sorted(stored & set(facts.arrays))


def touch(arrays: Sequence[Array]) -> int:
    """Add up every 64-bit word of these arrays (what is left over, byte by byte); gives how many bytes they have."""
    pieces = []
    for array in arrays:
        raw = np.ascontiguousarray(array).view(np.uint8).reshape(-1)
        pieces += [raw[at : at + PIECE] for at in range(0, len(raw), PIECE)]
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        list(threads.map(_add, pieces))
    return sum(len(piece) for piece in pieces)


def _add(piece: Array) -> int:
    words = len(piece) // 8 * 8
    return int(np.add.reduce(piece[:words].view(np.uint64))) + int(np.add.reduce(piece[words:]))


def row_groups(path: Path) -> list[pa.Table]:
    """The table of a Parquet file in memory, a piece for each row group, as the sweep has it."""
    file = pq.ParquetFile(path, read_dictionary=WORDS)
    return [file.read_row_group(number) for number in range(file.num_row_groups)]


def write(groups: Sequence[pa.Table], path: Path) -> None:
    """Write the table as the sweep does."""
    with TableFile(path, CODED, unlike=KEYS) as file:
        for group in groups:
            file.write(group)
