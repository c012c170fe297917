"""Our side, a process of its own: decide from the mapped store, or from the delivery itself, and write the awards.

`python -m bench.openfisca.our_side facts|parquet ...` prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time

BEGAN = time.monotonic()

from datetime import date  # noqa: E402 - the clock must run before anything is imported
from pathlib import Path  # noqa: E402

from alongside.cli.options import default_pack  # noqa: E402
from alongside.packs import load_pack  # noqa: E402
from alongside.packs.sweep import sweep  # noqa: E402
from alongside.registers import ingest_delivery  # noqa: E402
from bench.openfisca.memory import peak_mb, read_through  # noqa: E402


def main() -> None:
    """Do what is asked once for practice on the tiny delivery, then once with the clock running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["facts", "parquet"])
    parser.add_argument("--delivery", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--tiny", type=Path, required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--measures", type=lambda text: text.split(","), required=True)
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    practice, fresh = asked.scratch / "practice", asked.scratch / "fresh"
    ingest_delivery(asked.tiny, practice / "store", pack.registers)
    sweep(pack, practice / "store", asked.on, practice / "awards", measures=asked.measures)
    read_through(asked.delivery if asked.what == "parquet" else asked.store)
    started, cpu = time.monotonic(), time.process_time()
    if asked.what == "parquet":
        ingest_delivery(asked.delivery, fresh, pack.registers)
    ready = time.monotonic()
    sweep(pack, fresh if asked.what == "parquet" else asked.store, asked.on, asked.out, measures=asked.measures)
    end = time.monotonic()
    told = {
        "start": started - BEGAN,
        "preparing": ready - started,
        "seconds": end - started,
        "cpu": time.process_time() - cpu,
    }
    print(json.dumps({name: round(value, 3) for name, value in told.items()} | {"peak_mb": peak_mb()}))
    shutil.rmtree(asked.scratch)


if __name__ == "__main__":
    main()
