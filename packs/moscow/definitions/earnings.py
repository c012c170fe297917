"""Average daily earnings for benefits of the Social Fund (A18)."""

from alongside.rules import (
    Expr,
    covered,
    first_day,
    half_up,
    largest_of,
    month_number,
    month_of,
    rows,
    smallest_of,
    when,
    year_of,
)

from ..registers import earnings
from ..units import terms
from .pensions import record_months


def _january(day: Expr, years: int) -> Expr:
    """1 January of the day's year, so many years later (earlier below 0)."""
    january = month_of(day).plus_months(1 - month_number(day))
    return first_day(january.plus_months(12 * years))


def _of_year(p: Expr, day: Expr, back: int, column: str) -> Expr:
    """What the row of the year `back` years before says; 0 without one, not known where the year is not covered."""
    year = year_of(day)
    found = rows(earnings, of=p).needing(covered(earnings, year - 2, year - 1))
    return found.where(lambda r: r.year == year - back).sum(lambda r: getattr(r, column))


def daily(p: Expr, day: Expr, *, full_years: bool = False) -> Expr:
    """Average daily earnings for a case that begins on a day; `full_years`: divided by 730 whatever was excluded."""
    limits = [terms.at("LIM", _january(day, -back)) for back in (1, 2)]
    earned = [smallest_of(_of_year(p, day, back, "amount"), limits[back - 1]) for back in (1, 2)]
    days = _january(day, 0) - _january(day, -2)
    excluded = _of_year(p, day, 1, "excluded_days") + _of_year(p, day, 2, "excluded_days")
    divisor = days * 0 + 730 if full_years else days - excluded
    x = half_up(earned[0] + earned[1], divisor)
    x = smallest_of(x, half_up(limits[0] + limits[1], 730))
    minimum = terms.at("MROT", day)
    x = largest_of(x, half_up(minimum * 24, 730))
    return when(record_months(p) < 6, smallest_of(x, half_up(minimum, 30)), otherwise=x)
