"""The two-person key to whose a name is. Each step leaves a line in the trail, and each look."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.actions.calling import call
from forums.actions.traces import leave_trail
from forums.models import BreakGlass, Case, Persona
from forums.queries.cases import house_handlers, moderates_house
from forums.refusals import GlassRefused
from forums.rules.glass import (
    why_not_answer_glass,
    why_not_ask_whose,
    why_not_grant_glass,
    why_not_look_behind,
)
from forums.validators import legible


@transaction.atomic
def ask_whose(*, by: User, case: Case, persona: Persona | None, why: str) -> BreakGlass:
    """Ask the others who moderate the house to let it be known whose a name is, of whoever a case
    is about or of a moderator who worked on it. Raises GlassRefused."""
    case = Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    others = house_handlers(case).exclude(pk=by.pk)
    if persona is not None and persona.owner_id is not None:
        others = others.exclude(pk=persona.owner_id)
    called = list(others)
    asked = BreakGlass.objects.filter(case=case, persona=persona).awaiting_answer()
    if no := why_not_ask_whose(
        may_handle=_may_ask(case, by, persona),
        has_others=bool(called),
        is_asked=asked.exists(),
        persona=persona,
        why=why,
    ):
        raise GlassRefused(no)
    assert persona is not None  # noqa: S101 (the rule has said so)
    glass = BreakGlass.objects.create(
        case=case, persona=persona, why=legible(why.strip()), asked_by=by
    )
    call(called, to=case)
    _leave_trail(glass, by=by, verb="ask_whose")
    return glass


@transaction.atomic
def grant_glass(*, by: User, glass: BreakGlass) -> BreakGlass:
    """Say yes, as the second of two. From now on both can look, for a while. Raises
    GlassRefused."""
    glass = _held(glass)
    if no := why_not_grant_glass(glass, user=by, may_handle=_may_answer(glass, by)):
        raise GlassRefused(no)
    glass.granted_by, glass.granted_at = by, timezone.now()
    glass.save(update_fields=["granted_by", "granted_at"])
    if glass.asked_by is not None:
        call([glass.asked_by], to=glass.case)
    _leave_trail(glass, by=by, verb="grant_glass")
    return glass


@transaction.atomic
def refuse_glass(*, by: User, glass: BreakGlass) -> BreakGlass:
    """Say no; whoever asked can do so as well, who needs it no more. Raises GlassRefused."""
    glass = _held(glass)
    if no := why_not_answer_glass(glass, may_handle=_may_answer(glass, by)):
        raise GlassRefused(no)
    glass.refused_at = timezone.now()
    glass.save(update_fields=["refused_at"])
    if glass.asked_by is not None and glass.asked_by != by:
        call([glass.asked_by], to=glass.case)
    _leave_trail(glass, by=by, verb="refuse_glass")
    return glass


@transaction.atomic
def look_behind(*, by: User, glass: BreakGlass, now: datetime) -> str | None:
    """The sign-in name of whoever wears the name; nothing, where their account is gone. Raises
    GlassRefused."""
    if no := why_not_look_behind(glass, user=by, may_handle=_may_answer(glass, by), now=now):
        raise GlassRefused(no)
    _leave_trail(glass, by=by, verb="look_behind")
    owner = glass.persona.owner
    return owner.sign_in_name if owner is not None else None


def _held(glass: BreakGlass) -> BreakGlass:
    """Of two who answer at once, one does."""
    glasses = BreakGlass.objects.select_for_update(of=["self"])
    return glasses.select_related("case", "asked_by").get(pk=glass.pk)


def _may_ask(case: Case, by: User, persona: Persona | None) -> bool:
    """Somebody who moderates the house and may handle the case, about another than themselves."""
    is_own = persona is not None and persona.owner_id == by.pk
    may_handle = Case.objects.visible_to(by).filter(pk=case.pk).exists()
    return not is_own and may_handle and moderates_house(by)


def _may_answer(glass: BreakGlass, by: User) -> bool:
    return BreakGlass.objects.visible_to(by).filter(pk=glass.pk).exists()


def _leave_trail(glass: BreakGlass, *, by: User, verb: str) -> None:
    leave_trail(by=by, verb=verb, kind="case", ref=glass.case.ref, glass=glass.ref)
