"""From a town to a country: a city made up, taken in and swept, and what each person costs at each size.

`./run bench size --people 10000 100000 1000000 --folder DIR --keep FILE` tells of each size in a line of JSON, adds it
to FILE, and draws all of FILE's sizes into FILE with the ending .svg. A delivery or store that DIR has already is not
made again; `--remove` takes both away before the next size.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import open_delivery
from bench._size_chart import draw
from bench._watched import Used, watch

ON = date(2025, 3, 1)
PRACTICE = 2_000


def main() -> None:
    """Each size in turn; kernels are compiled before the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--remove", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    _measure(asked.folder / "practice", PRACTICE)
    for people in sorted(asked.people):
        place = asked.folder / str(people)
        found = _measure(place, people)
        print(json.dumps(found), flush=True)
        kept = {line["people"]: line for line in _kept(asked.keep)}
        kept[people] = {**kept.get(people, {}), **found}  # what was not made again keeps its figures
        lines = [line for _, line in sorted(kept.items())]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        _replace(asked.keep, text)
        _replace(asked.keep.with_suffix(".svg"), draw(lines))
        if asked.remove:
            shutil.rmtree(place)


def _measure(place: Path, people: int) -> dict[str, Any]:
    delivery, store, out = place / "delivery", place / "store", place / "awards"
    used: dict[str, Used] = {}
    if not delivery.exists():
        made = ["city", "generate", "--people", str(people), "--format", "parquet", "--on", ON.isoformat()]
        used["generate"] = watch([*made, "--out", str(delivery)])
    if not store.exists():
        used["ingest"] = watch(["registers", "ingest", str(delivery), "--store", str(store)])
    swept = ["entitlements", "sweep", "--store", str(store), "--on", ON.isoformat(), "--out", str(out)]
    used["sweep"] = watch(swept)
    again = watch(swept)  # what the first read from the disk is now in memory, where there is room
    pack = load_pack(default_pack())
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return {
        "bench": "size",
        "people": people,
        "persons": open_delivery(store, pack.registers).persons,
        **{step: _rounded(one) for step, one in used.items()},
        "sweep_again": _rounded(again),
        "awards": sum(one["yes"] + one["unknown"] for one in summary["measures"].values()),
        "disk_mb": {name: _size(place / name) >> 20 for name in ("delivery", "store", "awards")},
        "cores": os.cpu_count(),
    }


def _rounded(used: Used) -> dict[str, float]:
    return {name: round(value, 1) for name, value in asdict(used).items()}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _kept(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    main()
