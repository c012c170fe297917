"""A week in Millbrook: two deliveries of the same few households, between which somebody gains and somebody loses.

Bread for a person is 931.50 in three months; a household's wages fall short of it by the hardship grant, 1,100 at most.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from alongside.packs import load_pack
from alongside.registers import ingest_delivery
from alongside.registers.write import write_delivery

TOWN = Path(__file__).resolve().parents[1] / "towns" / "millbrook"
ON = date(2025, 3, 2)
ADA, BEN, CORA, DAN, EVE, FINN, GWEN, HUGH, IVY = (f"M-{number:04d}-{number}" for number in range(1, 10))
FIRST, SECOND = "2025-03-01-0001", "2025-03-02-0001"

BORN = {
    ADA: date(1980, 1, 1),
    BEN: date(2021, 5, 1),  # under 6: a full pint
    CORA: date(1950, 1, 1),
    DAN: date(1990, 1, 1),
    EVE: date(2013, 3, 6),  # 12 within the week: half a pint until then
    FINN: date(1970, 1, 1),
    GWEN: date(1960, 1, 1),
    HUGH: date(1965, 1, 1),
    IVY: date(1940, 1, 1),
}
HOUSE = {ADA: 1, BEN: 1, CORA: 2, DAN: 3, EVE: 3, FINN: 4, GWEN: 5, HUGH: 6, IVY: 7}
FUEL = {1: "WOOD", 2: None, 3: "COAL"}
# Wages a month, December to February; None: the payroll does not say.
BEFORE = {
    ADA: (300, 300, 300),
    CORA: (400, 400, 400),
    DAN: (0, 0, 0),
    FINN: (100, None, 100),
    GWEN: (100, 100, 100),
    HUGH: (None, 100, 100),
    IVY: (100, 100, 100),
}
AFTER = {
    ADA: (700, 700, 700),
    CORA: (100, 100, 100),
    DAN: (300, 400, 300),
    FINN: (100, 100, 100),
    GWEN: (100, 100, None),
    HUGH: (900, 900, 900),
}
MONEY = pa.decimal128(18, 2)


def town():
    """The pack of Millbrook."""
    return load_pack(TOWN)


def blocks(wages):
    """The registers of the town in which these people have these wages; who has none has moved away."""
    here = [one for one in BORN if any(HOUSE[one] == HOUSE[other] for other in wages)]
    months = ("2024-12", "2025-01", "2025-02")
    text, day = pa.string(), pa.date32()
    return {
        "people": pa.table(
            {
                "number": here,
                "name": ["Somebody"] * len(here),
                "born": pa.array([BORN[one] for one in here], day),
                "died": pa.nulls(len(here), day),
            }
        ),
        "residents": pa.table(
            {
                "resident": here,
                "house": [f"H{HOUSE[one]:03d}" for one in here],
                "since": pa.array([max(BORN[one], date(2020, 1, 1)) for one in here], day),
                "until": pa.nulls(len(here), day),
            }
        ),
        "wages": pa.table(
            {
                "amount": pa.array([one and Decimal(one) for each in wages.values() for one in each], MONEY),
                "month": [month for _ in wages for month in months],
                "worker": pa.array([worker for worker in wages for _ in months], text),
            }
        ),
        "stoves": pa.table(
            {
                "stove": [f"S{house}" for house in FUEL],
                "house": [f"H{house:03d}" for house in FUEL],
                "fuel": list(FUEL.values()),
                "built_on": pa.array([date(2001, 1, 1)] * len(FUEL), day),
            }
        ),
    }


def ingest(store, delivery_id, wages):
    """Take a delivery of the town into a store."""
    pack = town()
    folder = store.parent / f"delivery-{delivery_id}"
    as_of = date.fromisoformat(delivery_id[:10])
    write_delivery(folder, pack.registers, iter([blocks(wages)]), delivery_id=delivery_id, as_of=as_of)
    report = ingest_delivery(folder, store, pack.registers)
    assert report.exit_status == 0, report.totals()
