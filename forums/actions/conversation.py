from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.following import owe_announcement
from forums.actions.holding import hold, hold_parent, keep_waiting
from forums.actions.images import show_pictures
from forums.actions.notes import hold_notes
from forums.actions.personas import hold_persona, new_face, put_on, wear
from forums.actions.quotes import hold_named
from forums.actions.revising import say_anew
from forums.actions.screening import look_at_details, owe_screening, tell_what_was_found
from forums.actions.traces import leave_trail
from forums.actions.writing import add_post, add_topic, take_words_out
from forums.choices import Answerers, HeldFor
from forums.models import Circle, Draft, Post, Topic
from forums.queries.holding import why_held
from forums.queries.readers import Reader, reader_of
from forums.queries.screening import must_be_held
from forums.refusals import ReplyRefused, RevisionRefused, TopicRefused, WithdrawalRefused
from forums.rules import (
    pause_of,
    why_not_ask_for,
    why_not_call_topic,
    why_not_reply_to,
    why_not_revise,
    why_not_say,
    why_not_so_soon,
    why_not_while_slowed,
    why_not_withdraw,
)
from forums.validators import legible

PRESSED_TWICE = timedelta(minutes=1)


@transaction.atomic
def open_topic(
    *,
    by: User,
    circle: Circle,
    title: str,
    words: str,
    wish: str = "",
    please_not: Collection[str] = (),
    answerers: str = Answerers.EVERYONE,
    notes: Collection[str] = (),
    face_name: str = "",
    pictures: Mapping[str, str] | None = None,
    seen: Collection[str] = (),
) -> Topic:
    """Open a conversation, under a name for it alone where one is given. Pictures are told by
    their refs, each with what can be seen in it; details that show somebody, and that its author
    has seen and lets stand, by their keys.

    Raises TopicRefused, or PersonaRefused where it is the name, ImageRefused where it is a
    picture, DetailsFound where something shows somebody.
    """
    title = " ".join(legible(title).split())
    hold_persona(by)
    writer = reader_of(circle, by)
    if no := (
        writer.why_not_write
        or why_not_call_topic(title)
        or why_not_say(words)
        or why_not_ask_for(wish=wish, please_not=please_not, answerers=answerers)
    ):
        raise TopicRefused(no)
    words = hold_named(words, by=by)
    begun = Post.objects.filter(topic__circle=circle, topic__title=title, source=words)
    if said := _said_just_now(begun.filter(parent=None).select_related("topic"), writer):
        return said.topic
    now = timezone.now()
    if no := _why_not_so_soon(writer, now):
        raise TopicRefused(no)
    look_at_details(by=by, title=title, words=words, seen=seen)
    found = must_be_held(writer, title=title, words=words)
    face = new_face(face_name) if face_name.strip() else None
    topic = add_topic(
        circle=circle,
        author=face or writer.named(),
        title=title,
        source=words,
        by=by,
        wish=wish,
        please_not=please_not,
        answerers=answerers,
        notes=hold_notes(notes, circle=circle, refusal=TopicRefused),
        held_for=why_held(writer, now=now) or (HeldFor.SCREEN if found else None),
    )
    if face is not None:
        put_on(face, by=by, topic=topic)
    opening = topic.posts.get(parent=None)
    if pictures:
        show_pictures(by=by, post=opening, pictures=pictures)
    Draft.objects.filter(owner=by, circle=circle).delete()
    _tell_of(opening)
    tell_what_was_found(opening, found)
    owe_screening(opening)
    leave_trail(by=by, verb="open_topic", kind="topic", ref=topic.ref)
    return topic


@transaction.atomic
def reply(
    *,
    by: User,
    parent: Post,
    words: str,
    notes: Collection[str] = (),
    face_name: str = "",
    pictures: Mapping[str, str] | None = None,
    seen: Collection[str] = (),
) -> Post:
    """Answer a post, with one's first answer in a topic under a name for it alone, if one likes.

    Raises ReplyRefused, or PersonaRefused where it is the name, ImageRefused where it is a
    picture, DetailsFound where something shows somebody that is not `seen`.
    """
    # Locked, so that a post that is just being hidden is not answered; others may quote it.
    parent = Post.objects.select_for_update(of=["self"], no_key=True).get(pk=parent.pk)
    if not Post.objects.visible_to(by).filter(pk=parent.pk).exists():
        raise ReplyRefused(_("This post is not here any more. Your words are kept below."))
    hold_persona(by)
    writer = reader_of(parent.topic.circle, by, topic=parent.topic)
    now = timezone.now()
    if no := (
        writer.why_not_answer(parent.topic, now=now)
        or why_not_reply_to(parent)
        or why_not_say(words)
    ):
        raise ReplyRefused(no)
    words = hold_named(words, by=by)
    # The parent is held, so of two pressed at once the second one sees the first.
    if said := _said_just_now(Post.objects.filter(parent=parent, source=words), writer):
        return said
    if no := _why_not_so_soon(writer, now):
        raise ReplyRefused(no)
    look_at_details(by=by, words=words, topic=parent.topic, seen=seen)
    found = must_be_held(writer, words=words, topic=parent.topic)
    post = add_post(
        topic=parent.topic,
        parent=parent,
        author=wear(writer=writer, topic=parent.topic, name=face_name)
        if face_name.strip()
        else writer.named(),
        source=words,
        by=by,
        notes=hold_notes(notes, circle=writer.circle, refusal=ReplyRefused),
        held_for=why_held(writer, now=now) or (HeldFor.SCREEN if found else None),
    )
    if pictures:
        show_pictures(by=by, post=post, pictures=pictures)
    Draft.objects.filter(owner=by, parent=parent).delete()
    _tell_of(post)
    tell_what_was_found(post, found)
    owe_screening(post)
    leave_trail(by=by, verb="reply", kind="post", ref=post.ref)
    return post


