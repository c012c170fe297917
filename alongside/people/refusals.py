"""Every way in which this room says no."""

from __future__ import annotations

from alongside.base.refusal import Refusal


class NobodyInTheDelivery(Refusal):
    """The register of persons did not come, or every row of it was set aside."""

    code = "nobody_in_the_delivery"


class PackNamesNobody(Refusal):
    """The pack does not say which columns name a person."""

    code = "pack_names_nobody"


class DeliveryIsOlder(Refusal):
    """A later delivery is loaded already."""

    code = "delivery_is_older"


class HolderNotFound(Refusal):
    """Nobody has this number and this day of birth together, or is no one to whom a consent can be given."""

    code = "holder_not_found"


class TooManyTries(Refusal):
    """Somebody tries one number after another."""

    code = "too_many_tries"


class OnlyForOneself(Refusal):
    """A consent is given for oneself, of age, and to another person of age."""

    code = "only_for_oneself"


class AlreadyGiven(Refusal):
    """The same person holds a consent in force."""

    code = "already_given"


class PaperIsNeeded(Refusal):
    """A power of attorney, or the end of a parent's mandate, rests on a paper."""

    code = "paper_is_needed"


class PeriodIsWrong(Refusal):
    """A mandate would end before it begins."""

    code = "period_is_wrong"


class UnknownMeasure(Refusal):
    """There is no such measure."""

    code = "unknown_measure"


class MayNotGive(Refusal):
    """Somebody gives what is not theirs to give."""

    code = "may_not_give"


class MayNotRevoke(Refusal):
    """This mandate does not end at this person's word."""

    code = "may_not_revoke"


class IsNoLonger(Refusal):
    """The mandate was revoked, or has been outgrown, or has run out."""

    code = "is_no_longer"
