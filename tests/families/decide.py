"""One family, three readers: the kernels, the evaluator, and the second reading of the law."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.packs.events import events_of, open_events
from alongside.packs.load import Pack
from alongside.rules.awards import awards_of, missing_names
from alongside.rules.evaluator import NOT_CONSIDERED, Book, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.run import run_law
from alongside.rules.tree import PLACE
from tests.packs.delivered import facts_of
from tests.second_reading import law

from .family import Family

Unit = tuple[str, str, str]  # measure, kind of unit, key
Said = dict[str, object]
Answers = dict[Unit, Said]
FIELDS = ("payee_id", "answer", "amount_kopecks", "since", "until", "criteria", "missing")


def by_kernels(pack: Pack, family: Family) -> Answers:
    """Every yes and every not known, as the awards table says them."""
    facts = facts_of(pack.registers, family)
    found: Answers = {}
    for rows in run_law(pack.law, facts, family.on, pack.law.measures):
        for row in awards_of(rows, facts, family.on).to_pylist():
            found[row["measure_id"], row["unit_kind"], row["unit_id"]] = {name: row[name] for name in FIELDS}
    return found


def by_evaluator(book: Book, registers: object, family: Family) -> Answers:
    """Every answer for every considered unit, the no too."""
    evaluator = Evaluator(book, facts_of(registers, family), family.on)
    return dict(_decisions(evaluator))


def _decisions(evaluator: Evaluator) -> Iterator[tuple[Unit, Said]]:
    facts = evaluator.facts
    for measure in evaluator.law.measures:
        for case in measure.cases:
            place = case.unit.kind == PLACE
            for unit in range(facts.places if place else facts.persons):
                decision = evaluator.decide(case, unit)
                if decision.answer != NOT_CONSIDERED:
                    key = facts.place_text(unit) if place else facts.person_text(unit)
                    yield (measure.id, case.unit.name, key), _said(decision, facts)


def _said(decision: Decision, facts: Facts) -> Said:
    yes = decision.answer == "yes"
    return {
        "payee_id": None if decision.payee is None else facts.person_text(decision.payee),
        "answer": decision.answer,
        "amount_kopecks": decision.amount if yes else None,
        "since": number_day(decision.since) if yes and decision.since is not None else None,
        "until": number_day(decision.until) if yes and decision.until is not None else None,
        "criteria": ",".join(f"{one.id}={one.answer}" for one in decision.criteria),
        "missing": ",".join(missing_names(decision.missing, facts)),
    }


def by_second_reading(family: Family) -> Answers:
    """Every answer for every considered unit, the no too, by the slow and independent reading."""
    return {
        (str(row["measure_id"]), str(row["unit_kind"]), str(row["unit_id"])): {name: row[name] for name in FIELDS}
        for row in law.decide(family, family.on, with_no=True)
    }


def differences(first: Answers, second: Answers, names: str) -> list[str]:
    """What two readers say differently, in words; `names` says who they are."""
    wrong = []
    for unit in sorted({*first, *second}):
        one, other = first.get(unit), second.get(unit)
        if one != other:
            fields = [name for name in FIELDS if one is None or other is None or one[name] != other[name]]
            told = "; ".join(f"{name}: {_shown(one, name)} / {_shown(other, name)}" for name in fields)
            wrong.append(f"{names}: {unit[0]} for {unit[1]} {unit[2]}: {told}")
    return wrong


def _shown(said: Said | None, name: str) -> object:
    return "not considered" if said is None else said[name]


def without_no(answers: Answers) -> Answers:
    """What stands in an awards table."""
    return {unit: said for unit, said in answers.items() if said["answer"] != "no"}


# --- life events ---

Events = list[tuple[object, ...]]


def events_by_kernels(pack: Pack, family: Family) -> Events:
    """Every open event: its name, person, day and end, in order."""
    table = open_events(pack, facts_of(pack.registers, family), family.on)
    return sorted(tuple(row.values()) for row in table.to_pylist())


def events_by_evaluator(pack: Pack, book: Book, family: Family) -> Events:
    """The same, asked for one person after the other."""
    facts = facts_of(pack.registers, family)
    evaluator = Evaluator(book, facts, family.on)
    return sorted(
        (one.event.name, facts.person_text(person), one.day, one.until)
        for person in range(facts.persons)
        for one in events_of(pack, evaluator, person)
    )


def events_by_second_reading(family: Family) -> Events:
    """The same, by the slow and independent reading."""
    return sorted(law.life_events(family, family.on))


# --- all at once ---


def disagreements(pack: Pack, book: Book, family: Family) -> list[str]:
    """Where the evaluator and the second reading do not say the same."""
    names = "evaluator / second reading"
    wrong = differences(by_evaluator(book, pack.registers, family), by_second_reading(family), names)
    return wrong + of_events(events_by_evaluator(pack, book, family), events_by_second_reading(family), names)


def of_kernels(pack: Pack, book: Book, family: Family) -> list[str]:
    """Where the kernels and the evaluator do not say the same."""
    names = "kernels / evaluator"
    wrong = differences(by_kernels(pack, family), without_no(by_evaluator(book, pack.registers, family)), names)
    return wrong + of_events(events_by_kernels(pack, family), events_by_evaluator(pack, book, family), names)


def of_events(first: Events, second: Events, names: str) -> list[str]:
    """The events that only one of two readers finds."""
    return [f"{names}: event {one}" for one in sorted(map(str, set(first) ^ set(second)))]
