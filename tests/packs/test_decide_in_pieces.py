"""A law decided in pieces, each from its own units and what neighbours answer, is the law decided over everybody."""

import pickle
from datetime import date

import pytest

from alongside.packs import load_pack
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import write_delivery
from alongside.rules.awards import awards_of
from alongside.rules.cluster.decide_in_pieces import decide_in_pieces
from alongside.rules.lay_over import lay_over
from alongside.rules.row_change import RowChange
from alongside.rules.run import run_law
from tests.packs.delivered import alone
from tests.towns.derive import MILLBROOK

ON = date(2025, 3, 1)


class Lists:
    """A cluster in one process: what is held is a list for each home, and whatever travels is pickled."""

    def __init__(self, homes):
        self.homes = homes
        self.most = 0

    def load(self, items):
        held: list[list[bytes]] = [[] for _ in range(self.homes)]
        for home, item in items:
            held[home].append(pickle.dumps((home, item)))
        return held

    def step(self, held, step):
        return self.load(item for home in range(self.homes) for item in step(home, self._at(held, home)))

    def _at(self, held, home):
        for one in held:
            yield from map(pickle.loads, one[home])

    def collect(self, held, kinds):
        items = [item for home in range(self.homes) for item in self._at([held], home)]
        return [item for item in items if item[1][0] in kinds]

    def forget(self, held):
        held.clear()

    def compile(self, jobs):
        self.jobs = jobs


def store_of(pack, folder, people, dirt):
    blocks = pack.city(people, 3, ON, None)
    write_delivery(folder / "d", pack.registers, blocks, delivery_id="d", as_of=ON, form="parquet", dirt=dirt, seed=3)
    ingest_delivery(folder / "d", folder / "store", pack.registers)
    return open_delivery(folder / "store", pack.registers)


@pytest.fixture(scope="module")
def facts(pack, tmp_path_factory):
    return store_of(pack, tmp_path_factory.mktemp("pieces"), 2000, 0.02)


def tables(cases, facts):
    return {rows.case.name: awards_of(rows, facts, ON) for rows in cases}


def agree(law, facts, homes, measures=None):
    """Decide both ways and compare every row and column; gives how many rows there are."""
    chosen = list(measures or law.measures)
    with alone():
        whole = tables(run_law(law, facts, ON, chosen), facts)
    pieces = tables(decide_in_pieces(law, facts, ON, chosen, cluster=Lists(homes)), facts)
    assert set(pieces) == set(whole)
    for name, table in whole.items():
        assert pieces[name].equals(table), name
    return sum(table.num_rows for table in whole.values())


@pytest.mark.parametrize("homes", [1, 2, 7])
def test_however_a_city_is_cut_it_is_decided_alike(pack, facts, homes):
    assert agree(pack.law, facts, homes) > 3000


def test_what_was_put_right_since_is_decided_alike(pack, facts):
    changes = []
    for register in ("parent_child", "registrations", "flags"):
        key, owner = pack.registers[register].key[0], pack.registers[register].owner
        for row in range(0, facts.rows(register), 9):
            number = int(facts["person.key"][facts[f"{register}.{owner}"][row]])
            text = {key: facts.id_text(register, key, row)}
            changes.append(RowChange(register, "withdraw", key=text, owner=number))
    assert len(changes) > 300
    laid = lay_over(facts, changes).for_kernels()
    with alone():
        before = tables(run_law(pack.law, facts, ON, pack.law.measures), facts)
        after = tables(run_law(pack.law, laid, ON, pack.law.measures), laid)
    assert sum(not after[name].equals(before[name]) for name in before) > 10
    agree(pack.law, laid, 3)


def test_a_law_of_another_town_is_decided_alike(tmp_path):
    town = load_pack(MILLBROOK)
    assert agree(town.law, store_of(town, tmp_path, 400, 0.02), 3) > 50


def test_more_homes_than_people_leave_some_empty(tmp_path):
    town = load_pack(MILLBROOK)
    assert agree(town.law, store_of(town, tmp_path, 25, 0), 60) > 5
