"""A town ready to be worked on, and browsers in which its staff has signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from alongside.people.middleware import PURPOSE
from tests.records.ready_town import Town, forget_the_law, settle

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[..., Client]


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Town]:
    yield settle(monkeypatch, settings)
    forget_the_law()


@pytest.fixture
def signed_in(town: Town) -> SignedIn:
    """`signed_in("specialist", purpose="They came", of=person)`: a browser of this role, reading English."""

    def visited(role: str, *, purpose: str = "", of: Any = None) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(town.accounts[role], backend=BACKEND)
        if purpose:
            session = client.session
            session[PURPOSE] = {str(of.pk): purpose}
            session.save()
        return client

    return visited
