"""What a register looks like: its file format, what makes a row bad, how its rows are found.

A pack declares its registers with these objects. The registers room reads deliveries by them, the fact store keeps
columns by them, and the rules ask for rows by them; nothing here knows a city.

Numbers in the store: person and place columns hold indexes (int32) into the sorted list of persons and places; dates
are days since 1970-01-01 (int32), months are year * 12 + month - 1 (int32), money is whole kopecks (int64), decimals
are whole hundredths or thousandths (int64), codes are positions in `codes` (int16 or int32), ids are ranks in string
order (int32), yes/no is 1/0 (int8). An empty date is NEVER ("does not end, has not happened"), everything else empty
is EMPTY. A person column of the persons register may also hold NOBODY: the person it names was set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Literal

from alongside.base.text import Text

EMPTY = -1
NOBODY = -2  # a filled person cell that names somebody who does not exist
NEVER = 1 << 30  # later than any date a register can carry (year 9999 is day 2932896)


class Empty(Enum):
    """What an empty cell means."""

    MANDATORY = "M"  # an error
    CLOSED = "C"  # "no", "none", "not ended"
    OPEN = "O"  # not known


MANDATORY, CLOSED, OPEN = Empty.MANDATORY, Empty.CLOSED, Empty.OPEN

CellType = Literal["person", "place", "date", "month", "money", "dec2", "dec3", "int", "yes_no", "code", "id", "name"]


# The most that a cell may say, in the store's numbers, unless its column says otherwise.
LARGEST: dict[str, int] = {"money": 99_999_999_999, "dec2": 999_999_999, "dec3": 9_999_999, "int": 99_999}


@dataclass(frozen=True)
class KeyFormat:
    """How the key of a person or place is written, e.g. `A9999999`: a 9 stands for a digit, all else for itself.

    `check` gets the digits from left to right and says whether the check number is right; it is written in plain
    integer arithmetic over an indexable sequence, so that it can be compiled. Keys compare as strings, which for one
    fixed format is the order of their digits.
    """

    pattern: str
    check: Callable[[Sequence[int]], bool] | None = None

    @property
    def digits(self) -> int:
        """How many digits the key has."""
        return self.pattern.count("9")

    def text(self, number: int) -> str:
        """The key with these digits as it is written."""
        digits = iter(str(number).zfill(self.digits))
        return "".join(next(digits) if sign == "9" else sign for sign in self.pattern)

    def number(self, text: str) -> int | None:
        """The digits of a written key as one number, or None when it is not of this format."""
        if len(text) != len(self.pattern):
            return None
        digits = 0
        for sign, expected in zip(text, self.pattern, strict=True):
            if expected == "9":
                if sign not in "0123456789":
                    return None
                digits = digits * 10 + int(sign)
            elif sign != expected:
                return None
        return digits

    def is_right(self, number: int) -> bool:
        """Whether the check number of these digits is right."""
        if self.check is None:
            return True
        return bool(self.check([int(sign) for sign in str(number).zfill(self.digits)]))


@dataclass(frozen=True)
class Dialect:
    """How an agency writes its CSV files."""

    name: str
    encoding: Literal["utf-8", "windows-1251"]
    line_end: bytes
    date_pattern: str  # of Y, M, D and other signs: "YYYY-MM-DD"
    decimal_mark: str


@dataclass(frozen=True)
class When:
    """A condition on another cell of the row: it is one of `values`, or just filled when there are none."""

    column: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a register.

    `only_with`: all these must hold, else a filled cell is `not_allowed_here`. `required_with`: when this holds, an
    empty cell is `empty_required`. `never`: these values are `not_allowed_here` under the condition. `lowest` and
    `highest` are whole numbers, or ISO dates for dates; the word `as_of.year` (with `-1` after it, if need be) stands
    for the year of the delivery. `past`: a date after as_of is `future_date`.
    `classified`: beside `codes` the cell may hold a class such as `I21.0` under this condition (letter, two digits,
    optional point and digit); the listed codes are then allowed only under `codes_with`.
    """

    name: str
    type: CellType
    empty: Empty = MANDATORY
    title: Text = field(default_factory=lambda: Text("", ""))
    codes: tuple[str, ...] = ()
    codes_with: When | None = None
    classified: When | None = None
    lowest: int | str | None = None
    highest: int | str | None = None
    past: bool = True
    only_with: tuple[When, ...] = ()
    required_with: When | None = None
    never: tuple[tuple[str, When], ...] = ()


# Row rules (one row) and rules across rows. `code` is what set_aside.csv shows, `column` where it shows it.


@dataclass(frozen=True)
class NotBefore:
    """`end` must be later than `start` (or, when not `strict`, not earlier); an empty one of the two is fine."""

    end: str
    start: str
    strict: bool = True
    code: str = "ends_before_start"


@dataclass(frozen=True)
class AtMostOne:
    """`upper` must not be below `lower`: a share is at most one."""

    lower: str
    upper: str
    code: str = "share_above_one"


