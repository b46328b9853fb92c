"""What leads from one post to another, to a persona, or to a picture."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import ClaimChoice
from forums.models.circles import Persona
from forums.models.conversation import Post
from forums.models.owed import Owed
from forums.querysets import ClaimQuerySet, ImageQuerySet, OwedQuerySet
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


class Echo(Owed):
    """Words that were withdrawn, or a name that was left, while posts of others still repeat them.

    The row is the queue: once they are gone from everywhere, so is the row
    (docs/decisions/0013-quotes.md).
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, null=True, related_name="echo")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, null=True, related_name="echoes")
    # The name that the persona left.
    name = models.CharField(max_length=40, blank=True)
    owed_at = models.DateTimeField(default=timezone.now)
    # The id of the last post that was looked at. Not a reference: posts are never deleted.
    up_to = models.BigIntegerField(default=0)

    objects = OwedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="echo_of_a_post_or_of_a_name",
                condition=models.Q(post__isnull=False, persona=None, name="")
                | (models.Q(post=None, persona__isnull=False) & ~models.Q(name="")),
            ),
            models.UniqueConstraint(fields=["persona", "name"], name="leaves_a_name_once"),
        ]

    def __str__(self) -> str:
        return f"echo {self.pk}"


class Image(models.Model):
    """A picture, decoded and written anew by us: nothing of the file that came is kept."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="images"
    )
    # None until what it belongs to is posted.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="images")
    # The case about the post from which it was taken away: until that is over, its moderators see
    # what was reported, and nobody else does.
    kept_for = models.ForeignKey(
        "forums.Case",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="kept_images",
    )
    # What a moderator took out of a post for good, until that is taken back or its day has come.
    taken_out_by = models.ForeignKey(
        "forums.Measure",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="taken_images",
    )
    file = models.FileField(upload_to="images/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Asked for when the picture comes, needed when it is posted.
    alt = models.CharField(_("what can be seen in it"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    objects = ImageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="image_kept_for_a_case_stands_nowhere",
                condition=models.Q(kept_for=None) | models.Q(post=None),
            ),
            models.CheckConstraint(
                name="image_taken_out_stands_nowhere",
                condition=models.Q(taken_out_by=None) | models.Q(post=None, kept_for=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at"], name="image_not_posted", condition=models.Q(post=None)
            )
        ]

    def __str__(self) -> str:
        return f"image {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("forums:image", args=[self.ref])


class Claim(Owed):
    """Somebody says that an imported author's address is theirs, and proves it by a mailed link.

    What they chose to do about it stays for good, with nothing but the hash: an import that comes
    again must know whose that author is, or that their words are not to come back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="claims"
    )
    # The keyed hash that the import made of the address (`Persona.import_key`).
    import_key = models.CharField(max_length=64, db_index=True, editable=False)
    # Until a worker has looked whether anything came from it: whoever asks waits for no answer.
    address = models.EmailField(blank=True, db_default="", editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True, editable=False)
    # Of the link, while it can be opened.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    proven_at = models.DateTimeField(null=True, editable=False)
    choice = models.CharField(max_length=16, choices=ClaimChoice, blank=True, db_default="")
    # When all that was chosen was carried out.
    done_at = models.DateTimeField(null=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_forgets_the_address",
                condition=models.Q(looked_at=None) | models.Q(address=""),
            ),
            models.CheckConstraint(
                name="claim_is_chosen_when_proven",
                condition=models.Q(proven_at=None, choice="", done_at=None)
                | (models.Q(proven_at__isnull=False, token_hash=None) & ~models.Q(choice="")),
            ),
            models.UniqueConstraint(
                fields=["import_key"],
                condition=models.Q(choice__in=[ClaimChoice.TAKE, ClaimChoice.WITHDRAW]),
                name="one_choice_about_an_author",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="claim_asked", condition=models.Q(looked_at=None)),
            models.Index(
                fields=["id"],
                name="claim_under_way",
                condition=models.Q(proven_at__isnull=False, done_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
