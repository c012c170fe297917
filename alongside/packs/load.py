"""Load a pack: import its rules, read its terms and texts, and check that everything fits, or say what does not."""

from __future__ import annotations

import importlib
import sys
import tomllib
import traceback
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alongside.base.text import Text
from alongside.packs.applying import Applying, read_applying
from alongside.packs.birth_columns import Birth, read_birth
from alongside.packs.districts import FILE as DISTRICTS
from alongside.packs.districts import District, read_districts
from alongside.packs.event_texts import LifeEvent, read_events
from alongside.packs.family_texts import FamilyWords, read_family
from alongside.packs.fit import check_fit
from alongside.packs.notion_texts import read_notions
from alongside.packs.notion_uses import Notions
from alongside.packs.people_columns import NOTHING_SAID, PeopleColumns, read_people_columns
from alongside.packs.terms import TermText, read_terms
from alongside.packs.texts import MeasureText, read_column_words, read_common_criteria, read_measure_text, read_words
from alongside.rules.definitions import Definition, MeasureCase
from alongside.rules.fault import PackFault, Where
from alongside.rules.language import Expr
from alongside.rules.law import Law, Measure
from alongside.rules.schema import Registers


@dataclass(frozen=True, eq=False)
class People:
    """How a pack names a person, whose affairs are theirs to look at, where their home is, and which columns of its
    registers say who people are."""

    name: tuple[str, ...] = ()
    around: Callable[[Expr], tuple[object, ...]] | None = None
    home: Definition | None = None
    columns: PeopleColumns = NOTHING_SAID


@dataclass(frozen=True, eq=False)
class Pack:
    """A loaded pack: the law, and everything people read of it."""

    path: Path
    name: str
    version: str
    title: Text
    registers: Registers
    law: Law
    texts: Mapping[str, MeasureText]
    terms: Mapping[str, TermText]
    words: Mapping[str, Mapping[str, Text]]
    people: People
    city: Callable[..., Any] | None
    notions: Notions
    events: tuple[LifeEvent, ...] = ()
    family: FamilyWords | None = None
    applying: Applying = field(default_factory=Applying)
    columns: Mapping[str, Text] = field(default_factory=dict)
    districts: tuple[District, ...] = ()
    birth: Birth | None = None


def load_pack(path: Path) -> Pack:
    """The pack in a folder; raises `PackFault` with file, line and what to do when it must not be used."""
    path = path.resolve()
    head = _head(path)
    first, end = _law_days(head, path)
    registers = _named(path, _text(head, "registers", path))
    common = read_common_criteria(path / "criteria.yaml")
    terms = read_terms(path / "terms.yaml", last_year=end.year - 1)
    texts: dict[str, MeasureText] = {}
    measures: list[Measure] = []
    for folder in sorted(p.parent for p in (path / "measures").glob("*/rule.py")):
        text = read_measure_text(folder, common)
        terms = {**terms, **_own_terms(folder, terms, end)}
        texts[text.id] = text
        measures.append(Measure(text.id, text.number, text.frequency, text.mode, _cases(path, folder)))
    law = Law(
        name=str(head["name"]),
        version=_text(head, "version", path),
        registers=registers,
        terms={name: term.dated for name, term in terms.items()},
        measures=tuple(sorted(measures, key=lambda m: m.number)),
        first_day=first,
        end_day=end,
    )
    try:
        check_fit(law, texts, path)
    except PackFault:
        raise
    except Exception as error:  # a rule's function runs when it is first asked for
        raise raised(error, path) from error
    city = _named(path, str(head["city"])) if "city" in head else None
    events = _named(path, str(head["events"])) if "events" in head else ()
    family = _named(path, str(head["family"])) if "family" in head else None
    title = head.get("title", {})
    people = _people(path, head, registers)
    return Pack(
        path=path,
        name=law.name,
        version=law.version,
        title=Text(str(title.get("ru", law.name)), str(title.get("en", law.name))),
        registers=registers,
        law=law,
        texts=texts,
        terms=terms,
        words=read_words(path / "words.yaml"),
        people=people,
        city=city,
        notions=Notions(path, read_notions(path)),
        events=read_events(events, law, path / "life_events.yaml"),
        family=read_family(family, law, path / "family_view.yaml") if family is not None else None,
        applying=read_applying(head, registers, path / "pack.toml"),
        columns=read_column_words(path / "columns.yaml"),
        districts=read_districts(path / DISTRICTS, registers.place_key),
        birth=read_birth(head, people.columns, registers, path / "pack.toml"),
    )


def _people(path: Path, head: Mapping[str, Any], registers: Registers) -> People:
    said = head.get("people", {})
    columns = read_people_columns(said, registers, path / "pack.toml")
    around = _named(path, said["around"]) if "around" in said else None
    home = _named(path, said["home"]) if "home" in said else None
    return People(tuple(said.get("name", ())), around, home.definition if home is not None else None, columns)


