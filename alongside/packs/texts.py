"""What people read of a measure: names, the act, each criterion's sentence and citation, each step of the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from alongside.base.text import Text
from alongside.packs.files import Fields, needed, read_yaml, text_of
from alongside.rules.definitions import Frequency, Mode
from alongside.rules.fault import PackFault, Where


@dataclass(frozen=True)
class CriterionText:
    """A criterion as people read it: the law's sentence, where it stands, and the person's own numbers in words.

    `shows` is a template with the names of the criterion's numbers in braces (a plural form may follow a colon:
    `{children:child|children}`); `if_no` and `if_unknown` say in plain words what that answer means here.
    """

    sentence: Text
    cites: Text
    shows: Text | None = None
    if_no: Text | None = None
    if_unknown: Text | None = None


@dataclass(frozen=True)
class MeasureText:
    """A measure as people read it, and what the engine must know of it.

    `stands_until_its_end`: once granted it stands until its `until`, whatever later sweeps say. `given_once`: granting
    it uses up the right (so it is with everything that is one-off or annual).
    """

    id: str
    number: int
    frequency: Frequency
    mode: Mode
    name: Text
    summary: Text
    act: Text
    events: tuple[str, ...]
    criteria: Mapping[str, CriterionText]
    steps: Mapping[str, Text]
    for_whom: Text | None
    how: Text | None
    where: Where
    folder: Path
    stands_until_its_end: bool = False
    given_once: bool = False


def read_measure_text(folder: Path, common: Mapping[str, Fields]) -> MeasureText:
    """The texts of a measure's folder; criteria that it does not word itself are taken from the common ones."""
    fields = read_yaml(folder / "measure.yaml")
    act = text_of(fields, "act")
    own = fields.get("criteria")
    own = own if isinstance(own, Fields) else Fields()
    criteria = {name: _criterion(name, body, act) for name, body in common.items()}
    criteria.update({name: _criterion(name, _merged(name, own, common), act) for name in own})
    steps = fields.get("steps")
    steps = steps if isinstance(steps, Fields) else Fields()
    frequency = cast(Frequency, _one_of(fields, "frequency", get_args(Frequency)))
    return MeasureText(
        id=folder.name,
        number=_number(fields),
        frequency=frequency,
        mode=cast(Mode, _one_of(fields, "mode", get_args(Mode))),
        name=text_of(fields, "name"),
        summary=text_of(fields, "summary"),
        act=act,
        events=tuple(fields.get("events", [])),
        criteria=criteria,
        steps={name: text_of(steps, name) for name in steps},
        for_whom=_perhaps(fields, "for_whom"),
        how=_perhaps(fields, "how"),
        where=fields.where,
        folder=folder,
        stands_until_its_end=_says_so(fields, "stands_until_its_end"),
        given_once=frequency in ("one_off", "annual") or _says_so(fields, "given_once"),
    )


def read_common_criteria(path: Path) -> dict[str, Fields]:
    """The sentences of criteria that several measures share."""
    if not path.exists():
        return {}
    fields = read_yaml(path)
    return {name: needed(fields, name, Fields) for name in fields}


def read_words(path: Path) -> dict[str, dict[str, Text]]:
    """What the codes of a register's column are called: `register.column` -> code -> words."""
    if not path.exists():
        return {}
    fields = read_yaml(path)
    return {
        name: {code: text_of(codes, code) for code in codes}
        for name, codes in fields.items()
        if isinstance(codes, Fields)
    }


def read_column_words(path: Path) -> dict[str, Text]:
    """What the columns of registers are called: `register.column` -> words. Those without words are not shown."""
    fields = read_yaml(path) if path.exists() else Fields()
    return {
        f"{register}.{column}": text_of(columns, column)
        for register, columns in fields.items()
        if isinstance(columns, Fields)
        for column in columns
    }


def _merged(name: str, own: Fields, common: Mapping[str, Fields]) -> Fields:
    """A measure's own words for a criterion, the common ones where it is silent."""
    body: Fields = needed(own, name, Fields)
    merged = Fields({**common.get(name, {}), **body})
    merged.where, merged.lines = body.where, body.lines
    return merged


def _criterion(name: str, body: Fields, act: Text) -> CriterionText:
    if not body.get("ru") or not body.get("en"):
        raise PackFault(
            f"the criterion {name!r} has no sentence in both languages",
            where=body.where,
            remedy="Add ru and en.",
        )
    cites = _perhaps(body, "cites") or act
    sentence = Text(str(body["ru"]), str(body["en"]))
    more = (_perhaps(body, key) for key in ("shows", "if_no", "if_unknown"))
    return CriterionText(sentence, cites, *more)


def _perhaps(body: Fields, key: str) -> Text | None:
    return text_of(body, key) if key in body else None


def _number(fields: Fields) -> int:
    text = needed(fields, "number")
    if not text.isdigit():
        raise PackFault(f"{text!r} is no number", where=fields.at("number"), remedy="Number the measure.")
    return int(text)


def _says_so(fields: Fields, key: str) -> bool:
    """Whether a key says `true`; one that is absent does not."""
    return key in fields and _one_of(fields, key, ("true", "false")) == "true"


def _one_of(fields: Fields, key: str, words: tuple[str, ...]) -> str:
    word = needed(fields, key)
    if word not in words:
        raise PackFault(f"{key} is {word!r}", where=fields.at(key), remedy=f"Choose one of: {', '.join(words)}.")
    return str(word)
