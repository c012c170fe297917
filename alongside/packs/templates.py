"""Sentences with a person's own numbers in them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.base.text import Language, Text
from alongside.base.wording import count_text


@dataclass(frozen=True)
class Shown:
    """A value beside a criterion: the number (None: not known), its words, and its kind as the law knows it."""

    number: int | None
    text: str
    kind: str = ""


def put_into(template: Text, values: Mapping[str, Shown], language: Language) -> str:
    """The sentence with its values: `{name}` is one in words, `{name:child|children}` a count with its form."""
    return _Template(language).vformat(template[language], (), values)


def names_in(template: Text, language: Language) -> list[str]:
    """The names of the values that a sentence asks for."""
    return [name for _, name, _, _ in string.Formatter().parse(template[language]) if name]


class _Template(string.Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec or value.number is None:
            return str(value.text)
        return count_text(value.number, format_spec.split("|"), self.language)
