"""Who walks through the site: residents with awards and children, specialists, analysts; signed in, and their ways."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

RESIDENTS_EACH = 40  # so many different residents on one connection, one after another: nobody's page is warm for long
VISITS_EACH = 60
Step = list[Any]
WHY = "counter"


def residents(count: int, on: date, seed: int) -> list[Any]:
    """Accounts of so many people who receive something and raise a child; fewer where the city has fewer."""
    from alongside.entitlements.models import Award
    from alongside.people.models import Mandate, Person

    raising = Mandate.objects.in_force(on).filter(kind=Mandate.Kind.PARENT, holder__held=True)
    receives = Award.objects.open().filter(stands=Award.Stands.GRANTED)
    last = raising.order_by("-pk").values_list("pk", flat=True).first() or 0
    draw, holders = random.Random(seed), dict[int, None]()
    for _ in range(20 * count):
        if len(holders) >= count:
            break
        holder = raising.filter(pk__gte=draw.randint(1, max(1, last))).values_list("holder", flat=True).first()
        if holder is not None and holder not in holders and receives.filter(payee=holder).exists():
            holders[holder] = None
    return accounts_of(Person.objects.filter(pk__in=holders))


def accounts_of(people: Iterable[Any]) -> list[Any]:
    """An account for each of these people, in their order: the one they have, or a new one."""
    from alongside.people.models import Account

    people = list(people)
    theirs = {account.person_id: account for account in Account.objects.filter(person__in=people)}
    fresh = [person for person in people if person.pk not in theirs]
    made = [Account(username=f"bench_resident_{one.pk}", password="!", person=one) for one in fresh]
    theirs |= {account.person_id: account for account in Account.objects.bulk_create(made)}
    return [theirs[person.pk] for person in people]


def staff(role: str, count: int) -> list[Any]:
    """So many accounts of a role, each with one-time codes."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from alongside.people.models import Account

    found = []
    for number in range(count):
        account, made = Account.objects.get_or_create(
            username=f"bench_{role}_{number}", defaults={"role": role, "password": "!", "centre": "1"}
        )
        if made or not Authenticator.objects.filter(user=account).exists():
            TOTP.activate(account, generate_totp_secret())
        found.append(account)
    return found


def session_of(account: Any, kept: dict[str, Any] | None = None) -> str:
    """A session as Django makes it when somebody has signed in; `kept` is what they said since."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from alongside.people.become import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.update(kept or {})
    session.create()
    return str(session.session_key)


def way_of_resident(account: Any) -> list[Step]:
    """The main pages of the portal."""
    from alongside.entitlements.models import Award

    award = Award.objects.open().filter(payee=account.person_id, stands=Award.Stands.GRANTED).order_by("pk").first()
    return [
        _get("mine", "/"),
        _get("one measure", f"/help/{award.pk}"),
        _get("family", "/family"),
        _get("my data", "/data"),
        _get("who looked", "/looks"),
        _get("all measures", "/all"),
    ]


def way_of_specialist(person: Any, award: int, task: int | None) -> list[Step]:
    """A counter: what waits, somebody comes, is found by name, says why, is looked at with one award."""
    typed = [
        f"{person.family_name} {person.given_name} {person.patronymic}",
        f"{person.family_name} {person.given_name} {person.birth_date.year}",
        f"{person.family_name} {person.given_name}",
    ]
    return [
        _get("queue", "/desk/"),
        *([_get("task", f"/desk/task/{task}")] if task is not None else []),
        _post("find: asked", "/desk/find", {"query": typed[person.pk % len(typed)]}),
        _get("find: found", "/desk/find"),
        _post("purpose", f"/desk/person/{person.pk}/why", {"purpose": WHY}),
        _get("person", f"/desk/person/{person.pk}"),
        _get("award at the desk", f"/desk/award/{award}?for={person.pk}"),
    ]


def way_of_analyst(measures: Iterable[str]) -> list[list[Step]]:
    """Every measure in numbers, one visit each."""
    return [
        [_get("measures", "/desk/measures"), _get("measure in numbers", f"/desk/measures/{one}")] for one in measures
    ]


def plan_of(users: int, on: date, seed: int = 1) -> list[list[dict[str, Any]]]:
    """The ways of so many users: half are residents; of the others every fourth is an analyst, and at least one."""
    from alongside.entitlements.law import pack

    half = (users + 1) // 2
    analysts = max(1, (users - half) // 4)
    people = residents(half * RESIDENTS_EACH, on, seed)
    plan = []
    for number in range(half):
        plan.append([{"session": session_of(one), "steps": way_of_resident(one)} for one in people[number::half]])
    at_the_desk = _at_the_desk((users - half - analysts) * VISITS_EACH, on, seed)
    for number, account in enumerate(staff("specialist", users - half - analysts)):
        session = session_of(account)
        ways = at_the_desk[number :: users - half - analysts]
        plan.append([{"session": session, "steps": way} for way in ways])
    for number, account in enumerate(staff("analyst", analysts)):
        session = session_of(account)
        ways = way_of_analyst(list(pack().texts)[number::analysts])
        plan.append([{"session": session, "steps": way} for way in ways])
    return plan


def _at_the_desk(count: int, on: date, seed: int) -> list[list[Step]]:
    """Visits of people who come to a counter: anybody with an award, drawn by lot."""
    from alongside.entitlements.models import Award, Task

    draw, ways = random.Random(seed + 1), []
    named = Award.objects.open().filter(payee__isnull=False).exclude(payee__family_name="").select_related("payee")
    last = named.order_by("-pk").values_list("pk", flat=True).first() or 0
    open_tasks = Task.objects.filter(done_at__isnull=True)
    last_task = open_tasks.order_by("-pk").values_list("pk", flat=True).first() or 0
    while len(ways) < count:
        award = named.filter(pk__gte=draw.randint(1, last)).order_by("pk")[0]
        task = open_tasks.filter(pk__gte=draw.randint(1, max(1, last_task))).order_by("pk").first()
        ways.append(way_of_specialist(award.payee, award.pk, task.pk if task is not None else None))
    return ways


def _get(page: str, path: str) -> Step:
    return [page, "GET", path, None, 200]


def _post(page: str, path: str, form: dict[str, str]) -> Step:
    return [page, "POST", path, form, 302]


def counted(plan: Sequence[Sequence[dict[str, Any]]], walks: int = 3) -> dict[str, int]:
    """The most questions to the database that each page asks, over the first visits of everybody, in this process."""
    from django.db import connection
    from django.test import Client

    asked: dict[str, int] = {}
    number = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal number
        number += 1
        return execute(sql, params, many, context)

    for visits in plan:
        for visit in visits[:walks]:
            client = Client(headers={"host": "127.0.0.1"})
            client.cookies["sessionid"] = visit["session"]
            for page, method, path, form, right in visit["steps"]:
                number = 0
                with connection.execute_wrapper(count):
                    answer = client.get(path) if method == "GET" else client.post(path, form)
                if answer.status_code != right:
                    raise AssertionError(f"{page}: {answer.status_code} where {right} is right")
                asked[page] = max(asked.get(page, 0), number)
    return asked
