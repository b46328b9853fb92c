"""What the screen looks for, and what it found."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import Harm, ScreenAction, ScreenKind
from forums.models.cases import Rule
from forums.models.circles import Circle
from forums.models.conversation import Post
from forums.models.owed import Owed
from forums.querysets import OwedQuerySet
from forums.refs import new_ref


class ScreenRule(models.Model):
    """One thing that the screen looks for, with what follows. The operator's to change."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    kind = models.CharField(_("what it looks for"), max_length=16, choices=ScreenKind)
    name = models.CharField(_("what you call it"), max_length=80)
    # Phrases or patterns, one in each line; nothing for kinds that need no words.
    watched = models.TextField(_("one in each line"), blank=True)
    # For repeats and rates: so many, within so many minutes.
    most = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    within_minutes = models.PositiveSmallIntegerField(
        _("in how many minutes"), null=True, blank=True
    )
    # Nothing: everywhere.
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, null=True, blank=True, related_name="screen_rules"
    )
    newcomers_only = models.BooleanField(_("only what newcomers write"), default=False)
    action = models.CharField(_("what follows"), max_length=16, choices=ScreenAction)
    harm = models.CharField(_("how soon somebody must look"), max_length=16, choices=Harm)
    # Cited in the statement to the author.
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    # When it was tried on what was said last: without that it cannot be switched on.
    tried_at = models.DateTimeField(null=True, editable=False)
    on_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="screen_rule_was_tried",
                condition=Q(on_at=None) | Q(tried_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"screen rule {self.ref}"

    def is_on(self) -> bool:
        return self.on_at is not None


class Screening(Owed):
    """A post that the screen has still to look at. Posting never waits for it.

    The row is the queue: once it was looked at, it is gone.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="screening")
    owed_at = models.DateTimeField(default=timezone.now)

    objects = OwedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"screening of {self.post_id}"


class ScreenHit(models.Model):
    """A rule of the screen found something in a post. What it found is not kept, only where."""

    rule = models.ForeignKey(ScreenRule, on_delete=models.CASCADE, related_name="hits")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="screen_hits")
    found_at = models.DateTimeField(default=timezone.now)
    # Whether a person later agreed; nothing while nobody has looked.
    was_right = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "post"], name="rule_hits_a_post_once")
        ]
        indexes = [models.Index(fields=["rule", "-found_at"], name="hits_of_rule")]

    def __str__(self) -> str:
        return f"hit {self.pk} of {self.rule_id}"


class NeverReveal(models.Model):
    """Something that its owner never wants to write here, as keyed hashes of its words.

    What it was can be read by nobody, its owner included; it is told by `hint`, which the owner
    chose ("my street").
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="never_reveals"
    )
    hint = models.CharField(_("what you call it"), max_length=60)
    words_hash = models.CharField(max_length=64, editable=False)
    # Of how many words it is, so that a text is hashed in pieces of that length alone.
    words_count = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "words_hash"], name="never_reveals_once")
        ]

    def __str__(self) -> str:
        return f"never reveal {self.pk}"


class HelpLine(models.Model):
    """Somebody to turn to in a country. From a data file at first; the operator's to change."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    # ISO 3166-1 alpha-2.
    country = models.CharField(_("country"), max_length=2)
    name = models.CharField(_("who they are"), max_length=120)
    number = models.CharField(_("number to call"), max_length=40, blank=True)
    address = models.URLField(_("address on the web"), blank=True)
    about = models.CharField(_("when, for whom, in which languages"), max_length=200, blank=True)
    source = models.URLField(_("where this was read"))
    checked_on = models.DateField(_("when it was checked"))
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="one_help_line_of_a_name"),
            models.CheckConstraint(
                name="help_line_can_be_reached", condition=~Q(number="") | ~Q(address="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.name}"

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return "".join(sign for sign in self.number if sign.isdecimal() or sign == "+")

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or "").removeprefix("www.")
