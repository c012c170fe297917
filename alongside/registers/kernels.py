"""Compiled loops over the bytes of a file: a row into fields, and the fields of one column into numbers.

All loops read `buffer` (uint8) and take a column's cells as `starts` and `ends` in it. They fill `numbers`
(what an empty or bad cell leaves there is said at each) and `errors`, where 0 means fine or empty.
"""

# ruff: noqa: PLR1714, SIM109 - plain loops and comparisons are what compiles best
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from alongside.registers.codes import (
    BAD_CHECK_NUMBER,
    BAD_FORMAT,
    IMPOSSIBLE_DATE,
    NEGATIVE_AMOUNT,
    UNKNOWN_CODE,
)
from alongside.registers.compiled import compiled
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER

UNREADABLE = -1  # the number of fields of a row whose quotes cannot be read
UNUSUAL = 255  # not an error: a name that has to be looked at sign by sign
QUOTE, ZERO, NINE, MINUS, POINT, COMMA = ord('"'), ord("0"), ord("9"), ord("-"), ord("."), ord(",")
YEAR, MONTH, DAY = ord("Y"), ord("M"), ord("D")
ID_LENGTH = 20
NAME_LENGTH = 60
TOO_MUCH = 10**16  # more than any amount may be; longer numbers stop here


@compiled
def split_rows(
    buffer: Array,
    begins: Array,
    stops: Array,
    separator: int,
    starts: Array,
    ends: Array,
    counts: Array,
    doubled: Array,
) -> None:
    """Find the fields of each row: `starts` and `ends` by column and row, `counts` fields or UNREADABLE.

    Outer quotes are off. `doubled` says which rows have a doubled quote in a field; it is left as it stands.
    """
    for row in range(len(begins)):
        at = begins[row]
        stop = stops[row]
        found = 0
        while True:
            first = at
            if at < stop and buffer[at] == QUOTE:
                first += 1
                last = closing_quote(buffer, first, stop)
                at = last + 1
                if last == stop or (at < stop and buffer[at] != separator):
                    found = UNREADABLE
                    break
                for place in range(first, last):
                    doubled[row] |= buffer[place] == QUOTE
            else:
                while at < stop and buffer[at] != separator:
                    at += 1
                last = at
            if found < len(starts):
                starts[found, row] = first
                ends[found, row] = last
            found += 1
            if at >= stop:
                break
            at += 1
        counts[row] = found


@compiled
def closing_quote(buffer: Array, at: int, stop: int) -> int:
    """Where the quote that closes a field stands, `stop` when there is none; two together do not close it."""
    while at < stop:
        if buffer[at] == QUOTE:
            if at + 1 == stop or buffer[at + 1] != QUOTE:
                return at
            at += 1
        at += 1
    return stop


@compiled
def read_keys(buffer: Array, starts: Array, ends: Array, pattern: Array, numbers: Array, errors: Array) -> None:
    """Keys of persons or places: their digits as one number, EMPTY where empty or bad."""
    length = len(pattern)
    for row in range(len(starts)):
        start = starts[row]
        size = ends[row] - start
        numbers[row] = EMPTY
        errors[row] = 0
        if size == 0:
            continue
        good = size == length
        number = np.int64(0)
        if good:
            for place in range(length):
                sign = buffer[start + place]
                if pattern[place] == NINE:
                    good = good and ZERO <= sign <= NINE
                    number = number * 10 + np.int64(sign) - ZERO
                else:
                    good = good and sign == pattern[place]
        if good:
            numbers[row] = number
        else:
            errors[row] = BAD_FORMAT


@compiled
def look_up(keys: Array, buckets: Array, shift: int, wanted: Array, found: Array) -> None:
    """The positions of wanted numbers among the sorted `keys`, EMPTY where they are not; bucket i of keys, those that
    lie from `i << shift` above the first key, begins at `buckets[i]`."""
    for row in range(len(wanted)):
        key = wanted[row]
        if row > 0 and key == wanted[row - 1]:  # rows of one person often follow one another
            found[row] = found[row - 1]
            continue
        found[row] = EMPTY
        if len(keys) == 0 or key < keys[0] or key > keys[-1]:
            continue
        bucket = (key - keys[0]) >> shift
        first, last = buckets[bucket], buckets[bucket + 1]
        while last - first > 1:
            middle = (first + last) // 2
            if keys[middle] <= key:
                first = middle
            else:
                last = middle
        if last > first and keys[first] == key:
            found[row] = first


def check_keys(numbers: Array, length: int, check: Callable[[Any], bool], errors: Array) -> None:
    """Ask `check` of the digits of every key; a wrong one is BAD_CHECK_NUMBER and becomes EMPTY."""
    digits = np.zeros(length, np.int64)
    known = np.int64(EMPTY)  # the key of the row before, and whether it is right: rows often repeat it
    right = True
    for row in range(len(numbers)):
        rest = numbers[row]
        if rest == EMPTY:
            continue
        if rest != known:
            known = rest
            for place in range(length - 1, -1, -1):
                digits[place] = rest % 10
                rest //= 10
            right = check(digits)
        if not right:
            numbers[row] = EMPTY
            errors[row] = BAD_CHECK_NUMBER


