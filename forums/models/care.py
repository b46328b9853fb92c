"""Care for those who moderate, and the two-person key to whose a name is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import Harm
from forums.models.cases import Case
from forums.models.circles import Persona
from forums.querysets import BreakGlassQuerySet
from forums.refs import new_ref


class Shift(models.Model):
    """A time in which somebody moderates. What they met in it is theirs alone to see."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
    )
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, editable=False)
    # For whoever comes next.
    hand_over = models.TextField(_("what whoever comes next should know"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["moderator"], condition=Q(ended_at=None), name="one_shift_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Exposure(models.Model):
    """A moderator opened a case: once for each, so that what somebody carries can be counted."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exposures"
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exposures")
    # As the case stood then.
    harm = models.CharField(max_length=16, choices=Harm)
    # A crisis, or something whose words needed a content note.
    is_hard = models.BooleanField(default=False, db_default=False)
    met_at = models.DateTimeField(default=timezone.now)
    # Passed on without a reason; nobody else sees it.
    skipped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["moderator", "case"], name="meets_a_case_once")
        ]
        indexes = [models.Index(fields=["moderator", "-met_at"], name="exposures_of_moderator")]

    def __str__(self) -> str:
        return f"exposure {self.pk}"


class Pairing(models.Model):
    """A second moderator looks at a case together with whoever is on it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pairings")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pairings"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "moderator"], name="pairs_once")]

    def __str__(self) -> str:
        return f"pairing {self.pk}"


class BreakGlass(models.Model):
    """Two people together look up whose a name is, for a reason that both put their names to.

    Append-only but for the second person's half: a trigger refuses the rest. Each look is a line
    in the trail.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="break_glasses")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(_("why it has to be known"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    granted_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="glass_takes_two",
                condition=Q(asked_by=None) | Q(granted_by=None) | ~Q(asked_by=F("granted_by")),
            ),
            models.CheckConstraint(
                name="glass_granted_at_some_time",
                condition=Q(granted_by=None) | Q(granted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"break-glass {self.ref}"
