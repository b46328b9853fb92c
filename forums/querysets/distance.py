"""Whom and what somebody does not meet: said once, for every list, page, count and notice."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from accounts.models import User
from forums.choices import Role


def has_blocks(user: User) -> Exists:
    blocks = apps.get_model("forums", "Block").objects
    return Exists(blocks.filter(Q(by__owner=user) | Q(persona__owner=user)))


def has_mutes(user: User) -> Exists:
    return Exists(apps.get_model("forums", "Mute").objects.filter(user=user))


def behind_a_block(user: User, *, author: str) -> Q:
    """Written by somebody whom this person blocked, or who blocked this person."""
    blocks = apps.get_model("forums", "Block").objects
    return Q(**{f"{author}__in": blocks.filter(by__owner=user).values("persona")}) | Q(
        **{f"{author}__in": blocks.filter(persona__owner=user).values("by")}
    )


def circles_moderated_by(user: User) -> "QuerySet[Any]":
    """A moderator's work would not be done if whoever they look at could vanish from it."""
    memberships = apps.get_model("forums", "Membership").objects
    return memberships.filter(user=user, role=Role.MODERATOR).values("circle")


def muted(user: User, *, author: str) -> Q:
    """Written by a muted persona, or under a content note that is muted."""
    mutes = apps.get_model("forums", "Mute").objects.filter(user=user)
    return Q(**{f"{author}__in": _chosen(mutes, "persona")}) | Q(
        notes__overlap=ArraySubquery(_chosen(mutes, "note"))
    )


def in_or_below(posts: "QuerySet[Any]", which: Q) -> Exists:
    """Whether a post is one of those, or stands anywhere below one in its conversation."""
    above = Func(
        OuterRef("path"), function="forums_paths_above", template="(%(function)s(%(expressions)s))"
    )
    is_above = Func(
        F("path"),
        above,
        template="(%(expressions)s)",
        arg_joiner=" = ANY ",
        output_field=BooleanField(),
    )
    return Exists(posts.filter(which, is_above, topic=OuterRef("topic")))


def muted_topics(user: User) -> Q:
    """The topic or its circle is muted (of a topic)."""
    mutes = apps.get_model("forums", "Mute").objects.filter(user=user)
    return Q(pk__in=_chosen(mutes, "topic")) | Q(circle__in=_chosen(mutes, "circle"))


def _chosen(mutes: "QuerySet[Any]", what: str) -> "QuerySet[Any]":
    return mutes.filter(**{f"{what}__isnull": False}).values(what)
