"""All help there is, with the answer for the one who asks; why a measure is not theirs, and what would change it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.explaining import explainer_in_use
from alongside.entitlements.law import pack
from alongside.faces.access import resident_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import covers, people_of, seen_awards
from alongside.portal.all_answers import Answered, all_answers, one_answer
from alongside.records.look_at import look_at

FILTERS = ("yes", "unknown", "no")


@resident_only
@require_safe
def all_measures(request: ResidentRequest) -> HttpResponse:
    """Every measure in plain words with one answer; `?answer=` keeps those of one."""
    on, language = clock.today(), reader_language()
    people = people_of(request, on)
    awards = seen_awards(request, on).open().order_by("pk").values_list("measure", "pk")
    found = [
        each
        for each in all_answers(explainer_in_use(), people, dict(reversed(list(awards))), language)
        if covers(request, each.measure)
    ]
    look_at([person.pk for person in people], screen="portal:all_measures", by=request.actor)
    chosen = request.GET.get("answer", "")
    chosen = chosen if chosen in FILTERS else ""
    shown = [each for each in found if not chosen or each.answer == chosen]
    counts = {answer: sum(each.answer == answer for each in found) for answer in FILTERS}
    return render(
        request,
        "portal/all_measures.html",
        {"shown": shown, "chosen": chosen, "counts": counts, "all": len(found), "known": any(counts.values())},
    )


@resident_only
@require_safe
def why_not(request: ResidentRequest, measure_id: str) -> HttpResponse:
    """One measure as it stands for a person who does not have it: what stands in the way, and what would change it."""
    if measure_id not in pack().texts or not covers(request, measure_id):
        raise Http404
    on = clock.today()
    people = people_of(request, on)
    found: Answered = one_answer(explainer_in_use(), people, measure_id, reader_language())
    look_at([request.person.pk, *found.people], screen="portal:why_not", by=request.actor)
    award = seen_awards(request, on).open().filter(measure=measure_id).order_by("pk").first()
    return render(request, "portal/why_not.html", {"found": found, "has": award})
