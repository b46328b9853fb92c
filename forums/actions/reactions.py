"""Quiet words for a post. Nobody but its author learns of them, so they leave no trail."""

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from forums.choices import NoticeKind, ReactionKind
from forums.models import Block, Mute, Notice, Persona, Post, Reaction
from forums.queries.readers import reader_of
from forums.refusals import ReactionRefused
from forums.rules import why_not_react


@transaction.atomic
def react(*, by: User, post: Post, kind: ReactionKind) -> Reaction:
    """Answer a post without words, under the name worn in its topic. Raises ReactionRefused."""
    post = _held(post)
    reader = reader_of(post.topic.circle, by, topic=post.topic)
    is_own = post.author.owner_id == by.pk
    if no := reader.why_not_take_part or why_not_react(
        post, persona=reader.persona, role=reader.role, is_own=is_own
    ):
        raise ReactionRefused(no)
    # Under whatever name they wore when they said it first.
    if said := Reaction.objects.filter(post=post, by__owner=by, kind=kind).first():
        return said
    face = reader.named()
    reaction = Reaction.objects.create(post=post, by=face, kind=kind)
    _tell_author(post, face)
    return reaction


@transaction.atomic
def take_back(*, by: User, post: Post, kind: ReactionKind) -> None:
    """It was never said. Where nothing is left to hear of, the author is told of nothing."""
    post = _held(post)
    Reaction.objects.filter(post=post, by__owner=by, kind=kind).delete()
    if not post.reactions.exists():
        Notice.objects.filter(post=post, kind=NoticeKind.WITH_YOU).delete()


def _held(post: Post) -> Post:
    """Locked: of two who react at once, each finds the notice that the other one left."""
    posts = Post.objects.select_related("author", "topic__circle")
    return posts.select_for_update(of=["self"]).get(pk=post.pk)


def _tell_author(post: Post, face: Persona) -> None:
    """One notice for a post, however many react to it: new again with each that is new."""
    author = post.author
    if author.owner_id is None or _keeps_away(author, face):
        return
    told = Notice.objects.filter(user=author.owner_id, post=post)
    if told.filter(read_at=None).exists():
        return
    told.delete()
    Notice.objects.create(user_id=author.owner_id, post=post, kind=NoticeKind.WITH_YOU)


def _keeps_away(author: Persona, face: Persona) -> bool:
    between = Q(by=author, persona=face) | Q(by=face, persona=author)
    return (
        Mute.objects.filter(user=author.owner_id, persona=face).exists()
        or Block.objects.filter(between).exists()
    )
