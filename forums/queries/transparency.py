"""What the operator owes the public: how much was reported, what became of it, how long it took.

Everything is counted from what stands in the cases, decisions, appeals and measures themselves
(EU DSA, Art. 15 and 24), and small numbers are left out (forums/rules/suppression.py).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forums.choices import SANCTIONS, AppealAnswer, Concern, Harm, Maker, Outcome, Source
from forums.models import Appeal, Case, Decision, Report, Rule, Sanction
from forums.rules.suppression import Shown, shown_alone, shown_partition, shown_time

Label = str | Promise
UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Period:
    """From the first day to the last one, both within it, in UTC."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)

    def within(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})


def quarter(year: int, number: int) -> Period:
    """Raises ValueError where there is no such quarter."""
    if number not in (1, 2, 3, 4):
        raise ValueError(number)
    last_month = number * 3
    last_day = calendar.monthrange(year, last_month)[1]
    return Period(date(year, last_month - 2, 1), date(year, last_month, last_day))


def last_quarters(today: date, *, most: int = 8) -> list[tuple[int, int]]:
    """The quarters that are over, newest first, as years and numbers."""
    year, number = today.year, (today.month - 1) // 3 + 1
    found = []
    for _step in range(most):
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
        found.append((year, number))
    return found


@dataclass(frozen=True)
class Table:
    """One way to look at something: each row with its number, or with nothing where it is small."""

    name: Label
    # Nothing at all where too few are in it to show any.
    rows: list[tuple[Label, Shown]] | None


@dataclass(frozen=True)
class Times:
    """How long something took, by level of harm: the middle, and what nine of ten were within."""

    name: Label
    rows: list[tuple[Label, float | None, float | None]]


@dataclass(frozen=True)
class Figures:
    period: Period
    tables: list[Table]
    times: list[Times]

    def is_empty(self) -> bool:
        """Whether nothing at all happened in it: what is too small to be told is something."""
        tables = any(table.rows is None or table.rows for table in self.tables)
        return not tables and not any(times.rows for times in self.times)


def figures_of(period: Period) -> Figures:
    """A constant number of queries, whatever the period."""
    reports = Report.objects.filter(period.within("filed_at")).exclude(source=Source.HOLDING)
    decisions = Decision.objects.filter(period.within("decided_at"))
    sanctions = Sanction.objects.filter(period.within("since"))
    return Figures(
        period,
        tables=[
            _partition(_("Reports, by reason"), reports, "concern", Concern.choices),
            _partition(_("Reports, by where they came from"), reports, "source", Source.choices),
            _outcomes(decisions),
            _partition(_("Decisions, by who made them"), decisions, "maker", Maker.choices),
            _partition(
                _("Decisions, by rule"),
                decisions,
                "rule",
                Rule.objects.order_by("place").values_list("pk", "title"),
            ),
            _appeals(Appeal.objects.filter(period.within("asked_at"))),
            _partition(
                _("What was set for a person"),
                sanctions,
                "kind",
                [(kind.value, kind.label) for kind in SANCTIONS],
            ),
        ],
        times=[
            _times(_("Hours to the first look"), period, until="looked_at"),
            _times(_("Hours to the decision"), period, until="decided_at"),
        ],
    )


def _partition(
    name: Label, rows: "QuerySet[Any, Any]", field: str, labels: Iterable[tuple[Any, Label]]
) -> Table:
    """By something that every row has exactly one of. What never was is left out."""
    counted = dict(rows.values_list(field).annotate(n=Count("pk")).order_by())
    shown = shown_partition(counted)
    if shown is None:
        return Table(name, None)
    return Table(name, [(label, shown[key]) for key, label in labels if key in shown])


def _outcomes(decisions: "QuerySet[Decision]") -> Table:
    """A decision does several things at once, so these overlap."""
    counts = decisions.aggregate(
        **{
            outcome.value: Count("pk", filter=Q(outcomes__contains=[outcome]))
            for outcome in Outcome
        }
    )
    shown = shown_alone({key: n for key, n in counts.items() if n})
    return Table(
        _("Decisions, by what they did"),
        [(Outcome(key).label, n) for key, n in shown.items()],
    )


def _appeals(appeals: "QuerySet[Appeal]") -> Table:
    answered = appeals.annotate(became=Coalesce("outcome", Value(UNANSWERED)))
    labels = [*AppealAnswer.choices, (UNANSWERED, _("Not answered yet"))]
    return _partition(_("Appeals"), answered, "became", labels)


class _Percentile(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(%(share)s) within group (order by %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, *, share: float) -> None:
        super().__init__(expression, share=share)


def _times(name: Label, period: Period, *, until: str) -> Times:
    took = F(until) - F("opened_at")
    cases = Case.objects.filter(period.within("opened_at"), **{f"{until}__isnull": False})
    found = {
        harm: (middle, tail, n)
        for harm, middle, tail, n in cases.values("harm")
        .annotate(
            middle=_Percentile(took, share=0.5),
            tail=_Percentile(took, share=0.9),
            n=Count("pk"),
        )
        .values_list("harm", "middle", "tail", "n")
        .order_by()
    }
    return Times(
        name,
        [
            (level.label, shown_time(_hours(middle), of=n), shown_time(_hours(tail), of=n))
            for level in Harm
            if level in found
            for middle, tail, n in [found[level]]
        ],
    )


def _hours(took: timedelta) -> float:
    return round(took / timedelta(hours=1), 1)
