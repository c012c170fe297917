"""How a screen answers: a page, a fragment of it, or a refusal in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.base.refusal import Refusal


def page_or_fragment(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page `room/name.html`, or only its fragment `room/_name.html` where HTMX asks for it."""
    if getattr(request, "htmx", False):
        folder, _, name = template.rpartition("/")
        return render(request, f"{folder}/_{name}", context)
    return render(request, template, context)


def answer_refusal(request: HttpRequest, refusal: Refusal, *, back: str, status: int = 409) -> HttpResponse:
    """A page that says why not and what to do instead; `back` is the name of the page to go back to, or a path."""
    target = back if back.startswith("/") else reverse(back)
    return render(request, "faces/refused.html", {"refusal": refusal, "back": target}, status=status)
