"""Read the whole chain again: a changed, removed, cut-off or put-in entry is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from alongside.records.link import BEGINNING, FIELDS, link
from alongside.records.models import Entry, Seal, Unsealed
from alongside.records.seal_entries import Head

PAGE = 1_000
SHOWN = 100
Told = Callable[[int], None]


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was sealed: at which place, which entry, what is wrong, what to do next."""

    position: int | None
    entry: int | None
    kind: str
    wrong: str
    next: str

    def __str__(self) -> str:
        place = f"position {self.position}" if self.position else "no position"
        entry = f", entry {self.entry}" if self.entry else ""
        return f"{place}{entry}: {self.wrong} {self.next}"


@dataclass
class Verified:
    """What the reading found. At most SHOWN faults are kept; `wrong` counts them all."""

    checked: int = 0
    waiting: int = 0
    wrong: int = 0
    head: Head = field(default_factory=lambda: Head(0, BEGINNING))
    faults: list[Fault] = field(default_factory=list)

    def found(self, fault: Fault) -> None:
        """Keep a fault."""
        self.wrong += 1
        if len(self.faults) < SHOWN:
            self.faults.append(fault)


RESTORE = "Compare it with the last backup, and see who may write to the database."


def verify_chain(*, anchors: Sequence[Head] = (), told: Told | None = None) -> Verified:
    """Follow the chain from its beginning, and hold it against heads that were kept elsewhere.

    Reads page by page: memory does not grow with the journal. Two things only an anchor from outside can tell: entries
    cut off at the end together with their seals, and a chain written anew by somebody who has the seal key.
    """
    result = Verified()
    outside = {one.position: one for one in anchors}
    walk = _Walk(result)
    for place in _places():
        walk.step(*place)
        if (known := outside.get(place[0])) is not None and known.chain != place[2]:
            result.found(_rewritten(known))
        if told is not None and result.checked % PAGE == 0:
            told(result.checked)
    walk.end()
    _find_cut_off(result, anchors)
    _find_without_seal(result)
    result.waiting = Unsealed.objects.count()
    return result


def _places() -> Iterator[tuple[int, int, str, tuple[Any, ...] | None]]:
    """Position, entry's number, link and the entry's values (None where it is gone), in order."""
    after = -1
    while page := list(
        Seal.objects.filter(position__gt=after).order_by("position").values_list("position", "entry", "chain")[:PAGE]
    ):
        numbers = [entry for _, entry, _ in page]
        entries = {values[0]: values for values in Entry.objects.filter(pk__in=numbers).values_list(*FIELDS)}
        for position, entry, chain in page:
            yield position, entry, chain, entries.get(entry)
        after = page[-1][0]


class _Walk:
    """Follows the links. After a fault it goes on from the link that is stored, so that one fault is told once."""

    def __init__(self, result: Verified) -> None:
        self.result = result
        self.expected = 1
        self.before = BEGINNING
        self.doubt: tuple[Fault, str] | None = None  # the last link did not fit; this is what it should have been

    def step(self, position: int, entry: int, chain: str, values: tuple[Any, ...] | None) -> None:
        gap = position != self.expected
        if gap:
            self.settle()
            self.result.found(_gap(self.expected, position - 1))
        if values is None:
            self.settle()
            self.result.found(Fault(position, entry, "removed", "this entry was removed.", RESTORE))
        else:
            self.check(position, entry, chain, values, after_gap=gap)
        self.result.checked += 1
        self.result.head = Head(position, chain)
        self.expected, self.before = position + 1, chain

    def check(self, position: int, entry: int, chain: str, values: tuple[Any, ...], *, after_gap: bool) -> None:
        if chain == link(self.before, values):
            self.settle()
        elif self.doubt is not None and chain == link(self.doubt[1], values):
            said = "the entry is as it was, but its seal was changed."
            self.doubt = (Fault(self.doubt[0].position, self.doubt[0].entry, "resealed", said, RESTORE), "")
            self.settle()
        else:
            self.settle()
            if not after_gap:  # after a gap there is nothing left to hold this one against
                said = "this entry was changed, or one was put in or taken out just before it."
                self.doubt = (Fault(position, entry, "changed", said, RESTORE), link(self.before, values))

    def settle(self) -> None:
        if self.doubt is not None:
            self.result.found(self.doubt[0])
        self.doubt = None

    def end(self) -> None:
        self.settle()


def _gap(first: int, last: int) -> Fault:
    places = f"positions {first} to {last} are" if last > first else f"position {first} is"
    return Fault(first, None, "unsealed", f"{places} gone from the chain.", RESTORE)


def _rewritten(known: Head) -> Fault:
    said = f"the link is another than the one anchored ({known.chain[:12]}…): the chain was written anew."
    return Fault(known.position, None, "rewritten", said, RESTORE)


def _find_cut_off(result: Verified, anchors: Sequence[Head]) -> None:
    last = max((one.position for one in anchors), default=0)
    if last > result.head.position:
        said = f"the chain was anchored up to position {last} and ends at {result.head.position}: its end was cut off."
        result.found(Fault(result.head.position + 1, None, "cut_off", said, RESTORE))


def _find_without_seal(result: Verified) -> None:
    """Entries that neither have a seal nor wait for one, and places in the queue whose entry is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM records_entry e WHERE NOT EXISTS (SELECT 1 FROM records_seal s WHERE s.entry = e.id) "
            "AND NOT EXISTS (SELECT 1 FROM records_unsealed u WHERE u.entry_id = e.id) ORDER BY id"
        )
        while rows := cursor.fetchmany(PAGE):
            for (number,) in rows:
                said = (
                    "it is not in the chain and does not wait for its seal: it was put in, or its seal was taken away."
                )
                result.found(Fault(None, number, "put_in", said, RESTORE))
        cursor.execute(
            "SELECT entry_id FROM records_unsealed u "
            "WHERE NOT EXISTS (SELECT 1 FROM records_entry e WHERE e.id = u.entry_id) ORDER BY entry_id"
        )
        while rows := cursor.fetchmany(PAGE):
            for (number,) in rows:
                result.found(Fault(None, number, "removed", "it was removed before it was sealed.", RESTORE))
