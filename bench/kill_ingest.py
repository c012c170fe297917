"""Ingest killed at random moments: the store is as before or holds the whole delivery, and nothing is lost.

`./run bench kill_ingest --times 20 --people 20000`
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import held_deliveries, ingest_delivery
from bench._killing import killed_after


def content(folder: Path) -> str:
    """A digest of all names and bytes below a folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Kill, look, go on; at the end everything must be there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--people", type=int, default=20_000)
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in (1, 2):
            on = date(2025, 3, seed)
            generate_city(pack, people=asked.people, seed=seed, out=folder / f"d{seed}", on=on, dirt=0.01)
            ingest_delivery(folder / f"d{seed}", folder / "whole", pack.registers)
        whole = {path.name: content(path) for path in (folder / "whole" / "deliveries").iterdir()}
        ingest_delivery(folder / "d1", folder / "store", pack.registers)
        began = time.monotonic()
        subprocess.run(_command(folder), check=False, stdout=subprocess.DEVNULL)
        length = time.monotonic() - began
        _forget(folder, keep="2025-03-01-0001")
        killed = broken = 0
        for _ in range(asked.times):
            child = subprocess.Popen(_command(folder), stdout=subprocess.DEVNULL)
            killed += killed_after(child, chance.uniform(0, length))
            held = {p.name: content(p) for p in (folder / "store" / "deliveries").iterdir()}
            broken += any(whole[name] != digest for name, digest in held.items()) or "2025-03-01-0001" not in held
            _forget(folder, keep="2025-03-01-0001")
        ingest_delivery(folder / "d2", folder / "store", pack.registers)
        both = sorted(r.delivery_id for r in held_deliveries(folder / "store", pack.registers)) == sorted(whole)
    told = {
        "bench": "kill_ingest",
        "killed": killed,
        "finished": asked.times - killed,
        "broken": broken,
        "whole_at_the_end": both,
    }
    print(json.dumps(told))
    raise SystemExit(1 if broken or not both else 0)


def _command(folder: Path) -> list[str]:
    ingest = ["registers", "ingest", str(folder / "d2"), "--store", str(folder / "store")]
    return [sys.executable, "-m", "alongside.cli", *ingest]


def _forget(folder: Path, keep: str) -> None:
    """Take away every held delivery but one, so that the next round begins anew."""
    for path in (folder / "store" / "deliveries").iterdir():
        if path.name != keep:
            aside = folder / f"gone{time.monotonic_ns()}"
            os.rename(path, aside)


if __name__ == "__main__":
    main()
