"""A made-up Millbrook: households of one to five, wages at the mill, a stove in most houses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import pyarrow as pa

NAMES = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn", "Gwen", "Hugh", "Ivy", "Jack")
TEXT, DAY, MONEY = pa.string(), pa.date32(), pa.decimal128(18, 2)
SCHEMAS = {
    "people": pa.schema([("number", TEXT), ("name", TEXT), ("born", DAY), ("died", DAY)]),
    "residents": pa.schema([("resident", TEXT), ("house", TEXT), ("since", DAY), ("until", DAY)]),
    "wages": pa.schema([("amount", MONEY), ("month", TEXT), ("worker", TEXT)]),
    "stoves": pa.schema([("stove", TEXT), ("house", TEXT), ("fuel", TEXT), ("built_on", DAY)]),
}
Rows = dict[str, list[dict[str, object]]]


def generate(
    people: int, seed: int, on: date, progress: Callable[[int], None] | None = None
) -> Iterator[dict[str, pa.Table]]:
    """One block with a table for each register; the same arguments give the same rows. At most 2,500 people."""
    if not 1 <= people <= 2500:
        raise ValueError("Millbrook has 1 to 2,500 people")
    random = Random(f"{people} {seed} {on}")
    rows: Rows = {name: [] for name in SCHEMAS}
    left = people
    for number in range(1, 1000):
        if left > 0:
            left -= _settle(rows, random, on, house=f"H{number:03d}", count=min(left, random.randint(2, 5)))
    if progress is not None:
        progress(people)
    yield {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}


def _settle(rows: Rows, random: Random, on: date, *, house: str, count: int) -> int:
    """A household moves into a house."""
    for place in range(count):
        years = random.randint(20, 80) if place == 0 else random.randint(0, 50)
        born = on - timedelta(days=365 * years + random.randint(0, 364))
        died = on - timedelta(days=1) if years > 70 and random.random() < 0.3 else None
        number = _number(len(rows["people"]) + 1)
        rows["people"].append({"number": number, "name": random.choice(NAMES), "born": born, "died": died})
        since = max(born, on - timedelta(days=random.randint(1, 4000)))
        rows["residents"].append({"resident": number, "house": house, "since": since, "until": None})
        if years >= 16 and random.random() < 0.6:
            rows["wages"] += [_wage(random, on, number, ago) for ago in (1, 2, 3)]
    if random.random() < 0.8:
        fuel = random.choice(("WOOD", "WOOD", "COAL", "PEAT", None))
        built = on - timedelta(days=9000)
        rows["stoves"].append({"stove": f"S-{house}", "house": house, "fuel": fuel, "built_on": built})
    return count


def _wage(random: Random, on: date, number: str, ago: int) -> dict[str, object]:
    month = on.year * 12 + on.month - 1 - ago
    amount = None if random.random() < 0.02 else f"{random.randint(100, 900)}.{random.randint(0, 99):02d}"
    text = f"{month // 12}-{month % 12 + 1:02d}"
    return {"amount": pa.scalar(amount).cast(MONEY).as_py(), "month": text, "worker": number}


def _number(count: int) -> str:
    digits = f"{count:04d}"
    return f"M-{digits}-{sum(int(digit) for digit in digits) % 10}"
