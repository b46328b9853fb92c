"""Working on a case: who is on it, how grave it is, and how long it may wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import UNDECIDED, CaseState, Harm
from forums.models import Case
from forums.rules.deciding import why_not_handle
from forums.rules.reporting import HARM_ORDER

# There is something to decide, or an appeal to be answered.
WORKABLE = [*UNDECIDED, CaseState.APPEALED]
# Nobody has to give back what they took: after so long without a word, it is free.
LEASE = timedelta(minutes=15)
LONGEST_NOTE = 4000
LONGEST_WAIT_FOR_AUTHOR = timedelta(days=14)
SHORTEST_DUE, LONGEST_DUE = timedelta(minutes=5), timedelta(days=14)


def why_not_work_on(case: Case, *, may_handle: bool) -> str | None:
    if not may_handle:
        return why_not_handle()
    if case.state not in WORKABLE:
        return _("This case is decided already.")
    return None


def why_not_taken() -> str:
    return _("Somebody was faster, and is on this case now. It is free again when they are done.")


def why_not_set_harm(case: Case, harm: Harm, *, reason: str) -> str | None:
    if HARM_ORDER.index(harm) < HARM_ORDER.index(Harm(case.harm)) and not reason.strip():
        return _("Please say why it is less grave than it seemed: other moderators read it.")
    return None


def why_not_note_down(words: str) -> str | None:
    if not words.strip():
        return _("Please write something first.")
    if len(words) > LONGEST_NOTE:
        return _("That is longer than %(most)d letters. Please say it in fewer.") % {
            "most": LONGEST_NOTE
        }
    return None


def why_not_ask_opinion(case: Case, *, has_others: bool) -> str | None:
    if case.state == CaseState.OPINION:
        return _("Somebody has asked for a second opinion already.")
    if case.state == CaseState.APPEALED:
        return _("This is decided, and somebody asks for another look: that is another opinion.")
    if not has_others:
        return _("There is nobody else who could look at this.")
    return None


def why_not_give_opinion(case: Case, *, asked_by: int | None, user: User) -> str | None:
    if case.state != CaseState.OPINION:
        return _("Nobody waits for a second opinion here any more.")
    if asked_by == user.pk:
        return _("You have asked for it yourself. Somebody else has to say what they think.")
    return None


def why_not_wait_for_author(case: Case, *, until: datetime, now: datetime) -> str | None:
    if case.author is None or case.author.owner_id is None:
        return _("There is nobody here whom it could wait for.")
    if case.state == CaseState.APPEALED:
        return _("This case is decided already.")
    if case.harm == Harm.CRISIS:
        return _("Somebody may be in danger here. This cannot wait for its author.")
    if not now < until <= now + LONGEST_WAIT_FOR_AUTHOR:
        return _("It can wait for %(days)d days at most.") % {"days": LONGEST_WAIT_FOR_AUTHOR.days}
    return None


def why_not_set_due_times(within: Mapping[Harm, timedelta], *, moderates_house: bool) -> str | None:
    if not moderates_house:
        return _("This is for those who moderate the whole site.")
    times = [within[harm] for harm in reversed(HARM_ORDER) if harm in within]
    if not all(SHORTEST_DUE <= time <= LONGEST_DUE for time in times):
        return _("Between %(least)d minutes and %(most)d days, please.") % {
            "least": SHORTEST_DUE // timedelta(minutes=1),
            "most": LONGEST_DUE.days,
        }
    if times != sorted(times):
        return _("What is graver cannot wait longer than what is less grave.")
    return None
