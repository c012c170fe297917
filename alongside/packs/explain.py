"""Why: every decision that is a person's own to look at, with the reasons, the numbers and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from alongside.base.refusal import Refusal
from alongside.base.text import Language, Text
from alongside.base.wording import date_text, money_text, number_text
from alongside.packs import phrases
from alongside.packs.explanation import (
    CriterionView,
    DefinitionView,
    Explanation,
    MeasureView,
    MissingFact,
    Source,
    StepView,
    Value,
)
from alongside.packs.load import Pack
from alongside.packs.notion_texts import Notion
from alongside.packs.templates import Shown, names_in, put_into
from alongside.packs.texts import CriterionText, MeasureText
from alongside.rules import tree
from alongside.rules.awards import ABOVE_ZERO, missing_names
from alongside.rules.definitions import Criterion, Definition, MeasureCase
from alongside.rules.evaluator import NOT_CONSIDERED, Book, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.law import Measure, registers_through
from alongside.rules.schema import NEVER, Registers

_ORDER = {"yes": 0, "unknown": 1, "no": 2, NOT_CONSIDERED: 3}


class PersonNotFound(Refusal):
    """Nobody has this key."""

    code = "person_not_found"


class Explainer:
    """Explains decisions of one pack over one store on one day; keep it for several people."""

    def __init__(self, pack: Pack, book: Book, facts: Facts, evaluator: Evaluator) -> None:
        self.pack = pack
        self.book = book
        self.facts = facts
        self.evaluator = evaluator
        self._rests_on: dict[tuple[str, str], tuple[str, ...]] = {}
        self._steps_of: dict[str, list[tuple[tree.Step, tuple[tree.Node, ...]]]] = {}
        self._names: dict[int, str] = {}
        if pack.people.home is not None:
            book.learn(pack.people.home)

    def find(self, key: str) -> int:
        """The person with this key, or a refusal that says what is wrong with it."""
        form = self.facts.registers.person_key
        number = form.number(key.strip())
        if number is None:
            raise PersonNotFound(f"{key!r} is not a key of the form {form.pattern}.", remedy="Check the digits.")
        person = self.facts.find_person(number) if form.is_right(number) else None
        if person is None:
            raise PersonNotFound(
                f"Nobody has the key {key!r} in the delivery {self.facts.delivery_id}.",
                remedy="Check the digits.",
            )
        return person

    def explain(self, person: int, language: Language, measures: Sequence[Measure] | None = None) -> Explanation:
        """Everything of which a person is the unit or the payee, the yes first."""
        found = [
            self._view(measure, case, unit, decision, language)
            for measure in (measures if measures is not None else self.pack.law.measures)
            for case, unit, decision in self._decisions(measure, person)
        ]
        found.sort(key=lambda view: (_ORDER[view.answer], view.number, view.unit_kind, view.unit_id))
        return Explanation(
            person_id=self.facts.person_text(person),
            person_name=self.name(person),
            on=self.evaluator.on.isoformat(),
            delivery_id=self.facts.delivery_id,
            as_of=self.facts.as_of.isoformat(),
            language=language,
            family="",
            measures=tuple(found),
            definitions=tuple(self._definitions(found, language)),
        )

    def explain_unit(self, measure_id: str, unit_kind: str, unit: int, language: Language) -> MeasureView | None:
        """The decision of one measure for one unit (an index); None where the law has no such measure or unit."""
        measure = next((found for found in self.pack.law.measures if found.id == measure_id), None)
        case = next((found for found in measure.cases if found.unit.name == unit_kind), None) if measure else None
        if measure is None or case is None:
            return None
        return self._view(measure, case, unit, self.evaluator.decide(case, unit), language)

    def _definitions(self, found: Sequence[MeasureView], language: Language) -> Iterator[DefinitionView]:
        """What the criteria rest on, each definition once, in the order of the pack."""
        named = {name for view in found for criterion in view.criteria for name in criterion.rests_on}
        for notion in self.pack.notions.all:
            if notion.id in named:
                yield defined(notion, language)

    def name(self, person: int) -> str:
        """How a person is called; the key where the pack names nobody."""
        if person not in self._names:
            register = self.facts.registers.persons.name
            parts = [self.facts.name_text(register, column, person) for column in self.pack.people.name]
            self._names[person] = " ".join(part for part in parts if part) or self.facts.person_text(person)
        return self._names[person]

    def begin_page(self) -> None:
        """From now on it is told to another reader: nobody was named to them yet."""
        self._names.clear()

    def named(self) -> list[int]:
        """The keys of everybody whose name was said on this page: whoever shows it can say whom it showed."""
        keys = self.facts.arrays["person.key"]
        return [int(keys[person]) for person in self._names]

    def _decisions(self, measure: Measure, person: int) -> Iterator[tuple[MeasureCase, int, Decision]]:
        for case in measure.cases:
            for unit in self._units(case, person):
                decision = self.evaluator.decide(case, unit)
                own = unit == person or case.unit.kind != tree.PERSON
                if own or decision.payee == person:
                    yield case, unit, decision

    def _units(self, case: MeasureCase, person: int) -> list[int]:
        """The units of a case that may be a person's own affair."""
        if case.unit.kind == tree.PERSON:
            around = self.pack.people.around
            if around is None:
                return [person]
            return self.evaluator.people_near("around", case.unit, around, person)
        if case.unit.kind == tree.PLACE:
            home = self.pack.people.home
            place = self.evaluator.definition(home.name, person)[0] if home is not None else -1
            return [place] if place >= 0 else []
        key = self.evaluator.group_key(case.unit.kind, person)
        return [key] if key is not None else []

    def _view(
        self, measure: Measure, case: MeasureCase, unit: int, decision: Decision, language: Language
    ) -> MeasureView:
        text = self.pack.texts[measure.id]
        place = case.unit.kind == tree.PLACE
        asked = decision.answer == "yes"
        return MeasureView(
            measure_id=measure.id,
            number=measure.number,
            name=text.name[language],
            summary=text.summary[language],
            frequency=measure.frequency,
            mode=measure.mode,
            unit_kind=case.unit.name,
            unit_id=self.facts.place_text(unit) if place else self.facts.person_text(unit),
            unit_name=self.facts.place_text(unit) if place else self.name(unit),
            payee_id=None if decision.payee is None else self.facts.person_text(decision.payee),
            payee_name=None if decision.payee is None else self.name(decision.payee),
            answer=decision.answer,
            amount_kopecks=decision.amount,
            since=_iso(decision.since),
            until=_iso(decision.until),
            criteria=tuple(self._criteria(case, unit, decision, text, language)),
            steps=tuple(self._steps(case, unit, text, language)) if asked else (),
            how=text.how[language] if text.how is not None and asked else "",
            missing=self._missing(decision.missing, language),
            why_not_considered=_for_whom(text, language) if decision.answer == NOT_CONSIDERED else "",
            act=text.act[language],
        )

    def _criteria(
        self, case: MeasureCase, unit: int, decision: Decision, text: MeasureText, language: Language
    ) -> Iterator[CriterionView]:
        sources = {c.id: c.test.node for c in case.rule.criteria}
        rests_on = {c.id: self._notions(case, c) for c in case.rule.criteria}
        shown = self._shown(case, unit, language) if decision.criteria else {}
        for criterion in decision.criteria:
            if criterion.id == ABOVE_ZERO:
                words = CriterionText(phrases.ABOVE_ZERO, text.act, if_no=phrases.ABOVE_ZERO_NO)
                registers: tuple[Source, ...] = ()
            else:
                words = text.criteria[criterion.id]
                registers = self._sources(sources[criterion.id], language)
            because = {"no": words.if_no, "unknown": words.if_unknown}.get(criterion.answer)
            values = shown.get(criterion.id, {})
            yield CriterionView(
                id=criterion.id,
                answer=criterion.answer,
                sentence=words.sentence[language],
                # Beside "not known" a number would read as if it were the whole truth.
                shows=_filled(words.shows, values, language) if criterion.answer != "unknown" else "",
                because=_filled(because, values, language),
                cites=words.cites[language],
                sources=registers,
                missing=self._missing(criterion.missing, language),
                rests_on=rests_on.get(criterion.id, ()),
                values=tuple(Value(name, s.kind, s.number, s.text) for name, s in values.items()),
            )

    def _notions(self, case: MeasureCase, criterion: Criterion) -> tuple[str, ...]:
        """The ids of the definitions that a criterion names; found once for each."""
        key = (case.name, criterion.id)
        if key not in self._rests_on:
            shown = [criterion.test.node, *(expr.node for _, expr in criterion.shows)]
            nodes = [node for root in shown for node in tree.walk(root)]
            self._rests_on[key] = tuple(notion.id for notion in self.pack.notions.of_nodes(nodes))
        return self._rests_on[key]

    def _shown(self, case: MeasureCase, unit: int, language: Language) -> dict[str, dict[str, Shown]]:
        """For each criterion, its numbers by name."""
        pairs = [(c.id, name, expr.node) for c in case.rule.criteria for name, expr in c.shows]
        if not pairs:
            return {}
        values = self.evaluator.values(f"{case.name}.criteria", case.variable, [node for _, _, node in pairs], unit)
        found: dict[str, dict[str, Shown]] = {}
        for (criterion, name, node), (value, missing) in zip(pairs, values, strict=True):
            found.setdefault(criterion, {})[name] = self._value(node, value, missing, language)
        return found

    def _value(self, node: tree.Node, value: int, missing: int, language: Language) -> Shown:
        text = phrases.NOT_KNOWN_VALUE[language] if missing else self._value_text(node.kind, value, language)
        return Shown(None if missing else value, text, node.kind)

    def _value_text(self, kind: str, value: int, language: Language) -> str:
        if kind == tree.MONEY:
            return money_text(value, language)
        if kind == tree.DATE:
            return phrases.NONE[language] if value >= NEVER else date_text(number_day(value), language)
        if kind == tree.TRUTH:
            return (phrases.YES if value else phrases.NO)[language].lower()
        if kind.startswith("code:"):
            return self._code(kind[5:], value, language)
        if kind == tree.PERSON:
            return self.name(value) if value >= 0 else phrases.NONE[language]
        return number_text(value, language)

    def _code(self, column: str, value: int, language: Language) -> str:
        register, name = column.split(".")
        codes = self.facts.registers[register].column(name).codes
        if not 0 <= value < len(codes):
            return phrases.NONE[language]
        words = self.pack.words.get(column, {}).get(codes[value])
        return words[language] if words is not None else codes[value]

    def _steps(self, case: MeasureCase, unit: int, text: MeasureText, language: Language) -> Iterator[StepView]:
        """The steps that the amount went through for this unit, each once, inner ones first."""
        if case.rule.amount is None:
            return
        nodes = self._steps_of.setdefault(case.name, [])
        if not nodes:
            nodes += taken_steps(case.rule.amount.node)
        if not nodes:
            return
        wanted = [part for step, way in nodes for part in (step, *way)]
        values = iter(self.evaluator.values(f"{case.name}.steps", case.variable, wanted, unit))
        seen: set[str] = set()
        for step, way in nodes:
            value, missing = next(values)
            taken = all(next(values)[0] for _ in way)
            if taken and step.name not in seen:
                seen.add(step.name)
                found = self._value(step, value, missing, language)
                yield StepView(step.name, text.steps[step.name][language], found.text, found.kind, found.number)

    def _missing(self, bits: int, language: Language) -> tuple[MissingFact, ...]:
        return tuple(self.missing_fact(name, language) for name in missing_names(bits, self.facts))

    def missing_fact(self, name: str, language: Language) -> MissingFact:
        """What `register.*` or `register.column` means to people, and who holds it."""
        return missing_fact(self.facts.registers, name, language)

    def _sources(self, node: tree.Node, language: Language) -> tuple[Source, ...]:
        """The registers behind a criterion; which ones is found once for a law."""
        kept = self.book.registers_read
        if id(node) not in kept:
            kept[id(node)] = tuple(registers_read(node, self.facts))
        as_of = self.facts.as_of.isoformat()
        registers = (self.facts.registers[name] for name in kept[id(node)])
        return tuple(Source(r.name, r.title[language], r.holder[language], as_of) for r in registers)


