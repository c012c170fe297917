"""Money, dates and counts as each language writes them."""

from __future__ import annotations

from datetime import date

from alongside.base.text import Language

_MONTHS = {
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_IN_MONTHS = [
    *("январе", "феврале", "марте", "апреле", "мае", "июне"),
    *("июле", "августе", "сентябре", "октябре", "ноябре", "декабре"),
]
_NAMED_MONTHS = [
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
]
SPACE = "\N{NO-BREAK SPACE}"


def number_text(number: int, language: Language) -> str:
    """A whole number with its groups of thousands."""
    return f"{number:,}".replace(",", SPACE if language == "ru" else ",")


def money_text(kopecks: int, language: Language, *, exact: bool = False) -> str:
    """An amount in roubles; kopecks are shown where there are any, with `exact` always."""
    sign = "\N{MINUS SIGN}" if kopecks < 0 else ""
    roubles, rest = divmod(abs(kopecks), 100)
    mark = "," if language == "ru" else "."
    return f"{sign}{number_text(roubles, language)}{f'{mark}{rest:02d}' if rest or exact else ''}{SPACE}₽"


def date_text(day: date, language: Language) -> str:
    """A date in words."""
    return f"{day.day}{SPACE}{_MONTHS[language][day.month - 1]} {day.year}"


def month_text(day: date, language: Language) -> str:
    """The month of a day, by its name alone: March 2025."""
    name = _NAMED_MONTHS[day.month - 1] if language == "ru" else _MONTHS["en"][day.month - 1]
    return f"{name}{SPACE}{day.year}"


def in_month_text(day: date, language: Language) -> str:
    """The month of a day as it stands after "in"."""
    return _IN_MONTHS[day.month - 1] if language == "ru" else _MONTHS["en"][day.month - 1]


def plural_text(number: int, forms: list[str], language: Language) -> str:
    """The word that fits a number: three forms in Russian (1, 2-4, 5 and more), two in English."""
    if language == "en":
        return forms[0] if number == 1 else forms[-1]
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return forms[0]
    return forms[1] if ones in (2, 3, 4) and tens not in (12, 13, 14) else forms[-1]


def count_text(number: int, forms: list[str], language: Language) -> str:
    """A number and the word that fits it: "3 children"."""
    return f"{number_text(number, language)}{SPACE}{plural_text(number, forms, language)}"