@dataclass(frozen=True)
class Different:
    """Two person columns must not name the same person; the error stands at the second."""

    first: str
    second: str
    code: str = "same_person_twice"


@dataclass(frozen=True)
class Born:
    """`day` must not lie before the birth of any person whom the row names.

    `exactly` names a person column and a condition: under it the day must be that person's birth date.
    """

    day: str
    exactly: tuple[str, When] | None = None
    code: str = "before_birth"


@dataclass(frozen=True)
class Older:
    """The `elder` must be born before the `younger`; the error stands at the elder."""

    elder: str
    younger: str
    code: str = "child_not_younger"


@dataclass(frozen=True)
class Younger:
    """Under `when` the `person` must be under `age` full years old on `day`; the error stands at `column`."""

    person: str
    age: int
    day: str
    when: When
    column: str
    code: str = "not_a_child"


@dataclass(frozen=True)
class NoSharedDay:
    """Rows of one person must not share a day; every row that shares one is set aside.

    A row runs from `start` to `end` (end-exclusive, empty: without end) and, when `until_death`, at most to the death
    of any of the `persons` it names; a row that has no day left is fine.
    """

    persons: tuple[str, ...]
    start: str
    end: str
    code: str
    when: When | None = None
    until_death: bool = False


@dataclass(frozen=True)
class OnePerAttribute:
    """Under `when`, rows with the same `of` must not name two `who` that are alike in `attribute` (a code column of
    the persons register): all of these rows are set aside; the error stands at `who`."""

    of: str
    who: str
    attribute: str
    when: When
    code: str


RowRule = NotBefore | AtMostOne | Different
PeopleRule = Born | Older | Younger
AcrossRule = NoSharedDay | OnePerAttribute


@dataclass(frozen=True)
class Index:
    """A way to find rows: those whose `columns` (any of them) name the owner, in the order of `order`.

    A distinct count over an index counts the values of its first `order` column.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """One register of one agency.

    `key`: columns that must be unique. `owner`: the person or place column its rows are kept by (the index of that
    name, sorted by `order`); `indexes`: further ways to find rows. `starts`/`ends`/`last_day`: the columns of the
    period in which a row holds (`ends` is the first day it no longer does, `last_day` the last on which it does).
    `begins`: the column after which a row counts at all (a row that begins after the day of decision does not).
    `cover_months`: for a register of months, how many months before the month of as_of it covers; `cover_years`: the
    first year it covers, to the year before as_of. `known_persons_only` is False where nothing is asked of persons.
    `place_complete`: completeness is also kept by place. `not_naming`: person columns that say nothing of
    completeness when their row is set aside.
    """

    name: str
    title: Text
    holder: Text
    dialect: Dialect
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    owner: str
    order: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    starts: str | None = None
    ends: str | None = None
    last_day: str | None = None
    row_rules: tuple[RowRule, ...] = ()
    people_rules: tuple[PeopleRule, ...] = ()
    across_rules: tuple[AcrossRule, ...] = ()
    open: bool = False  # no row means not known, not "no"
    cover_months: int | None = None
    cover_years: int | None = None
    place_complete: bool = False
    not_naming: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of this name (KeyError if there is none)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Registers:
    """All registers of a pack, in the order in which they are checked; the first is the register of persons.

    The persons register has one row for each person; `birth` and `death` name its date columns.
    """

    person_key: KeyFormat
    place_key: KeyFormat
    all: tuple[Register, ...]
    birth: str = "birth_date"
    death: str = "death_date"

    def __getitem__(self, name: str) -> Register:
        for register in self.all:
            if register.name == name:
                return register
        raise KeyError(name)

    @property
    def persons(self) -> Register:
        """The register of persons."""
        return self.all[0]

    def missing_names(self) -> tuple[str, ...]:
        """What can be missing, one bit each from bit 0: `register.*` of each register, then its open columns."""
        return self._missing_names

    @cached_property
    def _missing_names(self) -> tuple[str, ...]:
        names = []
        for register in self.all:
            names.append(f"{register.name}.*")
            names += [f"{register.name}.{c.name}" for c in register.columns if c.empty is OPEN]
        return tuple(names)


CLASSES_FROM = 1000  # stored numbers of classified cells lie above those of listed codes


def class_number(text: str, *, last: bool = False) -> int:
    """The stored number of a class such as `I21` or `I21.0`; they sort as the texts do.

    With `last`, the highest number that begins with this text: `class_number("C97", last=True)` ends a range.
    """
    main = (ord(text[0]) - ord("A")) * 100 + int(text[1:3])
    detail = int(text[4]) + 1 if len(text) > 4 else 0
    return CLASSES_FROM + main * 16 + (15 if last and not detail else detail)


def class_text(number: int) -> str:
    """The class behind a stored number, as a doctor writes it: I21.0."""
    main, detail = divmod(number - CLASSES_FROM, 16)
    letter, two = divmod(main, 100)
    return f"{chr(ord('A') + letter)}{two:02d}" + (f".{detail - 1}" if detail else "")