def defined(notion: Notion, language: Language, own: str = "") -> DefinitionView:
    """A definition as a person reads it, with what it comes to for them."""
    return DefinitionView(notion.id, notion.title[language], notion.sentence[language], own, notion.law)


def missing_fact(registers: Registers, name: str, language: Language) -> MissingFact:
    """What `register.*` or `register.column` means to people, and who holds it."""
    register_name, column = name.split(".")
    register = registers[register_name]
    title = register.title[language]
    if column == "*":
        words = phrases.WHOLE_REGISTER[language].format(title=title)
    else:
        words = phrases.ONE_COLUMN[language].format(column=register.column(column).title[language], title=title)
    return MissingFact(name, words, register.holder[language])


def taken_steps(amount: tree.Node) -> list[tuple[tree.Step, tuple[tree.Node, ...]]]:
    """Every step of an amount, inner ones first, with the conditions under which the amount goes through it."""
    found: list[tuple[tree.Step, tuple[tree.Node, ...]]] = []
    seen: set[int] = set()

    def visit(node: tree.Node, way: tuple[tree.Node, ...]) -> None:
        if isinstance(node, tree.If):
            visit(node.condition, way)
            visit(node.then, (*way, node.condition))
            opposite = tree.Not(tree.TRUTH, node.condition.known, node.where, node.condition)
            visit(node.otherwise, (*way, opposite))
            return
        for child in tree.children(node):
            visit(child, way)
        if isinstance(node, tree.Step) and id(node) not in seen:
            seen.add(id(node))
            found.append((node, way))

    visit(amount, ())
    return found


def registers_read(node: tree.Node, facts: Facts) -> list[str]:
    """The registers that an expression reads, through its definitions, in the order of the pack."""
    found = registers_through(node, _defined_by)
    return [register.name for register in facts.registers.all if register.name in found]


def _defined_by(node: tree.Node) -> Definition | None:
    if isinstance(node, tree.Defined):
        return node.definition
    return node.group.key if isinstance(node, tree.GroupOf | tree.GroupKey) else None


def _filled(template: Text | None, values: Mapping[str, Shown], language: Language) -> str:
    """The sentence with its numbers; nothing where one of them is not known."""
    if template is None:
        return ""
    if any(name not in values or values[name].number is None for name in names_in(template, language)):
        return ""
    return put_into(template, values, language)


def _for_whom(text: MeasureText, language: Language) -> str:
    if text.for_whom is not None:
        return text.for_whom[language]
    return phrases.FOR_OTHERS[language].format(name=text.name[language])


def _iso(day: int | None) -> str | None:
    return None if day is None or day >= NEVER else number_day(day).isoformat()
