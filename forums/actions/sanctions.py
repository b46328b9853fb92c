"""What holds for a person for a time, under whatever name they write."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import NoticeKind
from forums.models import Circle, Measure, Notice, Sanction
from forums.rules.outcomes import Step


def impose(step: Step, *, measure: Measure, user_id: int, circle: Circle, now: datetime) -> None:
    """For verbs of this package only."""
    where = None if step.is_for_the_house() else circle
    Sanction.objects.create(
        user_id=user_id,
        circle=where,
        kind=step.outcome,
        measure=measure,
        since=now,
        until=step.until,
        pause_hours=step.pause_hours,
    )
    measure.detail = {"circle": where.ref if where else ""}
    if step.pause_hours is not None:
        measure.detail["pause_hours"] = step.pause_hours


def lift(measure: Measure, *, now: datetime) -> None:
    """For verbs of this package only."""
    Sanction.objects.filter(measure=measure, lifted_at=None).update(lifted_at=now)


@transaction.atomic
def end_sanctions(*, now: datetime, most: int = 100) -> int:
    """Tell those whose time is over that it is, and return how many there were. It holds no more
    from that moment, whether they were told or not."""
    over = Sanction.objects.run_out(at=now).select_related("user", "measure__decision__case")
    won = list(over.order_by("until").select_for_update(of=["self"], skip_locked=True)[:most])
    Notice.objects.bulk_create(
        Notice(user_id=each.user_id, kind=NoticeKind.OVER, decision=each.measure.decision)
        for each in won
        if each.user.is_active
    )
    for each in won:
        each.expired_at = now
        each.save(update_fields=["expired_at"])
        _leave_trail(each, "expire", by=None)
    return len(won)


def _leave_trail(sanction: Sanction, verb: str, *, by: User | None) -> None:
    case = sanction.measure.decision.case
    leave_trail(by=by, verb=verb, kind="case", ref=case.ref, outcome=sanction.kind)
