"""What the page around every screen needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

PHONE = "8 800 000-00-00"
LARGE = "large_text"


def look(request: HttpRequest) -> dict[str, Any]:
    """Who acts and for whom, the language, whether text is large, the telephone number."""
    return {
        "actor": getattr(request, "actor", None),
        "person": getattr(request, "person", None),
        "mandate": getattr(request, "mandate", None),
        "language": get_language() or "ru",
        "large_text": request.COOKIES.get(LARGE) == "1",
        "phone": PHONE,
        "demo": settings.DEMO,
    }
