"""What waits for a moderator before others see it.

A post that was never there for others has `held_at`: it has its number among the answers, so that
no place is given twice, and is counted nowhere. Nobody but its author and the circle's moderators
finds it, so nothing ever hangs from it. A post that others have answered already keeps its place,
since their answers hang from it: it is hidden while it waits. `held_for` says why, of both.

Whoever lets something appear holds what it answers first, then the post itself, then its topic:
as an answer is written (docs/decisions/0021-holding.md).
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.models import User
from forums.actions.filing import file_report
from forums.actions.following import owe_announcement
from forums.actions.traces import leave_trail
from forums.actions.writing import count_in, count_out, hide_post, show_post
from forums.choices import Concern, HeldFor, NoticeKind, Source
from forums.models import Announcement, Notice, Post, Topic
from forums.rules import (
    is_back_with_author,
    waits,
)


def hold(post: Post, *, held_for: HeldFor) -> Post:
    """Take a post that stands back until a moderator has looked at it. For verbs of this package
    only.

    Whatever does not stand stays as it is, and so does what waits already. The moderators are
    asked here, unless it is for the screen, which tells them what it found.
    """
    lock(post)
    if not post.is_standing():
        return post
    now, is_answered = timezone.now(), post.answers_numbered or post.answers_count
    if is_answered:
        hide_post(post, at=now, by=None)
    post.held_at, post.held_for = None if is_answered else now, held_for
    post.save(update_fields=["held_at", "held_for"])
    if not is_answered:
        _count_out(post, now)
    keep_waiting(post)
    return post


def keep_waiting(post: Post) -> None:
    """Say of a post that was written to wait, or begins to, that it does. For verbs of this
    package only."""
    leave_trail(by=None, verb="hold", kind="post", ref=post.ref, held_for=post.held_for)
    if post.held_for != HeldFor.SCREEN:
        ask_moderators(post)


def let_out(post: Post, *, by: User | None) -> Post:
    """Let a post appear that waits, or that was given back: it is counted and told now. For verbs
    of this package only.

    What waits no more, since somebody was faster or its author has withdrawn it, stays as it is.
    """
    lock(post)
    if not (waits(post) or is_back_with_author(post)):
        return post
    if post.held_at is None:
        show_post(post)
    else:
        _appear(post, timezone.now())
    _tell_author(post)
    leave_trail(by=by, verb="let_out", kind="post", ref=post.ref)
    return post


def give_back(post: Post, *, by: User | None) -> Post:
    """Leave a post to its author alone, to be changed and sent in again. For verbs of this package
    only. What to change is said by the decision."""
    lock(post)
    if post.withdrawn_at is not None or post.returned_at is not None:
        return post
    now = timezone.now()
    if post.held_at is None:
        hide_post(post, at=now, by=by)
    post.returned_at = now
    post.save(update_fields=["returned_at"])
    leave_trail(by=by, verb="give_back", kind="post", ref=post.ref)
    return post


# --- In its place or out of it ----------------------------------------------------------------


def lock(post: Post) -> None:
    """The post as it stands now, nobody else's until the end of the transaction; what it answers
    first. For verbs of this package only."""
    hold_parent(post)
    locked = Post.objects.select_related("author", "topic__circle")
    post.refresh_from_db(from_queryset=locked.select_for_update(of=["self"], no_key=True))


def hold_parent(post: Post) -> None:
    """What a post answers, before the post itself, by whoever may come to need both. For verbs of
    this package only."""
    Post.objects.filter(answers=post.pk).select_for_update(of=["self"], no_key=True).first()


def _count_out(post: Post, now: datetime) -> None:
    if post.parent_id is not None:
        count_out(post)
    else:
        Topic.objects.filter(pk=post.topic_id).update(held_at=now)


def _appear(post: Post, now: datetime) -> None:
    """What nobody has seen is said now. What was told before was said when it was said. To whoever
    has read on meanwhile, either is new."""
    announcements = Announcement.objects.filter(post=post)
    if not announcements.exists():
        post.said_at = now
        Topic.objects.filter(pk=post.topic_id, held_at__isnull=False).update(
            opened_at=now, last_post_at=now
        )
    post.held_at = post.held_for = post.returned_at = None
    post.late_as = _next_id()
    post.save(update_fields=["held_at", "held_for", "returned_at", "said_at", "late_as"])
    if post.parent_id is not None:
        count_in(post, at=post.said_at)
    else:
        Topic.objects.filter(pk=post.topic_id).update(held_at=None)
    # While it waited, it may have been ticked off without telling anybody. One that is still owed
    # is left to whoever may be at it.
    announcements.filter(told_at__isnull=False).delete()
    if not announcements.exists():
        owe_announcement(post)


def _next_id() -> int:
    """A number behind all posts that there are, and before all that will be."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [Post._meta.db_table])
        number: int = cursor.fetchone()[0]
    return number


# --- Telling ----------------------------------------------------------------------------------


def ask_moderators(post: Post) -> None:
    """Open its case, or say in the one that there is that it waits. For verbs of this package
    only."""
    file_report(
        subject=post, circle=post.topic.circle, source=Source.HOLDING, concern=Concern.WAITS
    )


def _tell_author(post: Post) -> None:
    author = post.author.owner_id
    if author is not None:
        Notice.objects.filter(user=author, post=post).delete()
        Notice.objects.create(user_id=author, post=post, kind=NoticeKind.HELD)
