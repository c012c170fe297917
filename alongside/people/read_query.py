"""What somebody at a counter typed: a number, an address, or names with a day or year of birth, in any order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from alongside.people.search_key import LOOK_ALIKE, search_key, typed_on_the_other_keyboard
from alongside.rules.schema import KeyFormat, Registers

MOST_WORDS = 4
FIRST_YEAR, LAST_YEAR = 1880, 2100
DAY_FIRST = re.compile(r"^(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})$")
YEAR_FIRST = re.compile(r"^(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})$")
EIGHT_DIGITS = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
YEAR = re.compile(r"^(\d{4})(?:г|гр)?$")
INITIALS = re.compile(r"^[^\W\d_]{1,2}\.(?:[^\W\d_]{1,2}\.?)?$")
IN_WORDS = re.compile(r"\b(\d{1,2})\s+([^\W\d_]{3,})\s+(\d{4})\b")
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTHS_IN_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SAY_BIRTH = {"г", "гр", "года", "год", "году", "рождения", "род", "born", "in", "on"}
SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Query:
    """What was understood. One of `person` and `place` (keys) is there, or `words` and what is known of the birth.

    `wrong_number`: digits like those of a person's number whose check digits do not fit; `ignored`: what could not be
    understood; `words` are as typed, `keys` as they are searched.
    """

    person: int | None = None
    place: int | None = None
    wrong_number: bool = False
    words: tuple[str, ...] = ()
    born_on: date | None = None
    born_in: int | None = None
    ignored: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The words as they are searched."""
        return tuple(search_key(word) for word in self.words)


def read_query(text: str, registers: Registers) -> Query:
    """What was typed, understood as far as it can be; nothing that was typed is dropped without being named."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    number = number_in(text, registers.person_key)
    if number is not None:
        right = registers.person_key.is_right(number)
        return Query(person=number if right else None, wrong_number=not right)
    place = number_in(text, registers.place_key)
    if place is not None:
        return Query(place=place)
    day = IN_WORDS.search(text)
    born_on = _day_in_words(day) if day else None
    if day and born_on:
        text = f"{text[: day.start()]} {text[day.end() :]}"
    return _words(text, born_on)


def on_the_other_keyboard(text: str) -> str:
    """The same keys on the Russian keyboard, where a word was typed in Latin letters; dates and numbers stay."""
    return " ".join(
        typed_on_the_other_keyboard(part) if re.search("[a-z]", part, re.IGNORECASE) else part for part in text.split()
    )


def number_in(text: str, form: KeyFormat) -> int | None:
    """The digits of a key however its separators are written, or None where this is no key of the form."""
    said = _bare(text)
    pattern = [(sign, _bare(sign)) for sign in form.pattern if sign.isalnum()]
    if len(said) != len(pattern):
        return None
    digits = ""
    for sign, (expected, letter) in zip(said, pattern, strict=True):
        if expected == "9" and sign in "0123456789":
            digits += sign
        elif expected == "9" or sign != letter:
            return None
    return int(digits)


def _bare(text: str) -> str:
    """Letters and digits alone, look-alikes of both alphabets the same."""
    return "".join(sign for sign in text.casefold() if sign.isalnum()).translate(LOOK_ALIKE)


def _words(text: str, born_on: date | None) -> Query:
    query = Query(born_on=born_on)
    words: list[str] = []
    ignored: list[str] = []
    for part in (part for part in SEPARATORS.split(text) if part):
        known = _birth(part, query)
        if known is not None:
            query = known
        elif search_key(part) in SAY_BIRTH:
            continue
        elif INITIALS.match(part):
            words += [letter for letter in part.split(".") if letter]
        elif any(sign.isdigit() for sign in part) or not search_key(part) or len(words) >= MOST_WORDS:
            ignored.append(part)
        else:
            words.append(part)
    return replace(query, words=tuple(words), ignored=tuple(ignored))


def _birth(part: str, query: Query) -> Query | None:
    """The query with a day or a year of birth, where this part says one and none was said before."""
    if query.born_on or query.born_in:
        return None
    for form, order in ((DAY_FIRST, (3, 2, 1)), (YEAR_FIRST, (1, 2, 3)), (EIGHT_DIGITS, (3, 2, 1))):
        found = form.match(part)
        if found:
            day = _day(*(int(found.group(place)) for place in order))
            return replace(query, born_on=day) if day else None
    found = YEAR.match(part)
    if found and FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        return replace(query, born_in=int(found.group(1)))
    return None


def _day_in_words(found: re.Match[str]) -> date | None:
    word = found.group(2).casefold()
    for months in (MONTHS, MONTHS_IN_ENGLISH):
        for number, month in enumerate(months, 1):
            if word.startswith(month) and (month != "ма" or word in ("мая", "май")):
                return _day(int(found.group(3)), number, int(found.group(1)))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
