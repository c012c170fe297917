"""Every way in which this room says no."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from alongside.base.refusal import Refusal
from alongside.rules.row_change import RowChange


class SweepIsOlder(Refusal):
    """A later sweep is applied already."""

    code = "sweep_is_older"


class SweepOfAnotherTown(Refusal):
    """The sweep was decided by another pack than this site's."""

    code = "sweep_of_another_town"


class SweepIsNotWhole(Refusal):
    """The awards in the folder cannot be the awards of a sweep."""

    code = "sweep_is_not_whole"

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The awards in {folder} are not whole: {why}.", remedy="Sweep again into a new folder.")


class PeopleAreNotLoaded(Refusal):
    """The sweep names people whom the database does not know."""

    code = "people_are_not_loaded"

    def __init__(self, count: int, delivery: str) -> None:
        super().__init__(
            f"The sweep names {count} people whom the database does not know.",
            remedy=f"Load the people of the delivery {delivery} first: alongside people load.",
        )


class SweepIsSettled(Refusal):
    """The sweep does not wait any more."""

    code = "sweep_is_settled"

    def __init__(self) -> None:
        super().__init__(
            _("This sweep is not waiting any more."), remedy=_("Look at what became of it; there is nothing to decide.")
        )


class SweepHasChanged(Refusal):
    """What lies in the folder is not the sweep that waits."""

    code = "sweep_has_changed"

    def __init__(self) -> None:
        super().__init__(
            _("The folder no longer holds the sweep that is waiting."),
            remedy=_("Set this one aside, and put the new sweep in."),
        )


class ReasonIsMissing(Refusal):
    """The act needs a reason in words."""

    code = "reason_is_missing"

    def __init__(self) -> None:
        super().__init__(_("A reason is missing."), remedy=_("Say in a sentence why."))


class MayNotActHere(Refusal):
    """The actor may not act in this matter."""

    code = "may_not_act_here"

    def __init__(self) -> None:
        super().__init__(
            _("You cannot act in this matter."),
            remedy=_("Whom it concerns can do it, or someone who may act for them."),
        )


class AwardIsOver(Refusal):
    """The award is over, or no longer stands as the person saw it."""

    code = "award_is_over"

    def __init__(self) -> None:
        super().__init__(
            _("This has changed in the meantime."), remedy=_("Look at the page again: it says how things stand now.")
        )


class AnswerIsNotKnown(Refusal):
    """The law does not say yes now: something is missing."""

    code = "answer_is_not_known"

    def __init__(self) -> None:
        super().__init__(
            _("Something about this is not known at the moment, and we are asking for it."),
            remedy=_("Come back in some days; you need not bring anything."),
        )


class NothingToRefuse(Refusal):
    """It is not known yet whether there is a right."""

    code = "nothing_to_refuse"

    def __init__(self) -> None:
        super().__init__(
            _("It is not known yet whether you have a right to this."), remedy=_("There is nothing to refuse yet.")
        )


class LawIsOfAnotherVersion(Refusal):
    """The decision rests on a version of the law that is not at hand."""

    code = "law_is_of_another_version"

    def __init__(self, written: str, here: str) -> None:
        super().__init__(
            f"The decision was made by version {written} of the law, and version {here} is at hand.",
            remedy=f"Point ALONGSIDE_PACK at version {written} of the pack.",
        )


class ObjectionIsEmpty(Refusal):
    """An objection says nothing that could be looked into."""

    code = "objection_is_empty"

    def __init__(self) -> None:
        super().__init__(_("It is not said what is wrong."), remedy=_("Write in your own words what is right."))


class ObjectionIsAnswered(Refusal):
    """Somebody has answered the objection already."""

    code = "objection_is_answered"

    def __init__(self) -> None:
        super().__init__(
            _("This objection has been answered already."), remedy=_("Look at the answer; a new objection can be made.")
        )


class TaskIsTaken(Refusal):
    """Somebody else has taken the task."""

    code = "task_is_taken"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has taken this task."),
            remedy=_("Take the next one from the queue, or ask the head of the centre."),
        )


class TaskIsDone(Refusal):
    """The task is done already."""

    code = "task_is_done"

    def __init__(self) -> None:
        super().__init__(_("This task is done already."), remedy=_("Take the next one from the queue."))


class CorrectionDoesNotFit(Refusal):
    """The register would not take the record, or the delivery has no place for it; `column` says where, if in one, and
    `change` which record it is."""

    code = "correction_does_not_fit"

    def __init__(self, why: str, *, column: str = "", field: str = "", change: RowChange | None = None) -> None:
        message, remedy = _why_not()[why]
        super().__init__(f"{field}: {message}" if field else message, remedy=remedy)
        self.column, self.change, self.message = column, change, f"{message} {remedy}"


class PersonIsKnown(Refusal):
    """Somebody has this number already: `person` (by id) is who."""

    code = "person_is_known"

    def __init__(self, person: int) -> None:
        super().__init__(
            _("Somebody has this number already."), remedy=_("Compare it with the paper, or look at that person.")
        )
        self.person = person


class BirthDoesNotFit(Refusal):
    """A parent is younger than the child, no longer alive, or not known; or the pack says nothing of births."""

    code = "birth_does_not_fit"

    def __init__(self) -> None:
        super().__init__(
            _("This cannot be the birth of their child."), remedy=_("Compare the day and the parents with the paper.")
        )


def _why_not() -> dict[str, tuple[str, str]]:
    """What is wrong with a record and what to do, in the reader's language (`why` of RowIsBad, ChangeDoesNotFit)."""
    return {
        "missing": (_("This is missing."), _("Fill it in.")),
        "empty": (_("This may not be filled in here."), _("Leave it empty.")),
        "value": (_("This may not stand here."), _("Choose another value.")),
        "unreadable": (_("This cannot be read."), _("Write it as the register does.")),
        "disagrees": (_("This does not agree with another part."), _("Look at both dates, people or shares.")),
        "unknown": (_("The records do not know this person."), _("Enter the person first, or wait for a delivery.")),
        "register": (_("There is no such register."), _("Choose one of the registers.")),
        "column": (_("The register keeps nothing of this name."), _("Fill in what the form asks for.")),
        "row": (_("The right record is missing."), _("Say what is right.")),
        "gone": (_("There is no such record any more."), _("Look at the records once more.")),
        "taken": (_("There is such a record already."), _("Put that record right instead.")),
        "other": (_("A record cannot become another person’s."), _("Put that person’s record right instead.")),
        "check_number": (_("The check number is wrong."), _("Compare it with the paper, digit by digit.")),
        "person": (_("A person whom a delivery brought goes with a delivery."), _("Wait for the next delivery.")),
        "named": (_("Other records still name this person."), _("Take those records away first.")),
        "owner": (_("The records do not know whom this is about."), _("Wait for a delivery that does.")),
    }
