"""Every way in which the analyst's questions are refused."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.base.refusal import Refusal


class NothingIsChanged(Refusal):
    """A what-if that asks for the law as it is."""

    code = "nothing_is_changed"

    def __init__(self) -> None:
        super().__init__(_("Nothing is changed yet."), remedy=_("Write another number in at least one field."))


class NothingToCount(Refusal):
    """No sweep has been applied, so there is no day and no delivery to count for."""

    code = "nothing_to_count"

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing to count yet: no sweep has been applied."),
            remedy=_("Ask the administrator to take a delivery in and to apply a sweep."),
        )


class TooManyQuestions(Refusal):
    """This analyst has as many questions waiting as one may have."""

    code = "too_many_questions"

    def __init__(self) -> None:
        super().__init__(
            _("Several of your questions are still being counted."), remedy=_("Wait until one of them is answered.")
        )


class MayNotAsk(Refusal):
    """Only an analyst asks what would be."""

    code = "may_not_ask"

    def __init__(self) -> None:
        super().__init__(_("Only an analyst can ask this."), remedy=_("Ask an analyst of the city."))


class IsBeingCounted(Refusal):
    """The question is not to be asked again: it is being counted, or is answered."""

    code = "is_being_counted"

    def __init__(self) -> None:
        super().__init__(_("This is being counted, or is answered already."), remedy=_("Look at the page again."))
