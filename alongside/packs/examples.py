"""Examples of a pack: a few people, a day, and the answers that a careful reader worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from alongside.packs.files import Fields, needed, read_yaml
from alongside.packs.load import Pack
from alongside.rules.awards import ABOVE_ZERO, missing_names
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.fault import PackFault, Where, meant
from alongside.rules.language import number_day
from alongside.rules.schema import Column, Register, Registers
from alongside.rules.small import Row, small_facts
from alongside.rules.tree import PLACE


@dataclass(frozen=True)
class Expected:
    """What an example expects of one unit; None and empty: not asked."""

    measure: str
    unit_kind: str
    unit: str
    answer: str
    fields: Mapping[str, str]
    criteria: Mapping[str, str]
    where: Where


@dataclass(frozen=True, eq=False)
class Example:
    """One example: its sentence, the paragraph of law it rests on, its arithmetic in words, a store, a day."""

    name: str
    law: str
    arithmetic: str
    on: date
    facts: Facts
    keys: Mapping[str, str]
    expected: tuple[Expected, ...]
    where: Where


@dataclass
class _Cast:
    """The people and rows of an example while it is being read."""

    registers: Registers
    people: dict[str, Fields] = field(default_factory=dict)
    rows: dict[str, list[Fields]] = field(default_factory=dict)


def example_files(pack: Pack) -> list[Path]:
    """Every file with examples: of measures, and the pack's own about definitions and whole families."""
    own = sorted((pack.path / "examples").glob("*.yaml"))
    return [*sorted((pack.path / "measures").glob("*/examples.yaml")), *own]


def read_examples(pack: Pack, files: Iterable[Path] | None = None) -> list[Example]:
    """All examples of a pack."""
    found: list[Example] = []
    for path in files if files is not None else example_files(pack):
        found.extend(_read_file(pack, path))
    return found


def _read_file(pack: Pack, path: Path) -> Iterator[Example]:
    content = read_yaml(path)
    casts = content.get("casts") or Fields()
    for body in needed(content, "examples", list):
        yield _example(pack, body, casts, str(path))


def _example(pack: Pack, body: Fields, casts: Fields, file: str) -> Example:
    cast = _Cast(pack.registers)
    for name in _list(body.get("cast")):
        if name not in casts:
            remedy = meant(name, casts, "Name one under `casts:`.")
            raise PackFault(f"there is no cast {name!r}", where=body.at("cast"), remedy=remedy)
        _add(cast, casts[name])
    _add(cast, body)
    on = _day(needed(body, "on"), body.at("on"))
    as_of = _day(body["as_of"], body.at("as_of")) if "as_of" in body else on
    keys = _person_keys(pack.registers, cast.people)
    defaults = _defaults(pack)
    rows = {
        r.name: [_row(r, row, keys, defaults, n) for n, row in enumerate(cast.rows.get(r.name, []))]
        for r in pack.registers.all
    }
    persons = pack.registers.persons
    rows[persons.name] = [
        _row(persons, Fields({persons.owner: name, **person}), keys, defaults, n)
        for n, (name, person) in enumerate(cast.people.items())
    ]
    facts = small_facts(
        pack.registers,
        rows,
        as_of=as_of,
        missing=_list(_of_registers(pack.registers, body, "missing_registers")),
        incomplete=_named(_of_registers(pack.registers, body, "incomplete"), keys),
        incomplete_places=_named(_of_registers(pack.registers, body, "incomplete_places"), {}),
    )
    expected = tuple(_expected(pack, item) for item in needed(body, "expect", list))
    law, sums = needed(body, "law"), str(body.get("arithmetic", ""))
    return Example(needed(body, "name"), law, sums, on, facts, keys, expected, Where(file, body.where.line))


def _add(cast: _Cast, body: Fields) -> None:
    """Add people and rows; a person named again is changed, `{}` of rows adds."""
    for name, person in (body.get("people") or {}).items():
        known = cast.people.get(name, Fields())
        merged = Fields({**known, **(person or {})})
        merged.where = getattr(person, "where", body.where)
        cast.people[name] = merged
    for register, rows in _of_registers(cast.registers, body, "rows").items():
        cast.rows.setdefault(register, []).extend(rows)


def _of_registers(registers: Registers, body: Fields, key: str) -> Any:
    """What stands under `key`, by register or as a list of registers; each is one of the pack."""
    said, known = body.get(key) or {}, [register.name for register in registers.all]
    for name in _list(said):
        if name not in known:
            where = said.at(name) if isinstance(said, Fields) else body.at(key)
            raise PackFault(f"there is no register {name!r}", where=where, remedy=meant(name, known))
    return said


def _person_keys(registers: Registers, people: Mapping[str, Fields]) -> dict[str, str]:
    """A right key for each name, in the alphabetical order of names."""
    keys: dict[str, str] = {}
    number = 10 ** (registers.person_key.digits - 1)
    for name in sorted(people):
        number += 10 ** max(registers.person_key.digits - 4, 0)
        while not registers.person_key.is_right(number):
            number += 1
        keys[name] = registers.person_key.text(number)
    return keys


def _defaults(pack: Pack) -> dict[str, dict[str, str]]:
    path = pack.path / "examples.yaml"
    if not path.exists():
        return {}
    return {register: dict(values) for register, values in read_yaml(path).items()}


