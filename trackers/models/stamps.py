"""Time stamps of an authority over all logs at once, one a day (docs/decisions/0028)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from trackers.querysets import StampedHeadQuerySet, StampQuerySet


class Stamp(models.Model):
    """The root of one day's tree over the heads of all logs. Nobody's own: it says nothing about
    anybody. The row is the queue: without a receipt, it is owed."""

    day = models.DateField(unique=True)
    # SHA-256.
    root = models.BinaryField(max_length=32)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    # What the authority answered (RFC 3161), which time it says, and whom was asked.
    receipt = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=255, default="")

    objects = StampQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stamp_is_owed_or_there",
                condition=Q(receipt=None, stamped_at=None, next_try_at__isnull=False)
                | Q(receipt__isnull=False, stamped_at__isnull=False, next_try_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"stamp of {self.day}"


class StampedHead(models.Model):
    """Where somebody's log is in that tree: how far it went, and the way to the root."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stamp = models.ForeignKey(Stamp, on_delete=models.RESTRICT, related_name="heads")
    # The place of the link that was the last one then.
    seq = models.PositiveIntegerField()
    # 32 random bytes, so that nobody can try hashes against the tree.
    salt = models.BinaryField(max_length=32)
    # [["left" or "right", hash in hex]], from the leaf to the root (rules/merkle.py).
    path = models.JSONField()

    objects = StampedHeadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "stamp"], name="one_head_in_a_stamp")
        ]

    def __str__(self) -> str:
        return f"stamped head {self.pk}"
