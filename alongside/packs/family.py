"""A family as the law counts it: who belongs to it and why, who receives for whom, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from alongside.base.refusal import Refusal
from alongside.base.text import Language, Text
from alongside.base.wording import count_text, date_text, money_text, number_text
from alongside.packs import phrases
from alongside.packs.explain import Explainer, defined
from alongside.packs.explanation import DefinitionView, Explanation, MissingFact
from alongside.packs.family_texts import FamilyWords, Sentence
from alongside.packs.notion_texts import Notion
from alongside.packs.notion_uses import code_name
from alongside.packs.templates import Shown, put_into
from alongside.rules import tree
from alongside.rules.awards import missing_names
from alongside.rules.calendar import full_years
from alongside.rules.definitions import Criterion, Unit
from alongside.rules.items import Items
from alongside.rules.language import Expr, number_day, variable
from alongside.rules.views import Stands, Tie, criteria_of, shown

YEARS = Text("год|года|лет", "year old|years old")
UNDER_ONE = Text("младше года", "under a year old")


class PackHasNoFamilyView(Refusal):
    """The pack does not say how a family is shown."""

    code = "pack_has_no_family_view"


class PersonHasNoFamily(Refusal):
    """The person belongs to no family on that day."""

    code = "person_has_no_family"


@dataclass(frozen=True)
class Member:
    """A person of the family, or (not `inside`) one who is tied to it. `counted`: yes, no or unknown."""

    person_id: str
    name: str
    short_name: str
    age: int
    age_text: str
    inside: bool
    head: bool
    asked_about: bool
    role: str
    sure: bool
    counted: str
    payee_id: str | None
    payee_name: str | None
    receives_for: tuple[str, ...]
    reasons: tuple[str, ...]
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True)
class FamilyTie:
    """A tie from a member to another person; `stands` says where the other stands, `sure` whether it is known."""

    id: str
    title: str
    stands: Stands
    member_id: str
    other_id: str
    sure: bool


@dataclass(frozen=True)
class About:
    """A sentence about the whole family, with what is missing where it is not known."""

    id: str
    answer: str
    text: str
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True)
class Family:
    """A family on a day, heads first, then the rest from the eldest; `outside`: who is tied to it from elsewhere."""

    family_id: str
    on: str
    delivery_id: str
    as_of: str
    language: Language
    words: Mapping[str, str]
    sentence: str
    definition: DefinitionView | None
    members: tuple[Member, ...]
    outside: tuple[Member, ...]
    ties: tuple[FamilyTie, ...]
    about: tuple[About, ...]
    missing: tuple[MissingFact, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def explain_family(explainer: Explainer, person: int, language: Language) -> Family:
    """The family of a person; refuses a pack without a family view, and a person without a family."""
    words = explainer.pack.family
    if words is None:
        raise PackHasNoFamilyView(
            f"The pack {explainer.pack.name} does not say how a family is shown.",
            remedy='Name a view in pack.toml: family = "family_view:VIEW".',
        )
    return _Teller(explainer, words, language).tell(person)


def with_family(explainer: Explainer, person: int, found: Explanation) -> Explanation:
    """An explanation that says, too, who belongs to the person's family; as it is where the pack shows none."""
    words = explainer.pack.family
    if words is None:
        return found
    teller = _Teller(explainer, words, found.language)
    sentence, notion = teller.sentence(person), teller.notion
    definitions = [
        replace(each, own=sentence) if notion is not None and each.id == notion.id else each
        for each in found.definitions
    ]
    return replace(found, family=sentence, definitions=tuple(definitions))


