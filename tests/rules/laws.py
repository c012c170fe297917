"""A small law made in Python: one register of people, one of notes about them; and what kernels and evaluator say."""

from datetime import date

from alongside.base.text import Text
from alongside.rules import PERSON, PLACE, Rule, Unit, define, group, measure, on, rows, when
from alongside.rules.awards import output_place
from alongside.rules.columns import Run, begin_definition, begin_group, measure_sizes
from alongside.rules.definitions import Group
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.kernels import missing_beside
from alongside.rules.law import Law, Measure, read_by
from alongside.rules.run import compile_parts, run_law
from alongside.rules.schema import CLOSED, OPEN, Column, Dialect, Index, KeyFormat, Register, Registers
from alongside.rules.small import small_facts
from alongside.rules.world import unknown_in

NAME = Text("", "")
PLAIN = Dialect("plain", "utf-8", b"\n", "YYYY-MM-DD", ".")
ON = date(2025, 3, 31)


def register(name, columns, **more):
    return Register(name, NAME, NAME, PLAIN, columns=tuple(columns), **more)


people = register(
    "people",
    [
        Column("id", "person"),
        Column("born", "date"),
        Column("died", "date", CLOSED),
        Column("a", "yes_no", OPEN),
        Column("b", "yes_no", OPEN),
        Column("c", "yes_no", OPEN),
        Column("heir", "person", CLOSED),
    ],
    key=("id",),
    owner="id",
)
notes = register(
    "notes",
    [
        Column("about", "person"),
        Column("by", "person"),
        Column("kind", "code", codes=("X", "Y", "Z")),
        Column("worth", "money"),
        Column("guess", "money", OPEN),
        Column("since", "date"),
        Column("until", "date", CLOSED),
        Column("due", "date", OPEN),
        Column("home", "place", CLOSED),
    ],
    key=("about", "since"),
    owner="about",
    order=("kind", "since", "worth"),
    indexes=(Index("by", ("by",), ("about", "since")), Index("home", ("home",), ("about",))),
    starts="since",
    ends="until",
)
REGISTERS = Registers(KeyFormat("P999"), KeyFormat("A9"), (people, notes), birth="born", death="died")
person = Unit("person", PERSON, REGISTERS)


@define(person)
def patron(p):
    """The heir one names, or oneself."""
    return when(p.heir.is_some(), p.heir, otherwise=p)


def near(p):
    return (rows(notes, of=p).accepted().each(lambda r: r.by),)


circle = group(patron, near, name="circle", title=Text("", ""))
circle_unit = Unit("circle", "group:circle", REGISTERS)
place = Unit("place", PLACE, REGISTERS)
today = on(REGISTERS)


def key(number):
    return f"P{number:03d}"


def someone(number, **cells):
    return {"id": key(number), "born": date(1990, 1, 1), **cells}


def note(about, **cells):
    return {"about": key(about), "by": key(about), "kind": "X", "worth": 0, "since": date(2020, 1, 1), **cells}


def facts(persons, rows=(), **more):
    return small_facts(REGISTERS, {"people": persons, "notes": list(rows)}, as_of=ON, **more)


def in_order(cases):
    """The rows of cases in the order of the output."""
    return sorted(cases, key=lambda rows: output_place(rows.measure, rows.case))


def law_of(*measures, terms=None):
    return Law("small", "1", REGISTERS, terms or {}, tuple(measures), date(2020, 1, 1), date(2030, 1, 1))


def simple(name, number, *, criteria=lambda p: (), frequency="one_off", unit=person, **parts):
    """A measure of one case: everybody is considered and receives themselves, unless `parts` says otherwise."""

    def build(p):
        made = {
            "considered": p.died > today if unit is person else None,
            "payee": p,
            "amount": None,
            "since": today,
            "until": None,
            **{field: make(p) for field, make in parts.items()},
        }
        return Rule(criteria=tuple(criteria(p)), **made)

    return Measure(name, number, frequency, "offer", (measure(name, unit=unit)(build),))


def defined(*named):
    """The definitions behind these names, and all they read, in order."""
    order = []

    def visit(part):
        if part not in order:
            for read in read_by(law_of(), part):
                visit(read)
            order.append(part)

    for one in named:
        visit(one.definition if hasattr(one, "definition") else one)
    return order


def by_kernels(store, *named, law=None, sizes=None):
    """For each name the list of (value, missing) of everybody, from the compiled kernels."""
    order = defined(*named)
    law = law or law_of()
    run = Run(law, store, law.check_day(ON), sizes or measure_sizes(store))
    kernels = compile_parts(run, order, set(), None)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads:
        for part in order:
            if isinstance(part, Group):
                begin_group(run, part, threads)()
            else:
                begin_definition(run, part, kernels[id(part)], threads)()
    found = {}
    for one in named:
        name = f"def.{one.definition.name}"
        values, beside = run.columns[name].tolist(), (run.columns.get(column, ()) for column in missing_beside(name))
        missing = {int(unit): int(bits) for bits, unit in zip(*beside, strict=True)}
        unknown = unknown_in(one.definition.body.kind)
        assert [unit for unit, value in enumerate(values) if value == unknown] == [*missing]
        found[one.definition.name] = [
            (0, missing[unit]) if unit in missing else (value, 0) for unit, value in enumerate(values)
        ]
    return found


def by_evaluator(store, *named, law=None):
    """The same from the evaluator."""
    book = Book(law or law_of())
    for part in defined(*named):
        book.learn(part)
    evaluator = Evaluator(book, store, ON)
    return {
        one.definition.name: [
            (int(value), missing)
            for value, missing in (evaluator.definition(one.definition.name, unit) for unit in range(store.persons))
        ]
        for one in named
    }


def settled(found):
    """Values that are not known are all alike."""
    return {
        name: [(None, missing) if missing else (int(value), 0) for value, missing in values]
        for name, values in found.items()
    }


def assert_decided_alike(law, of):
    """Kernels and evaluator say the same of every person, and every measure says something: yes, and not known."""
    kernels, evaluator = _decided_by_kernels(law, of), _decided_by_evaluator(law, of)
    assert kernels == evaluator
    assert all(evaluator.values()), "each measure says something of somebody"
    assert {answer for said in evaluator.values() for answer, *_ in said.values()} == {1, 2}


def _decided_by_kernels(law, of):
    """For each case (answer, amount, missing) of every unit with a row, by the kernels; 1 is yes, 2 not known."""
    names = ("out_unit", "out_answer", "out_amount", "out_missing")
    return {
        found.case.name: {
            unit: told for unit, *told in zip(*(found.columns[name].tolist() for name in names), strict=True)
        }
        for found in run_law(law, of, ON, law.measures)
    }


def _decided_by_evaluator(law, of):
    """The same of persons from the evaluator."""
    evaluator, names = Evaluator(Book(law), of, ON), {"yes": 1, "unknown": 2}
    found = {}
    for case in (case for one in law.measures for case in one.cases):
        said = {n: evaluator.decide(case, n) for n in range(of.persons)}
        kept = {n: one for n, one in said.items() if one.answer in names}
        found[case.name] = {
            n: [names[one.answer], -1 if one.answer == "unknown" else one.amount or 0, one.missing]
            for n, one in kept.items()
        }
    return found
