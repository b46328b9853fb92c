from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet

from accounts.models import User
from forums.models import Membership, Notice
from forums.queries.compiled import CompiledQuery, Given


@dataclass(frozen=True)
class Standing:
    """What the navigation has to know of somebody."""

    is_moderator: bool
    has_unread_notices: bool


def standing_of(user: User) -> Standing:
    """One look-up; a second one only where there may be news. Whether somebody may still be told
    of what has happened is a long question, and on most pages there is nothing to ask it of."""
    values = {"user": user.pk}
    is_moderator, has_unread = STANDING.rows(values)[0]
    return Standing(is_moderator, has_unread and bool(UNREAD.rows(values)))


def _standing(given: Given) -> "QuerySet[User, Any]":
    user = User(pk=given.user)
    return User.objects.filter(pk=user.pk).values_list(
        Exists(Membership.objects.moderating().filter(user=user)),
        Exists(Notice.objects.unread().filter(user=user)),
    )


def _unread(given: Given) -> "QuerySet[Notice, Any]":
    return Notice.objects.visible_to(User(pk=given.user)).unread().values_list("pk")[:1]


STANDING, UNREAD = CompiledQuery(_standing), CompiledQuery(_unread)


def is_moderator(user: User) -> bool:
    return Membership.objects.moderating().filter(user=user).exists()
