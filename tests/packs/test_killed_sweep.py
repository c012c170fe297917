"""A small share of bench/kill_sweep: a real process, really killed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_sweep_killed_at_random_leaves_the_earlier_one_or_the_whole_new_one() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.kill_sweep", "--times", "4", "--people", "1000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["killed"] + told["finished"] == 4
    assert (told["broken"], told["whole_at_the_end"]) == (0, True)
