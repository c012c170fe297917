"""How a query was understood, in words for the one who typed it."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.base.text import Language
from alongside.base.wording import date_text
from alongside.people.read_query import Query
from alongside.rules.schema import Registers


def understood(
    asked: Query,
    registers: Registers,
    *,
    nobody: bool = False,
    nobody_is: tuple[str, ...] = (),
    too_short: bool = False,
) -> tuple[str, ...]:
    """What was looked for, what was left out, and what to do where nobody was found."""
    if asked.wrong_number:
        return (_("The check digits of this number do not fit: a digit is wrong. Compare it with the document."),)
    said = [_looked_for(asked, registers)]
    if asked.ignored and not (asked.words or asked.born_on):
        digits = registers.person_key.digits
        said = [_("This could not be understood. A person's number has %(digits)d digits.") % {"digits": digits}]
    elif asked.ignored:
        said.append(_("Left out, because it could not be understood: %(parts)s.") % {"parts": ", ".join(asked.ignored)})
    if too_short or (not asked.words and not asked.ignored and asked.born_on is None and _names_only(asked)):
        return (_("Write at least two letters of a name, a number, an address, or the whole day of birth."),)
    if nobody_is:
        said.append(_("Nobody is called %(words)s, nor anything like it.") % {"words": ", ".join(nobody_is)})
    elif nobody and asked.person is not None:
        said.append(_("Nobody in the register has this number."))
    elif nobody and (asked.words or asked.born_on or not _names_only(asked)):
        said.append(_("Nobody was found. Try fewer words, or only the beginning of a name with the day of birth."))
    return tuple(said)


def _names_only(asked: Query) -> bool:
    return asked.person is None and asked.place is None


def _looked_for(asked: Query, registers: Registers) -> str:
    if asked.person is not None:
        return _("Looked for a person's number.")
    if asked.place is not None:
        place = registers.place_key.text(asked.place)
        return _("Looked for everybody whose permanent home is %(place)s.") % {"place": place}
    names = " ".join(asked.words)
    language: Language = "en" if (get_language() or "ru").startswith("en") else "ru"
    if asked.born_on:
        said = {"names": names, "day": date_text(asked.born_on, language)}
        return (
            _("Looked for %(names)s, born on %(day)s.") % said if names else _("Looked for all born on %(day)s.") % said
        )
    if asked.born_in:
        return _("Looked for %(names)s, born in %(year)d.") % {"names": names, "year": asked.born_in}
    return _("Looked for %(names)s.") % {"names": names}
