"""Machine code that is kept between runs: found again by the same code, never by code that was moved or changed."""

import os
import subprocess
import sys
from pathlib import Path

from alongside.base.compiled import mark_of

ROOT = Path(__file__).resolve().parents[2]
SUMS = """
import sys
from pathlib import Path

from numba.extending import register_jitable

from alongside.base.compiled import compile_and_keep

sys.path.insert(0, str(Path(__file__).parent))
from factor import FACTOR

@register_jitable
def twice(number):
    return number * 2

def total(number):
    return twice(number) * FACTOR

total = compile_and_keep(total, "int64(int64)")
"""
RUN = "import {name} as sums; print(sums.total(7), sum(sums.total.stats.cache_hits.values()))"


def run(folder, name):
    """The total of 7, and how often kept machine code was found, in a process of its own."""
    path = os.pathsep.join(map(str, (ROOT, folder, folder / "town")))
    cache = folder / "cache"
    made = subprocess.run(
        [sys.executable, "-P", "-c", RUN.format(name=name)],
        env={**os.environ, "PYTHONPATH": path, "ALONGSIDE_CACHE": str(cache), "NUMBA_CACHE_DIR": str(cache / "numba")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return tuple(map(int, made.stdout.split()))


def test_the_same_code_is_found_again_and_moved_or_changed_code_is_not(tmp_path):
    town = tmp_path / "town"
    town.mkdir()
    (town / "sums.py").write_text(SUMS)
    (town / "factor.py").write_text("FACTOR = 3\n")
    assert run(tmp_path, "sums") == (42, 0)
    assert run(tmp_path, "sums") == (42, 1)
    assert run(tmp_path, "town.sums") == (42, 0)  # another name; the file is where it was, as it was
    (town / "factor.py").write_text("FACTOR = 5\n")  # a constant in another module
    assert run(tmp_path, "town.sums") == (70, 0)


def made(text, module="one", **given):
    space = {"__name__": module, **given}
    exec(text, space)
    return space["f"]


def test_the_mark_tells_names_code_and_what_is_used_apart():
    text = "def f(x):\n    return g(x) + K\n"

    def g(x):
        return x

    def other(x):
        return x + 1

    mark = mark_of([made(text, g=g, K=1)])
    assert mark == mark_of([made(text, g=g, K=1)])
    assert mark != mark_of([made(text, module="two", g=g, K=1)])
    assert mark != mark_of([made(text, g=g, K=2)])
    assert mark != mark_of([made(text, g=other, K=1)])
    assert mark != mark_of([made(text.replace("+", "-"), g=g, K=1)])