@compiled
def read_amounts(
    buffer: Array, starts: Array, ends: Array, decimals: int, mark: int, numbers: Array, errors: Array
) -> None:
    """Whole numbers, or amounts with exactly so many decimals as whole parts of them; EMPTY where empty or
    bad."""
    for row in range(len(starts)):
        at = starts[row]
        end = ends[row]
        numbers[row] = EMPTY
        errors[row] = 0
        if at == end:
            continue
        negative = buffer[at] == MINUS
        if negative:
            at += 1
        whole = at
        number = 0
        while at < end and ZERO <= buffer[at] <= NINE:
            number = min(number * 10 + int(buffer[at]) - ZERO, TOO_MUCH)
            at += 1
        good = at > whole
        marked = at < end
        sign = buffer[at] if marked else np.uint8(0)
        at += 1
        part = at
        while at < end and ZERO <= buffer[at] <= NINE:
            number = min(number * 10 + int(buffer[at]) - ZERO, TOO_MUCH)
            at += 1
        if marked:
            good = good and at == end
        if negative:
            good = good and (not marked or ((sign == POINT or sign == COMMA) and at > part))
            errors[row] = NEGATIVE_AMOUNT if good else BAD_FORMAT
            continue
        if marked:
            good = good and sign == mark and at - part == decimals
        if good and marked == (decimals > 0):
            numbers[row] = number
        else:
            errors[row] = BAD_FORMAT


@compiled
def read_days(buffer: Array, starts: Array, ends: Array, pattern: Array, numbers: Array, errors: Array) -> None:
    """Days since 1970-01-01, or months since year 0 where no day is due; NEVER where empty or bad."""
    parts = np.zeros(3, np.int64)
    for row in range(len(starts)):
        start = starts[row]
        size = ends[row] - start
        numbers[row] = NEVER
        errors[row] = 0
        if size == 0:
            continue
        good = size == len(pattern)
        with_day = False
        parts[:] = 0
        if good:
            for place in range(size):
                sign = np.int64(buffer[start + place])
                part = part_of_date(pattern[place])
                if part < 0:
                    good = good and sign == pattern[place]
                else:
                    good = good and ZERO <= sign <= NINE
                    parts[part] = parts[part] * 10 + sign - ZERO
                    with_day = with_day or part == 2
        year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
        if not good:
            errors[row] = BAD_FORMAT
        elif month < 1 or month > 12 or (with_day and not is_day(year, month, day)):
            errors[row] = IMPOSSIBLE_DATE
        elif with_day:
            numbers[row] = day_number(year, month, day)
        else:
            numbers[row] = year * 12 + month - 1


@compiled
def part_of_date(sign: int) -> int:
    """Which part of a date a letter of its pattern stands for: 0 year, 1 month, 2 day, -1 none."""
    if sign == YEAR:
        return 0
    if sign == MONTH:
        return 1
    return 2 if sign == DAY else -1


@compiled
def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day; `month` is 1-12."""
    longest = 31
    if month == 2:
        longest = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    elif month == 4 or month == 6 or month == 9 or month == 11:
        longest = 30
    return year >= 1 and 1 <= day <= longest


@compiled
def day_number(year: int, month: int, day: int) -> int:
    """The days from 1970-01-01 to this day, counted in years that begin in March."""
    if month <= 2:
        year -= 1
    before = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + before - 719468


@compiled
def read_codes(
    buffer: Array, starts: Array, ends: Array, words: Array, at: Array, numbers: Array, errors: Array
) -> None:
    """The position of each cell among the words (`words[at[i]:at[i + 1]]`); EMPTY where empty or not among
    them."""
    for row in range(len(starts)):
        start = starts[row]
        size = ends[row] - start
        numbers[row] = EMPTY
        errors[row] = 0
        if size == 0:
            continue
        errors[row] = UNKNOWN_CODE
        for word in range(len(at) - 1):
            if at[word + 1] - at[word] != size:
                continue
            same = True
            for place in range(size):
                if buffer[start + place] != words[at[word] + place]:
                    same = False
                    break
            if same:
                numbers[row] = word
                errors[row] = 0
                break


@compiled
def read_ids(buffer: Array, starts: Array, ends: Array, texts: Array, errors: Array) -> None:
    """Ids of capital Latin letters, digits and hyphens, into `texts` (rows of ID_LENGTH bytes, zeros
    after)."""
    for row in range(len(starts)):
        start = starts[row]
        size = ends[row] - start
        errors[row] = BAD_FORMAT if size > ID_LENGTH else 0
        for place in range(min(size, ID_LENGTH)):
            sign = buffer[start + place]
            if not (65 <= sign <= 90 or ZERO <= sign <= NINE or sign == MINUS):
                errors[row] = BAD_FORMAT
            texts[row, place] = sign
        if errors[row] != 0:
            texts[row, :] = 0


@compiled
def check_names(buffer: Array, starts: Array, ends: Array, errors: Array) -> None:
    """Names of Latin and Cyrillic letters are fine or BAD_FORMAT at once; all others are UNUSUAL."""
    for row in range(len(starts)):
        at = starts[row]
        end = ends[row]
        errors[row] = 0
        if at == end:
            continue
        if buffer[at] == 32 or buffer[end - 1] == 32:
            errors[row] = BAD_FORMAT
        signs = 0
        while at < end:
            sign = buffer[at]
            signs += 1
            if sign < 128:
                at += 1
                if not (65 <= sign <= 90 or 97 <= sign <= 122 or sign == 32 or sign == 39 or sign == 45):
                    errors[row] = BAD_FORMAT
            elif (sign == 0xD0 or sign == 0xD1) and at + 1 < end and 0x80 <= buffer[at + 1] < 0xC0:
                at += 2
            else:
                errors[row] = UNUSUAL
                break
        if signs > NAME_LENGTH and errors[row] == 0:
            errors[row] = BAD_FORMAT


@compiled
def copy_texts(buffer: Array, starts: Array, begins: Array, target: Array) -> None:
    """Copy texts from wherever they start in `buffer` to `begins[row]:begins[row + 1]` of `target`."""
    for row in range(len(starts)):
        shift = starts[row] - begins[row]
        for place in range(begins[row], begins[row + 1]):
            target[place] = buffer[place + shift]
