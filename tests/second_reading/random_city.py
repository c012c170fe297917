"""A small adversarial random delivery: no realistic city, but one on every edge of the two pages."""

from __future__ import annotations

from pathlib import Path

from .city_base import City
from .city_faults import add_faults
from .city_files import write_files
from .city_money import make_money
from .city_people import make_people
from .city_things import make_things


def write_random_city(
    folder: Path,
    seed: int,
    people: int = 60,
    *,
    faults: float = 0.05,
    parquet_share: float = 0.3,
    missing_share: float = 0.15,
) -> dict[str, object]:
    """Writes the files and manifest.json; returns `on`, `delivery_id` and `as_of`. One seed, the same bytes.

    `faults`: the share of rows that are spoilt. `parquet_share`: the share of registers written as Parquet.
    `missing_share`: the share of deliveries in which one to four registers (never persons) are missing or
    have a file error.
    """
    city = City(seed)
    make_people(city, people)
    make_money(city)
    make_things(city)
    formats = {name: "parquet" if city.chance(parquet_share) else "csv" for name in city.rows}
    add_faults(city, formats, faults)
    delivery_id = f"{city.as_of.isoformat()}-{seed:04d}"
    write_files(city, folder, delivery_id, formats, missing_share)
    return {"on": city.on, "delivery_id": delivery_id, "as_of": city.as_of}