def _row(
    register: Register,
    row: Fields,
    keys: Mapping[str, str],
    defaults: Mapping[str, Mapping[str, str]],
    number: int,
) -> Row:
    cells: dict[str, object] = {}
    given = {**defaults.get(register.name, {}), **row}
    names = [column.name for column in register.columns]
    for name in given:
        if name not in names:
            what = f"{register.name} has no column {name!r}"
            raise PackFault(what, where=row.at(name), remedy=meant(name, names))
    for column in register.columns:
        text = given.get(column.name)
        if text is None and column.type == "id" and column.name in register.key:
            text = f"E{number:06d}"
        cells[column.name] = _cell(column, text, keys, row)
        if cells[column.name] is None and column.empty.value == "M" and column.type != "name":
            raise PackFault(
                f"{register.name}.{column.name} must not be empty", where=row.where, remedy="Give it a value."
            )
    return cells


def _cell(column: Column, text: str | None, keys: Mapping[str, str], row: Fields) -> object:
    if text is None or text == "":
        return None
    where = row.at(column.name)
    if column.type == "person":
        if text not in keys:
            raise PackFault(f"{text!r} is nobody of this example", where=where, remedy="Add them under `people:`.")
        return keys[text]
    if column.type == "date":
        return _day(text, where)
    if column.type in ("money", "dec2", "dec3"):
        return _decimal(text, 3 if column.type == "dec3" else 2, where)
    if column.type == "int":
        return int(text)
    if column.type == "yes_no":
        return text in ("Y", "yes", "true")
    if column.type == "code" and text not in column.codes and column.classified is None:
        remedy = f"{meant(text, column.codes)} A new code is added where the register declares the column."
        raise PackFault(f"{column.name} has no code {text!r}", where=where, remedy=remedy)
    return text


def _day(text: str, where: Where) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise PackFault(f"{text!r} is no date", where=where, remedy="Write it like 2025-03-01.") from error


def _decimal(text: str, places: int, where: Where) -> int:
    try:
        return int(Decimal(text) * 10**places)
    except InvalidOperation as error:
        raise PackFault(f"{text!r} is no number", where=where, remedy="Write it like 1234.50.") from error


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _named(value: Any, keys: Mapping[str, str]) -> dict[str, list[str]]:
    return {register: [keys.get(name, name) for name in _list(names)] for register, names in (value or {}).items()}


def _expected(pack: Pack, item: Fields) -> Expected:
    measure = pack.law.measure(needed(item, "measure"))
    kind = item.get("unit_kind") or measure.cases[0].unit.name
    if kind not in [case.unit.name for case in measure.cases]:
        raise PackFault(f"{measure.id} is not decided for a {kind}", where=item.where, remedy="Correct unit_kind.")
    answer = needed(item, "answer")
    if answer not in ("yes", "no", "unknown", "not_considered"):
        raise PackFault(f"{answer!r} is no answer", where=item.at("answer"), remedy="yes, no, unknown, not_considered")
    fields = {k: str(item[k]) for k in ("amount", "since", "until", "payee") if k in item}
    if "missing" in item:
        fields["missing"] = ",".join(sorted(_list(item["missing"])))
    criteria = item.get("criteria") or Fields()
    known = [c.id for case in measure.cases if case.unit.name == kind for c in case.rule.criteria] + [ABOVE_ZERO]
    for name in criteria:
        if name not in known:
            what = f"{measure.id} has no criterion {name!r}"
            raise PackFault(what, where=criteria.at(name), remedy=meant(name, known))
    return Expected(measure.id, str(kind), needed(item, "unit"), answer, fields, dict(criteria), item.where)


def find_case(pack: Pack, expected: Expected) -> MeasureCase:
    """The case an expectation is about."""
    return pack.law.case(f"{expected.measure}/{expected.unit_kind}")


def unit_of(example: Example, expected: Expected, case: MeasureCase, evaluator: Evaluator) -> int:
    """The unit an expectation is about: a name, for a family the name of any member; an address."""
    facts = example.facts
    if case.unit.kind == PLACE:
        number = facts.registers.place_key.number(expected.unit)
        place = facts.find_place(number) if number is not None else None
        return _found(place, expected)
    key = example.keys.get(expected.unit)
    person = facts.find_person(facts.registers.person_key.number(key) or 0) if key is not None else None
    if case.unit.kind.startswith("group:"):
        return _found(evaluator.group_key(case.unit.kind, _found(person, expected)), expected)
    return _found(person, expected)


def _found(unit: int | None, expected: Expected) -> int:
    if unit is None:
        raise PackFault(
            f"{expected.unit!r} is nobody of this example", where=expected.where, remedy="Correct the name."
        )
    return unit


def differences(example: Example, expected: Expected, decision: Decision) -> list[str]:
    """What is not as expected, in words; empty when all is."""
    facts, wrong = example.facts, []
    if decision.answer != expected.answer:
        wrong.append(f"answer: expected {expected.answer}, got {decision.answer}")
    got = {c.id: c.answer for c in decision.criteria}
    wrong += [
        f"{name}: expected {said}, got {got.get(name)}"
        for name, said in expected.criteria.items()
        if got.get(name) != said
    ]
    shown = shown_fields(decision, facts, example.keys)
    wrong += [
        f"{name}: expected {value or 'none'}, got {shown[name] or 'none'}"
        for name, value in expected.fields.items()
        if shown[name] != (value if value != "none" else "")
    ]
    return wrong


def shown_fields(decision: Decision, facts: Facts, keys: Mapping[str, str]) -> dict[str, str]:
    """The fields of a decision as an example writes them."""
    names = {key: name for name, key in keys.items()}
    payee = "" if decision.payee is None else facts.person_text(decision.payee)
    amount = "" if decision.amount is None else f"{decision.amount // 100}.{decision.amount % 100:02d}"
    return {
        "amount": amount,
        "since": "" if decision.since is None else number_day(decision.since).isoformat(),
        "until": "" if decision.until is None else number_day(decision.until).isoformat(),
        "payee": names.get(payee, payee),
        "missing": ",".join(missing_names(decision.missing, facts)),
    }
