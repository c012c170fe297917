"""Sweeps, awards and their history, corrections, objections and tasks. Sums are whole kopecks; ends are exclusive."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Person


class Sweep(models.Model):
    """One run of the law over everybody, and what became of its difference."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for a word")
        APPLIED = "applied", _("applied")
        DISMISSED = "dismissed", _("dismissed")

    on = models.DateField()
    delivery = models.CharField(max_length=80)
    as_of = models.DateField()
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    folder = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards by how they stand."""

    def of(self, person: int) -> AwardQuerySet:
        """What a person (by id) is the unit of, or receives."""
        return self.filter(Q(person=person) | Q(payee=person))

    def open(self) -> AwardQuerySet:
        """Neither ended nor closed."""
        return self.filter(closed_on__isnull=True)


class Award(models.Model):
    """What the law says of one unit and measure, and what the person did about it.

    One open row for each measure and unit. `unit_kind` is the pack's name of the unit (person, family, dwelling ...),
    `unit` the key of the unit's person or place; `person` the unit's person (a family's key person; null for a
    place), `payee` who receives. `stands`: what is in force. `answer`: what the law said last. Where it said yes and
    now says "not known", the award stands unchanged and `missing` says what is asked for.
    """

    class Answer(models.TextChoices):
        """What the law said last."""

        YES = "yes", _("yes")
        UNKNOWN = "unknown", _("not known yet")
        NO = "no", _("no")

    class Stands(models.TextChoices):
        """What is in force."""

        GRANTED = "granted", _("granted")
        OFFERED = "offered", _("offered")
        TO_APPLY = "to_apply", _("may be applied for")
        ASKED = "asked", _("not known yet")
        REFUSED = "refused", _("refused by the person")
        ENDED = "ended", _("ended")

    measure = models.CharField(max_length=60)
    unit_kind = models.CharField(max_length=20)
    unit = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="awards")
    payee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="awards_received")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    stands = models.CharField(max_length=10, choices=Stands.choices)
    amount = models.BigIntegerField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    criteria = models.TextField(blank=True)
    missing = models.TextField(blank=True)
    decided_on = models.DateField()
    delivery = models.CharField(max_length=80)
    pack_version = models.CharField(max_length=20)
    corrections = models.BigIntegerField(default=0)
    ends_on = models.DateField(null=True)
    ends_because = models.CharField(max_length=80, blank=True)
    closed_on = models.DateField(null=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["person", "measure"], name="award_person"),
            models.Index(fields=["payee", "measure"], name="award_payee"),
            models.Index(fields=["measure", "stands"], name="award_measure"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "unit_kind", "unit"],
                condition=Q(closed_on__isnull=True),
                name="one_open_award_of_a_measure_for_a_unit",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="award_is_not_negative"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")) | Q(until=F("since")),
                name="award_ends_after_it_begins",
            ),
        )

    def is_paid_on(self, on: date) -> bool:
        """Whether the award is in force on a day."""
        if self.stands != self.Stands.GRANTED:
            return False
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Change(models.Model):
    """One turn of an award: what it was, what it became, by which sweep, correction or act."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    on = models.DateField()
    kind = models.CharField(max_length=20)
    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, null=True, related_name="changes")
    correction = models.ForeignKey("Correction", on_delete=models.PROTECT, null=True, related_name="changes")
    answer_before = models.CharField(max_length=8, blank=True)
    answer_after = models.CharField(max_length=8)
    amount_before = models.BigIntegerField(null=True)
    amount_after = models.BigIntegerField(null=True)
    until_before = models.DateField(null=True)
    until_after = models.DateField(null=True)
    criteria = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["award", "-id"], name="change_award"),)


class Edition(models.Model):
    """The number of the edition of corrections in force: one row, raised by whatever changes corrections."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="there_is_one_edition"),)


class Correction(models.Model):
    """A row that adds to, replaces or withdraws a register's row, with its source, day and reason.

    It holds from `from_edition` to before `until_edition` (see `corrections`). `confirm` says that the register lacks
    nothing about the owner.

    `owner` is the key of the register's owner (a person or a place), `row` the cells by column as `small_facts` takes
    them, `row_key` the key cells of the row that is replaced or withdrawn. It ends when a delivery brings the same fact
    (`brought_by`), or is withdrawn; `contradicted_by` names a delivery that says otherwise.
    """

    class Act(models.TextChoices):
        """What it does to the register."""

        ADD = "add", _("adds a record")
        REPLACE = "replace", _("puts a record right")
        WITHDRAW = "withdraw", _("takes a record away")
        CONFIRM = "confirm", _("confirms that nothing else is missing")

    register = models.CharField(max_length=40)
    act = models.CharField(max_length=10, choices=Act.choices)
    owner_kind = models.CharField(max_length=10, choices=[("person", "person"), ("place", "place")])
    owner = models.BigIntegerField()
    row_key = models.JSONField(null=True)
    row = models.JSONField(null=True)
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=400)
    since = models.DateField()
    made_at = models.DateTimeField()
    brought_by = models.CharField(max_length=80, blank=True)
    contradicted_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    from_edition = models.BigIntegerField(default=0)
    until_edition = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["register", "owner"], name="correction_owner"),
            models.Index(fields=["from_edition", "id"], name="correction_edition"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(act="add", row_key__isnull=True, row__isnull=False)
                | Q(act="replace", row_key__isnull=False, row__isnull=False)
                | Q(act="withdraw", row_key__isnull=False, row__isnull=True)
                | Q(act="confirm", row_key__isnull=True, row__isnull=True),
                name="a_correction_names_the_rows_it_needs",
            ),
        )


class Task(models.Model):
    """Somebody of the staff must do something until a day."""

    class Kind(models.TextChoices):
        """What is to be done."""

        OBJECTION = "objection", _("a person says a fact is wrong")
        ASK_REGISTER = "ask_register", _("a register is asked for what is missing")
        APPLICATION = "application", _("a person applies")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="tasks")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="tasks")
    register = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    due = models.DateField()
    taken_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="tasks")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["due", "id"], name="task_due", condition=Q(done_at__isnull=True)),
            models.Index(fields=["person", "id"], name="task_person"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["award", "register", "kind"],
                condition=Q(done_at__isnull=True),
                name="one_open_task_of_a_kind_for_an_award",
            ),
        )


class Objection(models.Model):
    """A person says that a fact is wrong: which, what is right, on what paper; and what came of it."""

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("being looked into")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("not accepted")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="objections")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="objection")
    register = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    row_key = models.JSONField(null=True)
    said = models.TextField()
    paper = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, null=True, related_name="objection")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="an_answered_objection_says_when",
            ),
        )
