"""Write a small working pack of a town, to be changed into one's own."""

from __future__ import annotations

import os
import shutil
from keyword import iskeyword
from pathlib import Path

from alongside.base.refusal import Refusal

TOWN = Path(__file__).with_name("town")
TEMPLATE = ".txt"  # so that nothing takes the files of the town for files of the engine
NAME = "town_name"


class PackNameIsWrong(Refusal):
    """A pack cannot be called this."""

    code = "pack_name_is_wrong"


class PackExists(Refusal):
    """There is something where the pack would be."""

    code = "pack_exists"


def new_pack(name: str, at: Path) -> Path:
    """Write the pack `name` into the folder `at`, whole or not at all, and give its folder."""
    if not name.isidentifier() or not name.isascii() or name != name.lower() or iskeyword(name):
        raise PackNameIsWrong(
            f"A pack cannot be called {name!r}.", remedy="Use small letters, digits and _, a letter first."
        )
    folder = at / name
    if folder.exists():
        raise PackExists(f"{folder} is there already.", remedy="Choose another name, or another folder with --at.")
    part = at / f".{name}.{os.getpid()}.part"
    try:
        for path in sorted(TOWN.rglob(f"*{TEMPLATE}")):
            target = part / path.relative_to(TOWN).with_suffix("")
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            target.write_text(text.replace(NAME, name).replace(NAME.capitalize(), _title(name)), encoding="utf-8")
        os.rename(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _title(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split("_") if word)
