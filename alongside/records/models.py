"""The journal and the access log. Plain numbers instead of foreign keys: what happened outlives what it was about."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One line of the journal: who did what to what, in whose name, and what was before and after."""

    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    about = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20)
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    represented = models.BigIntegerField(null=True)
    mandate = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["about", "-id"], name="entry_about"),
            models.Index(fields=["subject_kind", "subject", "id"], name="entry_subject"),
        )


class Seal(models.Model):
    """An entry's place in the chain: `chain` is HMAC-SHA-256 over the link before and the entry (64 hex digits)."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    chain = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(position__gt=0), name="seal_positions_begin_at_one"),)


class Unsealed(models.Model):
    """An entry that waits for its seal. The database itself writes the line when an entry is inserted."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)


class Reaction(models.Model):
    """Something that follows from an entry: due when the entry is written, done at most once with effect.

    After a failure it waits until `due_at`. After too many it is set aside, and what is due later on the same subject
    waits behind it until somebody tries it again or passes it over.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reactions")
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "name"], name="one_reaction_of_a_name_for_an_entry"),)
        indexes = (
            models.Index(
                fields=["subject_kind", "subject", "entry"],
                name="reaction_due",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["set_aside_at", "id"],
                name="reaction_set_aside",
                condition=models.Q(done_at__isnull=True, set_aside_at__isnull=False),
            ),
        )


class Look(models.Model):
    """Somebody saw a person's data: on which screen, when, in whose name, and why."""

    at = models.DateTimeField()
    about = models.BigIntegerField()
    screen = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    represented = models.BigIntegerField(null=True)
    mandate = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["about", "-id"], name="look_about"),
            models.Index(fields=["at", "id"], name="look_at"),
        )


class Worker(models.Model):
    """A worker that says again and again that it lives; one that has been silent for long is taken for dead."""

    name = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()
