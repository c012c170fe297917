"""Money, dates and counts as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from alongside.base.text import Language
from alongside.base.wording import date_text, in_month_text, money_text, number_text

register = template.Library()


def reader_language() -> Language:
    """The language of the one who reads."""
    return "en" if (get_language() or "ru").startswith("en") else "ru"


@register.filter
def money(kopecks: int | None) -> str:
    """Kopecks as roubles in words of the language: 1 234,50 ₽."""
    return "" if kopecks is None else money_text(kopecks, reader_language())


@register.filter
def kopecks(amount: int | None) -> str:
    """Kopecks as roubles with two digits behind the mark, so that sums under one another can be added up by eye."""
    return "" if amount is None else money_text(amount, reader_language(), exact=True)


@register.filter
def number(value: int) -> str:
    """A whole number with its groups of thousands."""
    return number_text(value, reader_language())


@register.filter
def in_month(value: date) -> str:
    """The month of a day as it stands after "in"."""
    return in_month_text(value, reader_language())


@register.filter
def day(value: date | datetime | None) -> str:
    """A day with the month in words."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return date_text(value, reader_language())


@register.filter
def last_day(end: date | None) -> str:
    """The last day of a period, where `end` is the first day on which it is over."""
    return "" if end is None else date_text(end - timedelta(days=1), reader_language())


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the time of day."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{date_text(local.date(), reader_language())}, {local:%H:%M}"
