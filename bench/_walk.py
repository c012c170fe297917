"""People who walk through pages, each on a connection of their own: the client of `serve_load`, a process by itself.

`python -m bench._walk PLAN PORT SECONDS` reads a plan and prints what it measured as JSON. A plan is a list of users,
a user a list of visits, a visit a session and its steps: [page, method, path, form, status that is right]. Everybody
begins with their first visit and goes round; there is no pause between two pages.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from bench._line import Line, written

Visit = list[tuple[str, bytes, int]]


class User(threading.Thread):
    """One person with a browser: `took` are the milliseconds of each page, `fault` what was not as it must be."""

    def __init__(self, visits: list[Visit], port: int, until: float, fault: threading.Event) -> None:
        super().__init__(daemon=True)
        self.visits, self.line, self.until, self.stop = visits, Line(port), until, fault
        self.took: dict[str, list[float]] = {}
        self.fault = ""

    def run(self) -> None:
        """Walk until the time is over or something is wrong."""
        try:
            for visit in cycle(self.visits):
                for page, request, right in visit:
                    if self.stop.is_set() or time.perf_counter() > self.until:
                        return
                    self._look(page, request, right)
        except Exception as fault:
            self.fault = f"{type(fault).__name__}: {fault}"
            self.stop.set()
        finally:
            self.line.close()

    def _look(self, page: str, request: bytes, right: int) -> None:
        began = time.perf_counter()
        answer = self.line.ask(request)
        self.took.setdefault(page, []).append(1000 * (time.perf_counter() - began))
        if answer.status != right:
            text = answer.body.decode(errors="replace")[:600]
            raise AssertionError(f"{page}: {answer.status} {answer.location} where {right} is right\n{text}")


def walk(plan: list[list[dict[str, Any]]], port: int, seconds: float) -> dict[str, Any]:
    """Everybody at once; what each page took, and what this client itself needed of the machine."""
    stop = threading.Event()
    prepared = [[_written(visit) for visit in visits] for visits in plan]
    began, used = time.perf_counter(), _used()
    users = [User(visits, port, began + seconds, stop) for visits in prepared]
    for user in users:
        user.start()
    for user in users:
        user.join()
    took: dict[str, list[float]] = {}
    for user in users:
        for page, each in user.took.items():
            took.setdefault(page, []).extend(each)
    faults = [user.fault for user in users if user.fault]
    return {"took": took, "seconds": time.perf_counter() - began, "cpu": _used() - used, "faults": faults}


def _written(visit: dict[str, Any]) -> Visit:
    return [
        (page, written(method, path, visit["session"], form), right)
        for page, method, path, form, right in visit["steps"]
    ]


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    found = walk(json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2]), float(sys.argv[3]))
    print(json.dumps(found))
