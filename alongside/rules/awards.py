"""The awards table: one row for each measure and unit that is a yes or not known (law, output)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from alongside.base.compiled import compile_and_keep
from alongside.rules.definitions import MeasureCase
from alongside.rules.facts import Array, Facts
from alongside.rules.language import day_number
from alongside.rules.law import Measure
from alongside.rules.run import CaseRows
from alongside.rules.schema import EMPTY, NEVER, KeyFormat
from alongside.rules.tree import PLACE

WORDS = ("measure_id", "unit_kind", "answer", "criteria", "missing")  # few different ones, said again and again
SCHEMA = pa.schema(
    [
        ("on", pa.date32()),
        ("measure_id", pa.string()),
        ("unit_kind", pa.string()),
        ("unit_id", pa.string()),
        ("payee_id", pa.string()),
        ("answer", pa.string()),
        ("amount_kopecks", pa.int64()),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("criteria", pa.string()),
        ("missing", pa.string()),
    ]
)
CODED = pa.schema(
    [(one.name, pa.dictionary(pa.int32(), one.type) if one.name in WORDS else one.type) for one in SCHEMA]
)
ANSWERS = ("no", "yes", "unknown")
ABOVE_ZERO = "amount_above_zero"
DIGITS = np.array([[ord("0") + n // 10**place % 10 for n in range(1000)] for place in range(3)], np.uint8)


def awards_of(rows: CaseRows, facts: Facts, on: date) -> pa.Table:
    """The awards of one measure and kind of unit, in the order of units; as `CODED`."""
    columns = rows.columns
    count = len(columns["out_unit"])
    place = rows.case.unit.kind == PLACE
    keys = facts.arrays["place.key" if place else "person.key"]
    unit_format = facts.registers.place_key if place else facts.registers.person_key
    yes = columns["out_answer"] == 1
    units = key_texts(keys[columns["unit_key"]], unit_format)
    own = not place and np.array_equal(columns["out_payee"], columns["unit_key"])
    values = [
        pa.array(np.full(count, day_number(on), np.int32)).cast(pa.date32()),
        _same(rows.measure.id, count),
        _same(rows.case.unit.name, count),
        units,
        units if own else _payees(columns["out_payee"], facts),
        _coded(columns["out_answer"], ANSWERS),
        pa.array(columns["out_amount"], mask=~yes),
        _dates(columns["out_since"], yes),
        _dates(columns["out_until"], yes & (columns["out_until"] != NEVER)),
        _criteria(rows),
        _missing(columns["out_missing"], facts),
    ]
    return pa.Table.from_arrays([_plain(value) for value in values], schema=CODED)


def _payees(persons: Array, facts: Facts) -> pa.Array:
    """The keys of those who receive; empty where a rule names nobody."""
    keys = facts.arrays["person.key"]
    if len(keys) == 0:
        return pa.nulls(len(persons), pa.string())
    texts = key_texts(keys[np.maximum(persons, 0)], facts.registers.person_key)
    return pc.if_else(pa.array(persons >= 0), texts, pa.scalar(None, pa.string()))


def _plain(value: pa.Array | pa.ChunkedArray) -> pa.Array:
    return value.combine_chunks() if isinstance(value, pa.ChunkedArray) else value


def _same(text: str, count: int) -> pa.Array:
    return _coded(np.zeros(count, np.int32), [text])


def _dates(days: Array, there: Array) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=~there).cast(pa.date32())


def _coded(codes: Array | pa.Array, words: Iterable[str]) -> pa.Array:
    codes = codes.astype(np.int32) if isinstance(codes, np.ndarray) else codes
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))


def key_texts(numbers: Array, form: KeyFormat) -> pa.Array:
    """Keys as they are written, for an array of key digits."""
    size = len(form.pattern)
    pattern = np.frombuffer(form.pattern.encode(), np.uint8)
    places = np.flatnonzero(pattern == ord("9"))[::-1].copy()
    signs = np.empty(len(numbers) * size, np.uint8)
    _writing()(np.ascontiguousarray(numbers, np.int64).view(np.uint64), pattern, places, DIGITS, signs)
    offsets = np.arange(0, (len(numbers) + 1) * size, size, dtype=np.int32)[: len(numbers) + 1]
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(signs))


def _write_keys(numbers: Array, pattern: Array, places: Array, digits: Array, signs: Array) -> None:
    """Write each number in the places of digits, the last place first, three at a time: a division costs more than a
    look at a table."""
    size, count, thousand = len(pattern), len(places), np.uint64(1000)
    for row in range(len(numbers)):
        first, rest = row * size, numbers[row]
        for place in range(size):
            signs[first + place] = pattern[place]
        for group in range(0, count, 3):
            three = rest % thousand
            rest //= thousand
            for place in range(group, min(group + 3, count)):
                signs[first + places[place]] = digits[place - group, three]


@cache
def _writing() -> Any:
    return compile_and_keep(_write_keys)


def key_numbers(texts: pa.Array, form: KeyFormat) -> Array:
    """The digits of keys as they are written, EMPTY where there is none; raises ValueError for what is no such key."""
    filled = pc.and_(pc.is_valid(texts), pc.not_equal(pc.fill_null(texts, ""), ""))
    there = filled.to_numpy(zero_copy_only=False)
    written = texts.filter(filled)
    size = len(form.pattern)
    if len(written) and not pc.all(pc.equal(pc.binary_length(written), size)).as_py():
        raise ValueError(f"a key is not written as {form.pattern}")
    signs = np.frombuffer("".join(written.to_pylist()).encode(), np.uint8).reshape(-1, size)
    numbers = np.zeros(len(signs), np.int64)
    for position, sign in enumerate(form.pattern):
        column = signs[:, position]
        if sign == "9":
            numbers = numbers * 10 + (column.astype(np.int64) - ord("0"))
        if not np.all((column >= ord("0")) & (column <= ord("9")) if sign == "9" else column == ord(sign)):
            raise ValueError(f"a key is not written as {form.pattern}")
    found = np.full(len(texts), EMPTY, np.int64)
    found[there] = numbers
    return found


def _criteria(rows: CaseRows) -> pa.Array:
    """`id=yes,id=no` for each row."""
    names = [criterion.id for criterion in rows.case.rule.criteria]
    if not rows.measure.in_kind:
        names.append(ABOVE_ZERO)
    return _each_once(
        rows.columns["out_codes"],
        lambda code: ",".join(f"{name}={answer}" for name, answer in read_codes(code, names)),
    )


def read_codes(code: int, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each criterion's answer, from two bits each."""
    for position, name in enumerate(names):
        yield name, ANSWERS[code >> (2 * position) & 3]


