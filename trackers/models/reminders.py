import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_time_zone
from trackers.choices import Outcome, Weekday
from trackers.querysets import PrivateQuerySet, ReminderQuerySet
from trackers.vault.sealing import Place


class Reminder(models.Model):
    """A rule: at this hour, on these days. What the scheduler must know is plain, no more.

    `due_at` is the queue: the next ring, worked out whenever the rule is set or has rung.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    local_time = models.TimeField(_("time"))
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    days = ArrayField(models.PositiveSmallIntegerField(choices=Weekday), verbose_name=_("days"))
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    # ReminderContents: the member's line to themselves. Empty where there is none.
    sealed = models.BinaryField(default=b"")
    due_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField(null=True, editable=False)
    # By its owner: nobody else can.
    stopped_at = models.DateTimeField(null=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reminder_is_due_or_stopped",
                condition=models.Q(stopped_at=None, due_at__isnull=False, due_on__isnull=False)
                | models.Q(stopped_at__isnull=False, due_at=None, due_on=None),
            ),
            models.CheckConstraint(
                name="reminder_has_days",
                condition=models.Q(days__len__gt=0, days__contained_by=Weekday.values),
            ),
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="reminder_due", condition=models.Q(stopped_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    @property
    def place(self) -> Place:
        return Place(self.owner_id, self._meta.db_table, str(self.pk))

    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_due(self, *, at: datetime) -> bool:
        return self.due_at is not None and self.due_at <= at


class Occurrence(models.Model):
    """One ring of a reminder, on one local date: what makes it ring once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="occurrences")
    on = models.DateField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    # By the clock.
    rung_at = models.DateTimeField()

    objects = PrivateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "on"], name="one_ring_a_day")]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.on}"
