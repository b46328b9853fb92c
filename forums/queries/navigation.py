from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet

from accounts.models import User
from forums.models import HouseModerator, Membership, Notice
from forums.queries.compiled import CompiledQuery, Given, columns, made


@dataclass(frozen=True)
class Standing:
    """What the navigation has to know of somebody."""

    is_moderator: bool
    has_unread_notices: bool


def member_with_standing(pk: int) -> User | None:
    """Whoever is signed in, and what the navigation asks of them, in one look-up: nearly every
    page of theirs shows it."""
    rows = MEMBER.rows({"user": pk})
    if not rows:
        return None
    shown = len(columns(User))
    user = made(User, rows[0][:shown])
    user.standing = Standing(*rows[0][shown:])  # type: ignore[attr-defined]  # asked for beside its own columns
    return user


def standing_of(user: User) -> Standing:
    """Another look-up only where there may be news. Whether somebody may still be told of what has
    happened is a long question, on most pages there is nothing to ask it of, and what was unread
    when the page was asked for may have been read since."""
    known = _known_standing(user)
    return Standing(
        known.is_moderator,
        known.has_unread_notices and bool(UNREAD.rows({"user": user.pk})),
    )


def is_moderator(user: User) -> bool:
    """Of a circle, or of the whole house."""
    return _known_standing(user).is_moderator


def _known_standing(user: User) -> Standing:
    """As it was when the page was asked for."""
    known: Standing | None = getattr(user, "standing", None)
    return known or Standing(*MEMBER.rows({"user": user.pk})[0][len(columns(User)) :])


def _member(given: Given) -> "QuerySet[User, Any]":
    user = User(pk=given.user)
    moderates = Exists(Membership.objects.moderating().filter(user=user)) | Exists(
        HouseModerator.objects.filter(user=user)
    )
    return (
        User.objects.filter(pk=user.pk)
        .annotate(moderates=moderates)
        .values_list(*columns(User), "moderates", Exists(Notice.objects.unread().filter(user=user)))
    )


def _unread(given: Given) -> "QuerySet[Notice, Any]":
    return Notice.objects.visible_to(User(pk=given.user)).unread().values_list("pk")[:1]


MEMBER, UNREAD = CompiledQuery(_member), CompiledQuery(_unread)
