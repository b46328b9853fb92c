from collections.abc import Sequence

from accounts.models import User
from forums.models import Circle, Draft, Post

MOST_OFFERED = 10


def drafts_to_go_on_with(user: User) -> Sequence[Draft]:
    """What somebody had begun to write, the latest first."""
    return list(
        Draft.objects.visible_to(user)
        .select_related("circle", "parent__author", "parent__topic")
        .order_by("-kept_at")[:MOST_OFFERED]
    )


def draft_of_answer(user: User, parent: Post) -> Draft | None:
    return Draft.objects.filter(owner=user, parent=parent).first()


def draft_of_topic(user: User, circle: Circle) -> Draft | None:
    return Draft.objects.filter(owner=user, circle=circle).first()
