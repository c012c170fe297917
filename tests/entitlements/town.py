"""Millbrook as a database knows it: its people, sweeps written out row by row, and what became of them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.models import Award, Change
from alongside.packs.sweep import SUMMARY
from alongside.people.models import Person
from alongside.records.actor import CITY, Actor
from alongside.rules.awards import SCHEMA
from alongside.rules.small import small_facts
from tests.packs import millbrook_week

AT = datetime(2025, 3, 1, 6, tzinfo=UTC)
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
ADA, BEN, CLEO = "M-0001-1", "M-0002-2", "M-0004-4"
NUMBERS = {ADA: 11, BEN: 22}
HEAD = Actor(role="head", account=7)
MILK = "lives_here=yes,modest=yes,amount_above_zero=yes"
IN_DOUBT = "lives_here=yes,modest=unknown,amount_above_zero=unknown"


def milk(amount=93150, *, unit=BEN, payee=ADA, since=MARCH, until=date(2027, 5, 1)):
    """Milk money for Ben: monthly, granted without asking."""
    return {
        "measure_id": "milk_money",
        "unit_kind": "child",
        "unit_id": unit,
        "payee_id": payee,
        "answer": "yes",
        "amount_kopecks": amount,
        "since": since,
        "until": until,
        "criteria": MILK,
        "missing": "",
    }


def milk_not_known(*, unit=BEN, missing="wages.amount"):
    """Milk money of which the wages are not known."""
    unknown = {"answer": "unknown", "criteria": IN_DOUBT, "missing": missing}
    return {**milk(unit=unit), "amount_kopecks": None, "since": None, "until": None, **unknown}


def hardship(amount=50000, *, since=MARCH, until=None):
    """The hardship grant of Ada's household: one-off, on application."""
    text = "settled=yes,modest=yes,amount_above_zero=yes"
    row = milk(amount, unit=ADA, since=since, until=until)
    return {**row, "measure_id": "hardship_grant", "unit_kind": "household", "criteria": text}


def wood(*, since=MARCH, until=APRIL):
    """Winter wood for the first house: in kind, offered."""
    row = {**milk(0, since=since, until=until), "criteria": "cold=yes,burns_wood=yes,hardship=yes"}
    return {**row, "measure_id": "winter_wood", "unit_kind": "house", "unit_id": "H001"}


class Town:
    """Ada, born 1980, her son Ben, born 2021, in the first house; their sweeps, one after the other."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.pack = millbrook_week.town()
        self.wages = 900
        self.held = [ADA, BEN]
        self.count = 0
        self.ada = Person.objects.create(key=NUMBERS[ADA], given_name="Ada", birth_date=date(1980, 1, 1))
        self.ben = Person.objects.create(key=NUMBERS[BEN], given_name="Ben", birth_date=date(2021, 5, 1))

    def facts(self, on, **cells):
        """The registers on a day: Ada earns `wages` a month, who is not `held` is missing. Cleo was `born` in 2025."""
        cleo = cells.get("born", date(2025, 2, 20))
        born = {ADA: date(1980, 1, 1), BEN: date(2021, 5, 1), CLEO: cleo}
        since = {CLEO: date(2025, 2, 20)}
        months = ("2024-12", "2025-01", "2025-02", "2025-03", "2025-04")
        rows = {
            "people": [{"number": one, "name": "Somebody", "born": born[one]} for one in self.held],
            "residents": [
                {"resident": one, "house": "H001", "since": since.get(one, date(2021, 5, 1))} for one in self.held
            ],
            "wages": [{"worker": ADA, "month": month, "amount": self.wages * 100} for month in months],
            "stoves": [{"stove": "S1", "house": "H001", "fuel": "WOOD", "built_on": date(2001, 1, 1)}],
        }
        return small_facts(self.pack.registers, rows, as_of=on, delivery_id=f"{on}-1")

    def sweep(self, rows, *, on=MARCH, measures=None, missing=(), **summary):
        """Write a sweep with these rows; gives its folder."""
        self.count += 1
        folder = self.folder / f"sweep{self.count}"
        folder.mkdir(parents=True)
        table = pa.Table.from_pylist([{"on": on, **row} for row in rows], schema=SCHEMA)
        pq.write_table(table, folder / "awards.parquet")
        names = measures or [measure.id for measure in self.pack.law.measures]
        head = {"pack": "millbrook", "pack_version": self.pack.version, "on": on.isoformat()}
        said = {"delivery_id": f"{on}-1", "as_of": on.isoformat(), "missing_registers": sorted(missing)}
        told = {**head, **said, "measures": {name: {} for name in names}, **summary}
        (folder / SUMMARY).write_text(json.dumps(told))
        return folder

    def apply(self, *rows, on=MARCH, by=CITY, limited=True, at=AT, **more):
        """Write a sweep of these rows and apply it."""
        folder = self.sweep(rows, on=on, **more)
        return self.apply_again(folder, on=on, by=by, limited=limited, at=at)

    def apply_again(self, folder, *, on=MARCH, by=CITY, limited=True, at=AT):
        """Apply what a folder holds."""
        return apply_sweep(folder=folder, pack=self.pack, facts=self.facts(on), at=at, by=by, limited=limited)

    def say_of(self, measure, **what):
        """Let the pack say something else of a measure."""
        texts = {**self.pack.texts, measure: replace(self.pack.texts[measure], **what)}
        self.pack = replace(self.pack, texts=texts)

    def limit(self, **what):
        """Let the pack have other limits."""
        self.pack = replace(self.pack, applying=replace(self.pack.applying, **what))


def only():
    """The one award there is."""
    return Award.objects.get()


def history(award=None):
    """The kinds of an award's turns, in order."""
    return [change.kind for change in Change.objects.filter(award=award or only()).order_by("pk")]
