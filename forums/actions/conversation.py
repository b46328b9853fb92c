from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.following import owe_announcement
from forums.actions.traces import leave_trail
from forums.choices import Markup
from forums.markup import html_from_html, html_from_markdown
from forums.models import Circle, Draft, Persona, Post, Revision, Topic
from forums.paths import ROOT, child_path
from forums.queries.readers import Reader, reader_of
from forums.refusals import ReplyRefused, RevisionRefused, TopicRefused, WithdrawalRefused
from forums.rules import (
    why_not_reply_to,
    why_not_revise,
    why_not_say,
    why_not_so_soon,
    why_not_withdraw,
)

PRESSED_TWICE = timedelta(minutes=1)


@transaction.atomic
def open_topic(*, by: User, circle: Circle, title: str, words: str) -> Topic:
    """Open a conversation. Raises TopicRefused."""
    title = " ".join(title.split())
    writer = reader_of(circle, by)
    if no := writer.why_not_write or why_not_say(title) or why_not_say(words):
        raise TopicRefused(no)
    if len(title) > (most := Topic._meta.get_field("title").max_length or 0):
        raise TopicRefused(_("The title is longer than %(most)d letters.") % {"most": most})
    Persona.objects.select_for_update().get(pk=writer.named().pk)
    begun = Post.objects.filter(topic__circle=circle, topic__title=title, source=words)
    if said := _said_just_now(begun.filter(parent=None).select_related("topic"), writer):
        return said.topic
    if no := why_not_so_soon(_last_said(writer), circle=circle, now=timezone.now()):
        raise TopicRefused(no)
    topic = add_topic(circle=circle, author=writer.named(), title=title, source=words)
    Draft.objects.filter(owner=by, circle=circle).delete()
    owe_announcement(topic.posts.get(parent=None))
    leave_trail(by=by, verb="open_topic", kind="topic", ref=topic.ref)
    return topic


@transaction.atomic
def reply(*, by: User, parent: Post, words: str) -> Post:
    """Answer a post. Raises ReplyRefused."""
    # Locked, so that a post that is just being hidden is not answered.
    parent = Post.objects.select_for_update(of=["self"]).get(pk=parent.pk)
    if not Post.objects.visible_to(by).filter(pk=parent.pk).exists():
        raise ReplyRefused(_("This post is not here any more. Your words are kept below."))
    writer = reader_of(parent.topic.circle, by, topic=parent.topic)
    now = timezone.now()
    if no := (
        writer.why_not_answer(parent.topic, now=now)
        or why_not_reply_to(parent)
        or why_not_say(words)
    ):
        raise ReplyRefused(no)
    # The parent is locked, so of two pressed at once the second one sees the first.
    if said := _said_just_now(Post.objects.filter(parent=parent, source=words), writer):
        return said
    if no := why_not_so_soon(_last_said(writer), circle=writer.circle, now=now):
        raise ReplyRefused(no)
    post = add_post(topic=parent.topic, parent=parent, author=writer.named(), source=words)
    Draft.objects.filter(owner=by, parent=parent).delete()
    owe_announcement(post)
    leave_trail(by=by, verb="reply", kind="post", ref=post.ref)
    return post


@transaction.atomic
def revise(*, by: User, post: Post, words: str) -> Post:
    """Change one's own post. What it said before is kept as a revision. Raises RevisionRefused.

    Saying the same again changes nothing.
    """
    post = _own(post)
    if no := why_not_revise(post, user=by) or why_not_say(words):
        raise RevisionRefused(no)
    if words == post.source:
        return post
    now = timezone.now()
    Revision.objects.create(post=post, source=post.source, html=post.html, replaced_at=now)
    # Whatever it was imported as, it is written by hand from now on.
    post.markup, post.source, post.html = Markup.MARKDOWN, words, html_from_markdown(words)
    post.edited_at = now
    post.save(update_fields=["markup", "source", "html", "edited_at"])
    leave_trail(by=by, verb="revise", kind="post", ref=post.ref)
    return post


@transaction.atomic
def withdraw(*, by: User, post: Post) -> Post:
    """Take back one's own post, at any age. Raises WithdrawalRefused.

    The words go from here and from every revision, and with an opening post the topic's title;
    the answers of others stay in their places. A report keeps what it froze, for the moderators.
    """
    post = _own(post)
    if no := why_not_withdraw(post, user=by):
        raise WithdrawalRefused(no)
    post.source = post.html = ""
    post.withdrawn_at = timezone.now()
    post.save(update_fields=["source", "html", "withdrawn_at"])
    post.revisions.all().delete()
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(title="", hidden_title="")
    leave_trail(by=by, verb="withdraw", kind="post", ref=post.ref)
    return post


def _said_just_now(posts: "QuerySet[Post]", writer: Reader) -> Post | None:
    """The same words by the same person a moment ago: a button pressed twice says them once."""
    return posts.filter(
        author=writer.named(), said_at__gt=timezone.now() - PRESSED_TWICE, withdrawn_at=None
    ).first()


def _last_said(writer: Reader) -> datetime | None:
    """When they last wrote in this circle, where it asks for a pause between two posts."""
    if not writer.circle.pause_minutes or writer.looks_after_circle:
        return None
    said = Post.objects.filter(author__owner=writer.user.pk, topic__circle=writer.circle)
    return said.order_by("-said_at").values_list("said_at", flat=True).first()


def _own(post: Post) -> Post:
    """The post, locked: what is decided about it is decided about this state of it."""
    return Post.objects.select_for_update(of=["self"]).select_related("author").get(pk=post.pk)


def add_topic(
    *,
    circle: Circle,
    author: Persona,
    title: str,
    source: str,
    markup: Markup = Markup.MARKDOWN,
    at: datetime | None = None,
    import_key: str | None = None,
) -> Topic:
    """Write a topic with its opening post, asking no rule. For verbs of this package only."""
    at = at or timezone.now()
    topic = Topic.objects.create(
        circle=circle,
        opened_by=author,
        title=title,
        opened_at=at,
        last_post_at=at,
        import_key=import_key,
    )
    add_post(topic=topic, parent=None, author=author, source=source, markup=markup, at=at)
    return topic


def add_post(
    *,
    topic: Topic,
    parent: Post | None,
    author: Persona,
    source: str,
    markup: Markup = Markup.MARKDOWN,
    at: datetime | None = None,
    import_key: str | None = None,
) -> Post:
    """Write a post at its place, asking no rule. For verbs of this package only.

    The parent's row is locked by its counter, so that of two answers at once each gets a number
    of its own; the topic's row is locked last, and for the shortest time.
    """
    at = at or timezone.now()
    render = html_from_html if markup == Markup.HTML else html_from_markdown
    post = Post.objects.create(
        topic=topic,
        parent=parent,
        path=_next_path(parent),
        depth=parent.depth + 1 if parent else 0,
        author=author,
        markup=markup,
        source=source,
        html=render(source),
        said_at=at,
        import_key=import_key,
    )
    if parent is not None:
        _count_reply(topic, at=at)
    return post


def _next_path(parent: Post | None) -> str:
    if parent is None:
        return ROOT
    siblings = Post.objects.filter(pk=parent.pk)
    siblings.update(answers_count=F("answers_count") + 1)
    return child_path(parent.path, siblings.values_list("answers_count", flat=True).get())


def _count_reply(topic: Topic, *, at: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        replies_count=F("replies_count") + 1, last_post_at=Greatest(F("last_post_at"), at)
    )
