"""Whom and what somebody does not meet: said once, for every list, page, count and notice."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from accounts.models import User
from forums.choices import Role


def has_blocks(user: User) -> Exists:
    blocks = apps.get_model("forums", "Block").objects
    own = apps.get_model("forums", "Persona").objects.filter(owner=user)
    # From one's own few names to their blocks, so that two indexes are asked and no table is read.
    blocks_or_is_blocked = Exists(blocks.filter(by=OuterRef("pk"))) | Exists(
        blocks.filter(persona=OuterRef("pk"))
    )
    return Exists(own.filter(blocks_or_is_blocked))


def has_mutes(user: User) -> Exists:
    return Exists(apps.get_model("forums", "Mute").objects.filter(user=user))


def behind_a_block(user: User, *, author: str, topic: str = "topic") -> Q:
    """Written by somebody between whom and this person there is a block, as they are called in
    that topic.

    Only the name that is worn there counts, for the one who reads as for the one who is read:
    whom somebody sees is then exactly who sees them. Were a block on one name to take something
    away from whoever wears another, it could be tried out whether both are the same person
    (docs/decisions/0011-personas-and-blocks.md).
    """
    blocks = apps.get_model("forums", "Block").objects
    # Asked first, and once for all posts: hardly any is by one of these few.
    anybody = Q(**{f"{author}__in": blocks.filter(by__owner=user).values("persona")}) | Q(
        **{f"{author}__in": blocks.filter(persona__owner=user).values("by")}
    )
    # Two queries below the row that names the topic.
    worn = _names_worn(user, topic=OuterRef(OuterRef(topic)))
    return anybody & (
        Q(Exists(blocks.filter(by__in=worn, persona=OuterRef(author))))
        | Q(Exists(blocks.filter(persona__in=worn, by=OuterRef(author))))
    )


def _names_worn(user: User, *, topic: OuterRef) -> "QuerySet[Any]":
    """The name for a topic alone where there is one, and else the one for everywhere."""
    own = apps.get_model("forums", "Persona").objects.filter(owner=user)
    another = Exists(own.filter(only_in=OuterRef(topic)))
    return own.filter(Q(only_in=topic) | Q(~another, only_in=None)).values("pk")


def has_appeared_to(reader: User | AnonymousUser, *, author: str, circle: str = "") -> Q:
    """What waits for a moderator is there for its author, under whatever name, and for those who
    moderate its circle. For anybody else it is not there yet. Without a circle: in one of which
    it is known already that the reader does not moderate it."""
    has_appeared = Q(held_at=None)
    if not reader.is_authenticated:
        return has_appeared
    own = apps.get_model("forums", "Persona").objects.filter(owner=reader).values("pk")
    has_appeared |= Q(**{f"{author}__in": own})
    if circle:
        has_appeared |= Q(**{f"{circle}__in": circles_moderated_by(reader)})
    return has_appeared


def circles_moderated_by(user: User) -> "QuerySet[Any]":
    """A moderator's work would not be done if whoever they look at could vanish from it."""
    memberships = apps.get_model("forums", "Membership").objects
    return memberships.filter(user=user, role=Role.MODERATOR).values("circle")


def muted(user: User, *, author: str) -> Q:
    """Written by a muted persona, or under a content note that is muted; one's own words never."""
    mutes = apps.get_model("forums", "Mute").objects.filter(user=user)
    own = apps.get_model("forums", "Persona").objects.filter(owner=user)
    meant = Q(**{f"{author}__in": _chosen(mutes, "persona")}) | Q(
        notes__overlap=ArraySubquery(_chosen(mutes, "note"))
    )
    return meant & ~Q(**{f"{author}__in": own.values("pk")})


def said_from_afar(user: User) -> Q:
    """Of reactions to this person's posts: by somebody whom they keep away from, or who keeps away
    from them."""
    mutes = apps.get_model("forums", "Mute").objects.filter(user=user)
    return behind_a_block(user, author="by", topic="post__topic") | Q(
        by__in=_chosen(mutes, "persona")
    )


class _PostsAbove(Func):
    """The ids of a post and of all that stands above it in its conversation.

    One is found by the other, each along the primary key. By their places they would be found as
    well, but PostgreSQL expects a topic to have a handful of posts, and may take an index that
    has it read all of a long one, once again for each post that is asked for.
    """

    template = (
        "any(array(with recursive above(id, parent) as ("
        "select placed.id, placed.parent_id from forums_post placed "
        "where placed.id = %(expressions)s union all "
        "select placed.id, placed.parent_id from forums_post placed "
        "join above on placed.id = above.parent) select id from above))"
    )


def in_or_below(posts: "QuerySet[Any]", which: Q) -> Exists:
    """Whether a post is one of those, or stands anywhere below one in its conversation."""
    is_above = Func(
        F("pk"),
        _PostsAbove(OuterRef("pk")),
        template="(%(expressions)s)",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
    return Exists(posts.filter(which, is_above))


def muted_topics(user: User) -> "QuerySet[Any]":
    return _chosen(apps.get_model("forums", "Mute").objects.filter(user=user), "topic")


def muted_circles(user: User) -> "QuerySet[Any]":
    return _chosen(apps.get_model("forums", "Mute").objects.filter(user=user), "circle")


def _chosen(mutes: "QuerySet[Any]", what: str) -> "QuerySet[Any]":
    return mutes.filter(**{f"{what}__isnull": False}).values(what)
