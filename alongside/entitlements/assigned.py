"""What we grant once joins the register of what has been assigned, as corrections that the next sweep reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from alongside.entitlements.corrections import next_edition
from alongside.entitlements.models import Award, Correction
from alongside.packs.applying import Assigned
from alongside.packs.load import Pack

AT_ONCE = 2000


def join_assigned(awards: Iterable[Award], pack: Pack, *, on: date, at: datetime) -> int:
    """Write a row for each award that was granted and uses up its right; gives how many.

    Awards come with `person` and `payee`. The row tells the measure, who receives, for whom, and the day; its id is
    the award's, so that it is written once. Without an `[apply.assigned]` in the pack nothing is written.
    """
    rows = [] if pack.applying.assigned is None else list(_rows(awards, pack, pack.applying.assigned, on=on, at=at))
    edition = next_edition() if rows else 0
    for row in rows:
        row.from_edition = edition
    Correction.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def leave_assigned(award: Award, pack: Pack, *, at: datetime) -> None:
    """Take back what `join_assigned` wrote for an award: the person refused it, so it was not given."""
    correction = correction_of(award.pk, pack)
    if correction is not None:
        found = Correction.objects.filter(pk=correction.pk, withdrawn_at__isnull=True)
        found.update(withdrawn_at=at, until_edition=next_edition())


def correction_of(award: int, pack: Pack) -> Correction | None:
    """The correction that stands for an award (by id); None where there is none, or it was taken back."""
    assigned = pack.applying.assigned
    if assigned is None:
        return None
    return (
        Correction.objects.filter(register=assigned.register, withdrawn_at__isnull=True)
        .filter(owner__in=Award.objects.filter(pk=award).annotate(owner=F("payee__key")).values("owner"))
        .filter(**{f"row__{assigned.id}": row_id(award)})
        .order_by("-pk")
        .first()
    )


def row_id(award: int) -> str:
    """The id that an award's row bears in the register."""
    return f"AWARD-{award}"


def _rows(awards: Iterable[Award], pack: Pack, assigned: Assigned, *, on: date, at: datetime) -> Iterator[Correction]:
    key = pack.registers.person_key
    codes = pack.registers[assigned.register].column(assigned.measure).codes
    for award in awards:
        if not pack.texts[award.measure].given_once or award.measure not in codes or award.payee is None:
            continue
        row = {
            assigned.id: row_id(award.pk),
            assigned.measure: award.measure,
            assigned.to: key.text(award.payee.key),
            assigned.on: on.isoformat(),
        }
        if assigned.about and award.person is not None:
            row[assigned.about] = key.text(award.person.key)
        yield Correction(
            register=assigned.register,
            act=Correction.Act.ADD,
            owner_kind="person",
            owner=award.payee.key,
            row=row,
            source=_("Our own decision"),
            reason=_("It was granted, and it is given once."),
            since=on,
            made_at=at,
        )
