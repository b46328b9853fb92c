"""What waits for a moderator before others see it, and what its author is told meanwhile."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forums.choices import HeldFor, Holding, Outcome, Role
from forums.models import Circle, Post
from forums.rules.reading import Standing
from forums.rules.sanctions import Bar

MOST_NEWCOMER_POSTS = 50
# So many have to be known before anything is said of how long it takes, and of so many of them it
# took no longer than what is said.
FEWEST_WAITS, PERCENT = 5, 80
HOUR = timedelta(hours=1)
HOURS_TOLD = (1, 2, 3, 4, 6, 8, 12, 18, 24)


def why_hold(
    circle: Circle, *, role: Role | None, appeared: int, is_sanctioned: bool
) -> HeldFor | None:
    """Why what somebody writes in a circle waits for a moderator; nothing where it appears at once.

    `appeared` is how many posts of this person, under whatever name, have appeared in it before.
    """
    if is_sanctioned:
        return HeldFor.SANCTION
    if role in (Role.HOST, Role.MODERATOR):
        return None
    if circle.holding == Holding.EVERYTHING:
        return HeldFor.CIRCLE
    if circle.holding == Holding.NEWCOMERS and appeared < circle.newcomer_posts:
        return HeldFor.NEWCOMER
    return None


def is_read_first(bars: Iterable[Bar], *, now: datetime) -> bool:
    """Whether a sanction has a moderator read what somebody writes before it appears."""
    return any(bar.kind == Outcome.HOLD and bar.holds(at=now) for bar in bars)


def waits(post: Standing) -> bool:
    """Whether it is a moderator's turn: nobody has said yes or no to it, it is not back with its
    author, and not withdrawn."""
    if post.held_for is None or post.returned_at is not None or post.withdrawn_at is not None:
        return False
    # One that never appeared, and was then hidden, is refused.
    return post.held_at is None or post.hidden_at is None


def is_back_with_author(post: Standing) -> bool:
    return post.returned_at is not None and post.withdrawn_at is None


def why_not_send_in_again(post: Post, *, user: User) -> str | None:
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can change it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post. There is nothing left to change.")
    if post.returned_at is None:
        return _("This is not waiting for you any more. Look at it once more.")
    return None


def usual_wait(waits: Sequence[timedelta]) -> timedelta | None:
    """How long it mostly takes, at the most; nothing where too little is known."""
    if len(waits) < FEWEST_WAITS:
        return None
    return sorted(waits)[-(-len(waits) * PERCENT // 100) - 1]


def told_wait(wait: timedelta | None) -> str:
    """The same in words, rounded up: whoever waits is rather told too much than too little."""
    if wait is None:
        return ""
    hours = next((hours for hours in HOURS_TOLD if wait <= hours * HOUR), None)
    if hours is not None:
        return ngettext(
            "Usually it takes less than an hour.",
            "Usually it takes less than %(hours)d hours.",
            hours,
        ) % {"hours": hours}
    days = -(-wait // timedelta(days=1))
    return ngettext(
        "Usually it takes less than %(days)d day.",
        "Usually it takes less than %(days)d days.",
        days,
    ) % {"days": days}
