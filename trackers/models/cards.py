"""What the house tells its members, where it differs from what came with the site. Nobody's own:
who reads it is written down nowhere."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from trackers.choices import CardAction, CardKind
from trackers.shipped import Piece, Variant


class Card(models.Model):
    """One piece in one language, in the place of the shipped one of that name, or beside it."""

    kind = models.CharField(_("what it is"), max_length=16, choices=CardKind)
    # The same in every language and country; of a prompt, the number of its day.
    key = models.SlugField(_("its name among the others"), max_length=40, db_index=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    # ISO 3166-1 alpha-2; nothing where it holds everywhere.
    country = models.CharField(_("country"), max_length=2, blank=True)
    # Of a question: the key of its self-check.
    group = models.SlugField(_("which self-check"), max_length=40, blank=True, db_index=False)
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=6000)
    # Where guides disagree: a list of (name, text).
    variants = models.JSONField(default=list, blank=True)
    places = ArrayField(models.CharField(max_length=16), default=list)
    channels = ArrayField(models.CharField(max_length=16), default=list)
    # Of a question: the step, or the door, that a yes becomes.
    step = models.CharField(_("what a yes becomes"), max_length=200, blank=True)
    action = models.CharField(
        _("what one can do now"), max_length=16, choices=CardAction, blank=True
    )
    also = ArrayField(models.CharField(max_length=16), default=list)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    opens_fast = models.BooleanField(_("needed in a hurry"), default=False)
    source = models.URLField(_("where this was read"), blank=True)
    checked_on = models.DateField(_("when it was looked over"), null=True, blank=True)
    is_on = models.BooleanField(_("shown to members"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language", "country"], name="one_card_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.key, self.language, self.country)))

    def as_piece(self) -> Piece:
        """The same as a plain record, as those that come with the site are."""
        return Piece(
            kind=self.kind,
            key=self.key,
            language=self.language,
            country=self.country,
            group=self.group,
            title=self.title,
            body=self.body,
            variants=tuple(Variant(name, body) for name, body in self.variants),
            places=tuple(self.places),
            channels=tuple(self.channels),
            step=self.step,
            action=self.action,
            also=tuple(self.also),
            place=self.place,
            opens_fast=self.opens_fast,
            source=self.source,
            checked_on=self.checked_on,
            is_on=self.is_on,
        )
