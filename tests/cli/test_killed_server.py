"""A small share of bench/kill_server: the real server, really killed while people act through it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_server_killed_at_random_loses_no_act_and_doubles_none() -> None:
    kind = ["--postgresql"] if connection.vendor == "postgresql" else []
    asked = ["--times", "3", "--people", "400", *kind]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.kill_server", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["killed"] == 3
    assert found["acts_answered"] >= 8
    assert (found["lost"], found["doubled"], found["half_there"]) == (0, 0, 0)
