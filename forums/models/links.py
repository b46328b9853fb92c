"""What leads from one post to another, to a persona, or to a picture."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.circles import Persona
from forums.models.conversation import Post
from forums.refs import new_ref


class Quote(models.Model):
    """A post repeats words of another: when those go, they go from here as well."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quotes")
    quoted = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quoted_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "quoted"], name="quotes_a_post_once")
        ]

    def __str__(self) -> str:
        return f"quote in {self.post_id}"


class Mention(models.Model):
    """A post speaks to somebody by name."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "persona"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"mention in {self.post_id}"


class Image(models.Model):
    """A picture, decoded and written anew by us: nothing of the file that came is kept."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="images"
    )
    # None until what it belongs to is posted.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="images")
    file = models.FileField(upload_to="images/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what can be seen in it"), max_length=300)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["added_at"], name="image_not_posted", condition=models.Q(post=None)
            )
        ]

    def __str__(self) -> str:
        return f"image {self.ref}"


class Claim(models.Model):
    """Somebody says that an imported author's address is theirs, and proves it by a mailed link."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    # The keyed hash that the import made of the address (`Persona.import_key`).
    import_key = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"claim {self.pk}"
