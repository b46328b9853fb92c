"""Parting somebody from all that they wrote: at once in what they see, and part by part in the
background. A worker that dies has finished some parts, and the next one goes on."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.imported_authors import take_turns
from forums.actions.owed import do_next
from forums.actions.personas import hold_persona
from forums.actions.quotes import owe_new_name
from forums.actions.traces import leave_trail
from forums.actions.writing import take_words_out
from forums.choices import ClaimChoice
from forums.models import Block, Claim, Draft, Erasure, Image, Mute, Persona, Post, Topic, Trail
from forums.queries.erasing import being_looked_into
from forums.signals import erasure_owed

POSTS_AT_ONCE = 100
# Names for one topic go one by one within this time: were they gone all at once, whoever watches
# would know that they were one person's.
SPREAD = timedelta(days=1)
# As much of a name as leaves room for the number behind it.
MOST_LETTERS = 33
# What is done to one's own posts, by oneself.
OWN_ACTS = ("open_topic", "reply", "revise", "withdraw", "send_in_again")


@transaction.atomic
def erase_posts(*, by: User, leave_words: bool) -> int:
    """Owe it to somebody that nothing they have written here so far is theirs any more, under any
    of their names, and say how many names that is. Drafts go at once.

    The words go as well, or are left with nobody's name over them. Asked once more, the last word
    counts for whatever is not done yet.
    """
    # Whatever they are just posting is done before this, or comes after it and is left alone.
    hold_persona(by)
    now = timezone.now()
    until = Post.objects.aggregate(newest=Max("pk", default=0))["newest"]
    names = list(Persona.objects.filter(owner=by).values_list("pk", "only_in"))
    for persona, only_in in names:
        wait = secrets.randbelow(int(SPREAD.total_seconds())) if only_in else 0
        asked = {"leaves_words": leave_words, "until": until}
        Erasure.objects.update_or_create(
            persona_id=persona,
            defaults=asked | {"up_to": 0, "tries": 0},
            create_defaults=asked | {"next_try_at": now + timedelta(seconds=wait)},
        )
    Draft.objects.filter(owner=by).delete()
    if not leave_words:
        # What they claimed of an import does not come again under their name.
        taken = Claim.objects.filter(user=by, choice=ClaimChoice.TAKE)
        taken.update(choice=ClaimChoice.WITHDRAW, user=None)
    leave_trail(by=by, verb="erase_posts", kind="member", ref="", leave_words=leave_words)
    erasure_owed.send(sender=Erasure)
    return len(names)


def go_on_erasing(*, now: datetime, most: int = POSTS_AT_ONCE) -> int:
    """Do the next part of what somebody asked for, and return how much was done; nothing where
    nothing is owed.

    The row says in the transaction that did it how far it came: one that dies has done nothing.
    """
    owed = Erasure.objects.select_related("persona", "nobody")
    return do_next(owed, now=now, work=lambda erasure: _go_through(erasure, most))


def _go_through(erasure: Erasure, most: int) -> int:
    take_turns()
    if erasure.nobody is None:
        erasure.nobody = _nobody_instead_of(erasure.persona)
    behind = erasure.persona.posts.filter(pk__gt=erasure.up_to, pk__lte=erasure.until)
    # All posts before the first topic, as everywhere.
    held = behind.select_related("topic__circle").select_for_update(of=["self"])
    posts = list(held.order_by("id")[:most])
    kept = being_looked_into(posts)
    for post in posts:
        # What others cannot read anyway is not left for later.
        if post.withdrawn_at is None and (
            not erasure.leaves_words or post.pk in kept or not post.is_standing()
        ):
            take_words_out(post, by=None)
    _part(erasure.nobody, [post for post in posts if post.pk not in kept])
    if len(posts) == most:
        # It came through, and goes on at once.
        erasure.up_to, erasure.tries, erasure.next_try_at = posts[-1].pk, 0, None
        erasure.save(update_fields=["nobody", "up_to", "tries", "next_try_at"])
    else:
        _finish(erasure)
    return len(posts) + 1


def _part(nobody: Persona, posts: Sequence[Post]) -> None:
    """Nothing leads from these to whoever wrote them any more: not their name, not the pictures'
    owner, not the lines that say who wrote."""
    pks = [post.pk for post in posts]
    openings = [post.topic for post in posts if post.parent_id is None]
    Post.objects.filter(pk__in=pks).update(author=nobody)
    Topic.objects.filter(pk__in=[topic.pk for topic in openings]).update(opened_by=nobody)
    Image.objects.filter(post__in=pks).update(owner=None)
    for kind, refs in (
        ("post", [post.ref for post in posts]),
        ("topic", [topic.ref for topic in openings]),
    ):
        lines = Trail.objects.filter(subject_kind=kind, subject_ref__in=refs, verb__in=OWN_ACTS)
        lines.exclude(by=None).update(by=None)


def _nobody_instead_of(persona: Persona) -> Persona:
    """Somebody without an owner, at the same distance from others."""
    nobody = _somebody_who_left(persona)
    Block.objects.bulk_create(
        [
            *(
                Block(by_id=row.by_id, persona=nobody, name=row.name)
                for row in persona.blocked_by.all()
            ),
            *(
                Block(by=nobody, persona_id=row.persona_id, name=row.name)
                for row in persona.blocks.all()
            ),
        ]
    )
    Mute.objects.bulk_create(
        Mute(user_id=row.user_id, persona=nobody, name=row.name)
        for row in Mute.objects.filter(persona=persona)
    )
    return nobody


def _somebody_who_left(persona: Persona) -> Persona:
    """Under a number drawn by lot: were they counted, those beside each other would be one
    person's."""
    while True:
        number = f" {secrets.randbelow(900_000) + 100_000}"
        name = _("Somebody who has left")[:MOST_LETTERS] + number
        try:
            with transaction.atomic():
                return Persona.objects.create(name=name, only_in=persona.only_in)
        except IntegrityError:
            # That number is taken.
            continue


def _finish(erasure: Erasure) -> None:
    """Others who quoted them, or spoke to them until then, do so no more by their name."""
    persona, nobody = erasure.persona, erasure.nobody
    assert nobody is not None  # noqa: S101 (made with the first part)
    persona.mentions.filter(post__lte=erasure.until).update(persona=nobody)
    owe_new_name(nobody, before=persona.name)
    persona.reactions.filter(post__lte=erasure.until).delete()
    erasure.delete()
