"""`./run bench sweep --against openfisca`: the same people, the same measures, both sides timed, their awards compared.

Each side is a process of its own in every round, and practises on a tiny city before its clock runs: what starting,
importing, and loading compiled kernels take is told apart.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import ingest_delivery
from bench.openfisca.compare import Held, compare
from bench.openfisca.environment import NoPeer, peer_python

ROOT = Path(__file__).resolve().parents[2]
TINY = 500
TWELVE = (
    *("unified_allowance", "birth_grant", "old_age_pension", "edv", "funeral_benefit", "unemployment_benefit"),
    *("pension_city_supplement", "large_family_cost_of_living", "large_family_utilities"),
    *("labour_veteran_monthly", "centenarian_payment", "free_travel"),
)
OPERATIONS = 8  # an amount of theirs is rounded to float32 at most so often on its way
WAYS = {
    "facts": (
        "from the registers' rows, ready in each side's own arrays, to written awards",
        "ours: the mapped store; theirs: the same rows in mapped arrays, people as positions",
    ),
    "digested": (
        "as `facts`, but OpenFisca begins with families formed and rows brought down to one value a person",
        "ours: the mapped store, as above; theirs: input variables ready, only its own calculation left",
    ),
    "parquet": (
        "from the delivery's Parquet files to written awards",
        "ours: every row checked, the store kept, the sweep; theirs: rows read and trusted, nothing kept",
    ),
}


@dataclass
class Side:
    """What the rounds of one side gave, in one way."""

    rounds: list[dict[str, float]] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        """The median of each figure; of the memory the most."""
        middle = {name: round(median(one[name] for one in self.rounds), 3) for name in self.rounds[0]}
        return middle | {"peak_mb": max(one["peak_mb"] for one in self.rounds)}


@dataclass
class Bench:
    """One comparison: where its things lie, and what is asked."""

    folder: Path
    delivery: Path
    store: Path
    tiny: Path
    on: date
    measures: Sequence[str]
    python: Path

    def ours(self, what: str) -> dict[str, float]:
        """One round of our side."""
        scratch = Path(tempfile.mkdtemp(prefix="ours-", dir=self.folder))
        more = ["--store", self.store, "--scratch", scratch, "--out", self.folder / "ours"]
        return self._run(sys.executable, "our_side", what, more)

    def theirs(self, what: str) -> dict[str, float]:
        """One round of OpenFisca's side."""
        more = ["--layout", self.folder / "layout", "--terms", default_pack() / "terms.yaml"]
        return self._run(self.python, "peer_side", what, [*more, "--out", self.folder / f"theirs-{what}.parquet"])

    def _run(self, python: Path | str, side: str, what: str, more: Sequence[object]) -> dict[str, float]:
        asked = [
            "--delivery",
            self.delivery,
            "--tiny",
            self.tiny,
            "--on",
            self.on,
            "--measures",
            ",".join(self.measures),
        ]
        command = [python, "-P", "-W", "ignore", "-m", f"bench.openfisca.{side}", what, *asked, *more]
        done = subprocess.run(
            [str(word) for word in command],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {}
        return told


def run(
    *,
    people: int,
    seed: int,
    on: date,
    rounds: int,
    measures: Sequence[str],
    delivery: Path | None,
    store: Path | None,
    keep: Path | None,
    ways: Sequence[str],
) -> bool:
    """Bring both sides, let them take turns, compare, print; the last line is JSON. Whether all awards are equal."""
    chosen = [name for name in TWELVE if name in measures] if measures else list(TWELVE)
    if unknown := set(measures) - set(TWELVE):
        raise SystemExit(f"OpenFisca's side has no {', '.join(sorted(unknown))}; it has {', '.join(TWELVE)}.")
    try:
        python = peer_python()
    except NoPeer as error:
        raise SystemExit(str(error)) from error
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="alongside-openfisca-")))
        bench = bring(folder, people, seed, on, delivery, store, chosen, python)
        sides = take_turns(bench, rounds, ways)
        ours = bench.folder / "ours" / "awards.parquet"
        found = {what: compare(ours, bench.folder / f"theirs-{what}.parquet", OPERATIONS) for what in sides}
        persons = json.loads((bench.folder / "ours" / "summary.json").read_text(encoding="utf-8"))["persons"]
    first = next(iter(found.values()))
    tell(sides, first)
    equal = all(held.equal for way in found.values() for held in way)
    print(json.dumps(last_line(sides, first, persons, rounds, chosen) | {"equal": equal}))
    return equal


