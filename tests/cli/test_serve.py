"""The site as a process: it answers on this machine, refuses a taken port, and stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 120


def serve(home: Path, port: int, *more: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "alongside.cli", "serve", "--port", str(port), *more],
        env=kept | {"ALONGSIDE_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answered(port: int, path: str, process: subprocess.Popen[str]) -> bytes:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
                return bytes(response.read())
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def _environment(process: Path) -> str:
    try:
        return (process / "environ").read_text(errors="replace")
    except OSError:
        return ""


@pytest.fixture
def port() -> Iterator[int]:
    yield free_port()


@pytest.mark.slow
def test_it_answers_with_its_style_sheet_and_stops_when_it_is_told_to(tmp_path: Path, port: int) -> None:
    site = serve(tmp_path, port, "--with-worker")
    try:
        assert answered(port, "/alive", site) == b"alive\n"
        assert b"--" in answered(port, "/static/faces/look.css", site)
        assert (tmp_path / "static" / "faces" / "look.css").is_file()
        second = serve(tmp_path, port)
        said, _ = second.communicate(timeout=STARTS_WITHIN)
        assert second.returncode == 2
        assert f"port_is_taken: Port {port}" in said
    finally:
        site.send_signal(signal.SIGTERM)
        said, _ = site.communicate(timeout=60)
    assert site.returncode == 0, said
    assert not [one for one in Path("/proc").glob("[0-9]*") if f"={tmp_path}\0" in _environment(one)], "nobody is left"
