"""The invented town with one line changed: what a pack that is broken in one place looks like."""

import shutil
from pathlib import Path

MILLBROOK = Path(__file__).parent / "millbrook"


def copy_of_town(folder, *changes, name="millbrook"):
    """A copy of the town below `folder`, each change a file, the text in it and what stands there instead."""
    town = folder / name
    shutil.copytree(MILLBROOK, town, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new in changes:
        path = town / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return town


def line_of(town, file, text):
    """The number of the first line of a file with this text."""
    lines = (town / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)
