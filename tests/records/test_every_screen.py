"""Every address of the site is walked: who may not is turned away, and who sees a person leaves a trace.

A new page needs nothing here, unless its address takes something new (give an example in EXAMPLES) or it shows nobody
(say so in SHOWS_NOBODY, with the reason; the walk makes sure).
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.people.middleware import ACTING
from alongside.records.models import Look
from tests.records.ready_town import STAFF, Town, forget_the_law, settle

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OTHERS = ("account/",)
"""Addresses of packages that others keep: allauth's pages of sign-in show no register's data."""

EXAMPLES: dict[str, Callable[[Town], object]] = {
    "award": lambda town: town.award.pk,
    "award_id": lambda town: town.award.pk,
    "mandate_id": lambda town: town.mandate.pk,
    "measure": lambda town: "milk_money",
    "measure_id": lambda town: "milk_money",
    "objection_id": lambda town: town.objection.pk,
    "person_id": lambda town: town.award.payee_id,
    "register": lambda town: "wages",
    "sweep_id": lambda town: town.sweep.pk,
    "task_id": lambda town: town.task.pk,
    "what_if_id": lambda town: town.what_if.pk,
}
"""An example of everything that an address takes, by the name it has there."""

SHOWS_NOBODY: dict[str, str] = {}
"""Pages for residents on which there is nothing about the person, by name, with the reason."""


def patterns(resolver: URLResolver, before: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    """The route, the name and the pattern of every page."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, ":".join((*spaces, one.name or "")), one
        elif not route.startswith(OTHERS):
            yield from patterns(one, route, (*spaces, *([one.namespace] if one.namespace else [])))


PAGES = [pytest.param(route, name, one, id=name or route) for route, name, one in patterns(get_resolver())]


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Town]:
    settings.DEMO = True  # so that the page of ready people is there to be walked
    yield settle(monkeypatch, settings)
    forget_the_law()


def address(route: str, one: URLPattern, town: Town) -> str:
    """The page's path with an example for everything it takes."""
    said = "/" + route
    for name, converter in one.pattern.converters.items():
        if name not in EXAMPLES:
            pytest.fail(f"/{route} takes {name}: give an example of it in EXAMPLES", pytrace=False)
        value = converter.to_url(EXAMPLES[name](town))
        said = said.replace(f"<{name}>", value)
        for kind in ("int", "str", "slug", "uuid", "path"):
            said = said.replace(f"<{kind}:{name}>", value)
    assert "<" not in said, f"{said}: the walk does not know this kind of address"
    return said


def visitors(access: object) -> list[str]:
    """Who may open a page, as the accounts of the town are called."""
    if access == "all":
        return ["", "resident", *STAFF]
    return ["resident", "acting"] if access == "resident" else list(access)  # type: ignore[call-overload]


def visit(town: Town, who: str) -> Client:
    """A browser in which this visitor has signed in; "acting": the delegate, acting for the resident."""
    client = Client(raise_request_exception=True, headers={"accept-language": "en"})
    if who:
        client.force_login(town.accounts["delegate" if who == "acting" else who], backend=BACKEND)
    if who == "acting":
        session = client.session
        session[ACTING] = town.mandate.pk
        session.save()
    return client


def shown(response: HttpResponse, town: Town) -> set[int]:
    """The people whose name or number is in the answer."""
    body = b"".join(response) if getattr(response, "streaming", False) else response.content
    text = body.decode("utf-8", errors="ignore").casefold()
    return {person for person, words in town.words.items() if any(word.casefold() in text for word in words)}


def untraced(town: Town, who: str, path: str, *, method: str) -> tuple[set[int], set[int], HttpResponse]:
    """Whom a visitor is shown without a trace, of whom there is a trace, and the answer at the end of redirects."""
    before = Look.objects.order_by("-id").values_list("id", flat=True).first() or 0
    response = getattr(visit(town, who), method)(path, follow=True)
    traced = set(Look.objects.filter(pk__gt=before).values_list("about", flat=True))
    return shown(response, town) - traced, traced, response


@pytest.mark.parametrize(("route", "name", "one"), PAGES)
def test_every_page_says_who_may_see_it(route: str, name: str, one: URLPattern) -> None:
    access = getattr(one.callback, "access", None)
    assert access is not None, f"/{route}: put @open_to_all, @resident_only or @staff_only over {name}"


@pytest.mark.parametrize(("route", "name", "one"), PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_see_a_page_is_turned_away(method: str, route: str, name: str, one: URLPattern, town: Town) -> None:
    path, access = address(route, one, town), getattr(one.callback, "access", None)
    if access == "all":
        return
    for who in {"", "resident", *STAFF} - set(visitors(access)):
        response = getattr(visit(town, who), method)(path)
        if who:
            assert response.status_code == 403, f"{path} answers a {who} with {response.status_code}"
        else:
            assert response.status_code == 302, f"{path} answers somebody unknown with {response.status_code}"
            assert response["Location"].startswith("/account/login/")
    assert not Look.objects.exists(), "nothing was seen"


@pytest.mark.parametrize(("route", "name", "one"), PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_sees_a_person_leaves_a_trace(method: str, route: str, name: str, one: URLPattern, town: Town) -> None:
    path, access = address(route, one, town), getattr(one.callback, "access", "all")
    for who in visitors(access):
        without, traced, response = untraced(town, who, path, method=method)
        assert response.status_code < 500
        if who == "acting" and response.status_code >= 400:
            without.discard(town.mandate.represented_id)  # the line that says for whom they act is on every page
        names = sorted(f"{town.words[person][0]} ({person})" for person in without)
        assert not names, f"{path} shows {', '.join(names)} to a {who or 'visitor'} and leaves no look; call look_at"
        is_page = method == "get" and response.status_code == 200 and access != "all"
        if is_page and not response["Content-Type"].startswith(("text/", "application/json")):
            assert traced, f"{path} gives {response['Content-Type']} to a {who} and leaves no look; call look_at"
        if is_page and access == "resident" and name not in SHOWS_NOBODY:
            person = town.mandate.represented_id if who == "acting" else town.accounts[who].person_id
            assert person in traced, f"{path} is about a person and leaves no look; call look_at([request.person.pk])"


@pytest.mark.parametrize(("route", "name", "one"), PAGES)
def test_somebody_can_open_every_page(route: str, name: str, one: URLPattern, town: Town) -> None:
    path, access = address(route, one, town), getattr(one.callback, "access", "all")
    statuses = {who: visit(town, who).get(path, follow=True).status_code for who in visitors(access)}
    assert set(statuses.values()) & {200, 405}, f"{path}: nobody gets to see it, so nothing was walked: {statuses}"


def test_the_walk_sees_a_page_that_leaves_no_trace(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk itself is tested: with the looks gone it must say so."""
    monkeypatch.setattr(Look.objects, "bulk_create", list)
    without, traced, _ = untraced(town, "acting", "/", method="get")
    assert town.mandate.represented_id in without
    assert not traced
