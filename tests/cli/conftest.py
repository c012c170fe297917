"""A small town taken in and decided for, once for all tests of the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from tests.packs.delivered import alone
from tests.towns.derive import MILLBROOK

ON = "2025-03-01"


def run(*arguments, pack=MILLBROOK):
    """The outcome of a command; what is no refusal is raised."""
    chosen = () if pack is None else ("--pack", pack)
    return CliRunner().invoke(alongside, [str(a) for a in (*arguments, *chosen)], catch_exceptions=False)


@pytest.fixture(scope="session")
def ask():
    """Ask the command line about Millbrook."""
    return run


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """The store with a made-up Millbrook."""
    folder = tmp_path_factory.mktemp("town")
    made = run("city", "generate", "--people", 200, "--on", ON, "--dirt", "0.02", "--out", folder / "delivery")
    assert made.exit_code == 0, made.output
    assert run("registers", "ingest", folder / "delivery", "--store", folder / "store").exit_code == 3
    return folder / "store"


@pytest.fixture(scope="session")
def sweep(store):
    """Sweep into a folder; gives it, and what was printed."""

    def swept(out, *more, status=0):
        with alone():
            done = run("entitlements", "sweep", "--store", store, "--on", ON, "--out", out, *more)
        assert done.exit_code == status, done.output
        return done

    return swept


@pytest.fixture(scope="session")
def awards(sweep, tmp_path_factory):
    """The folder of a whole sweep."""
    out: Path = tmp_path_factory.mktemp("sweep") / "awards"
    sweep(out)
    return out


@pytest.fixture(scope="session")
def explained(store):
    """The explanation of a person as JSON."""

    def of(person, *more):
        done = run("entitlements", "explain", "--store", store, "--on", ON, "--person", person, "--json", *more)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return of