@transaction.atomic
def revise(
    *,
    by: User,
    post: Post,
    words: str,
    title: str | None = None,
    notes: Collection[str] | None = None,
    pictures: Mapping[str, str] | None = None,
    seen: Collection[str] = (),
) -> Post:
    """Change one's own post. What it said before is kept as a revision; pictures that are taken
    out are gone. Raises RevisionRefused, or ImageRefused where it is a picture, DetailsFound where
    something new shows somebody that is not `seen`.

    Saying the same again changes nothing but the content notes and pictures, where some are given.
    The title can be another one while the topic waits for a moderator. Where what they write would
    wait, so does what they change.
    """
    hold_parent(post)
    post = _own(post, no_key=True)
    writer = reader_of(post.topic.circle, by, topic=post.topic)
    if no := (
        why_not_revise(post, user=by)
        or writer.why_not_take_part
        or why_not_say(words)
        or (why_not_call_topic(title) if title is not None else None)
    ):
        raise RevisionRefused(no)
    look_at_details(by=by, words=words, topic=post.topic, before=post.source, seen=seen)
    if not say_anew(post, by=by, words=words, title=title, notes=notes, pictures=pictures):
        return post
    found = must_be_held(writer, words=post.source, topic=post.topic)
    held_for = why_held(writer, now=timezone.now()) or (HeldFor.SCREEN if found else None)
    if post.is_standing() and held_for is not None:
        hold(post, held_for=held_for)
    tell_what_was_found(post, found)
    owe_screening(post)
    leave_trail(by=by, verb="revise", kind="post", ref=post.ref)
    return post


@transaction.atomic
def withdraw(*, by: User, post: Post) -> Post:
    """Take back one's own post, at any age. Raises WithdrawalRefused.

    The words go from here and from every revision, and with an opening post the topic's title and
    what was asked for; the answers of others stay in their places. Nobody can read a quote of it
    from now on, and its words go from there as well. A report keeps what it froze, for the
    moderators.
    """
    post = _own(post)
    if no := why_not_withdraw(post, user=by):
        raise WithdrawalRefused(no)
    return take_words_out(post, by=by)


def _tell_of(post: Post) -> None:
    """Whom it concerns, where it is there for others; or else those who let it appear."""
    if post.held_at is None:
        owe_announcement(post)
    else:
        keep_waiting(post)


def _said_just_now(posts: "QuerySet[Post]", writer: Reader) -> Post | None:
    """The same words by the same person a moment ago: a button pressed twice says them once."""
    return posts.filter(
        author__owner=writer.user.pk,
        said_at__gt=timezone.now() - PRESSED_TWICE,
        withdrawn_at=None,
    ).first()


def _why_not_so_soon(writer: Reader, now: datetime) -> str | None:
    said = Post.objects.filter(author__owner=writer.user.pk)
    if pause := pause_of(writer.bars, now=now):
        return why_not_while_slowed(_newest(said), pause=pause, now=now)
    if not writer.circle.pause_minutes or writer.looks_after_circle:
        return None
    here = said.filter(topic__circle=writer.circle)
    return why_not_so_soon(_newest(here), circle=writer.circle, now=now)


def _newest(posts: "QuerySet[Post]") -> datetime | None:
    return posts.order_by("-said_at").values_list("said_at", flat=True).first()


def _own(post: Post, *, no_key: bool = False) -> Post:
    """The post, locked: what is decided about it is decided about this state of it. Without its
    key, others may quote it meanwhile."""
    posts = Post.objects.select_related("author", "topic__circle")
    return posts.select_for_update(of=["self"], no_key=no_key).get(pk=post.pk)
