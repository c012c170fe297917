"""Decide again at once everybody whose decision can read a fact that was put right, and turn what turns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from alongside.entitlements import law
from alongside.entitlements.assigned import join_assigned
from alongside.entitlements.corrections import facts_with, laid
from alongside.entitlements.models import Award, Change, Correction, Sweep, Task
from alongside.entitlements.sweep_gaps import keep_what_rests_on_gaps
from alongside.entitlements.sweep_reasons import keep_whom_nobody_sees, open_new_rights, say_why
from alongside.entitlements.sweep_turns import fetch, turns
from alongside.entitlements.sweep_writes import Writing, newly_granted, write_turns
from alongside.packs.held_sweep import HeldSweep
from alongside.packs.reasons import Decider
from alongside.people.models import Person
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import NOT_CONSIDERED, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.reach import Walk
from alongside.rules.schema import NEVER
from alongside.rules.tree import PLACE

UNITS = pa.schema([("measure", pa.string()), ("unit_kind", pa.string()), ("unit", pa.int64())])
ROWS = pa.schema(
    [
        *UNITS,
        *((name, pa.int64()) for name in ("person", "payee")),
        ("answer", pa.string()),
        ("amount", pa.int64()),
        *((name, pa.date32()) for name in ("since", "until")),
        *((name, pa.string()) for name in ("criteria", "missing")),
        ("line", pa.int64()),
    ]
)
Turned = tuple[MeasureCase, int, Decision]


@dataclass(frozen=True)
class TurnedNow:
    """The decisions that corrections turn, as they are now, and the facts by whose indexes they name their units."""

    found: list[Turned]
    facts: Facts


def redecide(
    corrections: Sequence[Correction], *, delivery: str, before: int, after: int, at: datetime, on: date
) -> list[Change]:
    """Decide again whom corrections can concern that are laid over the edition `before` and make the edition `after`,
    and turn the awards on which this says otherwise. Gives the lines of history that this made, which name the first of
    the corrections; to be called in their transaction.
    """
    turned = turned_decisions(corrections, facts_with(delivery, before), on)
    if not turned.found:
        return []
    pack, decider = law.pack(), Decider(law.book(), turned.facts, on)
    held = HeldSweep(
        folder=Path(),
        form="",
        summary={"corrections": after},
        on=on,
        pack=pack.name,
        pack_version=pack.version,
        delivery_id=delivery,
        measures={case.measure: {} for case, _, _ in turned.found},
    )
    units, rows = _tables(turned.found, turned.facts, decider)
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with turns(held, rows, pack, seen=after, units=units):
        keep_whom_nobody_sees(turned.facts, held)
        keep_what_rests_on_gaps(pack, turned.facts, held, decider)
        open_new_rights(pack, after)
        say_why(decider)
        sweep = Sweep(on=on, delivery=delivery, pack_version=pack.version)  # a run over few people is not kept as one
        given = write_turns(Writing(sweep, pack.applying, at, after))
        granted = newly_granted(given["last_award"])
        touched = [row[0] for row in fetch("SELECT award FROM sweep_turn WHERE award IS NOT NULL")]
    Change.objects.filter(pk__gt=last, sweep__isnull=True, at=at).update(correction=corrections[0])
    join_assigned(Award.objects.filter(pk__in=granted).select_related("person", "payee"), pack, on=on, at=at)
    _ask(touched, at, on + timedelta(days=pack.applying.ask_days))
    return list(Change.objects.filter(correction=corrections[0]).select_related("award"))


def turned_decisions(corrections: Sequence[Correction], old: Facts, on: date) -> TurnedNow:
    """The decisions that corrections turn when they are laid over `old`, among all that can read what they touch."""
    overlay = laid(old, corrections)
    first, second = Evaluator(law.book(), overlay.before(), on), Evaluator(law.book(), overlay.after(), on)
    walk = Walk(law.reach(), first, second)
    walk.from_overlay(overlay)
    found = []
    for case, unit in walk.cases():
        said = _said_of(second, case, unit, overlay.absent)
        if said != _said_of(first, case, unit, overlay.new_persons):
            found.append((case, unit, said))
    return TurnedNow(found, overlay.after())


def _said_of(evaluator: Evaluator, case: MeasureCase, unit: int, away: Collection[int]) -> Decision:
    """The decision for a unit; who is not there is not considered."""
    if case.unit.kind != PLACE and unit in away:
        return Decision(case, unit, NOT_CONSIDERED)
    return evaluator.decide(case, unit)


def _tables(found: list[Turned], facts: Facts, decider: Decider) -> tuple[pa.Table, pa.Table]:
    """The units that were decided, and the rows of those that are a yes or not known, as a sweep would have them."""
    keys = {
        int(facts["person.key"][p])
        for _, unit, said in found
        for p in (unit, said.payee)
        if p is not None and p < facts.persons
    }
    people = dict(Person.objects.filter(key__in=keys).values_list("key", "pk"))
    units: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for case, unit, said in found:
        place = case.unit.kind == PLACE
        key = int(facts["place.key" if place else "person.key"][unit])
        one = {"measure": case.measure, "unit_kind": case.unit.name, "unit": key}
        units.append(one)
        if said.answer in (Award.Answer.YES, Award.Answer.UNKNOWN):
            payee = None if said.payee is None else people.get(int(facts["person.key"][said.payee]))
            rows.append(
                {
                    **one,
                    "person": None if place else people.get(key),
                    "payee": payee,
                    "line": len(rows),
                    **_said(case, unit, said, decider),
                }
            )
    return pa.Table.from_pylist(units, schema=UNITS), pa.Table.from_pylist(rows, schema=ROWS)


def _said(case: MeasureCase, unit: int, said: Decision, decider: Decider) -> dict[str, Any]:
    yes = said.answer == Award.Answer.YES
    return {
        "answer": said.answer,
        "amount": said.amount if yes else None,
        "since": _day(said.since) if yes else None,
        "until": _day(said.until) if yes else None,
        "criteria": ",".join(f"{one.id}={one.answer}" for one in said.criteria),
        "missing": decider.row(case, unit, said)["missing"],
    }


def _day(number: int | None) -> date | None:
    return None if number is None or number >= NEVER else number_day(number)


def _ask(awards: list[int], at: datetime, due: date) -> None:
    """Tasks for what is missing now where something stands; those that are answered are done."""
    for award in Award.objects.filter(pk__in=awards):
        asked = (
            award.stands == Award.Stands.GRANTED and award.closed_on is None and award.answer == Award.Answer.UNKNOWN
        )
        wanted = {name.partition(".")[0] for name in award.missing.split(",") if name} if asked else set()
        waiting = Task.objects.filter(award=award, kind=Task.Kind.ASK_REGISTER, done_at__isnull=True)
        waiting.exclude(register__in=wanted).update(done_at=at)
        Task.objects.bulk_create(
            (
                Task(
                    kind=Task.Kind.ASK_REGISTER,
                    person_id=award.person_id or award.payee_id,
                    award=award,
                    register=name,
                    opened_at=at,
                    due=due,
                )
                for name in sorted(wanted)
            ),
            ignore_conflicts=True,
        )
