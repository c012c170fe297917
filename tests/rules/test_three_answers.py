"""Yes, no and not known: every way to join tests, against a plain reference."""

from itertools import product
from random import Random

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from alongside.rules import all_of, also, any_of, choose, define, given, is_known, month_of, months, when
from alongside.rules.emit_units import DEFINITION_OUT, definition_kernel
from alongside.rules.evaluator import CALENDAR
from alongside.rules.language import day_number
from alongside.rules.world import Sizes, World
from tests.rules.laws import ON, REGISTERS, by_evaluator, by_kernels, facts, person, settled, someone, today

NAMES = ("a", "b", "c")
BITS = {name: 1 << REGISTERS.missing_names().index(f"people.{name}") for name in NAMES}
WORLDS = list(product((True, False, None), repeat=3))
STORE = facts([someone(n, **dict(zip(NAMES, world, strict=True))) for n, world in enumerate(WORLDS)])

LOOPED = tuple(f"{name} in a loop" for name in NAMES)  # the same answers, found by a loop: asked only where wanted
leaves = st.sampled_from([(name,) for name in NAMES + LOOPED])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("all"), inner, inner, inner),
        st.tuples(st.just("any"), inner, inner, inner),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("if"), inner, inner, inner),
        st.tuples(st.just("choose"), inner, inner, inner),
        st.tuples(st.just("given"), inner, inner),
        st.tuples(st.just("also"), inner, inner),
        st.tuples(st.just("known"), inner),
    ),
    max_leaves=8,
)


def random_tree(random, depth=3):
    if depth == 0 or random.random() < 0.2:
        return (random.choice(NAMES + LOOPED),)
    sizes = {"all": 3, "any": 3, "not": 1, "if": 3, "choose": 3, "given": 2, "also": 2, "known": 1}
    word = random.choice(list(sizes))
    return (word, *(random_tree(random, depth - 1) for _ in range(sizes[word])))


def built(tree, p):
    word, *parts = tree
    made = [built(part, p) for part in parts]
    if word in LOOPED:
        return months(month_of(today), 1).any(lambda _: getattr(p, word[0]))
    if not parts:
        return getattr(p, word)
    return {
        "all": lambda: all_of(*made),
        "any": lambda: any_of(*made),
        "not": lambda: ~made[0],
        "if": lambda: when(made[0], made[1], otherwise=made[2]),
        "choose": lambda: choose(is_known(made[0]), made[1], otherwise=made[2]),
        "given": lambda: given(made[0], made[1]),
        "also": lambda: also(made[0], made[1]),
        "known": lambda: is_known(made[0]),
    }[word]()


def meant(tree, world):
    """The answer that a careful reader gives: the value (None: not known) and the names of what is missing."""
    word, *parts = tree
    if not parts:
        value = world[NAMES.index(word[0])]
        return value, {word[0]} if value is None else set()
    said = [meant(part, world) for part in parts]
    missing = set().union(*(names for _, names in said))
    if word in ("all", "any"):
        deciding = word == "any"
        if any(value is deciding for value, _ in said):
            return deciding, set()
        return (None, missing) if missing else (not deciding, set())
    if word == "not":
        return (None if said[0][0] is None else not said[0][0]), missing
    if word == "known":
        return said[0][0] is not None, set()
    if word == "if":
        condition = said[0][0]
        chosen = None if condition is None else said[1 if condition else 2][0]
        return (None, missing) if chosen is None else (chosen, set())
    if word == "choose":
        return said[1] if said[0][0] is not None else said[2]
    if word == "given":
        return said[1] if said[0][0] is not None else (None, said[0][1])
    return (None, missing) if missing else (said[1][0], set())


def expected(tree):
    answers = (meant(tree, world) for world in WORLDS)
    return [(None, sum(BITS[n] for n in names)) if v is None else (int(v), 0) for v, names in answers]


def named(tree, name):
    return define(person, name)(lambda p: built(tree, p))


@settings(max_examples=150, deadline=None)
@forall(trees)
def test_the_evaluator_joins_answers_as_a_careful_reader_does(tree):
    assert settled(by_evaluator(STORE, named(tree, "tree")))["tree"] == expected(tree)


@settings(max_examples=150, deadline=None)
@forall(trees)
def test_the_text_of_a_kernel_joins_answers_as_a_careful_reader_does(tree):
    source = definition_kernel(World(REGISTERS, (), Sizes()), named(tree, "tree").definition)
    space = dict(CALENDAR)
    exec(source.text, space)
    arrays = [STORE.arrays[name] for name in source.arrays.values()]
    out, units, bits = ([0] * STORE.persons for _ in DEFINITION_OUT)
    outs = (out, units, bits) if "out_unit" in source.text else (out,)
    count = space["kernel"](0, STORE.persons, day_number(ON), *[None] * 5, *arrays, *outs)
    missing = dict(zip(units[:count], bits[:count], strict=True))
    told = [(value, missing.get(unit, 0)) for unit, value in enumerate(out)]
    assert settled({"tree": told})["tree"] == expected(tree)


def test_compiled_kernels_join_answers_as_a_careful_reader_does():
    random = Random(7)
    grown = {f"tree_{number}": random_tree(random) for number in range(12)}
    found = settled(by_kernels(STORE, *(named(tree, name) for name, tree in grown.items())))
    for name, tree in grown.items():
        assert found[name] == expected(tree), tree


@pytest.mark.parametrize("value", [True, False])
def test_a_missing_fact_is_never_a_no(value):
    store = facts([someone(1, a=None, b=value)])
    both = define(person, "both")(lambda p: p.a & p.b)
    either = define(person, "either")(lambda p: p.a | p.b)
    found = settled(by_evaluator(store, both, either))
    assert found["both"] == [(None, BITS["a"]) if value else (0, 0)]
    assert found["either"] == [(1, 0) if value else (None, BITS["a"])]
