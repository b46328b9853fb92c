"""What somebody wrote is taken away from them: the queue of it."""

from django.db import models
from django.utils import timezone

from forums.models.circles import Persona
from forums.models.owed import Owed
from forums.querysets import OwedQuerySet


class Erasure(Owed):
    """What was said under a name, up to a moment, is to be gone through and parted from it.

    The row is the queue: once all of it is done, the row is gone. It knows a name and no account,
    so that an account can go meanwhile (docs/decisions/0022-log-and-report.md).
    """

    persona = models.OneToOneField(Persona, on_delete=models.CASCADE, related_name="erasure")
    # Whether the words stay, with nobody's name over them.
    leaves_words = models.BooleanField()
    asked_at = models.DateTimeField(default=timezone.now)
    # Who stands over what was gone through: a persona of nobody's, made with the first part.
    nobody = models.OneToOneField(
        Persona, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The ids of the last post there was when it was asked for, whoever wrote it, and of the last
    # one that was gone through. Not references: posts are never deleted.
    until = models.BigIntegerField()
    up_to = models.BigIntegerField(default=0)

    objects = OwedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"erasure {self.pk}"
