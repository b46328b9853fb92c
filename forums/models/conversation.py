from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forums.choices import WAITS_FOR, Answerers, HeldFor, Language, Markup, PleaseNot, Wish
from forums.models.circles import Circle, Persona, names_of_notes
from forums.querysets import PostQuerySet, TopicQuerySet
from forums.refs import new_ref


class Topic(models.Model):
    """A conversation: one opening post, and what grew under it."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="topics")
    opened_by = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="topics")
    # Empty once the opening post is gone: a title can tell as much as a post.
    title = models.CharField(_("title"), max_length=200, blank=True)
    # What it was, where a moderator hid the opening post; shown to nobody.
    hidden_title = models.CharField(max_length=200, blank=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    # Kept beside the posts, so that a list of topics reads one table.
    last_post_at = models.DateTimeField(default=timezone.now)
    replies_count = models.PositiveIntegerField(default=0)
    # What its opener wishes of those who answer.
    wish = models.CharField(
        _("what you hope for"), max_length=16, choices=Wish, blank=True, db_default=""
    )
    please_not = ArrayField(
        models.CharField(max_length=16, choices=PleaseNot), default=list, db_default=[], blank=True
    )
    answerers = models.CharField(
        _("who may answer"),
        max_length=16,
        choices=Answerers,
        default=Answerers.EVERYONE,
        db_default=Answerers.EVERYONE,
    )
    # As its opening post has them; kept here too, so that a list of topics reads one table.
    notes = names_of_notes()
    # The same as of its opening post, while that one waits for a moderator.
    held_at = models.DateTimeField(null=True, editable=False)
    # Takes no more answers, by a moderator's decision.
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            # Once the account of whoever closed it is gone, only the time remains.
            models.CheckConstraint(
                name="locked_by_somebody_at_some_time",
                condition=models.Q(locked_by=None) | models.Q(locked_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["circle", "-last_post_at", "-id"], name="topic_newest_in_circle")
        ]

    def __str__(self) -> str:
        return f"topic {self.ref}"

    @property
    def shown_title(self) -> str:
        return self.title or gettext("A topic whose beginning is gone")

    def get_absolute_url(self) -> str:
        return reverse("forums:topic", args=[self.ref])

    def wishes(self) -> list[str]:
        """What its opener asks of those who answer, in words; empty where it was left open."""
        asked: list[str | Promise] = [Wish(self.wish).label] if self.wish else []
        asked += [PleaseNot(wish).label for wish in self.please_not]
        asked += [Answerers(self.answerers).told()]
        return [str(words) for words in asked if words]


class Post(models.Model):
    """Something somebody said: the opening post of a topic (no parent), or an answer to a post.

    `path` is the post's place in the conversation: the place of its parent and then its own
    number among its siblings, each number written so that text order is reading order
    (forums/paths.py). Reading a conversation is one walk along one index.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    path = models.TextField(db_collation="C", editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many numbers were given to answers, and how many of these have appeared.
    answers_numbered = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    answers_count = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="posts")
    markup = models.CharField(max_length=16, choices=Markup, default=Markup.MARKDOWN)
    source = models.TextField(_("your words"))
    html = models.TextField(editable=False)
    # Its pictures as they stand below the words: written with them, so that reading costs nothing.
    pictures_html = models.TextField(default="", db_default="", blank=True, editable=False)
    # Names of content notes.
    notes = names_of_notes()
    said_at = models.DateTimeField(default=timezone.now)
    # By its author, as is withdrawing: then the words are gone from here and from everywhere.
    edited_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    # Until a moderator lets it appear, it is there for its author and for moderators alone, and is
    # counted nowhere. What was answered already keeps its place, and is hidden while it waits
    # (forums/actions/holding.py).
    held_at = models.DateTimeField(null=True, editable=False)
    held_for = models.CharField(max_length=16, choices=HeldFor, null=True, editable=False)
    # What was let out after it had waited came after all that was there by then: a later number of
    # the row of numbers that the ids are of. Nothing where it came as it was written.
    late_as = models.BigIntegerField(null=True, editable=False)
    # Given back to its author with what to change; they can send it in again.
    returned_at = models.DateTimeField(null=True, editable=False)
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "path"], name="one_post_per_place"),
            models.CheckConstraint(
                name="opening_post_is_at_the_root",
                condition=models.Q(parent=None, depth=0)
                | models.Q(parent__isnull=False, depth__gt=0),
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(parent=None),
                name="one_opening_post_per_topic",
            ),
            models.CheckConstraint(
                name="withdrawn_words_are_gone",
                condition=models.Q(withdrawn_at=None) | models.Q(source="", html=""),
            ),
            models.CheckConstraint(
                name="withdrawn_pictures_are_gone",
                condition=models.Q(withdrawn_at=None) | models.Q(pictures_html=""),
            ),
            # Once the account of whoever hid it is gone, only the time remains.
            models.CheckConstraint(
                name="hidden_by_somebody_at_some_time",
                condition=models.Q(hidden_by=None) | models.Q(hidden_at__isnull=False),
            ),
            models.CheckConstraint(
                name="held_for_a_reason",
                condition=models.Q(held_at=None, held_for=None)
                | models.Q(held_at__isnull=False, held_for__isnull=False)
                | models.Q(hidden_at__isnull=False, held_for__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_is_not_to_be_read",
                condition=models.Q(returned_at=None)
                | models.Q(held_at__isnull=False)
                | models.Q(hidden_at__isnull=False)
                | models.Q(withdrawn_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="post_by_author"),
            models.Index(
                fields=["held_at"], name="post_held", condition=models.Q(held_at__isnull=False)
            ),
            models.Index(fields=["topic", "-id"], name="post_newest_in_topic"),
            models.Index("topic", Coalesce("late_as", "id").desc(), name="post_came_in_topic"),
            # A page shows five levels of answers; those below it are a page of their own
            # (forums/queries/said.py).
            models.Index("topic", (models.F("depth") - 1) / 5, "path", name="post_fold_in_topic"),
            models.Index(fields=["-said_at", "-id"], name="post_newest"),
        ]

    def __str__(self) -> str:
        return f"post {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("forums:post", args=[self.ref])

    @property
    def why_it_waits(self) -> str:
        """For a moderator, in a few words."""
        return str(WAITS_FOR[HeldFor(self.held_for)]) if self.held_for else ""

    def is_standing(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None and self.held_at is None


class Revision(models.Model):
    """What a post said before its author changed it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    source = models.TextField()
    html = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"revision {self.pk} of {self.post_id}"


class SearchEntry(models.Model):
    """The words of a post that stands, folded so that they can be searched.

    Triggers write it, and nobody else does (migration 0006): whatever way a post is written,
    hidden or withdrawn, its entry is right in the same transaction. It is a table of its own,
    so that reading a conversation and counting answers never touch it
    (docs/decisions/0009-search.md).
    """

    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    language = models.CharField(max_length=16, choices=Language, editable=False)
    # Of an opening post, the title as well, with more weight.
    words = SearchVectorField(editable=False)

    class Meta:
        indexes = [GinIndex(fields=["words"], name="search_entry_words")]

    def __str__(self) -> str:
        return f"search entry of {self.post_id}"
