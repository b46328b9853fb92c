"""Who asked whose a name is, and what became of it, for those who moderate the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forums.models import BreakGlass, Case, Persona
from forums.queries.log import alias_of, moderators_of
from forums.rules.glass import is_shown

NEWEST = 50


@dataclass(frozen=True)
class Asked:
    glass: BreakGlass
    # Whose name it is about, without saying it where it is a moderator's.
    about: str
    asked_by: str
    granted_by: str
    is_own: bool
    may_look: bool

    @property
    def waits(self) -> bool:
        return self.glass.granted_at is None and self.glass.refused_at is None


def newest_glasses(moderator: User, *, now: datetime, case: Case | None = None) -> Sequence[Asked]:
    """The newest, of all cases or of one; a few at a time are all that there will ever be."""
    glasses = BreakGlass.objects.visible_to(moderator)
    if case is not None:
        glasses = glasses.filter(case=case)
    related = ("persona", "case__post__author", "case__topic__opened_by", "case__persona")
    rows = glasses.select_related(*related).order_by("-pk")[:NEWEST]
    return [as_asked(row, moderator, now=now) for row in rows]


def as_asked(glass: BreakGlass, moderator: User, *, now: datetime) -> Asked:
    author, persona = glass.case.author, glass.persona
    is_author = author is not None and author.pk == persona.pk
    return Asked(
        glass,
        about=persona.name if is_author or persona.owner_id is None else alias_of(persona.owner_id),
        asked_by=_alias(glass.asked_by_id),
        granted_by=_alias(glass.granted_by_id),
        is_own=glass.asked_by_id == moderator.pk,
        may_look=is_shown(glass, at=now)
        and moderator.pk in (glass.asked_by_id, glass.granted_by_id),
    )


def _alias(user_pk: int | None) -> str:
    return alias_of(user_pk) if user_pk is not None else _("Somebody who has left")


def names_to_ask_for(case: Case, moderator: User) -> dict[str, Persona]:
    """Whose name can be asked for in a case: of whoever it is about, and of the other moderators
    who worked on it, by their names in the log."""
    about = {"author": case.author} if case.author is not None else {}
    others = moderators_of(case)
    others.pop(alias_of(moderator.pk), None)
    return about | others
