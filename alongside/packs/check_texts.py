"""The words and examples of a pack: is everything said in both languages, is everything said needed, is it enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alongside.base.text import LANGUAGES
from alongside.packs.examples import Example
from alongside.packs.files import Fields, read_yaml
from alongside.packs.finding import Finding
from alongside.packs.load import Pack
from alongside.packs.site_law import event_titles
from alongside.packs.texts import MeasureText
from alongside.rules import tree
from alongside.rules.fault import Where, meant
from alongside.rules.law import Measure

ENOUGH = 6


def text_findings(pack: Pack) -> Iterator[Finding]:
    """Guides, criteria, steps, events and words that are missing, or that nobody needs."""
    guided = any((text.folder / f"guide.{each}.md").exists() for text in pack.texts.values() for each in LANGUAGES)
    for measure in pack.law.measures:
        text = pack.texts[measure.id]
        yield from _guides(text, guided)
        yield from _unused_texts(measure, text)
        yield from _unknown_events(pack, text)
    yield from _unused_common(pack)
    yield from _words(pack)
    yield from _column_words(pack)


def example_findings(pack: Pack, examples: Sequence[Example]) -> Iterator[Finding]:
    """Measures with too few examples, and examples that do not show their arithmetic."""
    for measure in pack.law.measures:
        own = [each for each in examples if any(expected.measure == measure.id for expected in each.expected)]
        if len(own) < ENOUGH:
            file = pack.texts[measure.id].folder / "examples.yaml"
            yield Finding(
                Where(str(file), 0),
                f"{measure.id} has {len(own)} examples",
                f"Work out at least {ENOUGH}: a yes, a no for each criterion, a not known, each end of a date.",
            )
    in_kind = {measure.id for measure in pack.law.measures if measure.in_kind}
    for example in examples:
        if not example.arithmetic and any(expected.measure not in in_kind for expected in example.expected):
            yield Finding(example.where, f"{example.name!r} shows no arithmetic", "Add `arithmetic:`, in words.")


def _guides(text: MeasureText, guided: bool) -> Iterator[Finding]:
    """A guide in one language alone, or none at all in a pack that guides its readers elsewhere."""
    for language in LANGUAGES:
        path = text.folder / f"guide.{language}.md"
        if guided and (not path.exists() or not path.read_text(encoding="utf-8").strip()):
            what = f"{text.id} has no guide in {language!r}"
            yield Finding(Where(str(path), 0), what, "Write it: who gets it, how much, what to do, how long.")


def _unused_texts(measure: Measure, text: MeasureText) -> Iterator[Finding]:
    """Sentences of the measure's own file that its rule does not ask for."""
    fields = read_yaml(text.folder / "measure.yaml")
    criteria = {criterion.id for case in measure.cases for criterion in case.rule.criteria}
    steps = {
        node.name
        for case in measure.cases
        if case.rule.amount is not None
        for node in tree.walk(case.rule.amount.node)
        if isinstance(node, tree.Step)
    }
    for key, asked, kind in (("criteria", criteria, "criterion"), ("steps", steps, "step")):
        said: Fields = fields.get(key) or Fields()
        for name in said:
            if name not in asked:
                yield Finding(said.at(name), f"no rule of {text.id} has the {kind} {name!r}", _meant(name, asked))


def _meant(name: str, names: set[str]) -> str:
    return meant(name, sorted(names), "Take it out.")


def _unknown_events(pack: Pack, text: MeasureText) -> Iterator[Finding]:
    known = event_titles(pack)
    for name in text.events if known else ():
        if name not in known:
            where = read_yaml(text.folder / "measure.yaml").at("events")
            yield Finding(where, f"there is no life event {name!r}", _meant(name, set(known)))


def _unused_common(pack: Pack) -> Iterator[Finding]:
    path = pack.path / "criteria.yaml"
    asked = {c.id for measure in pack.law.measures for case in measure.cases for c in case.rule.criteria}
    fields = read_yaml(path) if path.exists() else Fields()
    for name in fields:
        if name not in asked:
            yield Finding(fields.at(name), f"no measure has the criterion {name!r}", "Take it out.")


def _words(pack: Pack) -> Iterator[Finding]:
    """Words for codes that do not exist, and codes that people see and that have no words."""
    path = pack.path / "words.yaml"
    fields = read_yaml(path) if path.exists() else Fields()
    for name, codes in fields.items():
        known = _codes(pack, name)
        if known is None:
            yield Finding(
                fields.at(name), f"there is no column of codes {name!r}", "Take its words out, or correct it."
            )
            continue
        for code in codes if isinstance(codes, Fields) else ():
            if code not in known:
                yield Finding(codes.at(code), f"{name} has no code {code!r}", _meant(code, set(known)))
    for column in sorted(_shown_columns(pack)):
        said = pack.words.get(column, {})
        for code in _codes(pack, column) or ():
            if code not in said:
                where = fields.at(column) if column in fields else Where(str(path), 0)
                yield Finding(where, f"people are shown {column} and {code!r} has no words", f"Add `{code}:`.")


def _column_words(pack: Pack) -> Iterator[Finding]:
    """Words for columns that do not exist; where a pack names columns, those of a register that it forgot."""
    path = pack.path / "columns.yaml"
    known = {register.name: {column.name for column in register.columns} for register in pack.registers.all}
    fields = read_yaml(path) if path.exists() else Fields()
    for register, columns in fields.items():
        if register not in known:
            yield Finding(fields.at(register), f"there is no register {register!r}", _meant(register, set(known)))
            continue
        for column in columns if isinstance(columns, Fields) else ():
            if column not in known[register]:
                yield Finding(
                    columns.at(column), f"{register} has no column {column!r}", _meant(column, known[register])
                )
    for register in known if fields else ():
        if register not in fields:
            yield Finding(Where(str(path), 0), f"people cannot read their records in {register}", f"Add `{register}:`.")


def _codes(pack: Pack, name: str) -> tuple[str, ...] | None:
    """The codes of `register.column`, or None where there is no such column."""
    register, _, column = name.partition(".")
    for each in pack.registers.all:
        if each.name == register:
            return next((found.codes for found in each.columns if found.name == column and found.codes), None)
    return None


def _shown_columns(pack: Pack) -> set[str]:
    """The columns of codes that stand beside a criterion in its sentences."""
    kinds = {
        shown.node.kind
        for measure in pack.law.measures
        for case in measure.cases
        for criterion in case.rule.criteria
        for _, shown in criterion.shows
    }
    return {kind.removeprefix("code:") for kind in kinds if kind.startswith("code:")}
