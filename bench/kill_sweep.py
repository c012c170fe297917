"""A sweep killed at random moments: the folder holds the earlier sweep or the whole new one, and nothing in between.

`./run bench kill_sweep --times 50 --people 20000`
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import ingest_delivery
from bench._killing import killed_after
from bench.kill_ingest import content

FIRST, THEN = date(2025, 3, 1), date(2025, 4, 1)


def main() -> None:
    """Sweep one day, kill sweeps of another day in the same folder, look each time; at the end sweep it whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--people", type=int, default=20_000)
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate_city(pack, people=asked.people, seed=1, out=folder / "d", on=FIRST, dirt=0.01)
        ingest_delivery(folder / "d", folder / "store", pack.registers)
        length = _whole(folder, FIRST, folder / "earlier")
        length = min(length, _whole(folder, THEN, folder / "later"))  # the first may have compiled kernels
        right = {content(folder / "earlier"), content(folder / "later")}
        out = folder / "out"
        counts = {"killed": 0, "finished": 0, "broken": 0, "most_left_over": 0}
        for _ in range(asked.times):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(folder / "earlier", out)
            child = subprocess.Popen(_command(folder, THEN, out), stdout=subprocess.DEVNULL)
            counts["killed" if killed_after(child, chance.uniform(0, length)) else "finished"] += 1
            counts["broken"] += content(out) not in right
            counts["most_left_over"] = max(counts["most_left_over"], len(list(folder.glob(".out.*.part"))))
        _whole(folder, THEN, out)
        whole = content(out) == content(folder / "later") and not list(folder.glob(".out.*.part"))
    print(json.dumps({"bench": "kill_sweep", **counts, "whole_at_the_end": whole}))
    raise SystemExit(1 if counts["broken"] or not whole else 0)


def _command(folder: Path, on: date, out: Path) -> list[str]:
    sweep = ["entitlements", "sweep", "--store", str(folder / "store"), "--on", on.isoformat(), "--out", str(out)]
    return [sys.executable, "-m", "alongside.cli", *sweep]


def _whole(folder: Path, on: date, out: Path) -> float:
    """Sweep without being disturbed; gives the seconds it took."""
    began = time.monotonic()
    subprocess.run(_command(folder, on, out), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
