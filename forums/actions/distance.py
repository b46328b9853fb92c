"""Keeping away from somebody or something.

None of it leaves a trail, unlike every other act: the trail is read by moderators, and by whoever
reads the database, and from whom somebody keeps away is nobody's business. There is also nobody
to whom such an act would have to be explained later.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from forums.models import Block, Circle, ContentNote, Mute, Persona, Topic
from forums.refusals import DistanceRefused
from forums.rules import why_not_keep_away_from


@transaction.atomic
def block(*, by: User, persona: Persona, in_topic: Topic | None = None) -> Block:
    """Let two names not meet any more: this one, and the one that is worn in the topic, or else
    everywhere. Blocking twice changes nothing. Raises DistanceRefused.
    """
    worn = _name_worn(by, in_topic)
    if worn is None:
        raise DistanceRefused(_("Choose the name that others will see, then you can block."))
    if no := why_not_keep_away_from(persona, user=by):
        raise DistanceRefused(no)
    return Block.objects.get_or_create(by=worn, persona=persona, defaults={"name": persona.name})[0]


@transaction.atomic
def unblock(*, by: User, persona: Persona, in_topic: Topic | None = None) -> None:
    """Take a block back that was made under the name for everywhere, or for this topic alone."""
    Block.objects.filter(by__owner=by, by__only_in=in_topic, persona=persona).delete()


def _name_worn(user: User, topic: Topic | None) -> Persona | None:
    own = Persona.objects.filter(Q(only_in=None) | Q(only_in=topic), owner=user)
    return own.order_by(F("only_in").asc(nulls_last=True)).first()


@transaction.atomic
def mute(
    *,
    by: User,
    persona: Persona | None = None,
    topic: Topic | None = None,
    circle: Circle | None = None,
    note: str | None = None,
) -> Mute:
    """Not meet one thing any more, in lists, search and notices. Nobody else notices.

    Muting twice changes nothing. Raises DistanceRefused.
    """
    if persona and (no := why_not_keep_away_from(persona, user=by)):
        raise DistanceRefused(no)
    return Mute.objects.get_or_create(
        user=by,
        persona=persona,
        topic=topic,
        circle=circle,
        note=note,
        defaults={"name": persona.name if persona else ""},
    )[0]


@transaction.atomic
def unmute(
    *,
    by: User,
    persona: Persona | None = None,
    topic: Topic | None = None,
    circle: Circle | None = None,
    note: str | None = None,
) -> None:
    Mute.objects.filter(user=by, persona=persona, topic=topic, circle=circle, note=note).delete()


@transaction.atomic
def choose_muted_notes(*, by: User, notes: Collection[str]) -> None:
    """Mute these content notes, as far as there are such, and no others."""
    known = ContentNote.objects.filter(name__in=notes).values_list("name", flat=True)
    Mute.objects.filter(user=by, note__isnull=False).exclude(note__in=notes).delete()
    Mute.objects.bulk_create((Mute(user=by, note=note) for note in known), ignore_conflicts=True)
