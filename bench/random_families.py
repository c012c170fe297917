"""Random families, decided by the kernels, the evaluator and the second reading of the law; differences are counted.

Each is decided once more with something less known: a yes or a no may become "not known", and nothing else.

`./run bench random_families --families 20000 --seed 1`

A family on which they differ is made as small as it can be and printed as an entry of an examples.yaml.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from random import Random

from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.packs.load import Pack
from alongside.rules.evaluator import Book
from tests.families.decide import (
    Answers,
    by_evaluator,
    by_kernels,
    by_second_reading,
    differences,
    disagreements,
    events_by_evaluator,
    events_by_kernels,
    events_by_second_reading,
    of_events,
    without_no,
)
from tests.families.draw import random_families
from tests.families.family import Family, together
from tests.families.forget import ABSENT, BY_PLACE, contradictions, ways_to_forget
from tests.families.reduce import reduced
from tests.families.shown import as_example

IN_A_STORE = 100
SHOWN = 5


def main() -> None:
    """Draw, decide, count; the exit code says whether anything differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first store")
    asked = parser.parse_args()
    pack = load_pack(default_pack())
    book = Book(pack.law)
    began, found, wrong = time.monotonic(), Counter[str](), 0
    answers: Counter[str] = Counter()
    for place in range(-(-asked.families // IN_A_STORE)):
        families = random_families(asked.seed + place, IN_A_STORE)
        evaluated, differing = compare(pack, book, families, found)
        answers.update(f"{unit[0]} {said['answer']}" for unit, said in evaluated.items())
        if differing and wrong < SHOWN:
            show(pack, book, families, asked.seed + place)
        wrong += differing
        if place % 10 == 9:
            print(f"{found['families']:,} families, {wrong} differences", flush=True)
    silent = [measure.id for measure in pack.law.measures if not answers[f"{measure.id} yes"]]
    seconds = round(time.monotonic() - began, 1)
    print(
        json.dumps({"bench": "random_families", **found, "differences": wrong, "never_yes": silent, "seconds": seconds})
    )
    raise SystemExit(1 if wrong else 0)


def compare(pack: Pack, book: Book, families: list[Family], found: Counter[str]) -> tuple[Answers, int]:
    """What the evaluator says of families in one store, and how many differences there are."""
    family = together(families)
    evaluated = by_evaluator(book, pack.registers, family)
    happened = events_by_evaluator(pack, book, family)
    wrong = differences(evaluated, by_second_reading(family), "evaluator / second reading")
    wrong += differences(by_kernels(pack, family), without_no(evaluated), "kernels / evaluator")
    wrong += of_events(happened, events_by_second_reading(family), "evaluator / second reading")
    wrong += of_events(events_by_kernels(pack, family), happened, "kernels / evaluator")
    wrong += opposites(pack, book, families, evaluated)
    for line in wrong[:SHOWN]:
        print(line)
    found.update(families=len(families), people=len(family.keys), decisions=len(evaluated), events=len(happened))
    return evaluated, len(wrong)


def opposites(pack: Pack, book: Book, families: list[Family], before: Answers) -> list[str]:
    """Where somebody in a family of which less is known, each in a way of its own, is told otherwise."""
    random = Random(families[0].on.toordinal())
    ways = [
        random.choice([way for way in ways_to_forget(family) if not way[0].endswith(ABSENT)])  # one delivery for all
        for family in families
    ]
    after = by_evaluator(book, pack.registers, together([less for _, less in ways]))
    wrong = []
    for (how, _), family in zip(ways, families, strict=True):
        keys = {*family.keys, *(row["address_id"] for name in BY_PLACE for row in family.rows[name])}
        mine = [{unit: said for unit, said in answers.items() if unit[2] in keys} for answers in (before, after)]
        wrong += contradictions(*mine, how)
    return wrong


def show(pack: Pack, book: Book, families: list[Family], seed: int) -> None:
    """The first family that differs by itself, as small as can be."""

    def is_wrong(family: Family) -> bool:
        return bool(disagreements(pack, book, family))

    alone = next((family for family in families if is_wrong(family)), None)
    print(f"seed {seed}:")
    print(as_example(reduced(alone, is_wrong)) if alone else "no family differs by itself: the kernels do")


if __name__ == "__main__":
    main()
