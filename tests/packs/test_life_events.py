"""Life events: the same as an independent reading of the law finds, open from their day to the day before their end."""

import json
from datetime import date, timedelta

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from alongside.base.text import Text
from alongside.cli.__main__ import alongside
from alongside.packs.event_texts import read_events
from alongside.packs.events import FILE, PackHasNoEvents, check_events, events_of, open_events, write_events
from alongside.packs.load import load_pack
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import Evaluator
from alongside.rules.events import event
from alongside.rules.fault import PackFault
from alongside.rules.law import DateOutsideLaw
from alongside.rules.words import answer
from tests.packs.small_city import (
    ON,
    ROOT,
    book,
    delivered_store,
    home,
    key,
    marriage,
    pack,
    random_city,
    someone,
    store,
    tie,
)
from tests.second_reading.delivery import read_delivery
from tests.second_reading.law import life_events

BORN = date(1990, 6, 15)


def found(table):
    """The rows of a table as tuples."""
    return [tuple(row.values()) for row in table.to_pylist()]


def of_person(facts, person, on=ON):
    return {(one.event.name, one.day) for one in events_of(pack(), Evaluator(book(), facts, on), person)}


def open_for(rows, person=0, on=ON, name=None):
    """The days of one person's events on a day, from rows."""
    return {day for what, day in of_person(store(rows), person, on) if what == name}


def is_open(rows, name, day, on):
    return day in open_for(rows, 0, on, name)


@pytest.mark.parametrize("seed", range(25))
def test_kernels_find_what_an_independent_reading_of_the_law_finds(tmp_path, seed):
    on = random_city(tmp_path, seed)
    delivered = read_delivery(tmp_path)
    table = open_events(pack(), delivered_store(delivered), on)
    assert sorted(found(table)) == life_events(delivered, on)
    places = [[one.name for one in pack().events].index(name) for name in table.column("event").to_pylist()]
    rows = list(zip(places, table.column("person_id").to_pylist(), table.column("date").to_pylist(), strict=True))
    assert rows == sorted(set(rows))


@pytest.mark.parametrize("seed", range(30, 34))
def test_one_person_at_a_time_gives_the_same_as_the_whole_city(tmp_path, seed):
    on = random_city(tmp_path, seed)
    facts = delivered_store(read_delivery(tmp_path))
    one_by_one = [
        (one.event.name, facts.person_text(person), one.day, one.until)
        for person in range(facts.persons)
        for one in events_of(pack(), Evaluator(book(), facts, on), person)
    ]
    assert sorted(one_by_one) == sorted(found(open_events(pack(), facts, on)))


def test_a_birth_is_open_for_both_parents_from_its_day_to_the_day_before_the_first_birthday():
    born = date(2025, 1, 31)
    rows = {
        "persons": [someone(1, "Анна", "F", BORN), someone(2, "Борис", "M", BORN), someone(3, "Вера", "F", born)],
        "parent_child": [tie(3, 1, born), tie(3, 2, born)],
    }
    for person in (0, 1):
        assert open_for(rows, person, born, "birth_of_child") == {born}
        assert open_for(rows, person, date(2026, 1, 30), "birth_of_child") == {born}
        assert not open_for(rows, person, date(2026, 1, 31), "birth_of_child")
        assert not open_for(rows, person, born - timedelta(days=1), "birth_of_child")
    assert not open_for(rows, 2, ON, "birth_of_child")


def test_where_there_is_a_guardian_a_birth_is_not_the_parents_event():
    born = date(2025, 1, 31)
    rows = {
        "persons": [someone(1, "Анна", "F", BORN), someone(2, "Борис", "M", BORN), someone(3, "Вера", "F", born)],
        "parent_child": [tie(3, 1, born), tie(3, 2, born, kind="GUARDIAN")],
    }
    assert not open_for(rows, 0, ON, "birth_of_child")
    assert open_for(rows, 1, ON, "birth_of_child") == {born}


def test_the_end_of_a_month_is_the_end_of_an_event():
    rows = {
        "persons": [someone(1, "Анна", "F", BORN)],
        "sick_leave": [{"certificate_id": "c", "snils": key(1), "code": "01", "first_day": date(2024, 11, 30)}],
    }
    assert is_open(rows, "illness", date(2024, 11, 30), date(2025, 2, 27))
    assert not is_open(rows, "illness", date(2024, 11, 30), date(2025, 2, 28))


