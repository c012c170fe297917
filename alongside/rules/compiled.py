"""What the written kernels call: the calendar, rounding, wide numbers, and how they write a position in an array."""

from numpy import uint64 as position

from alongside.rules.calendar import (
    add_days,
    add_months,
    first_day,
    floor_divide,
    full_years,
    half_up,
    latest_since,
    month_number,
    month_of,
    term_at,
    year_of,
)
from alongside.rules.search import bits_of, first_row
from alongside.rules.wide import (
    narrow,
    narrow_or_stop,
    wide,
    wide_add,
    wide_equal,
    wide_floor,
    wide_half_up,
    wide_less,
    wide_multiply,
    wide_subtract,
)

__all__ = [
    "add_days",
    "add_months",
    "bits_of",
    "first_day",
    "first_row",
    "floor_divide",
    "full_years",
    "half_up",
    "latest_since",
    "month_number",
    "month_of",
    "narrow",
    "narrow_or_stop",
    "position",
    "term_at",
    "wide",
    "wide_add",
    "wide_equal",
    "wide_floor",
    "wide_half_up",
    "wide_less",
    "wide_multiply",
    "wide_subtract",
    "year_of",
]
