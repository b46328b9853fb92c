"""How somebody comes into a closed circle: they ask, or they are invited."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import Answer
from forums.models.circles import Circle
from forums.querysets import InvitationQuerySet, JoinRequestQuerySet
from forums.refs import new_ref


class JoinRequest(models.Model):
    """Somebody asks to come in, with an answer to the host's question."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    answer_given = models.TextField(_("your answer"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=16, choices=Answer, blank=True, editable=False)
    reason = models.TextField(_("what they read"), blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "user"],
                condition=models.Q(decided_at=None),
                name="asks_once_at_a_time",
            ),
            models.CheckConstraint(
                name="decided_request_has_an_outcome",
                condition=models.Q(decided_at=None, outcome="", decided_by=None)
                | (models.Q(decided_at__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="refused_request_has_a_reason",
                condition=~models.Q(outcome=Answer.REFUSED) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="nobody_lets_themselves_in",
                condition=models.Q(decided_by=None) | ~models.Q(user=models.F("decided_by")),
            ),
        ]
        indexes = [models.Index(fields=["circle", "id"], name="join_request_of_circle")]

    def __str__(self) -> str:
        return f"request {self.ref}"

    def is_open(self) -> bool:
        return self.decided_at is None


class Invitation(models.Model):
    """A link that lets whoever has it into a circle, so often and so long."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(_("for how many people"), default=1)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["circle", "-id"], name="invitation_of_circle")]

    def __str__(self) -> str:
        return f"invitation {self.ref}"
