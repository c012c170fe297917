"""Chain what was committed: every entry gets its place, and a changed one breaks the chain from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from alongside.base.refusal import Refusal
from alongside.records.link import BEGINNING, FIELDS, link
from alongside.records.models import Seal, Unsealed
from alongside.records.turn import take_turn

BATCH = 1_000


class AnchorIsUnreadable(Refusal):
    """A line of the anchor file is not what `anchor` writes."""

    code = "anchor_is_unreadable"


@dataclass(frozen=True)
class Head:
    """The last link: how many entries are chained, and the hash that stands for all of them."""

    position: int
    chain: str


def head() -> Head:
    """The last link of the chain; position 0 before the first."""
    last = Seal.objects.order_by("-position").values_list("position", "chain").first()
    return Head(*last) if last else Head(0, BEGINNING)


def seal_entries(*, batch: int = BATCH) -> int:
    """Chain every committed entry that has no seal; gives how many. Each batch is one transaction.

    Entries are chained in the order of their numbers as far as they are committed; one whose act commits later than a
    younger one's gets a later place. Where another sealer is at work, this one leaves it the rest.
    """
    done = 0
    while sealed := _seal_batch(batch):
        done += sealed
    return done


def _seal_batch(size: int) -> int:
    with transaction.atomic():
        if not take_turn("records.seal"):
            return 0
        last = head()
        position, before = last.position, last.chain
        names = [f"entry__{field}" for field in FIELDS]
        seals = []
        for values in Unsealed.objects.order_by("entry_id").values_list(*names)[:size]:
            position, before = position + 1, link(before, values)
            seals.append(Seal(position=position, entry=values[0], chain=before))
        Seal.objects.bulk_create(seals)
        Unsealed.objects.filter(entry__in=[seal.entry for seal in seals]).delete()
        return len(seals)


def anchor(path: Path, *, at: datetime) -> Head:
    """Add the head to a file that should lie where nobody of this site can change it. The same head is added once."""
    now = head()
    if now.position and (not path.exists() or now not in read_anchors(path)[-1:]):
        with path.open("a", encoding="ascii") as file:
            file.write(f"{now.position} {now.chain} {at:%Y-%m-%dT%H:%M:%SZ}\n")
    return now


def read_anchors(path: Path) -> list[Head]:
    """The heads a file holds, oldest first. Refuses a line that is none, naming it."""
    found = []
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) < 2 or not words[0].isdecimal() or len(words[1]) != len(BEGINNING):
            raise AnchorIsUnreadable(
                f"{path.name}, line {number}: not a position, a hash of 64 digits and a moment.",
                remedy="Take the file as `alongside records head` wrote it.",
            )
        found.append(Head(int(words[0]), words[1]))
    return found
