"""`alongside entitlements explain`: what a person reads, in both languages, with every reason and its source."""

import re

import pyarrow.parquet as pq
import pytest

CODE = re.compile(r"<=|>=|==|!=|&|\||lambda|Expr|tree\.|None\b|True\b|False\b|\.py\b|\{|\}|Traceback")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
FIELDS = {
    *("measure_id", "number", "name", "summary", "frequency", "mode", "unit_kind", "unit_id", "unit_name"),
    *("payee_id", "payee_name", "answer", "amount_kopecks", "since", "until", "criteria", "steps", "how"),
    *("missing", "why_not_considered", "act"),
}


@pytest.fixture(scope="module")
def rows(awards):
    return pq.read_table(awards / "awards.parquet").to_pylist()


def payee_of(rows, measure, answer):
    return next(row["payee_id"] for row in rows if (row["measure_id"], row["answer"]) == (measure, answer))


def every_sentence(found):
    """Everything in an explanation that is meant to be read."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name not in ("language", "id", "measure_id", "register", "delivery_id", "unit_kind"):
                yield from every_sentence(value)
    elif isinstance(found, list):
        for value in found:
            yield from every_sentence(value)
    elif isinstance(found, str):
        yield found


def test_json_has_every_field_and_says_what_the_awards_say(rows, explained):
    for row in rows[::7]:
        said = explained(row["payee_id"])
        assert (said["person_id"], said["on"], said["language"]) == (row["payee_id"], "2025-03-01", "ru")
        assert all(set(measure) == FIELDS for measure in said["measures"])
        own = [m for m in said["measures"] if (m["measure_id"], m["unit_id"]) == (row["measure_id"], row["unit_id"])]
        assert len(own) == 1
        found = own[0]
        assert {name: found[name] for name in ("answer", "amount_kopecks", "payee_id")} == {
            name: row[name] for name in ("answer", "amount_kopecks", "payee_id")
        }
        assert found["since"] == (row["since"] and row["since"].isoformat())
        assert found["until"] == (row["until"] and row["until"].isoformat())
        assert ",".join(m["name"] for m in found["missing"]) == row["missing"]


def test_the_answer_comes_first(rows, explained):
    said = explained(payee_of(rows, "milk_money", "yes"))
    order = ["yes", "unknown", "no", "not_considered"]
    answers = [order.index(measure["answer"]) for measure in said["measures"]]
    assert answers == sorted(answers)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_person_reads_sentences_and_never_code(rows, explained, ask, store, language):
    people = sorted({row["payee_id"] for row in rows})[::9]
    for person in people:
        for text in every_sentence(explained(person, "--lang", language)):
            assert not CODE.search(text), text
            assert language == "ru" or not CYRILLIC.search(text), text
        shown = ask(
            *("entitlements", "explain", "--store", store, "--person", person),
            *("--on", "2025-03-01", "--lang", language, "--details"),
        )
        assert shown.exit_code == 0
        assert not CODE.search(shown.stdout), shown.stdout
        assert bool(CYRILLIC.search(shown.stdout)) == (language == "ru")


def test_the_sentences_carry_the_person_s_own_numbers(rows, explained):
    said = explained(payee_of(rows, "hardship_grant", "yes"), "--lang", "en")
    grant = next(m for m in said["measures"] if m["measure_id"] == "hardship_grant")
    modest = next(c for c in grant["criteria"] if c["id"] == "modest")
    assert re.fullmatch(r"Earned: [\d,.]+\xa0₽, bread: [\d,.]+\xa0₽, \d\xa0(person|people)\.", modest["shows"])
    assert [source["register"] for source in modest["sources"]] == ["people", "residents", "wages"]
    assert modest["sources"][2]["holder"] == "the mill"
    assert grant["steps"][0]["label"] == "What is short"


@pytest.mark.parametrize(
    ("language", "holder"), [("ru", {"ратуша", "мельница", "пожарные"}), ("en", {"the town hall", "the mill"})]
)
def test_whatever_is_missing_names_who_holds_it(rows, explained, language, holder):
    people = {row["payee_id"] for row in rows if row["answer"] == "unknown"}
    held = set()
    for person in sorted(people):
        for measure in explained(person, "--lang", language)["measures"]:
            assert bool(measure["missing"]) == (measure["answer"] == "unknown")
            for missing in (*measure["missing"], *(m for c in measure["criteria"] for m in c["missing"])):
                assert missing["title"] and missing["holder"]
                held.add(missing["holder"])
    assert held <= holder | {"the fire brigade"} and len(held) >= 2


def test_who_is_not_considered_is_told_for_whom_the_measure_is(rows, explained):
    said = explained(payee_of(rows, "hardship_grant", "yes"), "--lang", "en")
    for measure in said["measures"]:
        assert bool(measure["why_not_considered"]) == (measure["answer"] == "not_considered")
    milk = [m for m in said["measures"] if m["measure_id"] == "milk_money" and m["answer"] == "not_considered"]
    assert {m["why_not_considered"] for m in milk} == {"For children under 12."}
    assert all(m["criteria"] == [] and m["amount_kopecks"] is None for m in milk)


def test_one_measure_alone_is_told_with_its_reasons(rows, ask, store):
    person = payee_of(rows, "milk_money", "yes")
    asked = ("--store", store, "--person", person, "--on", "2025-03-01", "--lang", "en")
    shown = ask("entitlements", "explain", *asked, "--measure", "milk_money").stdout
    assert "The child lives in the town" in shown and "Millbrook Law 1" in shown
    assert "Winter wood" not in shown


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--person", "M-9999-6"), "person_not_found: Nobody has the key"),
        (("--person", "M-0001-2"), "person_not_found: "),
        (("--person", "Ada"), "person_not_found: 'Ada' is not a key of the form M-9999-9."),
        (("--person", "M-0001-1", "--on", "2030-01-01"), "date_outside_law: "),
        (("--person", "M-0001-1", "--measure", "beer_money"), "no_such_measure: "),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_line(ask, store, more, code):
    done = ask("entitlements", "explain", "--store", store, "--on", "2025-03-01", *more)
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith(code) and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "What bread for everybody at home costs"), ("ru", "Столько стоит хлеб на всех в доме")],
)
def test_a_definition_stands_beside_the_result_that_rests_on_it_and_only_once(
    rows, explained, ask, store, language, sentence
):
    person = payee_of(rows, "hardship_grant", "yes")
    said = explained(person, "--lang", language)
    grant = next(m for m in said["measures"] if m["measure_id"] == "hardship_grant")
    modest = next(c for c in grant["criteria"] if c["id"] == "modest")
    assert {"wages", "bread"} <= set(modest["rests_on"])
    told = {each["id"]: each for each in said["definitions"]}
    assert {name for m in said["measures"] for c in m["criteria"] for name in c["rests_on"]} == set(told)
    assert told["bread"]["sentence"].startswith(sentence)
    asked = ("--store", store, "--person", person, "--on", "2025-03-01", "--lang", language, "--details")
    shown = " ".join(ask("entitlements", "explain", *asked).stdout.split())
    assert shown.count(sentence) == 1
    assert shown.index(modest["sentence"]) < shown.index(sentence)
