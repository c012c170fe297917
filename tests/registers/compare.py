"""Our reading of a delivery and the second reading of it, side by side."""

import csv
from collections import Counter
from datetime import date, timedelta

from alongside.base.refusal import Refusal
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.schema import CLASSES_FROM, EMPTY, NEVER, NOBODY
from packs.moscow.registers import REGISTERS
from tests.second_reading.delivery import Refused, read_delivery


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def value(facts, register, column, row):
    """A cell of the fact store as the second reading writes it."""
    if column.type == "name":
        return facts.name_text(register.name, column.name, row) or None
    if column.type == "id":
        return facts.id_text(register.name, column.name, row) or None
    number = int(facts[f"{register.name}.{column.name}"][row])
    if number == (NEVER if column.type == "date" else EMPTY):
        return None
    forms = {
        "person": lambda: "nobody" if number == NOBODY else facts.person_text(number),
        "place": lambda: facts.place_text(number),
        "date": lambda: date(1970, 1, 1) + timedelta(number),
        "month": lambda: f"{number // 12:04d}-{number % 12 + 1:02d}",
        "yes_no": lambda: bool(number),
        "code": lambda: column.codes[number] if number < CLASSES_FROM else class_text(number - CLASSES_FROM),
    }
    return forms.get(column.type, lambda: number)()


def class_text(number):
    main, detail = divmod(number, 16)
    return f"{chr(65 + main // 100)}{main % 100:02d}" + (f".{detail - 1}" if detail else "")


def rows(facts, register):
    names = [column.name for column in register.columns]
    found = (
        tuple(value(facts, register, column, row) for column in register.columns)
        for row in range(facts.rows(register.name))
    )
    return names, Counter(found)


def differences(folder, store):
    """What the two readings of one delivery do not agree on, as sentences."""
    try:
        theirs = read_delivery(folder)
    except Refused as refused:
        try:
            ingest_delivery(folder, store, REGISTERS)
        except Refusal as refusal:
            return [] if refusal.code == refused.code else [f"refused {refusal.code}, second {refused.code}"]
        return [f"not refused, second reading: {refused.code}"]
    report = ingest_delivery(folder, store, REGISTERS)
    facts = open_delivery(store, REGISTERS, report.delivery_id)
    return [
        *_aside(report, theirs),
        *_accepted(facts, theirs),
        *_knowledge(facts, theirs),
    ]


def _aside(report, theirs):
    ours = [tuple(line[:4]) for line in read_csv(report.folder / "set_aside.csv")[1:]]
    second = [(file, str(line), column, code) for file, line, column, code, _ in theirs.set_aside]
    yield from (f"set aside only by us: {line}" for line in (Counter(ours) - Counter(second)))
    yield from (f"set aside only by the second: {line}" for line in (Counter(second) - Counter(ours)))
    if ours != second and Counter(ours) == Counter(second):
        yield "the order of set_aside.csv"
    errors = [tuple(line[:2]) for line in read_csv(report.folder / "file_errors.csv")[1:]]
    if errors != list(theirs.file_errors):
        yield f"file errors {errors}, second {theirs.file_errors}"
    read = {name: about.read for name, about in report.registers.items() if about.state == "read"}
    if read != theirs.read:
        yield f"rows read {read}, second {theirs.read}"
    wrong = [name for name, r in report.registers.items() if r.read != r.accepted + sum(r.set_aside.values())]
    yield from (f"{name}: rows are lost" for name in wrong)


def _accepted(facts, theirs):
    if facts.missing_registers != frozenset(theirs.missing):
        yield f"missing {facts.missing_registers}, second {theirs.missing}"
    exist = {row["snils"] for row in theirs.rows["persons"]}
    for row in theirs.rows["persons"]:
        row["burial_by"] = row["burial_by"] if row["burial_by"] in {*exist, None} else "nobody"
    for register in REGISTERS.all:
        names, ours = rows(facts, register)
        second = Counter(tuple(row[name] for name in names) for row in theirs.rows.get(register.name, ()))
        if ours != second:
            only = list((ours - second).items())[:2], list((second - ours).items())[:2]
            yield f"{register.name}: accepted rows differ: {only}"


def _knowledge(facts, theirs):
    persons = [facts.person_text(index) for index in range(facts.persons)]
    places = [facts.place_text(index) for index in range(facts.places)]
    for bit, register in enumerate(REGISTERS.all):
        if register.name in theirs.missing:
            continue
        yield from _bits(register, bit, facts["person.incomplete"], persons, theirs.incomplete)
        yield from _bits(register, bit, facts["place.incomplete"], places, theirs.incomplete_addresses)


def _bits(register, bit, bits, keys, theirs):
    ours = {key for key, word in zip(keys, bits, strict=True) if word >> bit & 1}
    second = theirs.get(register.name, set()) & set(keys)
    if ours != second:
        only = f"{ours - second} only by us, {second - ours} only by the second"
        yield f"{register.name}: incomplete for {only}"
