"""Kernels ask an age as a day, and a loop only where its answer is wanted: the answers stay those of the evaluator."""

from datetime import date, timedelta
from random import Random

import pytest

from alongside.rules import age, choose, define, roubles, rows, when
from alongside.rules.emit_units import definition_kernel
from alongside.rules.world import Sizes, World
from tests.rules.laws import (
    ON,
    REGISTERS,
    by_evaluator,
    by_kernels,
    facts,
    note,
    notes,
    person,
    settled,
    someone,
    today,
)

# Around a birthday: the day itself, the ends of February, 18 years and less before the day of decision.
BORN = [ON.replace(year=ON.year - years) + timedelta(days=days) for years in (0, 17, 18, 19, 65) for days in (-1, 0, 1)]
LEAP = [date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1), date(2007, 2, 28), date(2007, 3, 1)]
STORE = facts([someone(n, born=born) for n, born in enumerate(BORN + LEAP)])
AGES = {
    "under": lambda p: age(p) < 18,
    "not_over": lambda p: age(p) <= 18,
    "over": lambda p: age(p) > 18,
    "at_least": lambda p: age(p) >= 18,
    "exactly": lambda p: age(p) == 18,
    "later": lambda p: p.born.plus_months(216) > today,
    "not_later": lambda p: p.born.plus_months(216) <= today,
    "before": lambda p: p.born.plus_months(216) < today,
    "not_before": lambda p: p.born.plus_months(216) >= today,
    "back": lambda p: p.born.plus_months(-1) < today,
}


def text_of(named):
    return definition_kernel(World(REGISTERS, (), Sizes()), named.definition).text


@pytest.mark.parametrize("day", [ON, date(2025, 2, 28), date(2024, 2, 29)])
def test_an_age_asked_as_a_day_is_the_same_age(monkeypatch, day):
    monkeypatch.setattr("tests.rules.laws.ON", day)
    named = [define(person, name)(test) for name, test in AGES.items()]
    assert by_kernels(STORE, *named) == by_evaluator(STORE, *named)


def test_a_kernel_counts_no_years_where_a_day_will_do():
    for name, test in AGES.items():
        text = text_of(define(person, name)(test))
        loop = text.index("for u in")
        if name in ("exactly", "back"):
            assert "latest_since" not in text
        else:
            assert text.index("latest_since") < loop
            assert not {"full_years", "add_months"} & set(text[loop:].replace("(", " ").split())


def worth(p):
    return rows(notes, of=p).accepted().sum(lambda r: r.worth)


def guessed(p):
    return rows(notes, of=p).accepted().sum(lambda r: r.guess)


@pytest.fixture(scope="module")
def noted():
    dice = Random(5)
    people = [someone(n, a=dice.choice((True, False, None)), b=dice.choice((True, False, None))) for n in range(60)]
    told = [
        note(n, since=date(2020, 1, day + 1), worth=dice.randrange(900), guess=dice.choice((None, dice.randrange(900))))
        for n in range(60)
        for day in range(dice.randrange(4))
    ]
    return facts(people, told)


def test_what_a_loop_says_counts_only_where_it_is_wanted(noted):
    named = [
        define(person, "then_looped")(lambda p: when(p.a, worth(p), otherwise=roubles("0", p))),
        define(person, "otherwise_looped")(lambda p: when(p.a, roubles("0", p), otherwise=guessed(p))),
        define(person, "both_looped")(lambda p: when(p.a & p.b, worth(p), otherwise=guessed(p))),
        define(person, "nested")(
            lambda p: when(p.a, when(p.b, guessed(p), otherwise=worth(p)), otherwise=roubles("7", p))
        ),
        define(person, "chosen")(
            lambda p: choose(
                p.died > today, when(p.b, guessed(p), otherwise=roubles("1", p)), otherwise=roubles("0", p)
            )
        ),
        define(person, "asked_twice")(
            lambda p: when(p.a, worth(p), otherwise=roubles("0", p)) + when(p.b, worth(p), otherwise=roubles("1", p))
        ),
    ]
    assert settled(by_kernels(noted, *named)) == settled(by_evaluator(noted, *named))


def test_a_loop_stands_inside_the_question_that_wants_it():
    text = text_of(define(person, "either")(lambda p: when(p.a, worth(p), otherwise=roubles("0", p))))
    assert indent(text, "range(notes__about__start") > indent(text, "people__a[position(u)]")
    both = text_of(define(person, "both")(lambda p: when(p.a, worth(p), otherwise=roubles("0", p)) + worth(p)))
    assert both.count("range(notes__about__start") == 1
    assert indent(both, "range(notes__about__start") == indent(both, "people__a[position(u)]")


def indent(text, part):
    (line,) = [line for line in text.splitlines() if part in line]
    return len(line) - len(line.lstrip())
