"""`./run bench sweep_on_spark`: a sweep in one process and on Spark (loopback), compared row for row, both timed.

Both begin at facts in a store and end with awards written; Spark's own start is part of its time. One JSON line.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import click
import pyarrow.parquet as pq

from alongside.cli.options import FOLDER, Day, default_pack
from alongside.packs import load_pack
from alongside.packs.sweep import sweep
from alongside.rules.cluster.spark import run_law_on_spark
from tests.spark import driver_environment, no_java, spark


@click.command()
@click.option("--store", type=FOLDER, required=True, help="A store with a delivery in it.")
@click.option("--on", type=Day(), default="2025-03-01", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--memory", default="1g", show_default=True, help="For each worker's executor, and for the driver.")
def main(store: Path, on: date, workers: int, memory: str) -> None:
    """Decide all measures here and on Spark; exit status 1 when a row is not the same."""
    trouble = no_java()
    if trouble is not None:
        raise click.ClickException(trouble)
    pack = load_pack(default_pack())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sweep(pack, store, on, folder / "local")  # kernels are compiled, and the store is in memory, for either side
        local = timed(lambda: sweep(pack, store, on, folder / "local"))
        with spark(folder / "spark", workers, memory) as running:
            os.environ |= driver_environment(running)
            decide = partial(run_law_on_spark, master=running.master)
            levels: list[tuple[str, float]] = []
            began = time.perf_counter()

            def step(what: str, _: float) -> None:
                levels.append((what, round(time.perf_counter() - began, 1)))

            summary = sweep(pack, store, on, folder / "on_spark", decide=decide, progress=step)
            took = time.perf_counter() - began
        here, there = (pq.read_table(folder / side / "awards.parquet") for side in ("local", "on_spark"))
    said = {"persons": summary["persons"], "rows": here.num_rows, "workers": workers, "local_s": round(local, 1)}
    print(json.dumps({**said, "spark_s": round(took, 1), "equal": here.equals(there), "levels": levels}))
    raise SystemExit(0 if here.equals(there) else 1)


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
