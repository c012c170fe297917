"""My family as the law counts it: drawn, and in words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from alongside.entitlements.explaining import explainer_in_use, family_of
from alongside.entitlements.law import pack
from alongside.faces.access import resident_only
from alongside.faces.templatetags.wording import reader_language
from alongside.packs.family import Family
from alongside.packs.family_svg import draw_family
from alongside.people.models import Person
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import must_be_whole
from alongside.records.look_at import look_at

WIDE, NARROW = 840, 340


@resident_only
@require_safe
def family(request: ResidentRequest) -> HttpResponse:
    """Who belongs to the family and why, who receives for whom, who is tied to it from elsewhere."""
    must_be_whole(request)
    found = family_of(explainer_in_use(), request.person, reader_language())
    look_at([request.person.pk, *_shown(found)], screen="portal:family", by=request.actor)
    return render(request, "portal/family.html", {"family": found, **_drawn(found)})


def _drawn(found: Family | None) -> dict[str, str]:
    """The drawing for a desktop and for a telephone: the style sheet shows one of them."""
    if found is None:
        return {}
    narrow = (
        draw_family(found, NARROW).replace("family-title", "family-title-2").replace("family-told", "family-told-2")
    )
    # Every text in the drawing was escaped where it was drawn.
    return {"wide": mark_safe(draw_family(found, WIDE)), "narrow": mark_safe(narrow)}


def _shown(found: Family | None) -> list[int]:
    if found is None:
        return []
    number = pack().registers.person_key.number
    keys = [number(member.person_id) for member in (*found.members, *found.outside)]
    return list(Person.objects.filter(key__in=[key for key in keys if key is not None]).values_list("pk", flat=True))
