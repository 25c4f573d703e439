"""Promises, 1:1s with what was said in them, wishes for coaching, plans made together.

People are ids of `people`; no name is kept here.
"""

from __future__ import annotations

from django.db import models

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"


def _person(*, db_index: bool = False, unique: bool = False) -> models.CharField[str, str]:
    return models.CharField(max_length=16, db_index=db_index, unique=unique)


class Promise(models.Model):
    """What somebody promised somebody; `due_on` is the first date and never changes."""

    giver = _person(db_index=True)
    receiver = _person(db_index=True)
    text = models.CharField(max_length=300)
    made_on = models.DateField()
    due_on = models.DateField()
    kept_on = models.DateField(null=True)
    let_go_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]


class Move(models.Model):
    """A new date of a promise."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="moves")
    said_on = models.DateField()
    due_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]


class Series(models.Model):
    """1:1s of a manager with a person, by the clock of a zone.

    Where `is_mentoring`, `manager` is the mentor, who leads nobody here.
    """

    manager = _person(db_index=True)
    person = _person(db_index=True)
    start_on = models.DateField()
    at = models.TimeField()
    zone = models.CharField(max_length=64)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(default=30)
    until_on = models.DateField(null=True)
    is_mentoring = models.BooleanField(default=False)


class Meeting(models.Model):
    """One 1:1. `slot_on` is its day in the series, `start_at` when it is; `sequence` counts moves.

    `filled` is what the brief said when it was held, with its provenance; nothing of a meeting with
    a mentor, who is its `manager` where `is_mentoring`.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="meetings")
    manager = _person(db_index=True)
    person = _person(db_index=True)
    slot_on = models.DateField()
    start_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=9, default=PLANNED)
    filled = models.JSONField(default=list)
    is_mentoring = models.BooleanField(default=False)

    class Meta:
        ordering = ["start_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "slot_on"], name="meeting_once_a_slot")
        ]


class Item(models.Model):
    """Something one of the two put on the agenda, or a note both can read."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    author = _person()
    is_note = models.BooleanField(default=False)
    text = models.CharField(max_length=2000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class PrivateNote(models.Model):
    """A note for its author alone; only sealed text is kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="private_notes")
    author = _person(db_index=True)
    sealed = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Outlook(models.Model):
    """How one of the two sees the person's last weeks; the rep's own comes first."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="outlooks")
    author = _person()
    score = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="outlook_once_a_meeting")
        ]


class Rating(models.Model):
    """Whether a session helped, said by the person it was for."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="rating")
    person = _person()
    manager = _person(db_index=True)
    helped = models.BooleanField()
    on = models.DateField()


class Wish(models.Model):
    """Somebody wants coaching from who leads them; `answer` says when or how."""

    person = _person(db_index=True)
    manager = _person(db_index=True)
    what = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    answer = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True)
    given_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]


class Mentoring(models.Model):
    """Somebody who leads helps another to grow, without leading them.

    ``[begun_on, ended_on)``; asked for but not agreed to while `begun_on` is null. A mentor sees no
    number of theirs.
    """

    mentor = _person(db_index=True)
    mentee = _person(db_index=True)
    goal = models.CharField(max_length=300)
    asked_on = models.DateField()
    begun_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]


class Feed(models.Model):
    """The private address of somebody's calendar; only a hash of it is kept."""

    person = _person(unique=True)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Plan(models.Model):
    """A cause found and a plan made by the two together.

    `told` is what the numbers said that day, copied with its provenance. Either may write that
    they disagree; nobody can take the other's words away.
    """

    manager = _person(db_index=True)
    person = _person(db_index=True)
    opened_on = models.DateField()
    told = models.JSONField(default=list)
    causes = models.TextField(max_length=2000, blank=True)
    person_says = models.TextField(max_length=2000, blank=True)
    cause = models.TextField(max_length=1000, blank=True)
    rate = models.CharField(max_length=120, blank=True)
    person_agrees_on = models.DateField(null=True)
    manager_agrees_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]


class Dissent(models.Model):
    """What one of the two sees otherwise; it is added to, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="dissents")
    author = _person()
    text = models.CharField(max_length=2000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Step(models.Model):
    """One step of a plan: who, by when."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    owner = _person()
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
