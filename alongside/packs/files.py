"""Read the YAML files of a pack: every scalar as text, every fault with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from alongside.base.text import Text
from alongside.rules.fault import PackFault, Where


class _Lines(yaml.SafeLoader):
    """Scalars stay text (no floats for money); mappings remember their line; a key twice is a fault."""


class Fields(dict[str, Any]):
    """A mapping of a YAML file that knows where it stands."""

    where: Where = Where("", 0)
    lines: Mapping[str, int] = {}

    def at(self, key: str) -> Where:
        """Where a key stands."""
        return Where(self.where.file, self.lines.get(key, self.where.line))


def _mapping(loader: _Lines, node: yaml.MappingNode) -> Fields:
    loader.flatten_mapping(node)
    fields = Fields()
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in fields:
            raise PackFault(
                f"{key!r} stands here twice",
                where=Where(key_node.start_mark.name, line),
                remedy="Keep one of them.",
            )
        fields[key] = loader.construct_object(value_node, deep=True)
        lines[key] = line
    fields.where = Where(node.start_mark.name, node.start_mark.line + 1)
    fields.lines = lines
    return fields


def _scalar(loader: _Lines, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Lines.add_constructor("tag:yaml.org,2002:map", _mapping)
for _tag in ("int", "float", "bool", "timestamp", "null", "str"):
    _Lines.add_constructor(f"tag:yaml.org,2002:{_tag}", _scalar)


def read_yaml(path: Path) -> Fields:
    """The mapping in a YAML file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PackFault("the file is missing", where=Where(str(path), 0), remedy="Add it to the pack.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PackFault(
            f"the file cannot be read ({type(error).__name__})",
            where=Where(str(path), 0),
            remedy="Save it as UTF-8.",
        ) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> Fields:
    """The mapping in a YAML text; `name` is what faults call it."""
    loader = _Lines(text)
    loader.name = name
    try:
        found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PackFault(
            f"this is no YAML: {error.problem}", where=Where(name, line), remedy="Mend the line."
        ) from error
    finally:
        loader.dispose()
    if not isinstance(found, Fields):
        raise PackFault("a mapping of names to values is expected", where=Where(name, 1), remedy="Write `name: value`.")
    return found


def text_of(fields: Fields, key: str) -> Text:
    """A text in both languages: `key: {ru: ..., en: ...}`."""
    found = fields.get(key)
    if not isinstance(found, Fields) or not found.get("ru") or not found.get("en"):
        raise PackFault(
            f"{key!r} must be given in both languages",
            where=fields.at(key),
            remedy="Write {ru: ..., en: ...}.",
        )
    return Text(str(found["ru"]), str(found["en"]))


def needed(fields: Fields, key: str, kind: type = str) -> Any:
    """A value that must be there, of one kind (str, list or Fields)."""
    value = fields.get(key)
    if not isinstance(value, kind) or value == "":
        raise PackFault(f"{key!r} is missing or not as it should be", where=fields.at(key), remedy=f"Add {key!r}.")
    return value