def test_a_certificate_of_maternity_is_no_illness():
    leave = {"certificate_id": "c", "snils": key(1), "code": "05", "first_day": ON, "last_day": date(2025, 7, 1)}
    assert not open_for({"persons": [someone(1, "Анна", "F", BORN)], "sick_leave": [leave]}, name="illness")


def test_a_child_starts_school_from_april_to_september_of_the_year_of_the_seventh_birthday():
    rows = {"persons": [someone(1, "Вера", "F", date(2017, 12, 31))]}
    assert not open_for(rows, 0, date(2024, 3, 31), "starting_school")
    assert open_for(rows, 0, date(2024, 4, 1), "starting_school") == {date(2024, 4, 1)}
    assert open_for(rows, 0, date(2024, 9, 30), "starting_school") == {date(2024, 4, 1)}
    assert not open_for(rows, 0, date(2024, 10, 1), "starting_school")


def test_a_job_is_lost_on_the_day_it_ends_and_not_before():
    job = {"work_id": "w", "snils": key(1), "kind": "EMPLOYED", "since": date(2020, 1, 1), "until": date(2025, 2, 1)}
    rows = {"persons": [someone(1, "Анна", "F", BORN)], "work": [job]}
    assert not open_for(rows, 0, date(2025, 1, 31), "job_loss")
    assert open_for(rows, 0, date(2025, 2, 1), "job_loss") == {date(2025, 2, 1)}
    assert not open_for(rows, 0, date(2025, 8, 1), "job_loss")
    own = {"persons": rows["persons"], "work": [{**job, "kind": "BUSINESS"}]}
    assert not open_for(own, 0, date(2025, 2, 1), "job_loss")


def test_two_grounds_on_one_day_are_one_event():
    spell = {"spell_id": "s", "snils": key(1), "applied_on": date(2025, 2, 1), "refusals": 0}
    job = {"work_id": "w", "snils": key(1), "kind": "EMPLOYED", "since": date(2020, 1, 1), "until": date(2025, 2, 1)}
    facts = store({"persons": [someone(1, "Анна", "F", BORN)], "work": [job], "employment_service": [spell]})
    assert [row[:3] for row in found(open_events(pack(), facts, ON))] == [("job_loss", key(1), date(2025, 2, 1))]


def test_a_right_to_a_pension_that_is_not_known_is_no_event():
    rows = {
        "persons": [someone(1, "Пётр", "M", date(1961, 1, 10))],
        "insurance_record": [{"snils": key(1), "record_months": 100, "points": 10_000}],
    }
    right, on = date(2024, 1, 10), date(2024, 6, 1)  # 60 years and the reform's 36 months
    assert of_person(store(rows), 0, on) == {("retirement", right)}
    assert of_person(store(rows, incomplete={"insurance_record": [key(1)]}), 0, on) == set()
    assert of_person(store(rows, missing=["insurance_record"]), 0, on) == set()


def test_at_eighty_retirement_and_care_open_together():
    rows = {"persons": [someone(1, "Пётр", "M", date(1945, 3, 1))]}
    assert of_person(store(rows), 0) == {("retirement", ON), ("caring_for_elderly", ON)}


def bereaved(**cells):
    """Anna was married to Boris, who died on 1 February; Pavel is their child, Olga his mother, Igor buried him."""
    died = date(2025, 2, 1)
    people = [
        someone(1, "Анна", "F", BORN),
        someone(2, "Борис", "M", BORN, death_date=died, burial_by=key(5)),
        someone(3, "Павел", "M", date(2015, 1, 1)),
        someone(4, "Ольга", "F", date(1960, 1, 1)),
        someone(5, "Игорь", "M", date(1960, 1, 1)),
    ]
    wed = marriage(1, 2, date(2014, 1, 1), **cells)
    ties = [tie(3, 2, date(2015, 1, 1)), tie(2, 4, BORN)]
    facts = store({"persons": people, "marriages": [wed], "parent_child": ties})
    return {person for person in range(5) if ("bereavement", died) in of_person(facts, person)}


def test_bereaved_are_the_spouse_the_child_the_parent_and_who_took_on_the_burial():
    assert bereaved() == {0, 2, 3, 4}


def test_a_spouse_divorced_on_the_day_before_the_death_is_not_bereaved():
    assert bereaved(ended_on=date(2025, 1, 31)) == {2, 3, 4}
    assert bereaved(ended_on=date(2025, 2, 1)) == {0, 2, 3, 4}


