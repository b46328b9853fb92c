"""How it went on: one after the other, how often, and where nothing is written down."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trackers.queries.incident_words import kinds_in_words, when_in_words
from trackers.queries.insights.drawn import columns
from trackers.queries.insights.shown import Chart, ChartPoint, ChartShape, Section, Table
from trackers.queries.insights.words import about_parts, count_of_days, in_full, in_short, when
from trackers.queries.patterns.whole import KINDS, Whole
from trackers.queries.patterns.words import called
from trackers.rules import patterns as rules


def timeline(whole: Whole) -> Section:
    title = _("One after the other")
    first, last = whole.span.first, whole.span.last
    found = rules.by_kind(whole.entries)
    rows = [(one.kind, str(KINDS.get(one.kind, one.kind))) for one in found]
    dots = [
        ChartPoint(name, entry.at.date().toordinal())
        for kind, name in rows
        for entry in whole.entries
        if kind in entry.kinds
    ]
    ticks = {float(day.toordinal()): date_format(day, "j M y") for day in (first, last)}
    # Room beside the dots for half a label.
    room = max(whole.span.days * 0.08, 0.5)
    least, most = first.toordinal() - room, last.toordinal() + room
    caption = _("Each dot is an entry, in the line of its kind")
    chart = Chart(ChartShape.DOTS, caption, dots, least, most, ticks)
    return Section(
        "timeline",
        title,
        _("From the first day to the last, by kind. Kinds are in the order in which they began."),
        [chart] if dots else [],
        Table(
            [_("When"), _("What it was"), _("Entry")],
            [
                [when_in_words(entry), kinds_in_words(entry.kinds), called(entry)]
                for entry in whole.entries
            ],
        ),
    )


def often(whole: Whole) -> Section:
    title, pieces = _("How often"), whole.pieces
    counts = rules.per_piece(whole.entries, pieces)
    charted = columns(title, [in_short(piece) for piece in pieces], counts)
    points = [
        ChartPoint(point.label, point.value, point.shown, piece.is_whole)
        for point, piece in zip(charted.points, pieces, strict=True)
    ]
    most = max(counts)
    words = _("At most %(most)d, in %(when)s.") % {
        "most": most,
        "when": in_full(pieces[counts.index(most)]),
    }
    return Section(
        "often",
        title,
        words,
        [Chart(charted.shape, title, points, charted.least, charted.most, charted.ticks)],
        Table(
            [when(pieces), _("Entries")],
            [[in_full(piece), str(count)] for piece, count in zip(pieces, counts, strict=True)],
        ),
        about_parts(pieces),
    )


def gaps(whole: Whole) -> Section:
    found = rules.gaps(whole.entries, until=whole.span.last)
    words = _("Every stretch of %(n)d days or more without an entry, the longest ten at most.") % {
        "n": rules.SHORTEST_GAP
    }
    if not found:
        words = _("There is no stretch of %(n)d days or more without an entry.") % {
            "n": rules.SHORTEST_GAP
        }
    rows = [
        [date_format(gap.first, "j F Y"), date_format(gap.last, "j F Y"), count_of_days(gap.days)]
        for gap in found
    ]
    return Section(
        "gaps",
        _("Nothing is written down"),
        words,
        table=Table([_("From"), _("To"), _("How long")], rows) if rows else None,
        notes=[_("That nothing is written down does not say that nothing happened.")],
    )
