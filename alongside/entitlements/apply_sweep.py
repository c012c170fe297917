"""Put the difference of a sweep into the database: what begins, changes, is in doubt, ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from alongside.entitlements.assigned import join_assigned
from alongside.entitlements.corrections import with_corrections
from alongside.entitlements.models import Award, Sweep
from alongside.entitlements.refusals import SweepIsNotWhole, SweepIsOlder, SweepOfAnotherTown
from alongside.entitlements.sweep_gaps import keep_what_rests_on_gaps
from alongside.entitlements.sweep_limits import Counts, counts_of_turns, standing, unusual
from alongside.entitlements.sweep_reasons import keep_whom_nobody_sees, open_new_rights, say_why
from alongside.entitlements.sweep_rows import digest, sweep_rows
from alongside.entitlements.sweep_turns import turns
from alongside.entitlements.sweep_writes import Writing, ask_registers, newly_granted, write_turns
from alongside.packs.held_sweep import HeldSweep, open_sweep
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.rules.evaluator import Book
from alongside.rules.facts import Facts

AT_ONCE = 5000
Told = Callable[[str, float], None]


@dataclass(frozen=True)
class Applied:
    """What became of a sweep. `again`: it had been put in before, and nothing was done now."""

    sweep: Sweep
    again: bool = False

    @property
    def turned(self) -> int:
        """How many awards turned."""
        return sum(sum(kinds.values()) for kinds in self.sweep.counts.get("turns", {}).values())


def apply_sweep(
    *, folder: Path, pack: Pack, facts: Facts, at: datetime, by: Actor, limited: bool = True, told: Told | None = None
) -> Applied:
    """Turn every award on which the sweep in `folder` says something else; in one transaction, or not at all.

    `facts` are those of the sweep's delivery, by which it says why something ends. A sweep that would begin,
    end or change more than the pack's limits is kept WAITING and changes nothing (unless `limited` is False, or it is
    the first one ever). Applying the same sweep again changes nothing. Refuses a sweep of another pack, one that is
    older than the last, and one that names people who are not loaded.
    """
    step = told or _silent
    held = open_sweep(folder)
    if held.pack != pack.name:
        raise SweepOfAnotherTown(
            f"The sweep in {folder} was decided by the pack {held.pack}, and this site's is {pack.name}.",
            remedy="Sweep with this site's pack.",
        )
    mark = digest(held)
    with transaction.atomic():
        _one_at_a_time()
        known = Sweep.objects.filter(digest=mark).first()
        if known is not None and (limited or known.state != Sweep.State.WAITING):
            return Applied(known, again=True)
        _check_not_older(held)
        step("reading", 0.05)
        rows = sweep_rows(held, pack)
        work = _Work(held, pack, facts, at, by, limited=limited, step=step)
        try:
            with turns(held, rows, pack, seen=work.seen):
                sweep = work.do(known, mark)
        except IntegrityError as error:
            if "sweep_row" in str(error):
                raise SweepIsNotWhole(folder, "it names a unit of a measure twice") from error
            raise
    step("done", 1.0)
    return Applied(sweep)


class _Work:
    """One sweep being applied: everything that its steps share."""

    def __init__(
        self, held: HeldSweep, pack: Pack, facts: Facts, at: datetime, by: Actor, *, limited: bool, step: Told
    ) -> None:
        self.held, self.pack, self.facts = held, pack, facts
        self.at, self.by, self.limited, self.step = at, by, limited, step
        self.seen = int(held.summary.get("corrections", 0))  # the edition that the sweep read
        self._decides: Decider | None = None

    def do(self, known: Sweep | None, mark: str) -> Sweep:
        """Everything that is asked of the staged tables, in order."""
        self.step("comparing", 0.4)
        keep_whom_nobody_sees(self.laid, self.held)
        keep_what_rests_on_gaps(self.pack, self.laid, self.held, self._decider())
        open_new_rights(self.pack, self.seen)
        found = counts_of_turns()
        first = not Sweep.objects.filter(state=Sweep.State.APPLIED).exists()
        beyond = unusual(found, standing(), self.pack.applying) if self.limited and not first else {}
        sweep = known or Sweep(digest=mark, made_at=self.at)
        self._describe(sweep, found, beyond)
        sweep.save()
        if not beyond:
            self._write(sweep)
        self._record(sweep, found)
        return sweep

    def _describe(self, sweep: Sweep, found: Counts, beyond: Mapping[str, list[str]]) -> None:
        before = Sweep.objects.filter(state=Sweep.State.APPLIED).order_by("-on", "-as_of", "-pk").first()
        sweep.on = self.held.on
        sweep.delivery = self.held.delivery_id
        sweep.as_of = self.facts.as_of
        sweep.pack, sweep.pack_version = self.held.pack, self.held.pack_version
        sweep.folder = str(self.held.folder.resolve())
        sweep.state = Sweep.State.WAITING if beyond else Sweep.State.APPLIED
        sweep.settled_at = None if beyond else self.at
        sweep.counts = {"turns": found, "beyond": dict(beyond)}
        if before is not None and before.pack_version != self.held.pack_version:
            sweep.counts["law_before"] = before.pack_version
        sweep.summary = dict(self.held.summary)

    def _write(self, sweep: Sweep) -> None:
        writing = Writing(sweep, self.pack.applying, self.at, self.seen)
        self.step("saying why", 0.5)
        say_why(self._decider(), lambda what, share: self.step(what, 0.5 + 0.2 * share))
        self.step("writing", 0.7)
        given = write_turns(writing)
        self.step("asking", 0.9)
        ask_registers(writing, set(self.held.summary.get("missing_registers", ())))
        granted = newly_granted(given["last_award"])
        for place in range(0, len(granted), AT_ONCE):
            awards = Award.objects.filter(pk__in=granted[place : place + AT_ONCE]).select_related("person", "payee")
            join_assigned(awards, self.pack, on=self.held.on, at=self.at)

    def _decider(self) -> Decider | None:
        """Who decides a unit again; None where the law at hand is not that of the sweep."""
        if self.held.pack_version != self.pack.version:
            return None
        if self._decides is None:
            self._decides = Decider(Book(self.pack.law), self.laid, self.held.on)
        return self._decides

    @cached_property
    def laid(self) -> Facts:
        """What the sweep read: its delivery with the corrections of its edition."""
        return with_corrections(self.facts, self.seen)

    def _record(self, sweep: Sweep, found: Counts) -> None:
        told: dict[str, Any] = {"state": str(sweep.state), "on": sweep.on.isoformat(), "delivery": sweep.delivery}
        totals: dict[str, int] = {}
        for kinds in found.values():
            for kind, count in kinds.items():
                totals[kind] = totals.get(kind, 0) + count
        told["turns"] = totals
        record("entitlements.apply_sweep", subject=sweep, by=self.by, after=told, at=self.at)


def _check_not_older(held: HeldSweep) -> None:
    last = Sweep.objects.filter(state=Sweep.State.APPLIED).order_by("-on", "-as_of").first()
    as_of = str(held.summary.get("as_of", ""))
    if last is not None and (held.on < last.on or as_of < last.as_of.isoformat()):
        raise SweepIsOlder(
            f"This sweep is for {held.on} by the delivery of {as_of}; "
            f"one for {last.on} by the delivery of {last.as_of} is applied already.",
            remedy="Sweep again by the delivery in use, and apply that.",
        )


def _one_at_a_time() -> None:
    """While a sweep is applied nobody else turns an award; reading goes on. On SQLite every writer waits anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE entitlements_sweep, entitlements_award IN SHARE ROW EXCLUSIVE MODE")


def _silent(what: str, share: float) -> None:
    """Nobody listens."""
