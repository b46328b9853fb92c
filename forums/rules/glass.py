"""Whose a name is: who may ask, who may say yes, and how long it is shown."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from forums.models import BreakGlass, Persona
from forums.rules.cases import LONGEST_NOTE
from forums.rules.deciding import why_not_handle

# Long enough to do what it was asked for, and too short to come back to.
SHOWN_FOR = timedelta(minutes=15)


def why_not_ask_whose(
    *, may_handle: bool, has_others: bool, is_asked: bool, persona: Persona | None, why: str
) -> str | None:
    if not may_handle:
        return why_not_handle()
    if persona is None or persona.owner_id is None:
        return _("Nobody here wears that name.")
    if is_asked:
        return _("Somebody has asked this already, and waits for an answer.")
    if not has_others:
        return _("This takes two who moderate the house, and there is nobody else for this case.")
    if not why.strip():
        return _("Please say why it has to be known: somebody else decides by it.")
    if len(why) > LONGEST_NOTE:
        return _("That is longer than %(most)d letters. Please say it in fewer.") % {
            "most": LONGEST_NOTE
        }
    return None


def why_not_answer_glass(glass: BreakGlass, *, may_handle: bool) -> str | None:
    if not may_handle:
        return why_not_handle()
    if glass.granted_at is not None or glass.refused_at is not None:
        return _("Somebody has answered this already.")
    return None


def why_not_grant_glass(glass: BreakGlass, *, user: User, may_handle: bool) -> str | None:
    if no := why_not_answer_glass(glass, may_handle=may_handle):
        return no
    if glass.asked_by_id is None:
        return _("Whoever asked this has left. Ask it anew, if it still has to be known.")
    if glass.asked_by_id == user.pk:
        return _("You asked this yourself. It takes a second person to say yes.")
    return None


def why_not_look_behind(
    glass: BreakGlass, *, user: User, may_handle: bool, now: datetime
) -> str | None:
    if not may_handle:
        return why_not_handle()
    if glass.granted_at is None:
        return _("Nobody has said yes to this.")
    if user.pk not in (glass.asked_by_id, glass.granted_by_id):
        return _("This is shown to the two who put their names to it, and to nobody else.")
    if not is_shown(glass, at=now):
        return _("The time is over. If it has to be known again, ask anew.")
    return None


def is_shown(glass: BreakGlass, *, at: datetime) -> bool:
    return glass.granted_at is not None and at < glass.granted_at + SHOWN_FOR
