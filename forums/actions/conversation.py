from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.following import owe_announcement
from forums.actions.images import show_pictures
from forums.actions.notes import hold_notes
from forums.actions.personas import hold_persona, new_face, put_on, wear
from forums.actions.quotes import hold_named, keep_links
from forums.actions.traces import leave_trail
from forums.actions.writing import add_post, add_topic, take_words_out
from forums.choices import Answerers, Markup
from forums.models import Circle, Draft, Post, Revision, Topic
from forums.queries.quotes import text_of
from forums.queries.readers import Reader, reader_of
from forums.refusals import ReplyRefused, RevisionRefused, TopicRefused, WithdrawalRefused
from forums.rules import (
    why_not_ask_for,
    why_not_reply_to,
    why_not_revise,
    why_not_say,
    why_not_so_soon,
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
) -> Topic:
    """Open a conversation, under a name for it alone where one is given. Pictures are told by
    their refs, each with what can be seen in it.

    Raises TopicRefused, or PersonaRefused where it is the name, ImageRefused where it is a picture.
    """
    title = " ".join(legible(title).split())
    hold_persona(by)
    writer = reader_of(circle, by)
    if no := (
        writer.why_not_write
        or _why_not_title(title)
        or why_not_say(words)
        or why_not_ask_for(wish=wish, please_not=please_not, answerers=answerers)
    ):
        raise TopicRefused(no)
    words = hold_named(words, by=by)
    begun = Post.objects.filter(topic__circle=circle, topic__title=title, source=words)
    if said := _said_just_now(begun.filter(parent=None).select_related("topic"), writer):
        return said.topic
    if no := why_not_so_soon(_last_said(writer), circle=circle, now=timezone.now()):
        raise TopicRefused(no)
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
    )
    if face is not None:
        put_on(face, by=by, topic=topic)
    opening = topic.posts.get(parent=None)
    if pictures:
        show_pictures(by=by, post=opening, pictures=pictures)
    Draft.objects.filter(owner=by, circle=circle).delete()
    owe_announcement(opening)
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
) -> Post:
    """Answer a post, with one's first answer in a topic under a name for it alone, if one likes.

    Raises ReplyRefused, or PersonaRefused where it is the name, ImageRefused where it is a picture.
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
    if no := why_not_so_soon(_last_said(writer), circle=writer.circle, now=now):
        raise ReplyRefused(no)
    post = add_post(
        topic=parent.topic,
        parent=parent,
        author=wear(writer=writer, topic=parent.topic, name=face_name)
        if face_name.strip()
        else writer.named(),
        source=words,
        by=by,
        notes=hold_notes(notes, circle=writer.circle, refusal=ReplyRefused),
    )
    if pictures:
        show_pictures(by=by, post=post, pictures=pictures)
    Draft.objects.filter(owner=by, parent=parent).delete()
    owe_announcement(post)
    leave_trail(by=by, verb="reply", kind="post", ref=post.ref)
    return post


@transaction.atomic
def revise(
    *,
    by: User,
    post: Post,
    words: str,
    notes: Collection[str] | None = None,
    pictures: Mapping[str, str] | None = None,
) -> Post:
    """Change one's own post. What it said before is kept as a revision; pictures that are taken
    out are gone. Raises RevisionRefused, or ImageRefused where it is a picture.

    Saying the same again changes nothing but the content notes and pictures, where some are given.
    """
    post = _own(post, no_key=True)
    if no := why_not_revise(post, user=by) or why_not_say(words):
        raise RevisionRefused(no)
    if notes is not None:
        _note(post, notes)
    now = timezone.now()
    if pictures is not None and show_pictures(by=by, post=post, pictures=pictures):
        post.edited_at = now
        post.save(update_fields=["edited_at"])
    words = hold_named(words, by=by)
    if words == post.source:
        return post
    Revision.objects.create(post=post, source=post.source, html=post.html, replaced_at=now)
    # Whatever it was imported as, it is written by hand from now on.
    text = text_of(words, by=by, topic=post.topic)
    post.markup, post.source, post.html = Markup.MARKDOWN, text.source, text.html
    post.edited_at = now
    post.save(update_fields=["markup", "source", "html", "edited_at"])
    keep_links(post, text)
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


def _said_just_now(posts: "QuerySet[Post]", writer: Reader) -> Post | None:
    """The same words by the same person a moment ago: a button pressed twice says them once."""
    return posts.filter(
        author__owner=writer.user.pk,
        said_at__gt=timezone.now() - PRESSED_TWICE,
        withdrawn_at=None,
    ).first()


def _last_said(writer: Reader) -> datetime | None:
    """When they last wrote in this circle, where it asks for a pause between two posts."""
    if not writer.circle.pause_minutes or writer.looks_after_circle:
        return None
    said = Post.objects.filter(author__owner=writer.user.pk, topic__circle=writer.circle)
    return said.order_by("-said_at").values_list("said_at", flat=True).first()


def _own(post: Post, *, no_key: bool = False) -> Post:
    """The post, locked: what is decided about it is decided about this state of it. Without its
    key, others may quote it meanwhile."""
    posts = Post.objects.select_related("author", "topic__circle")
    return posts.select_for_update(of=["self"], no_key=no_key).get(pk=post.pk)


def _why_not_title(title: str) -> str | None:
    if len(title) > (most := Topic._meta.get_field("title").max_length or 0):
        return _("The title is longer than %(most)d letters.") % {"most": most}
    return why_not_say(title)


def _note(post: Post, notes: Collection[str]) -> None:
    """Give a post other content notes, and its topic the same where the post opens it."""
    post.notes = hold_notes(
        notes, circle=post.topic.circle, kept=post.notes, refusal=RevisionRefused
    )
    post.save(update_fields=["notes"])
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(notes=post.notes)
