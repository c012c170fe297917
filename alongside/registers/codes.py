"""Why a row is set aside or a file not read: the codes, as they are written and as numbers."""

from __future__ import annotations

from alongside.rules.schema import Registers

FINE = 0
WRONG_FIELD_COUNT = 1
EMPTY_REQUIRED = 2
BAD_FORMAT = 3
IMPOSSIBLE_DATE = 4
BAD_CHECK_NUMBER = 5
NEGATIVE_AMOUNT = 6
UNKNOWN_CODE = 7
OUT_OF_RANGE = 8
FUTURE_DATE = 9
OUT_OF_COVER = 10
NOT_ALLOWED_HERE = 11
UNKNOWN_PERSON = 12
DUPLICATE_ROW = 13
KEY_CONFLICT = 14

# A rule that a pack declares brings its own code and is numbered from here on.
GENERAL = (
    *("", "wrong_field_count", "empty_required", "bad_format", "impossible_date", "bad_check_number"),
    *("negative_amount", "unknown_code", "out_of_range", "future_date", "out_of_cover", "not_allowed_here"),
    *("unknown_person", "duplicate_row", "key_conflict"),
)

UNKNOWN_REGISTER = "unknown_register"
TWO_FILES = "two_files"
FILE_ABSENT = "file_absent"
DIGEST_MISMATCH = "digest_mismatch"
NOT_IN_ENCODING = "not_in_encoding"
HEADER_MISMATCH = "header_mismatch"
ROW_COUNT_MISMATCH = "row_count_mismatch"


class Codes:
    """Code words as small numbers: the general ones above, then those of a pack's rules."""

    def __init__(self, registers: Registers) -> None:
        rules = [(*r.row_rules, *r.people_rules, *r.across_rules) for r in registers.all]
        own = dict.fromkeys(rule.code for of_register in rules for rule in of_register)
        self.words = (*GENERAL, *(word for word in own if word not in GENERAL))
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int:
        """The number of a code word."""
        return self.numbers[word]
