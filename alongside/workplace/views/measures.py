"""The analyst's pages of measures: numbers with small cells hidden, the law in words, never a name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import StaffRequest
from alongside.workplace.chart import HEIGHT, WIDTH, columns, district_bars
from alongside.workplace.kept_counts import counted
from alongside.workplace.law_in_words import criteria_of, terms_of
from alongside.workplace.recipients import recipients_of, summaries


@staff_only("analyst", "head")
@require_safe
def measures(request: StaffRequest) -> HttpResponse:
    """Every measure with how many have it."""
    on, language = clock.today(), reader_language()
    kept = counted(f"measures.{on}", lambda: summaries(on), at=clock.now())
    found = kept.what
    lines = [
        {"id": name, "name": text.name[language], "number": text.number, "frequency": text.frequency, "found": one}
        for name, text in sorted(pack().texts.items(), key=lambda item: item[1].number)
        for one in [found.get(name)]
    ]
    return render(request, "workplace/measures.html", {"lines": lines, "on": on, "counted_at": kept.at})


@staff_only("analyst", "head")
@require_safe
def measure(request: StaffRequest, measure: str) -> HttpResponse:
    """One measure: for whom it is in force by age and month, what is not known, the law, the terms."""
    text = pack().texts.get(measure)
    if text is None:
        raise Http404
    on, language = clock.today(), reader_language()
    titles = {register.name: register.title[language] for register in pack().registers.all}
    kept = counted(
        f"{measure}.{on}", lambda: recipients_of(measure, list(titles), on, pack().districts), at=clock.now()
    )
    found = kept.what
    drawn = columns(found.months, found.totals)
    context = {
        "measure": measure,
        "name": text.name[language],
        "summary": text.summary[language],
        "act": text.act[language],
        "found": found,
        "counted_at": kept.at,
        "now": found.totals[-1],
        "columns": drawn,
        "width": WIDTH,
        "height": HEIGHT,
        "districts": district_bars(found, pack().districts, language),
        "not_known": [(titles[name], one) for name, one in found.not_known],
        "criteria": criteria_of(measure, language),
        "terms": terms_of(measure, language),
    }
    return render(request, "workplace/measure.html", context)
