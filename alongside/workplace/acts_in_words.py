"""What the journal's entries are called where staff reads them."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

ACTS = {
    "entitlements.accept_offer": _("An offer was accepted"),
    "entitlements.refuse_measure": _("A measure was refused"),
    "entitlements.take_back_refusal": _("A refusal was taken back"),
    "entitlements.apply_for": _("An application was sent"),
    "entitlements.settle_application": _("An application was decided"),
    "entitlements.take_task": _("A task about the person was taken"),
    "entitlements.give_back_task": _("A task about the person was given back"),
    "entitlements.correct": _("A record was put right"),
    "entitlements.enter_birth": _("A birth was entered from its paper"),
    "entitlements.raise_objection": _("The person said that a record is wrong"),
    "entitlements.answer_objection": _("The person’s objection was answered"),
    "people.add_person": _("The person was entered before the registers name them"),
    "people.put_person_right": _("How the person is called was put right"),
    "people.take_back_person": _("The person had been entered by mistake"),
    "people.add_tie": _("Who raises the child was entered"),
    "people.take_back_tie": _("Who raises the child had been entered by mistake"),
    "people.give_mandate": _("A mandate was given"),
    "people.revoke_mandate": _("A mandate was taken back"),
    "people.act_for": _("Somebody began to act for the person"),
}


def act_in_words(name: str) -> str:
    """What happened; the entry's own name where there are no words for it."""
    return gettext(ACTS[name]) if name in ACTS else name
