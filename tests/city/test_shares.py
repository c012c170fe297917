"""A city of 100,000 has the published shares; `python -m tests.city.test_shares` prints the table."""

from __future__ import annotations

from datetime import date

import pytest

from packs.moscow.city import generate

from .shares import City, join
from .targets import Row, all_targets

ON, PEOPLE, SEED = date(2025, 3, 1), 100_000, 20250301


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """All shares of one city."""
    return list(all_targets(City(join(generate(PEOPLE, SEED, ON)), ON)))


def test_every_share_is_near_its_target(rows: list[Row]) -> None:
    far = [line(row) for row in rows if abs(row[3] - row[1]) > row[2]]
    assert not far, "\n" + "\n".join(far)


def test_the_table_names_each_share_once(rows: list[Row]) -> None:
    names = [row[0] for row in rows]
    assert len(names) == len(set(names)) > 100


def line(row: Row) -> str:
    """One line of the table."""
    what, target, within, value = row
    mark = " " if abs(value - target) <= within else "*"
    return f"{mark} {what:36} target {target:10.2f} +- {within:8.2f}  here {value:10.2f}"


if __name__ == "__main__":
    import sys

    when = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else ON
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    for each in all_targets(City(join(generate(PEOPLE, seed, when)), when)):
        print(line(each))
