"""registers.md sections 1 (types) and 3 (stage 2): one cell, from CSV text or Parquet value to its value."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from .files import Cell
from .layout import CONCLUSIONS, Column

# "at most 999999999.99", "at most 9999999.99 (9999.999)", "at most 99999", in the engine's whole numbers
HIGHEST = {"money": 99_999_999_999, "dec2": 999_999_999, "dec3": 9_999_999, "int": 99_999}
DECIMALS = {"money": 2, "dec2": 2, "dec3": 3}
ENDS = ("until", "last_day", "training_until", "ended_on", "removed_on")


class Bad(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_cell(column: Column, cell: Cell, dialect: str | None, as_of: date) -> object:
    """The value of a cell, None if it is empty; `dialect` is None for Parquet. Raises its first error."""
    # "Empty field = empty cell"; "An empty cell is null or "" in Parquet"
    if cell is None or cell == "":
        if column.empty == "M":
            raise Bad("empty_required")
        return None
    value = _from_text(column, cell, dialect) if isinstance(cell, str) else _from_parquet(column, cell)
    _check_limits(column, value, as_of)
    return value


def _from_text(column: Column, text: str, dialect: str | None) -> object:
    if column.type == "date":
        return _date(text, dialect)
    if column.type in ("int", "money", "dec2", "dec3"):
        return _number(column.type, text, dialect)
    if column.type == "yn":
        if text not in ("Y", "N"):
            raise Bad("bad_format")
        return text == "Y"
    if column.type == "snils":
        return _snils(text)
    if column.type == "code" and text not in column.codes:
        raise Bad("unknown_code")
    if not _form_is_right(column.type, text):
        raise Bad("bad_format")
    return text


def _form_is_right(type_: str, text: str) -> bool:
    if type_ == "id":  # "1-20 characters of `A-Z 0-9 -`"
        return re.fullmatch(r"[A-Z0-9-]{1,20}", text) is not None
    if type_ == "address":  # "`A` and 7 digits"
        return is_address(text)
    if type_ == "month":  # "`2025-03` (both dialects; `2025-13` is `bad_format`)"
        return re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) is not None
    if type_ == "name":
        return _is_name(text)
    return True  # a listed code; a text is looked at with its row, see check_medical_code


def is_address(text: str) -> bool:
    return re.fullmatch(r"A[0-9]{7}", text) is not None


def _is_name(text: str) -> bool:
    """ "1-60 signs: letters and combining marks of any script, spaces (not at an end), hyphens,
    apostrophes `'` `’`; no digits, a letter is not required"."""
    if not 1 <= len(text) <= 60 or text[0] == " " or text[-1] == " ":
        return False
    return all(sign in " -'\u2019" or unicodedata.category(sign)[0] in "LM" for sign in text)


def _snils(text: str) -> str:
    if not re.fullmatch(r"[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}", text):
        raise Bad("bad_format")
    if not is_right_snils(text):
        raise Bad("bad_check_number")
    return text


def is_right_snils(text: str) -> bool:
    """ "a well-formed SNILS with the right check number"."""
    if not re.fullmatch(r"[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}", text):
        return False
    digits = [int(sign) for sign in text[:11] if sign != "-"]
    # "s = 9*d1 + 8*d2 + ... + 1*d9; check = s mod 101; if that is 100, the check is 00"
    s = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=True))
    check = s % 101
    return int(text[-2:]) == (0 if check == 100 else check)


def _date(text: str, dialect: str | None) -> date:
    if dialect == "W":  # `01.03.2025`
        parts = re.fullmatch(r"(?P<d>[0-9]{2})\.(?P<m>[0-9]{2})\.(?P<y>[0-9]{4})", text)
    else:  # `2025-03-01`
        parts = re.fullmatch(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})", text)
    if parts is None:
        raise Bad("bad_format")
    try:
        return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:  # "looks like a date, is no calendar day (31.02.2024, 01.01.0000)"
        raise Bad("impossible_date") from None


def _number(type_: str, text: str, dialect: str | None) -> int:
    # "`-`, digits, optionally point or comma and digits, where money, dec or int is due (before bad_format)"
    if re.fullmatch(r"-[0-9]+([.,][0-9]+)?", text):
        raise Bad("negative_amount")
    if type_ == "int":  # "digits only, no sign"
        if not re.fullmatch(r"[0-9]+", text):
            raise Bad("bad_format")
        return _whole(text)
    mark = "," if dialect == "W" else "."
    whole, found, part = text.partition(mark)
    if not (found and re.fullmatch(r"[0-9]+", whole) and re.fullmatch(r"[0-9]+", part)):
        raise Bad("bad_format")
    if len(part) != DECIMALS[type_]:  # "exactly two decimals", "exactly 2 (3) decimals"
        raise Bad("bad_format")
    return _whole(whole + part)


def _whole(digits: str) -> int:
    """ "Numbers may have leading zeros"; beyond 20 digits (Python reads 4300) any number is too high."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= 20 else 10**20


def _from_parquet(column: Column, cell: Cell) -> object:
    """A Parquet cell that is no string has its type already; only its limits are looked at."""
    if isinstance(cell, bool):
        return cell
    if column.type == "date":
        if isinstance(cell, date):
            return cell
        # a date32 outside the years 0001-9999
        raise Bad("impossible_date" if isinstance(cell, int) and cell < 0 else "bad_format")
    if isinstance(cell, Decimal):
        value = int(cell.scaleb(DECIMALS[column.type]))
    elif isinstance(cell, int):
        value = cell
    else:
        raise TypeError(column.name)
    if value < 0:
        raise Bad("negative_amount")
    return value


def _check_limits(column: Column, value: object, as_of: date) -> None:
    """`out_of_range`, then `future_date`, then `out_of_cover`."""
    if isinstance(value, date):
        # "also birth_date before 1900-01-01"
        if isinstance(column.low, str) and value < date.fromisoformat(column.low):
            raise Bad("out_of_range")
        # "after as_of, in any date column except `until`, `last_day`, `training_until`, `ended_on`,
        # `removed_on`"
        if value > as_of and column.name not in ENDS:
            raise Bad("future_date")
    elif isinstance(value, int) and not isinstance(value, bool):
        low = column.low if isinstance(column.low, int) else 0
        if not low <= value <= _highest(column, as_of):
            raise Bad("out_of_range")
    elif column.type == "month" and value not in covered_months(as_of):
        raise Bad("out_of_cover")


def _highest(column: Column, as_of: date) -> int:
    if column.high == "year of as_of":
        return as_of.year
    if column.high == "year before as_of":
        return as_of.year - 1
    return column.high if isinstance(column.high, int) else HIGHEST[column.type]


def covered_months(as_of: date) -> list[str]:
    """ "Covers the 36 months before the month of as_of (the last covered month is the one before
    as_of's month)"."""
    this = as_of.year * 12 + as_of.month - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(this - 36, this)]


def check_medical_code(kind: object, code: object) -> None:
    """The `code` cell of `medical`, its kind being read: a code with PREGNANCY is left to stage 3."""
    if not isinstance(code, str) or kind == "PREGNANCY":
        return
    # "ICD-10, letter, two digits, optional point and digit (`I21.0`)"
    is_class = re.fullmatch(r"[A-Z][0-9]{2}(\.[0-9])?", code) is not None
    fits = is_class if kind == "DISPENSARY" else code in CONCLUSIONS
    if not fits:
        raise Bad("unknown_code")
