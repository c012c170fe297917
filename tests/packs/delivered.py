"""The independent reading and the engine side by side: one delivery in, the same rows out."""

import fcntl
import tempfile
from contextlib import contextmanager
from pathlib import Path

from alongside.base.compiled import CACHE
from alongside.rules.awards import awards_of
from alongside.rules.run import run_law
from alongside.rules.schema import NEVER
from alongside.rules.small import small_facts
from alongside.rules.tree import PLACE
from alongside.rules.world import NO, UNKNOWN, YES
from tests.rules.laws import in_order
from tests.second_reading.delivery import read_delivery
from tests.second_reading.random_city import write_random_city

CODES = {"no": NO, "yes": YES, "unknown": UNKNOWN}


@contextmanager
def alone():
    """One process at a time: what the first compiles the others find in the cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "compiling.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def random_delivery(seed, people=60):
    """What the second reading makes of a random city, and the day to decide for."""
    with tempfile.TemporaryDirectory() as folder:
        said = write_random_city(Path(folder) / "delivery", seed, people)
        return read_delivery(Path(folder) / "delivery"), said["on"]


def facts_of(registers, delivered):
    """The store of what the second reading accepted."""
    names = [register.name for register in registers.all]
    return small_facts(
        registers,
        delivered.rows,
        as_of=delivered.as_of,
        missing=[name for name in names if name in delivered.missing or name not in delivered.rows],
        incomplete=delivered.incomplete,
        incomplete_places=delivered.incomplete_addresses,
        delivery_id=delivered.delivery_id,
    )


def cases_of(law, facts, on):
    """The rows of every case, from the kernels, in the order of the output."""
    return in_order(run_law(law, facts, on, law.measures))


def awards(cases, facts, on):
    """The awards as plain rows."""
    return [row for rows in cases for row in awards_of(rows, facts, on).to_pylist()]


def plain(rows):
    """The rows of the second reading: what is empty is None."""
    empty = ("amount_kopecks", "since", "until")
    return [{k: None if k in empty and v == "" else v for k, v in row.items()} for row in rows]


def disagreements(evaluator, cases, facts):
    """Units of which the evaluator says something else than the kernels."""
    wrong: list[tuple[object, ...]] = []
    for rows in cases:
        place = {int(unit): position for position, unit in enumerate(rows.columns["unit_key"])}
        for unit in range(facts.places if rows.case.unit.kind == PLACE else facts.persons):
            said, found = evaluator.decide(rows.case, unit), place.get(unit)
            if said.answer in ("no", "not_considered"):
                if found is not None:
                    wrong.append((rows.case.name, unit, said.answer, "is a row"))
                continue
            if found is None:
                wrong.append((rows.case.name, unit, said.answer, "is no row"))
                continue
            kernel = {name[4:]: int(column[found]) for name, column in rows.columns.items() if name != "unit_key"}
            told = {
                "unit": kernel["unit"],
                "payee": said.payee,
                "answer": CODES[said.answer],
                "codes": sum(CODES[one.answer] << 2 * at for at, one in enumerate(said.criteria)),
                "missing": said.missing,
                "amount": -1 if said.amount is None else said.amount,
                "since": -1 if said.since is None else said.since,
                "until": NEVER if said.until is None else said.until,
            }
            if told != kernel:
                wrong.append((rows.case.name, unit, told, kernel))
    return wrong
