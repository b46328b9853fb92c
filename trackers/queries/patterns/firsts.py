"""What came to it, and what there was before and after."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from trackers.choices import YesNo
from trackers.models import IncidentEntry
from trackers.queries.insights.shown import Section, Table
from trackers.queries.insights.words import NOTHING, count_of_days
from trackers.queries.patterns.whole import KINDS, Whole
from trackers.queries.patterns.words import day_of
from trackers.rules import patterns as rules
from trackers.rules.incidents import default_title


def turns(whole: Whole) -> Section:
    """What came to it, and what there was from then on."""
    rows = [
        [what, day_of(entry.at), default_title(entry.number), *_counted(whole, entry.at.date())]
        for what, entry in _for_the_first_time(whole.entries)
    ]
    if whole.told_at and whole.span.has(whole.told_at.date()):
        counted = _counted(whole, whole.told_at.date())
        rows.append([_("My last words to them"), day_of(whole.told_at), "", *counted])
    words = _(
        "What was noted for the first time, with how many entries there were before that day, and "
        "from it on."
    )
    head = [_("What"), _("First on"), _("Entry"), _("Before it"), _("From that day on")]
    return Section(
        "turns",
        _("What came to it"),
        f"{_halves(whole)} {words}".strip(),
        table=Table(head, rows),
        notes=[_("Days are counted from the first day above to the last one.")],
    )


def _for_the_first_time(
    entries: Sequence[IncidentEntry],
) -> Iterator[tuple[str, IncidentEntry]]:
    """Each kind, and what weighs beside the kinds; in the order in which they came."""
    found = [(str(KINDS.get(one.kind, one.kind)), one.first) for one in rules.by_kind(entries)]
    weighty: list[tuple[str, Callable[[IncidentEntry], object]]] = [
        (_("A weapon"), lambda entry: entry.weapon),
        (_("An injury"), lambda entry: entry.injury),
        (_("The police called"), lambda entry: entry.police == YesNo.YES),
        (_("An order broken"), lambda entry: entry.breached == YesNo.YES),
    ]
    for what, has in weighty:
        if entry := rules.first_with(entries, has):
            found.append((what, entry))
    yield from sorted(found, key=lambda pair: pair[1].at)


def _counted(whole: Whole, day: date) -> list[str]:
    turn = rules.turn_at(whole.entries, day, whole.span)
    return [
        _in_days(turn.before, turn.days_before),
        _in_days(turn.after, turn.days_after),
    ]


def _halves(whole: Whole) -> str:
    turn = rules.in_halves(whole.entries, whole.span)
    if turn is None:
        return ""
    return _("In the first half of this time there were %(before)s, in the second %(after)s.") % {
        "before": _in_days(turn.before, turn.days_before),
        "after": _in_days(turn.after, turn.days_after),
    }


def _in_days(count: int, days: int) -> str:
    if not days:
        return NOTHING
    return _("%(n)d in %(days)s") % {"n": count, "days": count_of_days(days)}
