"""The pack that is shipped, the kernels and the evaluator agree with an independent reading of the law."""

import shutil

import pytest

from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import write_delivery
from alongside.rules.awards import SCHEMA
from alongside.rules.evaluator import Book, Evaluator
from tests.packs.delivered import alone, awards, cases_of, disagreements, facts_of, plain, random_delivery
from tests.second_reading.delivery import read_delivery
from tests.second_reading.law import decide

SEEDS = range(400, 425)


@pytest.fixture(scope="session")
def book(pack):
    return Book(pack.law)


@pytest.fixture(scope="session")
def decided(pack):
    """Seed -> what the second reading took in, the day, the store and what the kernels say; each found once."""
    kept = {}

    def of(seed):
        if seed not in kept:
            delivered, on = random_delivery(seed)
            facts = facts_of(pack.registers, delivered)
            with alone():
                kept[seed] = delivered, on, facts, cases_of(pack.law, facts, on)
        return kept[seed]

    return of


def ids(pack):
    return [measure.id for measure in pack.law.measures]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_kernels_the_evaluator_and_the_second_reading_agree(pack, decided, book, seed):
    delivered, on, facts, cases = decided(seed)
    found, expected = awards(cases, facts, on), plain(decide(delivered, on, measures=ids(pack)))
    assert [row for row in found if row not in expected] == []
    assert [row for row in expected if row not in found] == []
    assert found == expected
    assert all(tuple(row) == tuple(SCHEMA.names) for row in found)
    assert disagreements(Evaluator(book, facts, on), cases, facts) == []


def test_a_made_up_city_with_dirt_and_a_register_that_is_missing_is_decided_alike(pack, book, tmp_path):
    from datetime import date

    on, folder = date(2025, 3, 1), tmp_path / "delivery"
    blocks = pack.city(3000, 5, on, None)
    write_delivery(folder, pack.registers, blocks, delivery_id="d", as_of=on, form="parquet", dirt=0.02, seed=5)
    lost = pack.registers.all[-5].name
    (folder / f"{lost}.parquet").unlink()
    report = ingest_delivery(folder, tmp_path / "store", pack.registers)
    assert report.totals()["set_aside"] > 100
    facts = open_delivery(tmp_path / "store", pack.registers)
    assert facts.missing_registers == {lost}
    with alone():
        cases = cases_of(pack.law, facts, on)
    found = awards(cases, facts, on)
    assert found == plain(decide(read_delivery(folder), on, measures=ids(pack)))
    assert len(found) > 100 and {row["answer"] for row in found} == {"yes", "unknown"}
    assert disagreements(Evaluator(book, facts, on), cases, facts) == []
    shutil.rmtree(folder)


def test_what_is_not_known_names_a_register_and_its_holder(pack, decided):
    known = set(pack.registers.missing_names())
    for seed in SEEDS[:5]:
        _, on, facts, cases = decided(seed)
        for row in awards(cases, facts, on):
            names = row["missing"].split(",") if row["missing"] else []
            assert bool(names) == (row["answer"] == "unknown")
            assert names == sorted(set(names)) and set(names) <= known
            assert all(pack.registers[name.partition(".")[0]].holder.en for name in names)
