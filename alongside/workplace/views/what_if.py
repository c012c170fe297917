"""What if a measure's terms were others: the form, the questions asked before, the answer as it comes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements.explaining import applied_sweeps
from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal, page_or_fragment
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import StaffRequest
from alongside.workplace import ask_what_if as actions
from alongside.workplace.law_in_words import term_names
from alongside.workplace.models import WhatIf
from alongside.workplace.what_if_answer import answer_of, changed_lines, fault_in_words, others_resting_on
from alongside.workplace.what_if_form import WhatIfForm

PAGE = 10


@staff_only("analyst")
def ask_what_if(request: StaffRequest, measure: str) -> HttpResponse:
    """The form with the terms in force, and what was asked of this measure before."""
    text = pack().texts.get(measure)
    if text is None:
        raise Http404
    language = reader_language()
    on = applied_sweeps().values_list("on", flat=True).first() or clock.today()
    terms = {name: pack().terms[name] for name in term_names(measure)}
    form = WhatIfForm(request.POST or None, terms=terms, on=on, language=language, given=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_what_if(
                measure=measure, terms=form.changed(), pack=pack(), at=clock.now(), by=request.actor
            )
            return redirect("workplace:what_if", asked.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    earlier = _earlier(measure, request.GET.get("before", ""))
    context = {
        "measure": measure,
        "name": text.name[language],
        "form": form,
        "on": on,
        "earlier": [(one, changed_lines(one, language)) for one in earlier[:PAGE]],
        "older": earlier[PAGE - 1].pk if len(earlier) > PAGE else None,
    }
    return render(request, "workplace/ask_what_if.html", context)


@staff_only("analyst")
@require_safe
def what_if(request: StaffRequest, what_if_id: int) -> HttpResponse:
    """The answer; while it is counted, how far it is; where it failed, what went wrong and what to do."""
    found = get_object_or_404(WhatIf.objects.select_related("asked_by"), pk=what_if_id)
    language = reader_language()
    text = pack().texts.get(found.measure)
    if text is None:
        raise Http404
    answer = answer_of(found)
    context = {
        "what_if": found,
        "headline": answer.headline(language) if answer is not None else "",
        "name": text.name[language],
        "changes": changed_lines(found, language),
        "answer": answer,
        "fault": fault_in_words(found) if found.state == WhatIf.State.FAILED else None,
        "others": others_resting_on(found, language) if answer is not None else [],
        "wished": urlencode(found.terms),
        "again": actions.may_be_asked_again(found, clock.now()),
    }
    return page_or_fragment(request, "workplace/what_if.html", context)


@staff_only("analyst")
@require_POST
def ask_again(request: StaffRequest, what_if_id: int) -> HttpResponse:
    """Count once more what failed or was forgotten."""
    found = get_object_or_404(WhatIf, pk=what_if_id)
    try:
        actions.ask_again(what_if=found, at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=reverse("workplace:what_if", args=[found.pk]))
    return redirect("workplace:what_if", found.pk)


def _earlier(measure: str, before: str) -> list[WhatIf]:
    """A page of questions, the latest first, and one more where there are older ones."""
    found = WhatIf.objects.filter(measure=measure).select_related("asked_by").order_by("-pk").defer("result")
    if before.isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    return list(found[: PAGE + 1])
