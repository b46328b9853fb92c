from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from forums.models import Digest, Notice
from forums.refs import is_ref

NOTICES_PER_PAGE = 30


@dataclass(frozen=True)
class NoticesPage:
    notices: Sequence[Notice]
    # The ref after which the next page begins; empty on the last.
    older: str


def notices_page(user: User, *, after: str = "") -> NoticesPage:
    """What somebody should hear about, newest first."""
    notices = Notice.objects.visible_to(user).select_related(
        "post__author", "post__topic", "join_request__circle", "circle"
    )
    notices = notices.order_by("-pk")
    # Of their own, whether it is still shown or not: a ref of somebody else's is no place.
    if is_ref(after) and (edge := Notice.objects.filter(user=user, ref=after).first()):
        notices = notices.filter(pk__lt=edge.pk)
    rows = list(notices[: NOTICES_PER_PAGE + 1])
    has_more = len(rows) > NOTICES_PER_PAGE
    rows = rows[:NOTICES_PER_PAGE]
    return NoticesPage(rows, older=rows[-1].ref if has_more else "")


def newest_unheard(user: User) -> int | None:
    """The id of the newest notice that they have neither read nor been mailed about; None where
    there is none, or none that they would be shown."""
    unread = Notice.objects.visible_to(user).unread()
    told = Digest.objects.filter(user=user).order_by("-on").values_list("up_to", flat=True).first()
    if told is not None:
        unread = unread.filter(pk__gt=told)
    return unread.order_by("-pk").values_list("pk", flat=True).first()
