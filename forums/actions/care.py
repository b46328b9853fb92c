"""Care for those who moderate: shifts, what they met, passing on, and looking together.

What somebody carries, when they worked and what they passed on is theirs alone. So none of this
leaves a line in the trail, which those who moderate the house read; only that two looked at a case
together does.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.actions.calling import pass_on as tell_more_people
from forums.actions.cases import claim, release
from forums.actions.traces import leave_trail
from forums.choices import Harm
from forums.models import Case, Exposure, Pairing, Shift
from forums.queries.care import next_for
from forums.queries.cases import SUBJECTS, handlers_in_circle, house_handlers, left_to_others
from forums.refusals import CareRefused, CaseRefused
from forums.rules import why_not_handle
from forums.rules.care import (
    LONGEST_SHIFT,
    why_not_end_shift,
    why_not_hand_over,
    why_not_take_next,
)
from forums.validators import legible

# Others press at the same time: whoever loses one is given another, for so many times.
TRIES = 8


@transaction.atomic
def begin_shift(*, by: User) -> Shift:
    """Begin to moderate for a while. Whoever has begun goes on; one that was forgotten ends."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if (going_on := Shift.objects.filter(moderator=by, ended_at=None).first()) is not None:
        ends_at = going_on.started_at + LONGEST_SHIFT
        if ends_at > timezone.now():
            return going_on
        going_on.ended_at = ends_at
        going_on.save(update_fields=["ended_at"])
    return Shift.objects.create(moderator=by)


@transaction.atomic
def end_shift(*, by: User, hand_over: str = "") -> Shift:
    """End it, with what whoever comes next should know. Raises CareRefused."""
    if no := why_not_hand_over(hand_over):
        raise CareRefused(no)
    ongoing = Shift.objects.select_for_update().filter(moderator=by, ended_at=None)
    if (shift := ongoing.first()) is None:
        raise CareRefused(why_not_end_shift())
    shift.ended_at = min(timezone.now(), shift.started_at + LONGEST_SHIFT)
    shift.hand_over = legible(hand_over.strip())
    shift.save(update_fields=["ended_at", "hand_over"])
    return shift


def meet(*, by: User, case: Case) -> None:
    """Count that somebody opened it: once, as it stood then."""
    exposure = Exposure(moderator=by, case=case, harm=case.harm, is_hard=_is_hard(case))
    Exposure.objects.bulk_create([exposure], ignore_conflicts=True)


@transaction.atomic
def pass_on(*, by: User, case: Case) -> None:
    """Leave it to others. Nobody asks why, nobody sees it, and whoever took it gives it back.

    Where nobody else in its circle could take it, those who moderate the house are called: as they
    are by the clock, and without saying who called.
    """
    Exposure.objects.update_or_create(
        moderator=by,
        case=case,
        defaults={"skipped_at": timezone.now()},
        create_defaults={
            "harm": case.harm,
            "is_hard": _is_hard(case),
            "skipped_at": timezone.now(),
        },
    )
    release(by=by, case=case)
    _call_others(case, but=by)


def _call_others(case: Case, *, but: User) -> None:
    cases = Case.objects.select_for_update(of=["self"]).select_related(*SUBJECTS)
    held = cases.get(pk=case.pk)
    if not held.is_open() or held.level or handlers_in_circle(held).exclude(pk=but.pk).exists():
        return
    if house_handlers(held).exclude(pk=but.pk).exists():
        tell_more_people(held, now=timezone.now(), but=but)


@transaction.atomic
def pair(*, by: User, case: Case) -> None:
    """Look at it together with whoever is on it. Raises CaseRefused."""
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise CaseRefused(why_not_handle())
    _, is_new = Pairing.objects.get_or_create(case=case, moderator=by)
    if is_new:
        leave_trail(by=by, verb="pair", kind="case", ref=case.ref)


@transaction.atomic
def unpair(*, by: User, case: Case) -> None:
    pairings = Pairing.objects.filter(case=case, moderator=by)
    if pairings.delete()[0]:
        leave_trail(by=by, verb="unpair", kind="case", ref=case.ref)


def take_next(*, by: User) -> Case:
    """Take what is to be seen to next (forums.queries.care.next_for). Raises CaseRefused."""
    for _try in range(TRIES):
        if (case := next_for(by, now=timezone.now())) is None:
            break
        try:
            return claim(by=by, case=case)
        except CaseRefused:
            # Somebody was faster; there is another.
            continue
    has_left = bool(left_to_others(by, now=timezone.now(), most=1))
    raise CaseRefused(why_not_take_next(has_left=has_left))


def _is_hard(case: Case) -> bool:
    """A crisis, or something whose words need a content note."""
    topic = case.topic or (case.post.topic if case.post is not None else None)
    noted = (case.post.notes if case.post is not None else []) or (topic.notes if topic else [])
    return case.harm == Harm.CRISIS or bool(noted)
