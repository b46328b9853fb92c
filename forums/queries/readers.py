"""Who is reading or writing, seen from one circle."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User, today
from forums.choices import STOPS, Role
from forums.models import Circle, Membership, Mute, Persona, Sanction, Topic
from forums.queries.compiled import CompiledQuery, Given, columns, made
from forums.querysets.distance import has_blocks, has_mutes
from forums.rules import (
    Bar,
    why_not_answer_in,
    why_not_be_called_anew,
    why_not_take_part,
    why_not_write,
)


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
    # The sanctions that hold for them here, under whatever name they write.
    bars: tuple[Bar, ...] = ()

    @property
    def is_moderator(self) -> bool:
        return self.role == Role.MODERATOR

    @property
    def looks_after_circle(self) -> bool:
        """As host or moderator, and as long as they take part themselves."""
        is_theirs = self.role in (Role.HOST, Role.MODERATOR)
        return is_theirs and self.why_not_take_part is None

    @property
    def meets_blocks(self) -> bool:
        """Whether something may be hidden from them here: from a moderator, nothing is."""
        return self.has_blocks and not self.is_moderator

    @property
    def must_read_guidelines(self) -> bool:
        """They are in, and have yet to accept the guidelines as these stand now."""
        return self.role is not None and self.accepted_version < self.circle.guidelines_version

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
    def why_not_take_part(self) -> str | None:
        """Why a sanction keeps them from doing anything here but reading."""
        return why_not_take_part(self.bars, now=timezone.now()) if self.bars else None

    @property
    def why_not_write(self) -> str | None:
        return self.why_not_take_part or why_not_write(
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


def why_not_go_by_another_name(user: User) -> str | None:
    """Why a decision, in whichever circle, keeps somebody from being called something else."""
    stopped = Sanction.objects.in_force(at=timezone.now()).filter(user=user, kind__in=STOPS)
    return why_not_be_called_anew() if stopped.exists() else None


def reader_of(circle: Circle, user: User | AnonymousUser, *, topic: Topic | None = None) -> Reader:
    """One look-up, and none for whoever is not signed in."""
    if not user.is_authenticated:
        return Reader(user, circle)
    values = {"user": user.pk, "circle": circle.pk}
    if topic is not None:
        values["topic"] = topic.pk
    rows = WORN.rows(values, in_topic=topic is not None)
    worn = {row[PERSONA_COLUMNS.index("only_in_id")] is None: row for row in rows}
    if (everyday := worn.get(True)) is None:
        # Without a name nobody can be blocked, or block.
        return Reader(user, circle, has_mutes=Mute.objects.filter(user=user).exists())
    persona, facts = _with_persona(everyday)
    role, joined_on, accepted, kinds, untils, pauses, blocks, mutes = facts
    return Reader(
        user,
        circle,
        persona=persona,
        face=_with_persona(worn[False])[0] if False in worn else None,
        role=Role(role) if role else None,
        joined_on=joined_on,
        accepted_version=accepted or 0,
        has_blocks=blocks,
        has_mutes=mutes,
        bars=tuple(map(Bar, kinds, untils, pauses)),
    )


PERSONA_COLUMNS = columns(Persona)


def _with_persona(row: tuple[Any, ...]) -> tuple[Persona, tuple[Any, ...]]:
    return made(Persona, row[: len(PERSONA_COLUMNS)]), row[len(PERSONA_COLUMNS) :]


def _worn(given: Given, *, in_topic: bool) -> "QuerySet[Persona, Any]":
    user = User(pk=given.user)
    here = Membership.objects.filter(circle=given.circle, user=user)
    # Whether their time is over is looked at when they are asked for: a query that is compiled
    # once reads no clock.
    bars = Sanction.objects.standing().in_circle(given.circle).filter(user=user).order_by("pk")
    only_here = Q(only_in=given.topic) if in_topic else Q()
    personas = Persona.objects.filter(Q(only_in=None) | only_here, owner=user)
    return personas.values_list(
        *PERSONA_COLUMNS,
        Subquery(here.values("role")),
        Subquery(here.values("joined_on")),
        Subquery(here.values("accepted_version")),
        ArraySubquery(bars.values("kind")),
        ArraySubquery(bars.values("until")),
        ArraySubquery(bars.values("pause_hours")),
        has_blocks(user),
        has_mutes(user),
    )


WORN = CompiledQuery(_worn)
