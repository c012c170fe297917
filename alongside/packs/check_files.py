"""The YAML files of a pack, and pack.toml, key by key: a key that means nothing is found before it is missed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alongside.base.text import LANGUAGES
from alongside.packs.applying import KEYS
from alongside.packs.birth_columns import KEYS as BIRTH
from alongside.packs.districts import FILE as DISTRICTS
from alongside.packs.files import Fields, read_yaml
from alongside.packs.finding import Finding
from alongside.packs.notion_texts import FILE as NOTIONS
from alongside.rules.fault import PackFault, Where, meant

PACK = {
    "name": None,
    "version": None,
    "registers": None,
    "city": None,
    "events": None,
    "family": None,
    "people": ("name", "around", "home", "columns", "ties", "homes"),
    "title": LANGUAGES,
    "law": ("first_day", "end_day"),
    "apply": KEYS,
    "birth": BIRTH,
}
MEASURE = (
    "number",
    "frequency",
    "mode",
    "stands_until_its_end",
    "given_once",
    "events",
    "labels",  # dates a measure goes by that open no case
    "name",
    "summary",
    "for_whom",
    "act",
    "how",
    "criteria",
    "steps",
)
MEASURE_TEXTS = ("name", "summary", "for_whom", "act", "how")
CRITERION = ("ru", "en", "cites", "shows", "if_no", "if_unknown")
CRITERION_TEXTS = CRITERION[2:]
TERM = ("title", "source", "values", "demo", "last_year")
EVENT = ("title", "says")
CHAPTER = ("title", "notions")
NOTION = ("title", "ru", "en", "law", "cites", "code")
DISTRICT = ("name", "ranges")
EXAMPLES = ("casts", "examples", "alike")
CAST = ("people", "rows")
EXAMPLE = (
    "name",
    "law",
    "on",
    "as_of",
    "cast",
    "arithmetic",
    "people",
    "rows",
    "missing_registers",
    "incomplete",
    "incomplete_places",
    "expect",
)
EXPECTED = (
    "measure",
    "unit_kind",
    "unit",
    "answer",
    "amount",
    "since",
    "until",
    "payee",
    "missing",
    "criteria",
)


def file_findings(path: Path) -> Iterator[Finding]:
    """What is wrong with the files of a pack, each by itself."""
    yield from _pack_toml(path / "pack.toml")
    for file in sorted((path / "measures").glob("*/measure.yaml")):
        yield from _read(file, _measure)
    yield from _read(path / "criteria.yaml", lambda fields: _criteria(fields, whole=True))
    end = _end_year(path / "pack.toml")
    for file in [path / "terms.yaml", *sorted((path / "measures").glob("*/terms.yaml"))]:
        yield from _read(file, lambda fields: _terms(fields, end))
    yield from _read(path / "life_events.yaml", _events)
    yield from _read(path / NOTIONS, _chapters)
    yield from _read(path / DISTRICTS, _districts)
    for file in [*sorted((path / "measures").glob("*/examples.yaml")), *sorted((path / "examples").glob("*.yaml"))]:
        yield from _read(file, _examples)


def _read(file: Path, check: Any) -> Iterator[Finding]:
    """The findings of a file; a file that cannot be read is one; an absent one is none of our business here."""
    if not file.exists():
        return
    try:
        fields = read_yaml(file)
    except PackFault as fault:
        yield Finding(fault.where, fault.what, fault.remedy)
        return
    yield from check(fields)


def _pack_toml(file: Path) -> Iterator[Finding]:
    try:
        text = file.read_text(encoding="utf-8")
        head = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return  # loading tells it
    for key, value in head.items():
        where = Where(str(file), _line_of(text, key))
        yield from _unknown({key: value}, PACK, lambda _, at=where: at)
        inside = PACK.get(key)
        if inside is not None and isinstance(value, Mapping):
            yield from _unknown(value, inside, lambda name: Where(str(file), _line_of(text, name)))


def _line_of(text: str, key: str) -> int:
    lines = (number for number, line in enumerate(text.splitlines(), 1) if line.strip(" []").startswith(key))
    return next(lines, 0)


def _unknown(fields: Iterable[str], known: Iterable[str], where: Any) -> Iterator[Finding]:
    """Every key that means nothing here, with the one that may have been meant."""
    names = list(known)
    for key in fields:
        if key not in names:
            remedy = meant(key, names, f"Take it out; there are: {', '.join(names)}.")
            yield Finding(where(key), f"{key!r} means nothing here", remedy)


def _keys(fields: Fields, known: Iterable[str]) -> Iterator[Finding]:
    yield from _unknown(fields, known, fields.at)


def _both(fields: Fields, names: Iterable[str]) -> Iterator[Finding]:
    """Texts that are not in both languages, or in others."""
    for name in names:
        if name not in fields:
            continue
        text = fields[name]
        if not isinstance(text, Fields):
            yield Finding(fields.at(name), f"{name!r} is not in two languages", "Write {ru: ..., en: ...}.")
            continue
        yield from _keys(text, LANGUAGES)
        for language in LANGUAGES:
            if not str(text.get(language, "")).strip():
                yield Finding(fields.at(name), f"{name!r} says nothing in {language!r}", f"Add `{language}:`.")


def _measure(fields: Fields) -> Iterator[Finding]:
    yield from _keys(fields, MEASURE)
    yield from _both(fields, MEASURE_TEXTS)
    for name in ("number", "frequency", "mode", "name", "summary", "act"):
        if name not in fields:
            yield Finding(fields.where, f"{name!r} is missing", f"Add `{name}:`.")
    criteria, steps = fields.get("criteria"), fields.get("steps")
    if isinstance(criteria, Fields):
        yield from _criteria(criteria, whole=False)
    if isinstance(steps, Fields):
        yield from _both(steps, steps)


def _criteria(fields: Fields, *, whole: bool) -> Iterator[Finding]:
    """Criteria by name; one of a measure may leave its sentence to the common ones, so only `whole` asks for it."""
    for name, body in fields.items():
        if not isinstance(body, Fields):
            yield Finding(fields.at(name), f"the criterion {name!r} says nothing", "Write its sentence: ru and en.")
            continue
        yield from _keys(body, CRITERION)
        yield from _both(body, CRITERION_TEXTS)
        asked = [each for each in LANGUAGES if whole or "ru" in body or "en" in body]
        for language in asked:
            if not str(body.get(language, "")).strip():
                yield Finding(body.where, f"the criterion {name!r} has no {language!r}", f"Add `{language}:`.")


def _end_year(file: Path) -> int | None:
    """The last year the law reaches into, or None where pack.toml does not say."""
    try:
        end = tomllib.loads(file.read_text(encoding="utf-8")).get("law", {}).get("end_day")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError):
        return None
    return (end - timedelta(days=1)).year if isinstance(end, date) else None


def _gaps(name: str, body: Fields, end: int | None) -> Iterator[Finding]:
    """Years between the first value and the end of the law (or the term's last year) without a value of their own."""
    values = body.get("values")
    years = sorted({int(day[:4]) for day in values if day[:4].isdigit()}) if isinstance(values, Fields) else []
    last = str(body.get("last_year", ""))
    until = int(last) if last.isdigit() else end
    for year in range(years[0], until + 1) if years and until is not None else ():
        if year not in years:
            remedy = "Add the value of that year; write it again where it did not change."
            yield Finding(body.at("values"), f"{name} has no value for {year}", remedy)


def _terms(fields: Fields, end: int | None) -> Iterator[Finding]:
    for name, body in fields.items():
        if not isinstance(body, Fields):
            yield Finding(fields.at(name), f"the term {name!r} has no values", "Give it title, source and values.")
            continue
        yield from _keys(body, TERM)
        yield from _both(body, ("title", "source"))
        for key in ("title", "source", "values"):
            if key not in body:
                yield Finding(fields.at(name), f"the term {name!r} has no {key}", f"Add `{key}:`.")
        yield from _gaps(name, body, end)
        values = body.get("values")
        demo = body.get("demo", [])
        for day in demo if isinstance(demo, list) else []:
            if isinstance(values, Fields) and day not in values:
                yield Finding(body.at("demo"), f"{name} has no value from {day}", "Mark a day that has a value.")


def _events(fields: Fields) -> Iterator[Finding]:
    for name, body in fields.items():
        if not isinstance(body, Fields):
            yield Finding(fields.at(name), f"the event {name!r} has no words", "Give it title and says.")
            continue
        yield from _keys(body, EVENT)
        yield from _both(body, EVENT)


def _chapters(fields: Fields) -> Iterator[Finding]:
    """Notions by chapter: each with a title, a sentence in both languages and its paragraph of the law."""
    for name, body in fields.items():
        if not isinstance(body, Fields):
            yield Finding(fields.at(name), f"the chapter {name!r} has no notions", "Give it title and notions.")
            continue
        yield from _keys(body, CHAPTER)
        yield from _both(body, ("title",))
        notions = body.get("notions")
        if isinstance(notions, Fields):
            for each, notion in notions.items():
                yield from _notion(each, notion, notions.at(each))


def _notion(name: str, body: object, where: Where) -> Iterator[Finding]:
    if not isinstance(body, Fields):
        yield Finding(where, f"the definition {name!r} says nothing", "Write its title and sentence: ru and en.")
        return
    yield from _keys(body, NOTION)
    yield from _both(body, ("title", "cites"))
    for language in LANGUAGES:
        if not str(body.get(language, "")).strip():
            yield Finding(where, f"the definition {name!r} has no {language!r}", f"Add `{language}:`.")
    for key in ("title", "law"):
        if key not in body:
            yield Finding(where, f"the definition {name!r} has no {key}", f"Add `{key}:`.")


def _districts(fields: Fields) -> Iterator[Finding]:
    """Each with a name in both languages and ranges; whether these are right is seen when the pack is loaded."""
    for name, body in fields.items():
        if not isinstance(body, Fields):
            yield Finding(fields.at(name), f"the district {name!r} says nothing", "Give it name and ranges.")
            continue
        yield from _keys(body, DISTRICT)
        yield from _both(body, ("name",))
        for key in DISTRICT:
            if key not in body:
                yield Finding(fields.at(name), f"the district {name!r} has no {key}", f"Add `{key}:`.")


def _examples(fields: Fields) -> Iterator[Finding]:
    yield from _keys(fields, EXAMPLES)
    for body in (fields.get("casts") or {}).values():
        if isinstance(body, Fields):
            yield from _keys(body, CAST)
    examples = fields.get("examples")
    for body in examples if isinstance(examples, list) else []:
        if not isinstance(body, Fields):
            yield Finding(fields.at("examples"), "an example is no mapping", "Write `- name: ...`.")
            continue
        yield from _keys(body, EXAMPLE)
        expect = body.get("expect")
        for item in expect if isinstance(expect, list) else []:
            if isinstance(item, Fields):
                yield from _keys(item, EXPECTED)
