from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import today
from forums.choices import Holding, Language, Reading, Role, language_of_site
from forums.querysets import CircleQuerySet, MembershipQuerySet, PersonaQuerySet
from forums.refs import new_ref
from forums.validators import LONGEST_FOLDED, fold_name, validate_name_is_plain

LONGEST_NOTE = 60


def names_of_notes() -> "ArrayField[list[str], list[str]]":
    """The content notes that something carries, by their names."""
    return ArrayField(
        models.CharField(max_length=LONGEST_NOTE),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
    )


class Persona(models.Model):
    """The name that somebody wears here. Its owner is known to nobody but its owner.

    One is worn everywhere; others in one topic each, so that nothing leads from what is said in
    it to whatever else the same person said (docs/decisions/0011-personas-and-blocks.md).
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    # Nobody, for the author of an imported comment.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="personas"
    )
    # The topic in which it is worn, and nowhere else.
    only_in = models.ForeignKey(
        "forums.Topic", on_delete=models.CASCADE, null=True, editable=False, related_name="faces"
    )
    name = models.CharField(
        _("the name others see"), max_length=40, validators=[validate_name_is_plain]
    )
    name_folded = models.CharField(max_length=LONGEST_FOLDED, unique=True, editable=False)
    # Keyed hash of the e-mail address (or else the name) that an imported comment came with.
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = PersonaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(only_in=None),
                name="one_persona_for_everywhere",
            ),
            models.UniqueConstraint(
                fields=["owner", "only_in"],
                condition=models.Q(only_in__isnull=False),
                name="one_persona_for_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = fold_name(self.name)
        super().save(*args, **kwargs)


class Circle(models.Model):
    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    guidelines = models.TextField(_("guidelines"), blank=True)
    # Goes up with every change; a member who accepted an older one reads the new one first.
    guidelines_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    reading = models.CharField(
        _("who may read"), max_length=16, choices=Reading, default=Reading.MEMBERS
    )
    # What is said in it is searched in this language.
    language = models.CharField(
        _("language"),
        max_length=16,
        choices=Language,
        default=language_of_site,
        db_default=Language.SIMPLE,
    )
    # Asked of whoever wants to come into a closed circle.
    question = models.CharField(
        _("question to whoever asks to come in"), max_length=300, blank=True, db_default=""
    )
    wait_days = models.PositiveSmallIntegerField(
        _("days between joining and the first post"), default=0, db_default=0
    )
    pause_minutes = models.PositiveSmallIntegerField(
        _("minutes between two posts of one person"), default=0, db_default=0
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("days after which a topic takes no more answers"), null=True, blank=True
    )
    allows_images = models.BooleanField(_("images in posts"), default=False, db_default=False)
    # What waits for a moderator before others see it; of newcomers, so many first posts.
    holding = models.CharField(
        _("what waits for a moderator"),
        max_length=16,
        choices=Holding,
        default=Holding.NOTHING,
        db_default=Holding.NOTHING,
    )
    newcomer_posts = models.PositiveSmallIntegerField(
        _("how many first posts of somebody new"), default=3, db_default=3
    )
    # Names of content notes in use here.
    notes = names_of_notes()
    opened_on = models.DateField(default=today)

    objects = CircleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:circle", args=[self.ref])

    def is_open_to_anyone(self) -> bool:
        return self.reading == Reading.ANYONE

    def is_closed(self) -> bool:
        return self.reading == Reading.CLOSED


class Membership(models.Model):
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(default=today)
    accepted_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "user"], name="one_membership_per_circle")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.circle_id}"


class ContentNote(models.Model):
    """What a post may touch on, so that whoever needs to can keep away from it.

    The operator's list. Posts, topics and mutes carry its name, so that reading costs nothing.
    """

    name = models.CharField(_("content note"), max_length=LONGEST_NOTE, unique=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), unique=True)

    def __str__(self) -> str:
        return self.name
