from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from forums.models import Notice

NOTICES_PER_PAGE = 30


@dataclass(frozen=True)
class NoticesPage:
    notices: Sequence[Notice]
    # The id after which the next page begins; empty on the last.
    older: str


def notices_page(user: User, *, after: str = "") -> NoticesPage:
    """What somebody should hear about, newest first."""
    notices = Notice.objects.visible_to(user).select_related(
        "post__author", "post__topic", "join_request__circle"
    )
    notices = notices.order_by("-pk")
    if after.isdecimal() and len(after) < 19:
        notices = notices.filter(pk__lt=int(after))
    rows = list(notices[: NOTICES_PER_PAGE + 1])
    has_more = len(rows) > NOTICES_PER_PAGE
    rows = rows[:NOTICES_PER_PAGE]
    return NoticesPage(rows, older=str(rows[-1].pk) if has_more else "")
