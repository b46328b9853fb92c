"""How much there is of what."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.queries.insights.shown import Chart, ChartPoint, ChartShape, Section, Table
from trackers.queries.patterns.whole import KINDS, Whole
from trackers.queries.patterns.words import day_of
from trackers.rules import patterns as rules


def made_of(whole: Whole) -> Section:
    made = rules.made_of(whole.entries)
    known = [
        (made.about, _("of %(n)d only about when")),
        (made.day_only, _("of %(n)d only the day")),
        (made.ranges, _("of %(n)d only between which two moments")),
        (made.without_kind, _("for %(n)d no kind is noted")),
    ]
    said = [words % {"n": count} for count, words in known if count]
    words = ngettext("%(n)d entry.", "%(n)d entries.", made.entries) % {"n": made.entries}
    if said:
        words += " " + _("Known are: %(how)s.") % {"how": "; ".join(said)}
    notes = [
        _(
            "These are figures of what was written down. What was not written down is not in "
            "them, and an entry can be of several kinds."
        )
    ]
    if whole.damaged:
        notes.append(
            ngettext(
                "%(n)d entry cannot be opened and is not in these figures.",
                "%(n)d entries cannot be opened and are not in these figures.",
                whole.damaged,
            )
            % {"n": whole.damaged}
        )
    return Section("made-of", _("What this is made of"), words, notes=notes)


def kinds(whole: Whole) -> Section:
    title, found = _("What it was"), rules.by_kind(whole.entries)
    ordered = sorted(found, key=lambda one: -one.count)
    names = {one.kind: str(KINDS.get(one.kind, one.kind)) for one in found}
    bars = [ChartPoint(names[one.kind], one.count, str(one.count)) for one in ordered]
    chart = [Chart(ChartShape.BARS, title, bars, 0, ordered[0].count, {})] if ordered else []
    return Section(
        "kinds",
        title,
        _("How often each kind was noted, when for the first time and when for the last."),
        chart,
        Table(
            [_("Kind"), _("How many"), _("First"), _("Last")],
            [
                [names[one.kind], str(one.count), day_of(one.first.at), day_of(one.last.at)]
                for one in ordered
            ],
        ),
    )
