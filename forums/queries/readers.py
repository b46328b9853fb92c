"""Who is reading or writing, seen from one circle."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, Subquery

from accounts.models import User, today
from forums.choices import Role
from forums.models import Circle, Membership, Persona, Topic
from forums.querysets.distance import has_blocks, has_mutes
from forums.rules import why_not_answer_in, why_not_write


@dataclass(frozen=True)
class Reader:
    """What one person is to a circle: looked up once, asked for every post."""

    user: User | AnonymousUser
    circle: Circle
    # The name that is worn everywhere, and the one that is worn in this topic alone.
    persona: Persona | None = None
    face: Persona | None = None
    role: Role | None = None
    joined_on: date | None = None
    accepted_version: int = 0
    has_blocks: bool = False
    has_mutes: bool = False

    @property
    def is_moderator(self) -> bool:
        return self.role == Role.MODERATOR

    @property
    def looks_after_circle(self) -> bool:
        return self.role in (Role.HOST, Role.MODERATOR)

    @property
    def meets_blocks(self) -> bool:
        """Whether something may be hidden from them here: from a moderator, nothing is."""
        return self.has_blocks and not self.is_moderator

    @property
    def own_ids(self) -> frozenset[int]:
        """The personas under which they may have written what they read here."""
        return frozenset(worn.pk for worn in (self.persona, self.face) if worn is not None)

    def named(self) -> Persona:
        """The name to write under; whoever may write has one."""
        worn = self.face or self.persona
        assert worn is not None  # noqa: S101 (why_not_write has said so)
        return worn

    @property
    def why_not_write(self) -> str | None:
        return why_not_write(
            self.user,
            circle=self.circle,
            persona=self.persona,
            role=self.role,
            joined_on=self.joined_on,
            accepted_version=self.accepted_version,
            today=today(),
        )

    def why_not_answer(self, topic: Topic, *, now: datetime) -> str | None:
        """Why they cannot answer anything in a topic of this circle."""
        return self.why_not_write or why_not_answer_in(
            topic,
            circle=self.circle,
            role=self.role,
            joined_on=self.joined_on,
            is_opener=topic.opened_by_id in self.own_ids,
            now=now,
        )


def reader_of(circle: Circle, user: User | AnonymousUser, *, topic: Topic | None = None) -> Reader:
    """One look-up, and none for whoever is not signed in."""
    if not user.is_authenticated:
        return Reader(user, circle)
    here = Membership.objects.filter(circle=circle, user=user)
    personas = (
        Persona.objects.filter(Q(only_in=None) | Q(only_in=topic), owner=user)
        .annotate(
            role_here=Subquery(here.values("role")),
            joined_here=Subquery(here.values("joined_on")),
            accepted_here=Subquery(here.values("accepted_version")),
            has_blocks=has_blocks(user),
            has_mutes=has_mutes(user),
        )
        .order_by("id")
    )
    worn = {persona.only_in_id is None: persona for persona in personas}
    if (persona := worn.get(True)) is None:
        return Reader(user, circle)
    return Reader(
        user,
        circle,
        persona=persona,
        face=worn.get(False),
        role=Role(persona.role_here) if persona.role_here else None,
        joined_on=persona.joined_here,
        accepted_version=persona.accepted_here or 0,
        has_blocks=persona.has_blocks,
        has_mutes=persona.has_mutes,
    )
