"""A small share of bench/serve_load: the real server, people who walk through it at once, and the floor under it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PORTAL = {"mine", "one measure", "family", "my data", "who looked", "all measures"}
DESK = {"queue", "find: asked", "find: found", "purpose", "person", "award at the desk"}
ANALYST = {"measures", "measure in numbers"}


@pytest.mark.slow
@pytest.mark.django_db
def test_people_who_walk_through_the_site_at_once_are_all_answered_with_few_questions() -> None:
    kind = [] if connection.vendor == "postgresql" else ["--sqlite"]
    asked = ["--people", "400", "--users", "4", "--seconds", "2", "--rounds", "1", "--shared-buffers", "128MB", *kind]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.serve_load", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert set(found["pages"]) >= PORTAL | DESK | ANALYST
    assert found["most_queries"] <= 12
    assert found["requests_per_second"] > 0 < found["floor_requests_per_second"]
