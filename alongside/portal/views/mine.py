"""What is mine: the first page of a resident."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.explaining import explainer_in_use, index_of
from alongside.faces.access import resident_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import is_whole, may_act, seen_awards
from alongside.portal.near_misses import happened_to, near_misses
from alongside.portal.what_is_mine import Mine, what_is_mine
from alongside.records.look_at import look_at

MOST = 300


@resident_only
@require_safe
def mine(request: ResidentRequest) -> HttpResponse:
    """What comes next month, what waits for a word, what is being asked, what is nearly there."""
    on, language = clock.today(), reader_language()
    awards = seen_awards(request, on).open().select_related("person", "payee").order_by("measure", "pk")[:MOST]
    found = what_is_mine(list(awards), request.person, on, language)
    look_at([request.person.pk, *found.people], screen="portal:mine", by=request.actor)
    around = _around(request, found) if is_whole(request) else {}
    return render(request, "portal/mine.html", {"mine": found, "may_act": may_act(request), **around})


def _around(request: ResidentRequest, found: Mine) -> dict[str, object]:
    """What the law says beyond the awards: what happened in the person's life, and what is nearly theirs."""
    language, explainer = reader_language(), explainer_in_use()
    index = index_of(explainer, request.person) if explainer is not None else None
    if explainer is None or index is None:
        return {}
    views = explainer.explain(index, language).measures
    events = happened_to(explainer, index, language)
    event = next((event for event in events if found.brought_by(event.measures)), None)
    brought = found.brought_by(event.measures) if event is not None else ()
    return {
        "event": event,
        "brought": brought,
        "born": sorted({name for line in brought for name in line.born_on(event.day)}) if event is not None else [],
        "near": near_misses(views, without=found.names),
    }