class _Teller:
    """Asks the evaluator what the view wants to know, and puts it into words."""

    def __init__(self, explainer: Explainer, words: FamilyWords, language: Language) -> None:
        self.explainer = explainer
        self.evaluator = explainer.evaluator
        self.facts = explainer.facts
        self.words = words
        self.view = words.view
        self.language = language
        self.missing_bits = 0
        self.short: dict[int, str] = {}
        self.criteria: dict[str, tuple[Criterion, ...]] = {}
        self.asked: dict[str, tuple[tree.Variable, list[tree.Node]]] = {}
        for part in words.reads:
            explainer.book.learn(part)

    def tell(self, person: int) -> Family:
        """Everything about the family of a person."""
        key = self.evaluator.group_key(self.view.group.kind, person)
        if key is None:
            raise PersonHasNoFamily(
                f"{self.explainer.name(person)} belongs to no family on {self.evaluator.on}: only the living do.",
                remedy="Ask about another person or another day.",
            )
        inside = self._inside(key)
        ties = [tie for p in inside for tie in self._ties(p)]
        payees = {p: self._payee(p) for p in inside}
        tied = dict.fromkeys(other for _, _, other, _ in ties if other not in payees)
        self.short = self._short_names([*inside, *tied])
        members = tuple(self._member(p, person, payees) for p in inside)
        outside = tuple(self._outsider(p, self._counted_outside(p, ties)) for p in tied)
        about = tuple(self._about(key))
        return Family(
            family_id=self.facts.person_text(key),
            on=self.evaluator.on.isoformat(),
            delivery_id=self.facts.delivery_id,
            as_of=self.facts.as_of.isoformat(),
            language=self.language,
            words={name: text[self.language] for name, text in self.words.words.items()},
            sentence=self._sentence_of(key, inside, person),
            definition=self._definition(),
            members=members,
            outside=outside,
            ties=tuple(self._tie(*tie) for tie in ties),
            about=about,
            missing=self._facts(self.missing_bits),
        )

    def sentence(self, person: int) -> str:
        """Who belongs to the family of a person, in a sentence; empty where there is none."""
        key = self.evaluator.group_key(self.view.group.kind, person)
        if key is None:
            return ""
        inside = self._inside(key)
        self.short = self._short_names(inside)
        return self._sentence_of(key, inside, person)

    def _inside(self, key: int) -> list[int]:
        """The members, heads first, then the rest from the eldest."""
        inside = sorted(self.evaluator.members(self.view.group.kind, key), key=self._age, reverse=True)
        return sorted(inside, key=lambda p: not self._is_head(p))

    def _sentence_of(self, key: int, inside: Sequence[int], person: int) -> str:
        """Everybody by name, the person who asks first."""
        others = [self._called(p) for p in inside if p != person]
        known = self._ask("known", self.view.unit, lambda f: [self.view.known(f)], key)[0].says == "yes"
        so_far = "" if known else "_so_far"
        if not others:
            return self._word(f"alone{so_far}")
        names = [self._word("you"), *others]
        listed = f"{', '.join(names[:-1])} {self._word('and')} {names[-1]}"
        return self._word(f"is{so_far}").format(names=listed)

    def _definition(self) -> DefinitionView | None:
        """How the law counts a family, where the pack says it."""
        notion = self.notion
        return defined(notion, self.language) if notion is not None else None

    @property
    def notion(self) -> Notion | None:
        """What the pack calls and says of the group."""
        return self.explainer.pack.notions.of_code(code_name(self.view.group))

    # Questions to the evaluator.
    def _ask(self, name: str, unit: Unit, make: Callable[[Any], Sequence[Expr]], of: int) -> list[Answer]:
        """What expressions say of a unit."""
        if name not in self.asked:
            about = variable(unit)
            assert isinstance(about.node, tree.Variable)
            self.asked[name] = about.node, [expr.node for expr in make(about)]
        of_unit, nodes = self.asked[name]
        values = self.evaluator.values(f"{self.view.group.name}.{name}", of_unit, nodes, of)
        return [Answer(node, value, missing) for node, (value, missing) in zip(nodes, values, strict=True)]

    def _test(self, name: str, make: Callable[[Any], Expr], person: int) -> Answer:
        return self._ask(name, self.view.person, lambda p: [make(p)], person)[0]

    def _is_head(self, person: int) -> bool:
        return self._test("head", self.view.head, person).says == "yes"

    def _payee(self, person: int) -> int | None:
        sure = self._test("payee_sure", self.view.payee_sure, person)
        self.missing_bits |= sure.missing
        return None if sure.missing else self._test("payee", self.view.payee, person).value

    def _ties(self, person: int) -> Iterator[tuple[Tie, int, int, bool]]:
        for tie in self.view.ties:
            sure = self._test(f"tie.{tie.id}.sure", tie.sure, person).missing == 0
            for other in self._others(tie, person):
                yield tie, person, other, sure

    def _others(self, tie: Tie, person: int) -> list[int]:
        def near(p: Expr) -> tuple[Items | Expr, ...]:
            return (tie.to(p),)

        name = f"{self.view.group.name}.{tie.id}"
        found = self.evaluator.people_near(name, self.view.person, near, person)
        return [other for other in found if other != person]

    # Words.
    def _member(self, person: int, asked_about: int, payees: Mapping[int, int | None]) -> Member:
        sure = self._test("sure", self.view.sure, person)
        counted = self._test("counted", self.view.counted, person)
        head, payee = self._is_head(person), payees[person]
        self.missing_bits |= sure.missing | counted.missing
        receives = [p for p, to in payees.items() if to == person and p != person]
        return Member(
            person_id=self.facts.person_text(person),
            name=self.explainer.name(person),
            short_name=self.short[person],
            age=self._age(person),
            age_text=self._age_text(person),
            inside=True,
            head=head,
            asked_about=person == asked_about,
            role=self._word("head" if head else "dependent"),
            sure=sure.missing == 0,
            counted=counted.says,
            payee_id=self.facts.person_text(payee) if payee is not None else None,
            payee_name=self._called(payee) if payee is not None else None,
            receives_for=tuple(self._called(p) for p in receives),
            reasons=tuple(about.text for about in self._said("reasons", person) if about.answer == "yes"),
            missing=self._facts(sure.missing),
        )

    def _counted_outside(self, person: int, ties: Sequence[tuple[Tie, int, int, bool]]) -> str:
        """Whether somebody from elsewhere is counted with the family: by any tie."""
        answers = [
            self._test(f"tie.{tie.id}.counted", tie.counted, member)
            for tie, member, other, _ in ties
            if other == person and tie.counted is not None
        ]
        for answer in answers:
            self.missing_bits |= answer.missing
        said = [answer.says for answer in answers]
        return next((answer for answer in ("yes", "unknown") if answer in said), "no")

    def _outsider(self, person: int, counted: str) -> Member:
        return Member(
            person_id=self.facts.person_text(person),
            name=self.explainer.name(person),
            short_name=self.short[person],
            age=self._age(person),
            age_text=self._age_text(person),
            inside=False,
            head=False,
            asked_about=False,
            role=self._word("outside"),
            sure=True,
            counted=counted,
            payee_id=None,
            payee_name=None,
            receives_for=(),
            reasons=(),
            missing=(),
        )

    def _tie(self, tie: Tie, member: int, other: int, sure: bool) -> FamilyTie:
        ids = self.facts.person_text(member), self.facts.person_text(other)
        return FamilyTie(tie.id, self.words.ties[tie.id][self.language], tie.stands, *ids, sure)

    def _about(self, key: int) -> Iterator[About]:
        yield from self._said("about", key)

    def _said(self, what: str, unit_index: int) -> Iterator[About]:
        """The sentences of the criteria that have one for their answer."""
        of_family = what == "about"
        make = self.view.about if of_family else self.view.reasons
        unit = self.view.unit if of_family else self.view.person
        sentences: Mapping[str, Sentence] = self.words.about if of_family else self.words.reasons
        answers = iter(self._ask(what, unit, lambda u: shown(make, u), unit_index))
        if what not in self.criteria:
            self.criteria[what] = criteria_of(unit, make)
        for criterion in self.criteria[what]:
            yield from self._sentence(criterion, sentences[criterion.id], answers)

    def _sentence(self, criterion: Criterion, sentence: Sentence, answers: Iterator[Answer]) -> Iterator[About]:
        test = next(answers)
        values = {name: next(answers) for name, _ in criterion.shows}
        template = sentence.by_answer.get(test.says)
        if template is None:
            return
        self.missing_bits |= test.missing
        yield About(criterion.id, test.says, self._filled(template, values), self._facts(test.missing))

    def _filled(self, template: Text, answers: Mapping[str, Answer]) -> str:
        values = {name: Shown(answer.value, self._value(answer)) for name, answer in answers.items()}
        return put_into(template, values, self.language)

    def _value(self, answer: Answer) -> str:
        kind = answer.node.kind
        if answer.missing:
            return phrases.NOT_KNOWN_VALUE[self.language]
        if kind == tree.PERSON:
            return self.explainer.name(answer.value)
        if kind == tree.DATE:
            return date_text(number_day(answer.value), self.language)
        write = money_text if kind == tree.MONEY else number_text
        return write(answer.value, self.language)

    def _facts(self, bits: int) -> tuple[MissingFact, ...]:
        names = missing_names(bits, self.facts)
        return tuple(self.explainer.missing_fact(name, self.language) for name in names)

    def _short_names(self, people: Sequence[int]) -> dict[int, str]:
        """The first part of each name; the whole name where two have the same."""
        register = self.facts.registers.persons.name
        columns = self.explainer.pack.people.name[:1]
        first = {p: "".join(self.facts.name_text(register, column, p) for column in columns) for p in people}
        known = list(first.values())
        return {p: name if name and known.count(name) == 1 else self.explainer.name(p) for p, name in first.items()}

    def _called(self, person: int) -> str:
        return self.short.get(person) or self.explainer.name(person)

    def _word(self, name: str) -> str:
        return self.words.words[name][self.language]

    def _age_text(self, person: int) -> str:
        age = self._age(person)
        return count_text(age, YEARS[self.language].split("|"), self.language) if age else UNDER_ONE[self.language]

    def _age(self, person: int) -> int:
        registers = self.facts.registers
        birth = int(self.facts.arrays[f"{registers.persons.name}.{registers.birth}"][person])
        return int(full_years(birth, self.evaluator.day))


@dataclass(frozen=True)
class Answer:
    """What an expression says of a unit: its value, and the bits of what is missing."""

    node: tree.Node
    value: int
    missing: int

    @property
    def says(self) -> str:
        """Yes, no or unknown."""
        return "unknown" if self.missing else "yes" if self.value else "no"
