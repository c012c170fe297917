"""`./run bench find_people`: 200 searches as they are typed at a counter, on the database of this home.

Exact and mistyped names, very common ones, initials, beginnings of names, numbers, homes, years and days of birth, the
wrong keyboard. Prints the median, the 95th and the slowest in milliseconds, and the most queries a search asked.
"""

import random
import time
from collections.abc import Callable, Iterator

SEARCHES = 200


def main() -> None:
    from alongside.config import start

    start()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from alongside.people.models import Person
    from alongside.people.queries import find_people
    from alongside.people.site import pack

    registers = pack().registers
    draw = random.Random(1)
    people = Person.objects.filter(held=True)
    last = people.order_by("-pk")[0].pk
    cast = [
        person for person in (people.filter(pk__gte=draw.randint(1, last)).first() for _ in range(SEARCHES)) if person
    ]
    find_people("начало", registers=registers)
    took: dict[str, list[float]] = {}
    most = found_again = sought = 0
    for person, (name, typed) in zip(cast, kinds(draw, registers), strict=False):
        query = typed(person)
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            found = find_people(query, registers=registers)
            spent = 1000 * (time.perf_counter() - began)
        took.setdefault(name, []).append(spent)
        most = max(most, len(queries))
        sought += 1
        found_again += any(person.pk == candidate.id for candidate in found.candidates)
    every = sorted(spent for each in took.values() for spent in each)
    print(f"{connection.vendor}, {people.count():,} people, {sought} searches, at most {most} queries each")
    for name, each in [*took.items(), ("all", every)]:
        print(f"{name:28} median {at(each, 0.5):7.1f}  p95 {at(each, 0.95):7.1f}  slowest {max(each):7.1f} ms")
    print(f"on the first page of 20: {found_again} of {sought}")


def at(each: list[float], share: float) -> float:
    return sorted(each)[min(len(each) - 1, int(share * len(each)))]


def kinds(draw: random.Random, registers) -> Iterator[tuple[str, Callable]]:
    """One kind of search after the other, as often as is asked."""
    mistyped = lambda name: mistype(draw, name)  # noqa: E731
    while True:
        yield "number", lambda p: registers.person_key.text(p.key).replace("-", " ")
        yield "family given year", lambda p: f"{p.family_name} {p.given_name} {p.birth_date.year}"
        yield "family given", lambda p: f"{p.family_name} {p.given_name}"
        yield "given family, small letters", lambda p: f"{p.given_name} {p.family_name}".lower().replace("ё", "е")
        yield "all three", lambda p: f"{p.family_name} {p.given_name} {p.patronymic}"
        yield "mistyped family, given", lambda p: f"{mistyped(p.family_name)} {p.given_name}"
        yield (
            "both mistyped, day",
            lambda p: f"{mistyped(p.family_name)} {mistyped(p.given_name)} {p.birth_date:%d.%m.%Y}",
        )
        yield "family alone", lambda p: p.family_name
        yield "given alone", lambda p: p.given_name
        yield "beginning of the family", lambda p: p.family_name[:3]
        yield "beginnings", lambda p: f"{p.family_name[:4]} {p.given_name[:2]}"
        yield "family, initial, day", lambda p: f"{p.family_name} {p.given_name[:1]}. {p.birth_date.isoformat()}"
        yield "family and initials", lambda p: f"{p.family_name} {p.given_name[:1]}.{p.patronymic[:1]}."
        yield "given patronymic", lambda p: f"{p.given_name} {p.patronymic}"
        yield (
            "the commonest",
            lambda p: draw.choice(["Иванов Александр", "Иванова Елена", "Смирнова", "Александр", "ив"]),
        )
        yield "home", lambda p: registers.place_key.text(p.place or 0)
        yield "day alone", lambda p: f"{p.birth_date:%d.%m.%Y}"
        yield "wrong keyboard", lambda p: latin_keys(p.family_name)
        yield "patronymic and year", lambda p: f"{p.given_name} {p.patronymic} {p.birth_date.year}"
        yield "nobody", lambda p: f"{p.family_name[::-1]} {p.given_name}"


def mistype(draw: random.Random, name: str) -> str:
    place = draw.randrange(1, max(2, len(name)))
    letter = draw.choice("аеиостнр")
    return draw.choice(
        [
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + letter + name[place + 1 :],
            name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :],
        ]
    )


def latin_keys(name: str) -> str:
    from alongside.people.search_key import CYRILLIC_KEYS, LATIN_KEYS

    return name.lower().translate(str.maketrans(CYRILLIC_KEYS, LATIN_KEYS))


if __name__ == "__main__":
    main()
