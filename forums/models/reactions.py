"""What somebody does with a post without answering it."""

from django.conf import settings
from django.db import models

from accounts.models import today
from forums.choices import ReactionKind
from forums.models.circles import Persona
from forums.models.conversation import Post


class Reaction(models.Model):
    """A quiet word for a post. Nobody but its author learns of it, and nothing counts it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    by = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=16, choices=ReactionKind)
    given_on = models.DateField(default=today)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "by", "kind"], name="reacts_once_in_each_way")
        ]

    def __str__(self) -> str:
        return f"reaction to {self.post_id}"


class Saved(models.Model):
    """A post that somebody wants to find again. Nobody else knows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="saved_by")
    saved_on = models.DateField(default=today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="saved_once")]
        indexes = [models.Index(fields=["user", "-id"], name="saved_newest_of_user")]

    def __str__(self) -> str:
        return f"saved {self.post_id}"
