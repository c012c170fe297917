"""The sweep held against another program on the same people, both timed in the same run.

`./run bench sweep --people 1000000 --against openfisca`
`./run bench sweep --people 1000000 --against floor`
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def main() -> None:
    """Read what is asked and hand it to the one it is held against."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", choices=["openfisca", "floor"], required=True)
    parser.add_argument("--people", type=int, default=1_000_000, help="how many living people the city has")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2025, 3, 1))
    parser.add_argument("--rounds", type=int, default=3, help="how often each side goes; medians are told")
    parser.add_argument("--measures", default="", help="some of the measures, with commas; else all that both have")
    parser.add_argument("--delivery", type=Path, help="a Parquet delivery of clean rows instead of a new city")
    parser.add_argument("--store", type=Path, help="the store that holds it, if it is ingested already")
    parser.add_argument("--keep", type=Path, help="a folder for city, store and arrays; what lies there is taken")
    parser.add_argument("--ways", default="facts,digested,parquet", help="from what to what, with commas; all three")
    asked = parser.parse_args()
    if asked.against == "floor":
        from bench._sweep_floor import run as run_floor

        run_floor(people=asked.people, seed=asked.seed, on=asked.on, rounds=asked.rounds, store=asked.store)
        return
    if asked.store and not asked.delivery:
        parser.error("--store needs --delivery: the other side reads the Parquet files")
    ways = asked.ways.split(",")
    if not set(ways) <= {"facts", "digested", "parquet"}:
        parser.error("--ways takes facts, digested and parquet")
    measures = [name for name in asked.measures.split(",") if name]
    from bench.openfisca.peer import run

    equal = run(
        people=asked.people,
        seed=asked.seed,
        on=asked.on,
        rounds=asked.rounds,
        measures=measures,
        delivery=asked.delivery,
        store=asked.store,
        keep=asked.keep,
        ways=ways,
    )
    raise SystemExit(0 if equal else 1)


if __name__ == "__main__":
    main()
