"""Coming into a circle."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forums.choices import Answer, Role
from forums.models import Circle, JoinRequest, Persona
from forums.rules.circles import why_not_look_after

LONGEST_ANSWER = 2_000
ASK_AGAIN_AFTER = timedelta(days=14)
INVITATION_DAYS = (1, 7, 30)
MOST_INVITED = 50


def why_not_accept(circle: Circle, *, seen_version: int) -> str | None:
    """Nobody accepts what was not on their page."""
    if seen_version != circle.guidelines_version:
        return _("The guidelines have changed in the meantime. Please read them as they are now.")
    return None


def why_not_come_in(circle: Circle, *, persona: Persona | None, seen_version: int) -> str | None:
    """Why somebody who was invited cannot use the invitation yet."""
    if persona is None:
        return _("Choose the name that others will see, then you can come in.")
    return why_not_accept(circle, seen_version=seen_version)


def why_not_join(circle: Circle, *, persona: Persona | None, seen_version: int) -> str | None:
    if circle.is_closed():
        return _("This circle is closed. You can ask to come in.")
    return why_not_come_in(circle, persona=persona, seen_version=seen_version)


def why_not_ask(
    circle: Circle,
    *,
    persona: Persona | None,
    role: Role | None,
    last: JoinRequest | None,
    now: datetime,
) -> str | None:
    """Why somebody cannot ask to come in, where `last` is what became of it the last time."""
    if persona is None:
        return _("Choose the name that others will see, then you can ask to come in.")
    if role is not None:
        return _("You are in this circle already.")
    if not circle.is_closed():
        return _("There is no need to ask: this circle is open, and you can join it.")
    if last is not None and last.outcome == Answer.REFUSED and last.decided_at is not None:
        return _why_not_again(last.decided_at + ASK_AGAIN_AFTER, now)
    return None


def _why_not_again(first_time: datetime, now: datetime) -> str | None:
    days = -(-(first_time - now) // timedelta(days=1))
    if days <= 0:
        return None
    return ngettext(
        "You can ask again from tomorrow on.", "You can ask again in %(days)d days.", days
    ) % {"days": days}


def why_not_send_answer(answer: str, *, circle: Circle) -> str | None:
    if circle.question and not answer.strip():
        return _("Please answer the question. A sentence is enough.")
    if "\0" in answer:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if len(answer) > LONGEST_ANSWER:
        return _("This is longer than %(most)d characters. A few sentences are enough.") % {
            "most": LONGEST_ANSWER
        }
    return None


def why_not_decide_request(
    request: JoinRequest, *, user: User, role: Role | None, reason: str | None = None
) -> str | None:
    """Why somebody cannot let in whoever asks, or, with a reason, cannot refuse them."""
    if request.user_id == user.pk:
        return _("This is your own request. Somebody else will answer it.")
    if no := why_not_look_after(role):
        return no
    if reason is not None and not reason.strip():
        return _("Please say why, in a sentence or two. They will read it.")
    if reason is not None and "\0" in reason:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if reason is not None and len(reason) > LONGEST_ANSWER:
        return _("This is longer than %(most)d characters. A few sentences are enough.") % {
            "most": LONGEST_ANSWER
        }
    return None


def why_not_invite(role: Role | None, *, days: int, people: int) -> str | None:
    if no := why_not_look_after(role):
        return no
    if days not in INVITATION_DAYS:
        return _("A link can be used for 1, 7 or 30 days. Please choose one of them.")
    if not 1 <= people <= MOST_INVITED:
        return _("A link is for one person at least and for %(most)d at most.") % {
            "most": MOST_INVITED
        }
    return None
