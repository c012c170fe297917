"""The folder in which a machine keeps what is its own, and the keys in it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """ALONGSIDE_HOME, made when it is not there; only its owner may look in."""
    folder = Path(os.environ.get("ALONGSIDE_HOME") or ROOT / "demo").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def key(name: str) -> str:
    """The key of this name: from the environment, or made once and kept where only the owner reads."""
    said = os.environ.get(f"ALONGSIDE_{name.upper()}_KEY", "")
    if said:
        return said
    path = home() / f"{name}.key"
    if not path.exists():
        fresh = path.with_name(f".{name}.{os.getpid()}.part")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # the first process wins; the others read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="utf-8").strip()
