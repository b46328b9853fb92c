"""Calling people to a case. For verbs of this package only."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import CaseState, NoticeKind
from forums.models import Case, Notice
from forums.queries.cases import handlers_in_circle, house_handlers


def call(users: Iterable[User], *, to: Case) -> None:
    Notice.objects.bulk_create(Notice(user=user, kind=NoticeKind.CASE, case=to) for user in users)


def pass_on(case: Case, *, now: datetime, but: User | None = None) -> None:
    """Let more people know of a case that is held already: those who moderate the house, and the
    first time whoever moderates its circle as well, but for somebody who knows of it."""
    case.level += 1
    case.escalated_at = now
    if case.state == CaseState.OPEN:
        case.state = CaseState.ESCALATED
    # Not a new version: whoever is just deciding it has seen all that there is to see.
    case.save(update_fields=["level", "escalated_at", "state"])
    called = {user.pk: user for user in house_handlers(case)}
    if case.level == 1:
        called |= {user.pk: user for user in handlers_in_circle(case)}
    call((user for user in called.values() if user != but), to=case)
    leave_trail(by=None, verb="escalate", kind="case", ref=case.ref, level=case.level)
