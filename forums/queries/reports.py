"""What somebody reported, as they may know of it: never what others said, nor who decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Concern, Maker
from forums.models import Appeal, Block, Decision, Report
from forums.refs import is_ref
from forums.rules import why_not_appeal

REPORTS_PER_PAGE = 20
# What is told of a report asks for these.
REPORTED = ("case__circle", "case__post__author", "case__post__topic", "case__topic__opened_by")


@dataclass(frozen=True)
class Told:
    """A report, in the words that its reporter reads."""

    report: Report
    # The newest decision on it since it was filed; before there is one, it waits.
    decision: Decision | None

    @property
    def what(self) -> str:
        case = self.report.case
        if case.about_circle_id is not None:
            return _("A circle")
        if case.persona_id is not None:
            return _("Somebody in a circle")
        return _("A topic") if case.topic_id is not None else _("A post")

    @property
    def state(self) -> str:
        if self.decision is not None:
            return _("A moderator has decided it.")
        looked_at = self.report.case.looked_at
        if looked_at is not None and looked_at >= self.report.filed_at:
            return _("A moderator has looked at it, and has not decided yet.")
        return _("It has arrived. A moderator will look at it.")

    @property
    def is_shield(self) -> bool:
        return self.report.concern == Concern.KNOWS_ME

    def is_shielded(self) -> bool:
        """Whether the two do not meet, as it stands now."""
        author = self.report.case.author
        return Block.objects.filter(by__owner=self.report.reporter, persona=author).exists()


@dataclass(frozen=True)
class ReportsPage:
    reports: Sequence[Told]
    # The ref after which the next page begins; empty on the last.
    older: str


def reports_page(user: User, *, after: str = "") -> ReportsPage:
    own = Report.objects.visible_to(user)
    reports = own.select_related(*REPORTED).order_by("-pk")
    if is_ref(after) and (edge := own.filter(ref=after).first()):
        reports = reports.filter(pk__lt=edge.pk)
    rows = list(reports[: REPORTS_PER_PAGE + 1])
    has_more, rows = len(rows) > REPORTS_PER_PAGE, rows[:REPORTS_PER_PAGE]
    return ReportsPage(told_of_each(rows), older=rows[-1].ref if has_more else "")


def as_told(report: Report) -> Told:
    return told_of_each([report])[0]


@dataclass(frozen=True)
class AnotherLook:
    """What a visitor asked about what was decided, and whether they can ask now."""

    appeals: Sequence[Appeal]
    # They have asked about what was decided last.
    has_asked: bool
    why_not: str | None


def another_look(told: Told, *, now: datetime) -> AnotherLook | None:
    """Of a report without an account; nothing before it is decided."""
    if told.decision is None:
        return None
    appeals = list(told.report.appeals.order_by("pk"))
    has_asked = told.decision.pk in {appeal.decision_id for appeal in appeals}
    why_not = why_not_appeal(told.decision, concerns_them=True, has_appealed=has_asked, now=now)
    return AnotherLook(appeals, has_asked, why_not)


def told_of_each(reports: Sequence[Report]) -> list[Told]:
    """A decision that the site made by itself until somebody looks is none to a reporter, nor is
    one that was made before they said anything."""
    cases = [report.case_id for report in reports]
    made = Decision.objects.filter(case__in=cases, maker=Maker.PERSON).select_related("rule")
    newest = {decision.case_id: decision for decision in made.order_by("pk")}
    return [Told(report, _since(report, newest.get(report.case_id))) for report in reports]


def _since(report: Report, decision: Decision | None) -> Decision | None:
    return decision if decision and decision.decided_at >= report.filed_at else None