def _head(path: Path) -> dict[str, Any]:
    file = path / "pack.toml"
    try:
        head = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackFault(
            "there is no pack here: pack.toml is missing",
            where=Where(str(path), 0),
            remedy="Give the folder of a pack with --pack.",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackFault(f"this is no TOML: {error}", where=Where(str(file), 0), remedy="Mend the line.") from error
    if not (path / "__init__.py").exists():
        raise PackFault(
            "the pack has no __init__.py", where=Where(str(path), 0), remedy="Add one with a line saying what it is."
        )
    name = head.get("name")
    if not isinstance(name, str) or not name.isidentifier() or name != path.name:
        raise PackFault(
            f"the pack calls itself {name!r} and its folder is {path.name!r}",
            where=Where(str(file), 0),
            remedy="Give both the same name, of small letters, digits and _.",
        )
    return head


def _text(head: Mapping[str, Any], key: str, path: Path) -> str:
    value = head.get(key)
    if not isinstance(value, str) or not value:
        raise PackFault(f"{key!r} is missing", where=Where(str(path / "pack.toml"), 0), remedy=f"Add {key!r}.")
    return value


def _law_days(head: Mapping[str, Any], path: Path) -> tuple[date, date]:
    law = head.get("law", {})
    first, end = law.get("first_day"), law.get("end_day")
    if not isinstance(first, date) or not isinstance(end, date) or first >= end:
        raise PackFault(
            "[law] needs first_day and a later end_day",
            where=Where(str(path / "pack.toml"), 0),
            remedy="Write them as dates: first_day = 2023-01-01.",
        )
    return first, end


def _own_terms(folder: Path, known: Mapping[str, TermText], end: date) -> dict[str, TermText]:
    own = read_terms(folder / "terms.yaml", last_year=end.year - 1)
    for name, term in own.items():
        if name in known:
            raise PackFault(f"there is another term {name!r}", where=term.where, remedy="Give it a name of its own.")
    return own


def _cases(path: Path, folder: Path) -> tuple[MeasureCase, ...]:
    module = _module(path, f"measures.{folder.name}.rule")
    cases = [v for v in vars(module).values() if isinstance(v, MeasureCase) and v.measure == folder.name]
    if not cases:
        raise PackFault(
            f"no rule of {folder.name!r} is declared here",
            where=Where(str(folder / "rule.py"), 0),
            remedy=f'Declare one with @measure("{folder.name}", unit=...).',
        )
    return tuple(cases)


def _named(path: Path, name: str) -> Any:
    """What `module:attribute` names."""
    module, _, attribute = name.partition(":")
    found = getattr(_module(path, module), attribute, None)
    if found is None:
        raise PackFault(
            f"{name!r} names nothing",
            where=Where(str(path / "pack.toml"), 0),
            remedy="Write module:attribute.",
        )
    return found


def _module(path: Path, name: str) -> types.ModuleType:
    """A module of the pack, imported as `packs.<pack>.<name>` from wherever the pack lies."""
    _make_room(path)
    try:
        return importlib.import_module(f"packs.{path.name}.{name}")
    except PackFault:
        raise
    except SyntaxError as error:
        raise PackFault(
            f"this is no Python: {error.msg}",
            where=Where(error.filename or "", error.lineno or 0),
            remedy="Mend it.",
        ) from error
    except Exception as error:  # whatever a pack's code raises is a fault of the pack
        raise raised(error, path) from error


def _make_room(path: Path) -> None:
    """Let `packs.<name>` mean this folder, and forget another pack of the same name."""
    try:
        package = importlib.import_module("packs")  # where packs are shipped, they stay to be found
    except ModuleNotFoundError:
        package = types.ModuleType("packs")
        package.__path__ = []
        sys.modules["packs"] = package
    name = f"packs.{path.name}"
    loaded = sys.modules.get(name)
    if loaded is not None and str(path) not in list(getattr(loaded, "__path__", ())):
        for module in [m for m in sys.modules if m == name or m.startswith(f"{name}.")]:
            del sys.modules[module]
    package.__path__ = [str(path.parent), *(p for p in package.__path__ if p != str(path.parent))]
    importlib.invalidate_caches()


def raised(error: Exception, path: Path) -> PackFault:
    """What a pack's own code raised, as a fault of the pack."""
    return PackFault(f"{type(error).__name__}: {error}", where=_line_raised(error, path), remedy="Mend it.")


def _line_raised(error: BaseException, path: Path) -> Where:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(str(path)):
            return Where(frame.filename, frame.lineno or 0)
    return Where(str(path), 0)
