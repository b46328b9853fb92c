from dataclasses import dataclass

from django.db.models import Exists

from accounts.models import User
from forums.models import Membership, Notice


@dataclass(frozen=True)
class Standing:
    """What the navigation has to know of somebody."""

    is_moderator: bool
    has_unread_notices: bool


def standing_of(user: User) -> Standing:
    """One look-up."""
    is_moderator, has_unread = User.objects.filter(pk=user.pk).values_list(
        Exists(Membership.objects.moderating().filter(user=user)),
        Exists(Notice.objects.visible_to(user).unread()),
    )[0]
    return Standing(is_moderator, has_unread)


def is_moderator(user: User) -> bool:
    return Membership.objects.moderating().filter(user=user).exists()
