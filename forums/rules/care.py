"""What moderators carry: when something else is due, and when it was much. Pure.

The numbers are ours, and small on purpose: they stop nobody, they only offer a pause early. People
who moderate for a living are advised to take one at least every hour or two of such work, and the
effect that is known best is that of a run of hard things without anything ordinary in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from forums.choices import Harm

# After so many hard ones in a row, something ordinary is offered.
HARD_IN_A_ROW = 2
# A shift with so many was a hard one: it ends with a question about oneself.
HARD_SHIFT = 3
# With so many the page says so, and nothing more.
MUCH_IN_A_SHIFT = 5
MUCH_IN_A_WEEK = 12
WEEK = timedelta(days=7)
# Somebody who forgot to end a shift has not been at it since.
LONGEST_SHIFT = timedelta(hours=12)
# What was handed over is of use for so long.
HANDED_OVER_FOR = timedelta(days=3)
LONGEST_HAND_OVER = 4000


def wants_something_else(last_were_hard: Sequence[bool]) -> bool:
    """Whether the last ones that somebody opened, the newest first, were hard in a row."""
    recent = last_were_hard[:HARD_IN_A_ROW]
    return len(recent) == HARD_IN_A_ROW and all(recent)


def is_overdue_crisis(harm: str, due_at: datetime, *, now: datetime) -> bool:
    """This comes before whatever would be good for those who work."""
    return harm == Harm.CRISIS and due_at < now


def was_hard(hard_in_shift: int) -> bool:
    return hard_in_shift >= HARD_SHIFT


def is_much(*, in_shift: int, in_week: int) -> bool:
    return in_shift >= MUCH_IN_A_SHIFT or in_week >= MUCH_IN_A_WEEK


def why_not_hand_over(words: str) -> str | None:
    if len(words) > LONGEST_HAND_OVER:
        return _("That is longer than %(most)d letters. Please say it in fewer.") % {
            "most": LONGEST_HAND_OVER
        }
    return None


def why_not_end_shift() -> str:
    return _("No shift of yours is going on.")


def why_not_take_next(*, has_left: bool) -> str:
    if has_left:
        return _(
            "What is left is what you left to others. They can find it, and you need not take it "
            "back. Thank you for looking."
        )
    return _("Nothing is left to take. Thank you for looking.")
