"""What moderators carry, for themselves alone; what was left for them; and what to take next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncWeek

from accounts.models import User
from forums.choices import Harm
from forums.models import Case, Exposure, HouseModerator, Membership, Shift
from forums.queries.cases import (
    Filters,
    left_to_others,
    may_be_seen_to_by_others,
    next_case,
)
from forums.querysets.circles import where_suspended
from forums.rules.care import (
    HANDED_OVER_FOR,
    HARD_IN_A_ROW,
    LONGEST_SHIFT,
    WEEK,
    is_much,
    is_overdue_crisis,
    wants_something_else,
)

WEEKS_SHOWN = 8
HAND_OVERS_SHOWN = 5
# Of what somebody left to others, so much is asked about at once.
LEFT_LOOKED_AT = 20


@dataclass(frozen=True)
class AtWork:
    """Somebody at the desk: for their own eyes."""

    is_house_moderator: bool
    # When the shift that goes on began.
    since: datetime | None
    hard_in_shift: int
    hard_in_week: int

    @property
    def has_met_much(self) -> bool:
        return is_much(in_shift=self.hard_in_shift, in_week=self.hard_in_week)


def at_work(moderator: User, *, now: datetime) -> AtWork:
    shifts = Shift.objects.filter(
        moderator=OuterRef("pk"), ended_at=None, started_at__gt=now - LONGEST_SHIFT
    )
    house = HouseModerator.objects.filter(user=OuterRef("pk"))
    asked = User.objects.filter(pk=moderator.pk)
    is_house, since = asked.values_list(Exists(house), Subquery(shifts.values("started_at")))[0]
    hard = Exposure.objects.filter(moderator=moderator, is_hard=True, met_at__gt=now - WEEK)
    met = list(hard.values_list("met_at", flat=True))
    in_shift = sum(at >= since for at in met) if since else 0
    return AtWork(is_house, since, hard_in_shift=in_shift, hard_in_week=len(met))


def hard_ones_in(shift: Shift) -> int:
    """How much that is hard somebody opened while it went on."""
    met = Exposure.objects.filter(moderator=shift.moderator_id, is_hard=True)
    return met.filter(met_at__range=(shift.started_at, shift.ended_at)).count()


def next_for(moderator: User, *, now: datetime) -> Case | None:
    """What to take next: what is due first, unless the last ones were hard. Then it is something
    ordinary, if there is any; a crisis that is overdue goes before that. What they left to others
    comes back to them once nothing else is left, and only where there are no others."""
    first = next_case(moderator, now=now)
    if first is None:
        return _left_to_nobody(moderator, now=now)
    if is_overdue_crisis(first.harm, first.due_at, now=now):
        return first
    met = Exposure.objects.filter(moderator=moderator, met_at__gt=now - LONGEST_SHIFT)
    last = met.order_by("-met_at", "-pk").values_list("is_hard", flat=True)[:HARD_IN_A_ROW]
    if not wants_something_else(list(last)):
        return first
    return next_case(moderator, now=now, filters=Filters(ordinary=True)) or first


def _left_to_nobody(moderator: User, *, now: datetime) -> Case | None:
    left = left_to_others(moderator, now=now, most=LEFT_LOOKED_AT)
    return next((case for case in left if not may_be_seen_to_by_others(case, but=moderator)), None)


def hand_overs_for(moderator: User, *, now: datetime) -> "QuerySet[Shift]":
    """What those who moderate the same circles left for whoever comes next, the newest first;
    whoever moderates the house reads what everybody left. It shows no names."""
    mine = (
        Membership.objects.moderating().filter(user=moderator).exclude(where_suspended(moderator))
    )
    beside = Membership.objects.moderating().filter(circle__in=mine.values("circle"))
    house = HouseModerator.objects.filter(user=moderator)
    left = Shift.objects.filter(ended_at__gt=now - HANDED_OVER_FOR).exclude(hand_over="")
    near = left.filter(Q(moderator__in=beside.values("user")) | Q(Exists(house)))
    return near.exclude(moderator=moderator).order_by("-ended_at")[:HAND_OVERS_SHOWN]


@dataclass(frozen=True)
class Week:
    """What somebody opened in a week."""

    begins: datetime
    opened: int
    hard: int
    passed_on: int
    # How many of each level of harm, the graver first.
    kinds: Sequence[tuple[str, int]]


def weeks_of(moderator: User, *, now: datetime) -> list[Week]:
    """The last weeks, the newest first. For whoever they are about, and for nobody else."""
    met = Exposure.objects.filter(moderator=moderator, met_at__gt=now - WEEKS_SHOWN * WEEK)
    kinds = {harm.value: Count("pk", filter=Q(harm=harm)) for harm in Harm}
    rows = (
        met.annotate(begins=TruncWeek("met_at"))
        .values("begins")
        .annotate(
            opened=Count("pk"),
            hard=Count("pk", filter=Q(is_hard=True)),
            passed_on=Count("pk", filter=Q(skipped_at__isnull=False)),
            **kinds,
        )
        .order_by("-begins")
    )
    return [_week(row) for row in rows]


def _week(row: Mapping[str, Any]) -> Week:
    kinds = [(str(harm.label), row[harm.value]) for harm in Harm if row[harm.value]]
    return Week(row["begins"], row["opened"], row["hard"], row["passed_on"], kinds)
