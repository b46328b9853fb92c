"""What some time shows, in words, as a table, and as what can be drawn of it.

Rows come counted (queries/tallies.py); the figures are those of rules/insights.py; here they get
their words.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from trackers.models import DetailsContents
from trackers.queries.insights.attempts import attempts, between, tactics, ways
from trackers.queries.insights.feelings import helped, hours, mood, urges, weekdays
from trackers.queries.insights.material import Material
from trackers.queries.insights.shown import (
    Chart,
    ChartPoint,
    ChartShape,
    Section,
    Table,
)
from trackers.rules.insights import Span

__all__ = [
    "Chart",
    "ChartPoint",
    "ChartShape",
    "Material",
    "Section",
    "Table",
    "material_of",
    "sections_of",
]


def material_of(
    tallies: Iterable[DetailsContents],
    *,
    asked: Span,
    begun_on: date,
    has_earlier: bool,
    doors: frozenset[str] | None,
) -> Material:
    """`doors` are those of one person, where only what came from them is asked for. Where the
    record begins within the span, so does what is shown of it: before, nothing is known."""
    months = list(tallies)
    contacts = [one for month in months for one in month.contacts if asked.has(one.on)]
    urges = [one for month in months for one in month.urges if asked.has(one.on)]
    check_ins = [one for month in months for one in month.check_ins if asked.has(one.on)]
    first = asked.first
    if not has_earlier:
        written = chain(
            (one.on for one in contacts),
            (one.on for one in urges),
            (one.on for one in check_ins),
        )
        known = min(chain([begun_on], written))
        first = min(max(first, known), asked.last)
    if doors is not None:
        contacts = [one for one in contacts if one.door in doors]
    return Material(Span(first, asked.last), contacts, urges, check_ins)


def sections_of(material: Material) -> list[Section]:
    sections = (mood, urges, hours, weekdays, helped, attempts, ways, tactics, between)
    return [section(material) for section in sections]