def missing_names(bits: int, facts: Facts) -> list[str]:
    """What the bits say is missing, in the order of code points."""
    if not bits:
        return []
    names = facts.registers.missing_names()
    return sorted(name for position, name in enumerate(names) if bits >> position & 1)


def _missing(bits: Array, facts: Facts) -> pa.Array:
    return _each_once(bits, lambda mask: ",".join(missing_names(mask, facts)))


def _each_once(numbers: Array, said: Callable[[int], str]) -> pa.Array:
    """What is said of each of these numbers (no two alike); few different ones occur, each is put in words once."""
    coded = pa.array(numbers).dictionary_encode()
    return _coded(coded.indices, map(said, coded.dictionary.to_pylist()))


def output_place(measure: Measure, case: MeasureCase) -> tuple[int, str]:
    """Where a case stands in the output: by the number of the measure, then by the kind of unit."""
    return measure.number, case.unit.name


def summary_of(rows: CaseRows) -> dict[str, int]:
    """How many yes and not known there are, and the sum in kopecks."""
    answer, amount = rows.columns["out_answer"], rows.columns["out_amount"]
    paid = amount[(answer == 1) & (amount != EMPTY)]
    return {
        "yes": int(np.count_nonzero(answer == 1)),
        "unknown": int(np.count_nonzero(answer == 2)),
        "sum_kopecks": sum(int(part.sum()) for part in np.array_split(paid, 1)),
    }
