"""What comes by the clock: what is overdue goes to more people, and what was decided half a year
ago is final. Nothing is ever closed by it that nobody has decided."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from forums.actions.calling import call, pass_on
from forums.actions.filing import open_case
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Harm
from forums.models import Case
from forums.queries.cases import due_times, handlers_in_circle, house_handlers
from forums.rules import APPEAL_WITHIN


def escalate(*, now: datetime, most: int = 100) -> int:
    """Pass on what nobody has decided in time, and return how much that was.

    Each case is won with SKIP LOCKED and passed on in a transaction of its own: of two sweeps at
    once each takes other cases, and whoever is told is told once.
    """
    within, done = due_times(), 0
    while done < most and _escalate_next(within, now=now):
        done += 1
    return done


@transaction.atomic
def _escalate_next(within: Mapping[Harm, timedelta], *, now: datetime) -> bool:
    overdue = Case.objects.to_be_passed_on(at=now, within=within)
    won = overdue.select_for_update(of=["self"], skip_locked=True).order_by("due_at", "id")
    if (case := won.first()) is None:
        return False
    pass_on(case, now=now)
    return True


def follow_up(*, now: datetime, most: int = 100) -> int:
    """Bring back the cases in which somebody is to be asked again how they are."""
    done = 0
    while done < most and _follow_up_next(now=now):
        done += 1
    return done


@transaction.atomic
def _follow_up_next(*, now: datetime) -> bool:
    cases = Case.objects.to_be_followed_up(at=now)
    won = cases.select_for_update(of=["self"], skip_locked=True).order_by("follow_up_at", "id")
    if (case := won.first()) is None:
        return False
    case.follow_up_at = None
    case.save(update_fields=["follow_up_at"])
    if not case.is_open():
        case.version += 1
        open_case(case, circle=case.circle, harm=Harm(case.harm), now=now)
    call(list(handlers_in_circle(case)) or house_handlers(case), to=case)
    leave_trail(by=None, verb="follow_up", kind="case", ref=case.ref)
    return True


@transaction.atomic
def make_final(*, now: datetime, most: int = 100) -> int:
    """End the time in which somebody could ask for another look, and return of how many cases.

    A new report opens such a case again all the same, and what was decided of it can still be
    taken back. Whoever asks in the same moment holds the case, and then it is left alone.
    """
    over = Case.objects.past_appeal(decided_before=now - APPEAL_WITHIN).order_by("decided_at")
    won = list(over.select_for_update(of=["self"], skip_locked=True)[:most])
    for case in won:
        case.state, case.version = CaseState.FINAL, case.version + 1
        case.save(update_fields=["state", "version"])
        leave_trail(by=None, verb="make_final", kind="case", ref=case.ref)
    return len(won)
