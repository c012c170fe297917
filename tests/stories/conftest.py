"""What a story may ask for."""

from collections.abc import Callable

import pytest
from django.utils import translation

from alongside.people.models import Account
from tests.portal.city import live_city, portal_store
from tests.portal.deliveries import delivered

__all__ = ["delivered", "live_city", "portal_store"]

Say = Callable[..., str]


@pytest.fixture
def specialist(transactional_db: None) -> Account:
    """Irina at the counter of the North."""
    return Account.objects.create_user(
        "irina", role=Account.Role.SPECIALIST, centre="Центр «Север»", first_name="Ирина", last_name="Кузнецова"
    )


@pytest.fixture
def say(language: str) -> Say:
    """What the screens say for an English sentence, in the language of the story, with plain spaces."""

    def said(sentence: str, **values: object) -> str:
        with translation.override(language):
            found = translation.gettext(sentence) % values if values else translation.gettext(sentence)
        assert language == "en" or found != sentence, f"“{sentence}” is not said in {language}"
        return found.replace("\N{NO-BREAK SPACE}", " ")

    return said
