from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from forums.choices import Answerers, PleaseNot, Wish
from forums.models.circles import Circle, names_of_notes
from forums.models.conversation import Post
from forums.models.distance import LONGEST_NAME
from forums.querysets import DraftQuerySet


class Draft(models.Model):
    """What somebody is writing: an answer to a post, or a topic in a circle. One of each place.

    It is kept every few seconds, so that leaving in a hurry costs nothing.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    parent = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="drafts")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="drafts")
    title = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    notes = names_of_notes()
    # The name for this topic alone, as far as it was typed. Nobody wears it yet.
    face_name = models.CharField(max_length=LONGEST_NAME, blank=True, db_default="")
    # Of a topic.
    wish = models.CharField(max_length=16, choices=Wish, blank=True, db_default="")
    please_not = ArrayField(
        models.CharField(max_length=16, choices=PleaseNot), default=list, db_default=[], blank=True
    )
    answerers = models.CharField(
        max_length=16,
        choices=Answerers,
        default=Answerers.EVERYONE,
        db_default=Answerers.EVERYONE,
    )
    kept_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_of_an_answer_or_of_a_topic",
                condition=models.Q(parent=None, circle__isnull=False)
                | models.Q(parent__isnull=False, circle=None),
            ),
            models.UniqueConstraint(fields=["owner", "parent"], name="one_draft_of_an_answer"),
            models.UniqueConstraint(fields=["owner", "circle"], name="one_draft_of_a_topic"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