def bring(
    folder: Path,
    people: int,
    seed: int,
    on: date,
    delivery: Path | None,
    store: Path | None,
    measures: Sequence[str],
    python: Path,
) -> Bench:
    """A delivery, its store, a tiny delivery for practice, and OpenFisca's arrays; what is there already is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = load_pack(default_pack())
    if delivery is None:
        delivery = folder / "delivery"
        if not (delivery / "manifest.json").exists():
            generate_city(pack, people=people, seed=seed, out=delivery, on=on, form="parquet")
    tiny = folder / "tiny"
    if not (tiny / "manifest.json").exists():
        generate_city(pack, people=TINY, seed=seed, out=tiny, on=on, form="parquet")
    if store is None:
        store = folder / "store"
        ingest_delivery(delivery, store, pack.registers)
    bench = Bench(folder, delivery, store, tiny, on, measures, python)
    if not (folder / "layout" / "whole").exists():
        shutil.rmtree(folder / "layout", ignore_errors=True)
        bench.theirs("keep")
        (folder / "layout" / "whole").touch()
    return bench


def take_turns(bench: Bench, rounds: int, ways: Sequence[str]) -> dict[str, tuple[Side, Side]]:
    """Every way in every round; who goes first changes. Our side has nothing digested: its facts count there too."""
    sides = {what: (Side(), Side()) for what in WAYS if what in ways or (what == "facts" and "digested" in ways)}
    for number in range(rounds):
        for what in ("facts", "parquet"):
            if what not in sides:
                continue
            turns = [(sides[what][0], bench.ours, what), (sides[what][1], bench.theirs, what)]
            if what == "facts" and "digested" in sides:
                turns.append((sides["digested"][1], bench.theirs, "digested"))
            for side, go, how in turns if number % 2 == 0 else reversed(turns):
                side.rounds.append(go(how))
                print(f"round {number + 1}, {how}, {go.__name__}: {side.rounds[-1]}", file=sys.stderr, flush=True)
    if "digested" in sides:
        sides["digested"] = (sides["facts"][0], sides["digested"][1])
    return sides


def tell(sides: dict[str, tuple[Side, Side]], found: list[Held]) -> None:
    """The figures in words."""
    print("Ours gives every answer with its criteria, reasons and what is missing; OpenFisca gives yes and an amount.")
    for what, pair in sides.items():
        (way, layouts), (ours, theirs) = WAYS[what], (side.told() for side in pair)
        print(f"\n{what}: {way}\n  {layouts}")
        for name, told in (("ours", ours), ("theirs", theirs)):
            print(
                f"  {name:6}{told['seconds']:9.2f} s, processor {told['cpu']:8.2f} s, at most {told['peak_mb']:6.0f} MB"
            )
        print(f"  ratio {theirs['seconds'] / ours['seconds']:.2f}, of processor time {theirs['cpu'] / ours['cpu']:.2f}")
        print(f"  start and practice, not counted: ours {ours['start']:.1f} s, theirs {theirs['start']:.1f} s")
    print(f"\n{'measure':28}{'unit':7}{'ours':>9}{'theirs':>9}{'differ':>8}{'sum, ours':>19}{'largest':>9}  not known")
    for held in found:
        differ = held.only_ours + held.only_theirs + held.other_amounts
        print(
            f"{held.measure:28}{held.unit_kind:7}{held.ours:9}{held.theirs:9}{differ:8}{held.sum_ours / 100:19,.2f}"
            f"{held.largest_difference:9}  {held.not_known} ({held.not_known_given})"
        )
    print(
        "`largest`: difference of one award, in kopecks. `not known`: units of which a fact is missing, left out of the"
    )
    print("other columns; OpenFisca takes an empty cell for 0 or no, and so gives to some of them (in brackets).\n")


def last_line(
    sides: dict[str, tuple[Side, Side]], found: list[Held], persons: int, rounds: int, measures: Sequence[str]
) -> dict[str, object]:
    """All figures for machines."""
    told = {what: (ours.told(), theirs.told()) for what, (ours, theirs) in sides.items()}
    return {
        "bench": "sweep",
        "against": "openfisca",
        "persons": persons,
        "rounds": rounds,
        "measures": list(measures),
        "timed": {what: {"ours": ours, "theirs": theirs} for what, (ours, theirs) in told.items()},
        "ratio_openfisca": {
            what: round(theirs["seconds"] / ours["seconds"], 2) for what, (ours, theirs) in told.items()
        },
        "ratio_openfisca_cpu": {what: round(theirs["cpu"] / ours["cpu"], 2) for what, (ours, theirs) in told.items()},
        "compared": [held.told() for held in found],
    }
