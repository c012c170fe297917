"""One award: the answer first, then what to do, then why, then the law."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.explaining import explainer_of, unit_of
from alongside.entitlements.models import Award, Task
from alongside.faces.access import resident_only
from alongside.faces.templatetags.wording import reader_language
from alongside.packs.explain import Explainer
from alongside.packs.explanation import MeasureView
from alongside.people.models import Person
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import award_or_404, may_act
from alongside.portal.history import history_of
from alongside.portal.reasons import reasons_kept, reasons_of, steps_of
from alongside.portal.what_is_mine import Line, what_is
from alongside.records.look_at import look_at


@resident_only
@require_safe
def measure(request: ResidentRequest, award_id: int) -> HttpResponse:
    """The award with this id and everything that stands behind it."""
    found = award_or_404(request, award_id, clock.today())
    explainer = explainer_of(found.delivery, found.decided_on, found.corrections)
    view = _view(explainer, found)
    look_at(_shown(request, found, explainer), screen="portal:measure", by=request.actor)
    line = what_is(found, request.person, reader_language())
    as_of = explainer.facts.as_of if explainer is not None else None
    return render(request, "portal/measure.html", {**_page(request, found, line, view), "as_of": as_of})


def _page(request: ResidentRequest, award: Award, line: Line, view: MeasureView | None) -> dict[str, Any]:
    language = reader_language()
    reasons = reasons_of(view) if view is not None else reasons_kept(award, language)
    return {
        "award": award,
        "may_act": may_act(request),
        "line": line,
        "view": view,
        "reasons": reasons,
        "steps": steps_of(view) if view is not None and award.amount == view.amount_kopecks else [],
        "history": history_of(award),
        "applied": _application(award),
        "today": clock.today(),
        "sources": list(dict.fromkeys(source for reason in reasons for source in reason.sources)),
    }


def _application(award: Award) -> Task | None:
    """The application that is open, where one can be."""
    if award.stands != Award.Stands.TO_APPLY:
        return None
    return award.tasks.filter(kind=Task.Kind.APPLICATION, done_at__isnull=True).first()


def _view(explainer: Explainer | None, award: Award) -> MeasureView | None:
    unit = unit_of(explainer, award) if explainer is not None else None
    if explainer is None or unit is None:
        return None
    return explainer.explain_unit(award.measure, award.unit_kind, unit, reader_language())


def _shown(request: ResidentRequest, award: Award, explainer: Explainer | None) -> set[int]:
    """Everybody whom the page names: the unit, who receives, and those in the reasons."""
    people = {pk for pk in (award.person_id, award.payee_id) if pk is not None}
    if explainer is not None:
        people.update(Person.objects.filter(key__in=explainer.named()).values_list("pk", flat=True))
    return people or {request.person.pk}
