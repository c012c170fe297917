"""How near an answer is: one person, one family, one large dwelling, inside a running process; and a process's start.

`./run bench near --store STORE --people 500`

Each question is asked of an evaluator that has seen nobody yet (`fresh`), and, for persons, of one that is kept. All
measures are decided with every criterion, amount and missing fact; `explained` adds the sentences people read.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.packs.explain import Explainer
from alongside.packs.load import Pack
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import Facts

STARTS = 5


class Near:
    """One store on one day, asked about somebody at a time."""

    def __init__(self, pack: Pack, facts: Facts, on: date) -> None:
        self.pack, self.facts, self.on = pack, facts, on
        self.book = Book(pack.law)
        self.kept = self.explainer()

    def explainer(self) -> Explainer:
        """One that has seen nobody."""
        return Explainer(self.pack, self.book, self.facts, Evaluator(self.book, self.facts, self.on))

    def person(self, person: int, explainer: Explainer | None = None) -> None:
        """Everything about a person, explained."""
        (explainer or self.explainer()).explain(person, "ru")

    def everybody(self, persons: Iterable[int]) -> None:
        """Everything about several persons, explained by one explainer."""
        explainer = self.explainer()
        for person in persons:
            explainer.explain(person, "ru")

    def family(self, person: int) -> list[int]:
        """The persons of the largest group a person is in, as the law counts it."""
        evaluator = self.kept.evaluator
        found = [person]
        for group in self.book.groups.values():
            key = evaluator.group_key(group.kind, person)
            if key is not None:
                found = max(found, evaluator.members(group.kind, key), key=len)
        return found


def main() -> None:
    """Ask, and print the quantiles in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=None, help="a store with a delivery; a city is made without it")
    parser.add_argument("--people", type=int, default=500, help="how many persons and families are asked about")
    parser.add_argument("--on", type=date.fromisoformat, default=date(2025, 3, 1))
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or _city(pack, Path(folder), asked.on)
        told = measure(pack, store, asked.on, asked.people)
    print(json.dumps({"bench": "near", "unit": "ms", **told}))


def measure(pack: Pack, store: Path, on: date, people: int) -> dict[str, object]:
    """p50 and p95 in milliseconds of every question, and the seconds of a process's start (median)."""
    facts = open_delivery(store, pack.registers)
    near, dice = Near(pack, facts, on), random.Random(1)
    some = [dice.randrange(facts.persons) for _ in range(people)]
    for person in some[:20]:
        near.person(person)  # the law's functions are written when they are first asked for
    dwelling = largest_dwelling(facts)
    families = [near.family(person) for person in some]
    return {
        "persons": facts.persons,
        "person_fresh": quantiles(near.person, some),
        "person_kept": quantiles(lambda person: near.person(person, near.kept), some),
        "family_fresh": quantiles(near.everybody, families),
        "family_members": statistics.mean(map(len, families)),
        "largest_dwelling": quantiles(near.everybody, [dwelling] * 5),
        "largest_dwelling_persons": len(dwelling),
        "start_seconds": start(store, on, facts.person_text(some[0])),
    }


def largest_dwelling(facts: Facts) -> list[int]:
    """The persons registered at the place where most are."""
    base = "registrations.address_id"
    starts, ends = facts.array(f"{base}.start")[:-1], facts.array(f"{base}.end")
    place = int(np.argmax(ends - starts))
    rows = facts.array(f"{base}.row")[int(starts[place]) : int(ends[place])]
    return sorted({int(facts.array("registrations.snils")[row]) for row in rows})


def quantiles(ask: Callable[..., object], of: Iterable[object]) -> dict[str, float]:
    """p50 and p95 in milliseconds."""
    took = []
    for one in of:
        begun = time.perf_counter()
        ask(one)
        took.append((time.perf_counter() - begun) * 1000)
    return {"p50": round(float(np.quantile(took, 0.5)), 2), "p95": round(float(np.quantile(took, 0.95)), 2)}


def start(store: Path, on: date, key: str) -> float:
    """Seconds from a process's beginning to one person's explanation and its end."""
    command = [sys.executable, "-m", "alongside.cli", "entitlements", "explain", "--store", str(store)]
    took = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run([*command, "--on", on.isoformat(), "--person", key], check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - begun)
    return round(statistics.median(took), 2)


def _city(pack: Pack, folder: Path, on: date) -> Path:
    generate_city(pack, people=100_000, seed=1, out=folder / "d", on=on, dirt=0.002)
    ingest_delivery(folder / "d", folder / "store", pack.registers)
    return folder / "store"


if __name__ == "__main__":
    main()
