"""Let another person see, and where wanted act: by one's own consent, or by a power of attorney shown at a counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from alongside.people import site
from alongside.people.models import Account, Mandate, Person
from alongside.people.permissions import AT_THE_COUNTER, is_here, is_of_age
from alongside.people.refusals import (
    AlreadyGiven,
    MayNotGive,
    OnlyForOneself,
    PaperIsNeeded,
    PeriodIsWrong,
    UnknownMeasure,
)
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def give_mandate(
    *,
    represented: Person,
    holder: Person,
    kind: Mandate.Kind,
    since: date,
    until: date | None = None,
    measures: Sequence[str] = (),
    may_act: bool = True,
    paper: str = "",
    at: datetime,
    by: Actor,
) -> Mandate:
    """`holder` may from `since` to `until` see what is `represented`'s in these measures (none named: in all), and act
    in them where `may_act`. Refuses what is not the actor's to give, a second consent to the same person, and the same
    paper twice."""
    _refuse_what_is_not_theirs(represented, kind, paper, by)
    unknown = set(measures) - {measure.id for measure in site.pack().law.measures} if measures else None
    if unknown:
        raise UnknownMeasure(_("There is no such measure: %(name)s.") % {"name": min(unknown)})
    if until is not None and until <= since:
        raise PeriodIsWrong(
            _("It would end before it begins."), remedy=_("Choose a later last day, or leave it empty.")
        )
    if represented.pk == holder.pk or not all(is_here(each, since) for each in (represented, holder)):
        raise OnlyForOneself(_("This can be given to another living person only."))
    if not is_of_age(represented, since) or not is_of_age(holder, since):
        raise OnlyForOneself(
            _("Only people of 18 and older can let one another act."),
            remedy=_("For children their parents and guardians act already, without any consent."),
        )
    Person.objects.select_for_update().get(pk=represented.pk)  # two consents at once are given one after the other
    current = Mandate.objects.filter(represented=represented, holder=holder, kind=kind, revoked_at__isnull=True)
    if kind == Mandate.Kind.CONSENT and current.filter(Q(until__isnull=True) | Q(until__gt=since)).exists():
        raise AlreadyGiven(
            _("You have given this person a consent already."),
            remedy=_("To change it, take the first one back and give a new one."),
        )
    if kind == Mandate.Kind.ATTORNEY and current.filter(paper=paper).exists():
        raise AlreadyGiven(
            _("This paper is entered already."), remedy=_("To change it, end the entry first and make a new one.")
        )
    mandate = Mandate.objects.create(
        represented=represented,
        holder=holder,
        kind=kind,
        paper=paper,
        measures=sorted(set(measures)),
        may_act=may_act,
        since=since,
        until=until,
    )
    said = {"kind": kind.value, "measures": mandate.measures, "may_act": may_act, "until": until and until.isoformat()}
    said |= {"paper": paper} if paper else {}
    record("people.give_mandate", subject=mandate, about=represented.pk, by=by, after=said, at=at)
    return mandate


def _refuse_what_is_not_theirs(represented: Person, kind: Mandate.Kind, paper: str, by: Actor) -> None:
    if kind == Mandate.Kind.CONSENT:
        if by.role != Account.Role.RESIDENT or by.person != represented.pk or by.mandate is not None:
            raise MayNotGive(
                _("A consent is given by the person alone, in their own name."),
                remedy=_("Go back to yourself first. For another person, bring a power of attorney to a centre."),
            )
    elif kind != Mandate.Kind.ATTORNEY or by.role not in AT_THE_COUNTER:
        raise MayNotGive(
            _("A power of attorney is entered at a centre, where the paper is seen."),
            remedy=_("Bring the paper to any centre."),
        )
    elif not paper.strip():
        raise PaperIsNeeded(_("The paper is not named."), remedy=_("Write its number, its day and who certified it."))
