"""Persons, ties, mandates and accounts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """A person as the register of persons names them. `key` is the number of the register's key (see `KeyFormat`).

    `family_key`, `given_key` and `patronymic_key` are the names as they are searched (see `search_key`). `place` is the
    key of the permanent home. A person whom the delivery in use no longer names keeps the row, with `held` false; one
    who was entered by hand is `awaited` until a delivery names them.
    """

    key = models.BigIntegerField(unique=True)
    family_name = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=60, blank=True)
    patronymic = models.CharField(max_length=60, blank=True)
    family_key = models.CharField(max_length=60, blank=True)
    given_key = models.CharField(max_length=60, blank=True)
    patronymic_key = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    death_date = models.DateField(null=True)
    place = models.BigIntegerField(null=True)
    held = models.BooleanField(default=True)
    awaited = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (
            models.Index(fields=["family_key", "given_key", "birth_date", "id"], name="person_names"),
            models.Index(fields=["given_key", "patronymic_key", "birth_date", "id"], name="person_given"),
            models.Index(fields=["birth_date", "family_key", "id"], name="person_birth"),
            models.Index(fields=["place", "id"], name="person_place"),
        )

    @property
    def full_name(self) -> str:
        """Given name, patronymic, family name: as people are called in a letter."""
        return " ".join(part for part in (self.given_name, self.patronymic, self.family_name) if part)

    @property
    def called(self) -> str:
        """Given name and patronymic: as people are spoken to."""
        return " ".join(part for part in (self.given_name, self.patronymic) if part)

    def age(self, on: date) -> int | None:
        """Whole years on a day; 29 February counts from 1 March where there is none."""
        if self.birth_date is None:
            return None
        return on.year - self.birth_date.year - ((on.month, on.day) < (self.birth_date.month, self.birth_date.day))


class Tie(models.Model):
    """A child and who raises it, as the register says; `until` is the first day on which it no longer holds.

    One that was entered by hand is `awaited` until a delivery names it.
    """

    class Kind(models.TextChoices):
        """What the adult is to the child."""

        PARENT = "parent", _("parent")
        GUARDIAN = "guardian", _("guardian")

    name = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_up")
    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_down")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    awaited = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(child=F("adult")), name="nobody_raises_themselves"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="tie_ends_after_it_begins"
            ),
        )


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by what they allow."""

    def in_force(self, on: date) -> MandateQuerySet:
        """Begun, not ended and not revoked on a day."""
        begun = self.filter(since__lte=on, revoked_at__isnull=True)
        return begun.filter(Q(until__isnull=True) | Q(until__gt=on))


class Mandate(models.Model):
    """`holder` may act for `represented`: see what is theirs, and act where `may_act`.

    `measures` names what a delegate was given (empty: everything). Two kinds of "no longer": `until`, the first day on
    which it has ended by itself (a child came of age, a power of attorney ran out), and `revoked_at`.
    """

    class Kind(models.TextChoices):
        """What the mandate rests on."""

        PARENT = "parent", _("parent")
        GUARDIAN = "guardian", _("guardian")
        CONSENT = "consent", _("consent")
        ATTORNEY = "attorney", _("power of attorney")

    represented = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_given")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_held")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    tie = models.OneToOneField(Tie, on_delete=models.CASCADE, null=True, related_name="mandate")
    paper = models.CharField(max_length=120, blank=True)
    measures = models.JSONField(default=list, blank=True)
    may_act = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(represented=F("holder")), name="nobody_represents_themselves"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="mandate_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["represented", "holder", "kind"],
                condition=Q(kind="consent", revoked_at__isnull=True, until__isnull=True),
                name="one_open_consent_for_a_pair",
            ),
        )

    def covers(self, measure: str) -> bool:
        """Whether a measure is among what was given."""
        return not self.measures or measure in self.measures


class Account(AbstractUser):
    """Who signs in: a resident with a person of their own, or a member of staff with a role."""

    class Role(models.TextChoices):
        """What an account may do; a delegate is a resident with a mandate."""

        RESIDENT = "resident", _("resident")
        SPECIALIST = "specialist", _("specialist")
        HEAD = "head", _("head of centre")
        ANALYST = "analyst", _("analyst")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.RESIDENT)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account")
    centre = models.CharField(max_length=80, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = (
            models.CheckConstraint(
                condition=~Q(role="resident") | Q(person__isnull=False), name="a_resident_account_names_its_person"
            ),
        )

    @property
    def is_of_staff(self) -> bool:
        """Whether the account belongs to the workplace."""
        return self.role != self.Role.RESIDENT


class NameForm(models.Model):
    """A name that somebody bears, as it is searched, and how many bear it as what."""

    text = models.CharField(max_length=60, unique=True)
    family = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    patronymic = models.PositiveIntegerField(default=0)


class NameTypo(models.Model):
    """A name with one letter left out: two names that share such a form are one typing error apart, or two."""

    typo = models.CharField(max_length=60)
    form = models.ForeignKey(NameForm, on_delete=models.CASCADE, related_name="typos")

    class Meta:
        indexes = (models.Index(fields=["typo"], name="name_typo"),)
        constraints = (models.UniqueConstraint(fields=["form", "typo"], name="one_typo_of_a_form"),)


class PeopleLoad(models.Model):
    """Which delivery the persons, ties and mandates were last loaded from, and what that changed."""

    delivery = models.CharField(max_length=80)
    as_of = models.DateField()
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
