"""Sweeps: the last one and its difference, and one that waits for a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements import law
from alongside.entitlements.dismiss_sweep import dismiss_sweep as dismiss
from alongside.entitlements.let_sweep_go import let_sweep_go as let_go
from alongside.entitlements.models import Sweep
from alongside.entitlements.turns import BEGINNING, CHANGING, ENDING, IN_DOUBT
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import StaffRequest
from alongside.workplace.small_cells import cell

LAST = 10
WAYS = {"begin": BEGINNING, "change": CHANGING, "end": ENDING, "doubt": IN_DOUBT}


@staff_only("analyst", "head")
@require_safe
def sweeps(request: StaffRequest) -> HttpResponse:
    """What waits for a word, what was applied last and what it turned, and the ones before."""
    found = list(Sweep.objects.order_by("-pk").defer("summary")[:LAST])
    waiting = [one for one in found if one.state == Sweep.State.WAITING]
    last = next((one for one in found if one.state == Sweep.State.APPLIED), None)
    context = {
        "waiting": [(one, _turns(one)) for one in waiting],
        "last": last,
        "turns": _turns(last) if last is not None else [],
        "before": [one for one in found if one != last and one not in waiting],
    }
    return render(request, "workplace/sweeps.html", context)


@staff_only("analyst", "head")
@require_POST
def let_sweep_go(request: StaffRequest, sweep_id: int) -> HttpResponse:
    """Apply a sweep that waited."""
    found = get_object_or_404(Sweep, pk=sweep_id)
    try:
        facts = law.facts(found.delivery)
        reason = request.POST.get("reason", "")[:400]
        let_go(sweep=found, reason=reason, pack=law.pack(), facts=facts, at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="workplace:sweeps")
    messages.success(request, _("The sweep is applied."))
    return redirect("workplace:sweeps")


@staff_only("analyst", "head")
@require_POST
def dismiss_sweep(request: StaffRequest, sweep_id: int) -> HttpResponse:
    """Set a waiting sweep aside."""
    found = get_object_or_404(Sweep, pk=sweep_id)
    try:
        dismiss(sweep=found, reason=request.POST.get("reason", "")[:400], at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="workplace:sweeps")
    messages.success(request, _("The sweep is set aside; nothing has turned."))
    return redirect("workplace:sweeps")


def _turns(sweep: Sweep) -> list[dict[str, Any]]:
    """For each measure that turns: how many begin, change, end, fall into doubt; what is beyond the limits first."""
    language, texts = reader_language(), law.pack().texts
    beyond = sweep.counts.get("beyond", {})
    lines = []
    for measure, kinds in sweep.counts.get("turns", {}).items():
        cells = {way: cell(_sum(kinds, turns)) for way, turns in WAYS.items()}
        name = texts[measure].name[language] if measure in texts else measure
        if measure in beyond or not all(one.is_nothing for one in cells.values()):
            lines.append({"measure": measure, "name": name, "beyond": beyond.get(measure, []), **cells})
    return sorted(lines, key=lambda line: (not line["beyond"], str(line["name"])))


def _sum(kinds: dict[str, int], turns: Iterable[str]) -> int:
    return sum(kinds.get(str(turn), 0) for turn in turns)
