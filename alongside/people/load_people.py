"""Load persons, ties, permanent homes and the mandates of parents and guardians from a delivery: only what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alongside.packs.people_columns import PeopleColumns
from alongside.people import load_steps
from alongside.people.models import PeopleLoad
from alongside.people.read_people import PeopleRead, read_people
from alongside.people.refusals import DeliveryIsOlder
from alongside.people.staging import staged
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.rules.facts import Facts

Told = Callable[[str, float], None]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class PeopleLoaded:
    """What a load did: for persons, ties, mandates and names, how many are new, changed, gone, and the same."""

    delivery: str
    as_of: str
    counts: Counts


def load_people(
    *,
    facts: Facts,
    columns: PeopleColumns,
    at: datetime,
    by: Actor,
    even_if_older: bool = False,
    told: Told | None = None,
) -> PeopleLoaded:
    """Bring persons, ties and mandates in step with a delivery, all in one transaction.

    Refuses a delivery older than the one that is loaded, unless it is wanted `even_if_older`. A person
    whom it does not name keeps the row, no longer held; a tie it does not name ends on its day, but for those whose
    records are not complete: what is not known is not over. A mandate that was revoked stays revoked.
    """
    step = told or _silent
    step("reading", 0.0)
    read = read_people(facts, columns)
    with transaction.atomic():
        _one_at_a_time()
        if not even_if_older:
            _not_older(read)
        counts = _brought_in_step(read, step)
        load = PeopleLoad.objects.create(delivery=read.delivery, as_of=read.as_of, at=at, counts=counts)
        record("people.load_people", subject=load, by=by, after={"delivery": read.delivery, **counts}, at=at)
    step("", 1.0)
    return PeopleLoaded(read.delivery, read.as_of.isoformat(), counts)


def _brought_in_step(read: PeopleRead, step: Told) -> Counts:
    counts: Counts = {}
    with staged("staged_person", read.persons, key="key", told=lambda share: step("persons", 0.05 + 0.3 * share)):
        step("persons", 0.35)
        counts["persons"] = load_steps.persons()
    if read.ties is not None:
        with (
            staged("staged_tie", read.ties, key="name", told=lambda share: step("ties", 0.65 + 0.1 * share)),
            staged("staged_unsure", read.unsure, key="key"),
        ):
            step("ties", 0.75)
            counts["ties"] = load_steps.ties(read.as_of)
            step("mandates", 0.85)
            counts["mandates"] = load_steps.mandates()
    step("names", 0.95)
    with staged("staged_name", read.names, key="text"):
        counts["names"] = load_steps.names()
    return counts


def _one_at_a_time() -> None:
    """A second load waits for the first; on SQLite every writer does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE people_peopleload IN SHARE ROW EXCLUSIVE MODE")


def _not_older(read: PeopleRead) -> None:
    last = PeopleLoad.objects.order_by("-id").first()
    if last is not None and (read.as_of, read.delivery) < (last.as_of, last.delivery):
        raise DeliveryIsOlder(
            f"The delivery {read.delivery} of {read.as_of} is older than {last.delivery} of {last.as_of}, "
            "which is loaded already.",
            remedy=f"Nothing was changed. To go back all the same, say --delivery {read.delivery}.",
        )


def _silent(what: str, share: float) -> None:
    """Nobody listens."""
