"""Random families: three readers of the law say the same of each, and knowing less never turns a yes into a no.

A family that fails prints as an entry of an examples.yaml. More families: `./run bench random_families`.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.packs.examples import read_examples
from alongside.rules.evaluator import Evaluator
from tests.packs.delivered import alone, facts_of
from tests.packs.small_city import book, pack

from .decide import by_evaluator, disagreements, events_by_evaluator, of_kernels
from .draw import families, random_families, several_families
from .family import Family, keep_valid, person_key, renamed, together
from .forget import contradictions, ways_to_forget
from .reduce import reduced
from .shown import as_example, names_of

NO_LIMITS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def drawn(count):
    """So many examples, the same in every run."""
    return settings(max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=NO_LIMITS)


def refuse(wrong, family):
    """Fail with what is wrong and the family it is wrong for."""
    if wrong:
        pytest.fail("\n".join([*wrong[:9], as_example(family)]), pytrace=False)


# --- three readers ---


@given(families())
@drawn(120)
def test_the_evaluator_and_the_second_reading_say_the_same_of_a_family(family):
    refuse(disagreements(pack(), book(), family), family)


@given(several_families(6))
@drawn(8)
def test_the_kernels_and_the_evaluator_say_the_same_of_some_families(some):
    family = together(some)
    with alone():
        refuse(of_kernels(pack(), book(), family), family)


# --- to know less ---


@given(families(), st.integers(0, 10**6))
@drawn(100)
def test_to_know_less_is_never_to_say_the_opposite(family, way):
    ways = list(ways_to_forget(family))
    how, less = ways[way % len(ways)]
    before, after = (by_evaluator(book(), pack().registers, one) for one in (family, less))
    refuse(contradictions(before, after, how), family)


def test_a_chosen_row_that_is_set_aside_gives_way_to_an_earlier_one():
    """Why employment spells are left out above: the exception is the law's (A6a), and it is real."""
    on = date(2025, 3, 1)
    family = Family(on, on)
    cells = {"last_name": "X", "first_name": "Y", "sex": "F", "citizenship": "RUS"}
    family.add("persons", snils=person_key(0, 1), birth_date=date(1990, 1, 1), **cells)
    spell = {"snils": person_key(0, 1), "weeks_worked": 52, "breach": False, "average_wage": 5_000_000}
    for number, recognised, refusals in ((1, date(2025, 1, 10), 3), (2, date(2025, 2, 10), 0)):
        days = {"applied_on": recognised, "recognised_on": recognised}
        family.add("employment_service", spell_id=f"E{number}", refusals=refusals, **days, **spell)
    said = {
        how: by_evaluator(book(), pack().registers, less)["unemployment_benefit", "person", person_key(0, 1)]["answer"]
        for how, less in (("whole", family), *ways_to_forget(family))
    }
    assert said["whole"] == "yes"
    assert said["row 2 of employment_service was set aside"] == "no"
    assert said["employment_service did not arrive"] == "unknown"


# --- names and strangers ---


@given(families(), st.integers(1, 9), st.integers(1, 40))
@drawn(40)
def test_other_keys_in_the_same_order_change_nothing(family, step, first):
    keys = {key: person_key(first, 10 + step * place) for place, key in enumerate(family.keys)}
    before = by_evaluator(book(), pack().registers, family)
    after = by_evaluator(book(), pack().registers, renamed(family, keys))
    told = {
        (measure, kind, keys.get(unit, unit)): {**said, "payee_id": keys.get(str(said["payee_id"]), said["payee_id"])}
        for (measure, kind, unit), said in before.items()
    }
    assert told == after, as_example(family)


@given(several_families(3))
@drawn(40)
def test_strangers_change_nothing(some):
    among = by_evaluator(book(), pack().registers, together(some))
    alone_said = [by_evaluator(book(), pack().registers, family) for family in some]
    assert among == {unit: said for one in alone_said for unit, said in one.items()}, as_example(together(some))
    events = [event for family in some for event in events_by_evaluator(pack(), book(), family)]
    assert events_by_evaluator(pack(), book(), together(some)) == sorted(events), as_example(together(some))


# --- what is drawn ---


def test_what_is_drawn_would_be_accepted_and_reaches_every_measure():
    answers: Counter[tuple[str, object]] = Counter()
    for seed in range(1, 9):
        some = random_families(seed, 60)
        assert all(keep_valid(family).rows == family.rows for family in some)
        said = by_evaluator(book(), pack().registers, together(some))
        answers.update((unit[0], one["answer"]) for unit, one in said.items())
    ids = {measure.id for measure in pack().law.measures}
    assert {measure for measure, answer in answers if answer == "no"} == ids
    assert len({measure for measure, answer in answers if answer == "unknown"}) > 38
    assert len({measure for measure, answer in answers if answer == "yes"}) > 38


def test_a_printed_family_is_an_example_that_says_the_same(tmp_path):
    for seed in range(30):
        (family,) = random_families(seed, 1)
        (tmp_path / "examples.yaml").write_text("examples:\n" + as_example(family))
        (example,) = read_examples(pack(), [tmp_path / "examples.yaml"])
        keys = {key: example.keys[name] for key, name in names_of(family).items()}
        mine = Evaluator(book(), facts_of(pack().registers, renamed(family, keys)), family.on)
        theirs = Evaluator(book(), example.facts, example.on)
        for measure in pack().law.measures:
            for case in measure.cases:
                units = range(example.facts.places if case.unit.kind == "place" else example.facts.persons)
                assert [mine.decide(case, unit) for unit in units] == [theirs.decide(case, unit) for unit in units]


def test_a_family_is_made_as_small_as_what_is_wrong():
    (family,) = random_families(3, 1)
    people = [row["snils"] for row in family.rows["persons"]]
    small = reduced(family, lambda one: any(row["snils"] == people[-1] for row in one.rows["persons"]))
    assert small.count() == 1 and small.keys == [people[-1]]