def test_the_dead_have_no_events():
    rows = {
        "persons": [someone(1, "Анна", "F", BORN, death_date=date(2025, 2, 1))],
        "registrations": [home(1, 1, since=date(2025, 1, 10))],
    }
    assert of_person(store(rows), 0, date(2025, 1, 31)) == {("move_registration", date(2025, 1, 10))}
    assert of_person(store(rows), 0, date(2025, 2, 1)) == set()


def large(**more):
    """Anna raises three children, the youngest born last summer."""
    days = [date(2012, 5, 5), date(2016, 6, 6), date(2024, 7, 7)]
    people = [someone(1, "Анна", "F", BORN), *(someone(2 + n, "Имя", "F", day) for n, day in enumerate(days))]
    rows = {"persons": people, "parent_child": [tie(2 + n, 1, day) for n, day in enumerate(days)]}
    facts = store(rows, **more)
    return {person for person in range(4) if ("large_family", days[-1]) in of_person(facts, person)}


def test_a_family_is_large_for_its_head_since_the_youngest_was_born():
    assert large() == {0}


def test_a_family_that_may_be_large_is_no_event():
    assert large(incomplete={"parent_child": [key(3)]}) == set()
    assert large(incomplete={"flags": [key(3)]}) == set()


def test_a_day_outside_the_law_is_refused():
    facts = store({"persons": [someone(1, "Анна", "F", BORN)]})
    with pytest.raises(DateOutsideLaw):
        open_events(pack(), facts, date(2027, 1, 1))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_written_is_what_was_found_and_leaves_nothing_beside_it(tmp_path, form):
    facts = store({"persons": [someone(1, "Пётр", "M", date(1945, 3, 1))]})
    table = open_events(pack(), facts, ON)
    write_events(table, tmp_path, "csv" if form == "parquet" else "parquet")
    path = write_events(table, tmp_path, form)
    assert [entry.name for entry in tmp_path.iterdir()] == [f"{FILE}.{form}"]
    if form == "parquet":
        assert pyarrow.parquet.read_table(path).equals(table)
    else:
        lines = path.read_text().splitlines()
        assert lines[:2] == ["event;person_id;date;until", f"retirement;{key(1)};2025-03-01;2026-03-01"]


def test_every_event_that_a_measure_names_is_declared_or_a_label_of_a_date():
    labels = {"honour", "wedding_jubilee", "birthday_100"}
    named = {event for text in pack().texts.values() for event in text.events}
    assert named - labels <= {event.name for event in pack().events}


def test_the_list_of_everybody_and_of_one_person_are_two_questions(tmp_path):
    asked = ["--store", str(tmp_path), "--on", "2025-03-01", "--person", "1", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(alongside, ["life-events", "list", *asked])
    assert result.exit_code == 2 and "give one of them" in result.output


def test_a_pack_without_events_says_so():
    with pytest.raises(PackHasNoEvents, match="millbrook"):
        check_events(load_pack(ROOT / "tests" / "towns" / "millbrook"))


def declared(dates, months=3):
    return event(pack().events[0].rule.unit, months=months)(dates)


def words_for(tmp_path, says="{day}"):
    said = {"ru": says, "en": says}
    path = tmp_path / "events.yaml"
    path.write_text(json.dumps({"odd": {"title": {"ru": "a", "en": "b"}, "says": said}}))
    return path


def test_an_event_whose_day_is_no_date_is_a_fault_with_its_line(tmp_path):
    def odd(p):
        return (p.sex,)

    with pytest.raises(PackFault, match=r"test_life_events\.py:\d+.*given a code:persons\.sex for a date"):
        declared(odd).made()


def test_an_event_may_not_rest_on_a_measure(tmp_path):
    case = next(iter(pack().law.measure("edv").cases))
    assert isinstance(case, MeasureCase)

    def odd(p):
        from alongside.rules.words import choose, never, surely

        return (choose(surely(answer(case, p)), p.birth_date, otherwise=never(p)),)

    with pytest.raises(PackFault, match="reads the measure 'edv'"):
        read_events([declared(odd)], pack().law, words_for(tmp_path))


def test_a_sentence_without_the_day_is_a_fault(tmp_path):
    def odd(p):
        return (p.birth_date,)

    with pytest.raises(PackFault, match="does not say the day"):
        read_events([declared(odd)], pack().law, words_for(tmp_path, "once"))
    (read,) = read_events([declared(odd)], pack().law, words_for(tmp_path))
    assert (read.name, read.title) == ("odd", Text("a", "b"))
