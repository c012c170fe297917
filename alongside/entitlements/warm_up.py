"""What the first page after a start would wait for, done before anybody asks."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from alongside.base.refusal import Refusal
from alongside.entitlements.explaining import explainer_in_use
from alongside.entitlements.law import book

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Load the pack, write the evaluator's functions, map the facts: once in a process, shared by its threads.

    What does not go is told in one line and nothing else: the page that needs it will say it to whoever asks.
    """
    try:
        book()
        explainer = explainer_in_use()
        if explainer is not None:
            explainer.explain(0, "ru")
    except (Refusal, DatabaseError, OSError, IndexError) as fault:
        log.warning("not everything is ready before the first page (%s)", type(fault).__name__)


def warm_up_aside() -> None:
    """The same in a thread of its own, which leaves no connection behind; the server answers meanwhile."""

    def warm() -> None:
        try:
            warm_up()
        finally:
            connection.close()

    threading.Thread(target=warm, name="warm-up", daemon=True).start()
