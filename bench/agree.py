"""Kernels and evaluator agree on every unit and column: a dirty city with one register missing.

`./run bench agree --people 100000 --dirt 0.02 --missing income`
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date
from pathlib import Path

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.packs.load import Pack
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.evaluator import NOT_CONSIDERED, Book, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.run import CaseRows, run_law
from alongside.rules.schema import NEVER
from alongside.rules.tree import PLACE

CODES = {"no": 0, "yes": 1, "unknown": 2}


def main() -> None:
    """Make the city, decide twice, count differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--dirt", type=float, default=0.02)
    parser.add_argument("--missing", default="income", help="a register that did not arrive; - for none")
    parser.add_argument("--on", type=date.fromisoformat, default=date(2025, 3, 1))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    with tempfile.TemporaryDirectory() as folder:
        facts = dirty_facts(pack, Path(folder), asked.people, asked.seed, asked.on, asked.dirt, asked.missing)
        began = time.monotonic()
        compared, wrong = compare(pack, facts, asked.on)
    print(
        json.dumps(
            {
                "bench": "agree",
                "people": asked.people,
                "dirt": asked.dirt,
                "missing": asked.missing,
                "decisions_compared": compared,
                "differences": wrong,
                "seconds": round(time.monotonic() - began, 1),
            }
        )
    )
    raise SystemExit(1 if wrong else 0)


def dirty_facts(pack: Pack, folder: Path, people: int, seed: int, on: date, dirt: float, missing: str) -> Facts:
    """A made-up city, spoilt, one register taken out of its manifest, ingested."""
    delivery = folder / "delivery"
    generate_city(pack, people=people, seed=seed, out=delivery, on=on, form="parquet", dirt=dirt)
    manifest = json.loads((delivery / "manifest.json").read_text())
    manifest["files"] = [entry for entry in manifest["files"] if entry["register"] != missing]
    (delivery / "manifest.json").write_text(json.dumps(manifest))
    report = ingest_delivery(delivery, folder / "store", pack.registers)
    print(f"{people:,} people; {report.totals()}")
    return open_delivery(folder / "store", pack.registers)


def compare(pack: Pack, facts: Facts, on: date) -> tuple[int, int]:
    """How many decisions were compared, and how many differ in anything."""
    evaluator = Evaluator(Book(pack.law), facts, on)
    compared = wrong = 0
    for rows in run_law(pack.law, facts, on, pack.law.measures):
        place = rows.case.unit.kind == PLACE
        at = {int(unit): row for row, unit in enumerate(rows.columns["unit_key"])}
        for unit in range(facts.places if place else facts.persons):
            decision = evaluator.decide(rows.case, unit)
            compared += 1
            if not same(decision, rows, at.get(unit)):
                wrong += 1
                if wrong < 10:
                    print(f"differs: {rows.case.name}, unit {unit}")
        print(f"{rows.case.name}: {len(at):,} rows of the output")
    return compared, wrong


def same(decision: Decision, rows: CaseRows, row: int | None) -> bool:
    """Whether a decision says what the row of the output says (no row: no, or not considered)."""
    if row is None:
        return decision.answer in ("no", NOT_CONSIDERED)
    codes = sum(CODES[criterion.answer] << (2 * place) for place, criterion in enumerate(decision.criteria))
    got = (
        CODES.get(decision.answer),
        codes,
        decision.missing,
        -1 if decision.amount is None else decision.amount,
        decision.payee,
    )
    names = ("out_answer", "out_codes", "out_missing", "out_amount", "out_payee")
    if got != tuple(int(rows.columns[name][row]) for name in names):
        return False
    if decision.answer != "yes":
        return True
    until = NEVER if decision.until is None else decision.until
    return (decision.since, until) == (int(rows.columns["out_since"][row]), int(rows.columns["out_until"][row]))


if __name__ == "__main__":
    main()
