"""A small share of bench/kill_reactions: real processes, really killed."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.django_db
def test_workers_killed_at_random_lose_nothing_double_nothing_and_keep_the_order() -> None:
    kind = ["--postgresql"] if connection.vendor == "postgresql" else []
    asked = ["--times", "4", "--acts", "160", "--subjects", "20", "--seconds", "5", *kind]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.kill_reactions", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "lost: 0" in ran.stdout
