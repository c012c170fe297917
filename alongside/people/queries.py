"""Find a person at a counter: candidates to choose from, page by page, never one taken without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from alongside.people.guesses import Guess, Guesses
from alongside.people.models import Person
from alongside.people.name_forms import BEGINS, EXACT, forms_like
from alongside.people.read_query import Query, on_the_other_keyboard, read_query
from alongside.people.understood import understood
from alongside.rules.schema import Registers

MOST_ON_A_PAGE = 50
NEARNESS = {EXACT: "exact", BEGINS: "begins"}
BY_BIRTH = ("birth_date", "family_key", "id")


@dataclass(frozen=True)
class Candidate:
    """One who may be meant. `near` is exact, begins (a name begins as was typed) or typo."""

    id: int
    family_name: str
    given_name: str
    patronymic: str
    birth_date: date | None
    death_date: date | None
    number: str
    place: str
    near: str


@dataclass(frozen=True)
class Found:
    """A page of candidates. `said` tells how the query was understood and what was left out of it; `next` is what to
    ask for the next page with, empty on the last one."""

    said: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    next: str = ""


def find_people(query: str, *, registers: Registers, page: str = "", size: int = 20) -> Found:
    """Who may be meant by a number, an address key, or names with a day or year of birth; nearest first.

    Names may come in any order, shortened, with a typing error, on the wrong keyboard. `page` is the `next` of the
    page before. The order is the same every time; a page is at most 50.
    """
    size = max(1, min(size, MOST_ON_A_PAGE))
    asked = read_query(query, registers)
    if asked.person is not None or asked.wrong_number:
        return _by_number(asked, registers)
    if asked.place is not None:
        home = Person.objects.filter(place=asked.place, held=True, pk__gt=_cursor(page)[1])
        rows = list(home.order_by("pk")[: size + 1])
        return _page(asked, [(row, EXACT, 0) for row in rows], size, registers)
    asked, guesses = _guesses(asked, query, registers)
    if not asked.words:
        if asked.born_on is None:
            return Found(understood(asked, registers), ())
        born = _sliced(Q(birth_date=asked.born_on), BY_BIRTH, _cursor(page)[1], size + 1)
        return _page(asked, [(row, EXACT, 0) for row in born], size, registers)
    found = _by_names(guesses, asked, page, size + 1)
    nobody_is = guesses.borne_by_nobody() if not found else ()
    return _page(asked, found, size, registers, too_short=guesses.too_short, nobody_is=nobody_is)


def _by_number(asked: Query, registers: Registers) -> Found:
    rows = Person.objects.filter(key=asked.person, held=True) if asked.person is not None else ()
    return _page(asked, [(row, EXACT, 0) for row in rows], 1, registers)


def _guesses(asked: Query, query: str, registers: Registers) -> tuple[Query, Guesses]:
    """The query with two words that are one name put together, read anew where the keyboard was the wrong one."""
    pairs = [one + other for one, other in zip(asked.keys, asked.keys[1:], strict=False)]
    forms = forms_like(key for key in (*asked.keys, *pairs) if len(key) > 1)
    for at, pair in enumerate(pairs):
        whole = any(form.text == pair for form in forms[pair])
        halves = [any(form.text == key for form in forms.get(key, ())) for key in asked.keys[at : at + 2]]
        if whole and not all(halves):
            words = (*asked.words[:at], f"{asked.words[at]}-{asked.words[at + 1]}", *asked.words[at + 2 :])
            asked = replace(asked, words=words)
            break
    if asked.words and not any(forms.get(key) for key in asked.keys):
        other = read_query(on_the_other_keyboard(query), registers)
        others = forms_like(key for key in other.keys if len(key) > 1)
        if other.words != asked.words and any(others.values()):
            return other, Guesses(other, others)
    return asked, Guesses(asked, forms)


def _by_names(guesses: Guesses, asked: Query, page: str, most: int) -> list[tuple[Person, int, int]]:
    """Up to `most` people after `page`, guess by guess; who fits a nearer guess is not shown again."""
    at, after = _cursor(page)
    found: list[tuple[Person, int, int]] = []
    for guess in guesses.in_order():
        if guess.number < at:
            continue
        start = after if guess.number == at else 0
        rows = _rows(guess, asked, start, most - len(found))
        found += [(row, guess.nearness, guess.number) for row in rows]
        if len(found) >= most:
            break
    return found


def _rows(guess: Guess, asked: Query, after: int, most: int) -> Sequence[Person]:
    last = Person.objects.filter(pk=after).first() if after else None
    condition = guess.condition(start=last, most=most)
    if asked.born_on:
        condition &= Q(birth_date=asked.born_on)
    if asked.born_in:
        condition &= Q(birth_date__gte=date(asked.born_in, 1, 1), birth_date__lt=date(asked.born_in + 1, 1, 1))
    return _sliced(condition, guess.order, after, most, last)


def _sliced(
    condition: Q, order: tuple[str, ...], after: int, most: int, last: Person | None = None
) -> Sequence[Person]:
    if after and last is None:
        last = Person.objects.filter(pk=after).first()
    rows = Person.objects.filter(condition, held=True)
    if last is not None:
        rows = rows.filter(_after(last, order))
    return list(rows.order_by(*order)[:most])


def _after(last: Person, order: tuple[str, ...]) -> Q:
    """Everybody who comes after this person in an order. Who has no day of birth comes last among namesakes on
    PostgreSQL and first on SQLite, as each database sorts them; neither is skipped."""
    condition, same = Q(), Q()
    for field in order:
        value = getattr(last, field)
        if value is None:
            condition |= same & (Q(**{f"{field}__isnull": False}) if _nulls_first() else Q(pk__in=()))
            same &= Q(**{f"{field}__isnull": True})
            continue
        later = Q(**{f"{field}__gt": value})
        if field == "birth_date" and not _nulls_first():
            later |= Q(birth_date__isnull=True)
        condition |= same & later
        same &= Q(**{field: value})
    return condition & Q(**{f"{order[0]}__gte": getattr(last, order[0])}) if order[0] != "birth_date" else condition


def _nulls_first() -> bool:
    from django.db import connection

    return connection.vendor != "postgresql"


def _page(
    asked: Query,
    found: Sequence[tuple[Person, int, int]],
    size: int,
    registers: Registers,
    too_short: bool = False,
    nobody_is: tuple[str, ...] = (),
) -> Found:
    shown = found[:size]
    following = f"{shown[-1][2]}.{shown[-1][0].pk}" if len(found) > size else ""
    said = understood(asked, registers, nobody=not found, nobody_is=nobody_is, too_short=too_short)
    return Found(said, tuple(_candidates(shown, registers)), following)


def _candidates(found: Sequence[tuple[Person, int, int]], registers: Registers) -> Iterator[Candidate]:
    for person, nearness, _number in found:
        yield Candidate(
            id=person.pk,
            family_name=person.family_name,
            given_name=person.given_name,
            patronymic=person.patronymic,
            birth_date=person.birth_date,
            death_date=person.death_date,
            number=registers.person_key.text(person.key),
            place="" if person.place is None else registers.place_key.text(person.place),
            near=NEARNESS.get(nearness, "typo"),
        )


def _cursor(page: str) -> tuple[int, int]:
    """Which guess a page goes on with, and after whom (by id); the beginning where `page` is not of ours."""
    guess, _dot, person = page.partition(".")
    if guess.isdecimal() and person.isdecimal() and len(page) < 30:
        return int(guess), int(person)
    return 0, 0
