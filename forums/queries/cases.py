"""How soon a case is due, who may see to it, and what a moderator finds at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from accounts.models import User
from forums.choices import STOPS, CaseState, Harm
from forums.models import (
    Block,
    Case,
    DueTime,
    Exposure,
    HouseModerator,
    Membership,
    Mute,
    Report,
    Sanction,
)
from forums.querysets import CaseQuerySet
from forums.refs import is_ref
from forums.rules import DUE_WITHIN


def due_within(harm: Harm) -> timedelta:
    """How soon somebody must have looked: as the operator has set it, or else as it comes."""
    minutes = DueTime.objects.filter(harm=harm).values_list("minutes", flat=True).first()
    return DUE_WITHIN[harm] if minutes is None else timedelta(minutes=minutes)


def due_times() -> dict[Harm, timedelta]:
    """The same for each level of harm."""
    told = dict(DueTime.objects.values_list("harm", "minutes"))
    return {
        harm: timedelta(minutes=told[harm]) if harm in told else usual
        for harm, usual in DUE_WITHIN.items()
    }


def moderates_house(user: User) -> bool:
    """Whether they do now: not while they take no part in the whole house themselves."""
    stopped = Sanction.objects.in_force(at=Now()).filter(user=user, circle=None, kind__in=STOPS)
    return HouseModerator.objects.filter(~Exists(stopped), user=user).exists()


def handlers_in_circle(case: Case) -> "QuerySet[User]":
    """Who of the circle's moderators may see to it (Case.objects.visible_to says the same of
    one of them): nobody, where it is about their circle."""
    if case.about_circle_id is not None:
        return User.objects.none()
    moderating = Membership.objects.moderating().filter(circle=case.circle_id)
    return _who_may_handle(case).filter(pk__in=moderating.values("user"))


def house_handlers(case: Case) -> "QuerySet[User]":
    """Who of those who moderate the house may see to it."""
    return _who_may_handle(case).filter(pk__in=HouseModerator.objects.values("user"))


def _who_may_handle(case: Case) -> "QuerySet[User]":
    """Everybody but whom it is about and whoever keeps away from them, looks after the circle that
    it is about, or takes no part there for now."""
    nobody = Q(
        pk__in=Membership.objects.hosting().filter(circle=case.about_circle_id).values("user")
    )
    if (author := case.author) is not None:
        nobody |= Q(pk=author.owner_id)
        nobody |= Q(pk__in=Block.objects.filter(persona=author).values("by__owner"))
    stopped = Sanction.objects.in_force(at=Now()).in_circle(case.circle_id)
    nobody |= Q(pk__in=stopped.filter(kind__in=STOPS).values("user"))
    return User.objects.filter(~nobody, is_active=True)


# --- The desk ---------------------------------------------------------------------------------

CASES_PER_PAGE = 30
# What a line of the desk asks of what it is about.
SUBJECTS = (
    "circle",
    "rule",
    "post__author",
    "post__topic",
    "topic__opened_by",
    "persona",
    "about_circle",
)


@dataclass(frozen=True)
class Filters:
    """What a moderator asks to see of the desk. Left alone: all that is to be decided, but for
    what touches on a content note that they have muted."""

    mine: bool = False
    # Nobody is on it, and nobody else is waited for.
    free: bool = False
    passed_on: bool = False
    circle: str = ""
    harm: str = ""
    state: str = ""
    concern: str = ""
    with_muted: bool = False
    # No crisis, and nothing with a content note.
    ordinary: bool = False


@dataclass(frozen=True)
class DeskPage:
    cases: Sequence[Case]
    # The ref after which the next page begins; empty on the last.
    more: str
    # Content notes that this moderator has muted: what touches on them is not in it, if there is
    # any. Whether there is would be a look at everything.
    left_out: Sequence[str]


def desk_page(
    moderator: User, *, now: datetime, filters: Filters | None = None, after: str = ""
) -> DeskPage:
    """What is to be decided: first the crises that are overdue, and then whatever is due first.

    As many questions however much there is: each follows an index from where the page begins.
    """
    filters = filters or Filters()
    muted = _muted_notes(moderator, filters)
    cases = _without(muted, _wanted(moderator, filters, now))
    edge = Case.objects.visible_to(moderator).filter(ref=after).first() if is_ref(after) else None
    rows = _in_order(_as_lines(cases), now=now, edge=edge, most=CASES_PER_PAGE + 1)
    has_more, rows = len(rows) > CASES_PER_PAGE, rows[:CASES_PER_PAGE]
    return DeskPage(rows, more=rows[-1].ref if has_more else "", left_out=muted)


def next_case(moderator: User, *, now: datetime, filters: Filters | None = None) -> Case | None:
    """What to take next: the first that nobody is on, of those that this moderator has not passed
    on to others."""
    filters = replace(filters or Filters(), free=True)
    cases = _without(_muted_notes(moderator, filters), _wanted(moderator, filters, now))
    cases = cases.exclude(pk__in=_left_by(moderator).values("case"))
    return next(iter(_in_order(cases, now=now, most=1)), None)


def left_to_others(moderator: User, *, now: datetime, most: int) -> list[Case]:
    """What this moderator has passed on and nobody has taken since, in the order of the desk."""
    cases = _wanted(moderator, Filters(free=True), now)
    cases = cases.filter(pk__in=_left_by(moderator).values("case"))
    return _in_order(cases.select_related(*SUBJECTS), now=now, most=most)


def _left_by(moderator: User) -> "QuerySet[Exposure]":
    return Exposure.objects.filter(moderator=moderator, skipped_at__isnull=False)


def may_be_seen_to_by_others(case: Case, *, but: User) -> bool:
    """Whether anybody else may handle it, in its circle or in the house."""
    return any(
        handlers.exclude(pk=but.pk).exists()
        for handlers in (handlers_in_circle(case), house_handlers(case))
    )


def _wanted(moderator: User, filters: Filters, now: datetime) -> CaseQuerySet:
    cases = Case.objects.visible_to(moderator).awaiting_decision()
    if filters.mine:
        cases = cases.claimed_by(moderator, at=now)
    if filters.free:
        cases = cases.unclaimed(at=now).filter(state__in=[CaseState.OPEN, CaseState.ESCALATED])
    if filters.passed_on:
        cases = cases.filter(level__gt=0)
    if filters.ordinary:
        cases = cases.exclude(harm=Harm.CRISIS).without_notes()
    if filters.concern:
        reports = Report.objects.filter(case=OuterRef("pk"), concern=filters.concern)
        cases = cases.filter(Exists(reports))
    said = {"circle__ref": filters.circle, "harm": filters.harm, "state": filters.state}
    return cases.filter(**{column: value for column, value in said.items() if value})


def _muted_notes(moderator: User, filters: Filters) -> list[str]:
    if filters.with_muted:
        return []
    muted = Mute.objects.filter(user=moderator, note__isnull=False)
    return [note for note in muted.values_list("note", flat=True) if note is not None]


def _without(notes: list[str], cases: CaseQuerySet) -> CaseQuerySet:
    """Without what is about something that touches on these, or stands in a topic that does."""
    if not notes:
        return cases
    return cases.exclude(
        Q(post__notes__overlap=notes)
        | Q(post__topic__notes__overlap=notes)
        | Q(topic__notes__overlap=notes)
    )


def _in_order(
    cases: CaseQuerySet, *, now: datetime, edge: Case | None = None, most: int
) -> list[Case]:
    """The first of these behind the edge, or of all of them: overdue crises, and then by the time
    at which somebody must have looked (docs/decisions/0018-cases.md)."""
    lost = Q(harm=Harm.CRISIS, due_at__lt=now)
    is_among_lost = edge is not None and edge.harm == Harm.CRISIS and edge.due_at < now
    rows: list[Case] = []
    if edge is None or is_among_lost:
        rows = list(_behind(cases.filter(lost), edge)[:most])
    if len(rows) < most:
        rest = _behind(cases.filter(~lost), None if is_among_lost else edge)
        rows += rest[: most - len(rows)]
    return rows


def _behind(cases: CaseQuerySet, edge: Case | None) -> CaseQuerySet:
    if edge is not None:
        later = Q(due_at__gt=edge.due_at) | Q(due_at=edge.due_at, pk__gt=edge.pk)
        cases = cases.filter(later, due_at__gte=edge.due_at)
    return cases.order_by("due_at", "pk")


def _as_lines(cases: CaseQuerySet) -> CaseQuerySet:
    """With what a line of the desk shows."""
    reports = Report.objects.filter(case=OuterRef("pk")).order_by().values("case")
    counted = Subquery(reports.annotate(count=Count("pk")).values("count"))
    return cases.with_concern().select_related(*SUBJECTS).annotate(reports_count=counted)
