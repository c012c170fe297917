"""Questions of analysts: what a measure would cost, and whom it would reach, if its terms were others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Account


class WhatIf(models.Model):
    """One question and its answer: counts that may be shown, and nobody's data (see `by_lot`).

    `terms`: the changed terms with their new values (kopecks for money). `digest` is the same for the same question: of
    measure, terms, delivery, edition of corrections, day and version of the law. `told_at`: when the counting last gave
    a sign of life. `fault` names what was wrong (see `FAULTS` in `what_if_answer`).
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waits to be counted")
        COUNTING = "counting", _("being counted")
        DONE = "done", _("counted")
        FAILED = "failed", _("could not be counted")

    measure = models.CharField(max_length=60)
    terms = models.JSONField()
    delivery = models.CharField(max_length=80)
    edition = models.BigIntegerField()
    on = models.DateField()
    pack_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="what_ifs")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["measure", "-id"], name="what_if_measure"),
            models.Index(fields=["digest"], name="what_if_digest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="done", result__isnull=False) | (~Q(state="done") & Q(result__isnull=True)),
                name="a_counted_what_if_has_its_answer",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether an answer may still come."""
        return self.state in (self.State.WAITING, self.State.COUNTING)
