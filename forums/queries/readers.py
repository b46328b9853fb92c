"""Who is reading or writing, seen from one circle."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Subquery

from accounts.models import User
from forums.choices import Role
from forums.models import Circle, Membership, Persona
from forums.rules import why_not_write


@dataclass(frozen=True)
class Reader:
    """What one person is to a circle: looked up once, asked for every post."""

    user: User | AnonymousUser
    persona: Persona | None
    role: Role | None

    @property
    def is_moderator(self) -> bool:
        return self.role == Role.MODERATOR

    def named(self) -> Persona:
        """The name to write under; whoever may write has one."""
        assert self.persona is not None  # noqa: S101 (why_not_write has said so)
        return self.persona

    @property
    def why_not_write(self) -> str | None:
        return why_not_write(self.user, persona=self.persona, role=self.role)


def reader_of(circle: Circle, user: User | AnonymousUser) -> Reader:
    """One look-up, and none for whoever is not signed in."""
    if not user.is_authenticated:
        return Reader(user, None, None)
    role = Membership.objects.filter(circle=circle, user=user).values("role")
    persona = Persona.objects.filter(owner=user).annotate(role_here=Subquery(role)).first()
    if persona is None:
        return Reader(user, None, None)
    return Reader(user, persona, Role(persona.role_here) if persona.role_here else None)
