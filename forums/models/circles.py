from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import today
from forums.choices import Language, Reading, Role, language_of_site
from forums.querysets import CircleQuerySet, MembershipQuerySet
from forums.refs import new_ref
from forums.validators import LONGEST_FOLDED, fold_name, validate_name_is_plain


class Persona(models.Model):
    """The name that somebody wears here. Its owner is known to nobody but its owner."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    # Nobody, for the author of an imported comment.
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="persona"
    )
    name = models.CharField(
        _("the name others see"), max_length=40, validators=[validate_name_is_plain]
    )
    name_folded = models.CharField(max_length=LONGEST_FOLDED, unique=True, editable=False)
    # Keyed hash of the e-mail address (or else the name) that an imported comment came with.
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)

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
    opened_on = models.DateField(default=today)

    objects = CircleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:circle", args=[self.ref])

    def is_open_to_anyone(self) -> bool:
        return self.reading == Reading.ANYONE


class Membership(models.Model):
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(default=today)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "user"], name="one_membership_per_circle")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.circle_id}"
