"""Who wants to hear of what, what has still to be told, and how far somebody has read."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models.circles import Circle
from forums.models.conversation import Post, Topic
from forums.models.owed import Owed
from forums.querysets import AnnouncementQuerySet


class Following(models.Model):
    """Somebody wants to hear of new posts in a topic, or of new topics in a circle."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="followings")
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, null=True, related_name="followings"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="following_of_one_thing",
                condition=models.Q(topic=None, circle__isnull=False)
                | models.Q(topic__isnull=False, circle=None),
            ),
            models.UniqueConstraint(fields=["user", "topic"], name="follows_a_topic_once"),
            models.UniqueConstraint(fields=["user", "circle"], name="follows_a_circle_once"),
        ]

    def __str__(self) -> str:
        return f"following {self.pk}"


class Announcement(Owed):
    """A post that has still to be told to whom it concerns. Posting never waits for it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="announcement")
    owed_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="announcement_owed", condition=models.Q(told_at=None))
        ]

    def __str__(self) -> str:
        return f"announcement of {self.post_id}"


class Reading(models.Model):
    """How far somebody has read a topic: one row, whatever its length."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readings")
    # The id of the newest post that was there, or what it has instead (`Post.late_as`). Not a
    # reference: posts are never deleted, and a foreign key would cost a look-up with every page.
    up_to = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="one_reading_of_a_topic")
        ]

    def __str__(self) -> str:
        return f"reading of {self.topic_id}"
