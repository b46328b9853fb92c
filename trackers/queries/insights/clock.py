"""Counts by the hour and by the day of the week, in words, drawn, and as a table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trackers.queries.insights.drawn import columns
from trackers.queries.insights.shown import Section
from trackers.queries.insights.words import as_table, hour_labels, most_of, weekday_names


def by_the_hour(
    title: str, counts: Sequence[int], *, most: str, notes: Sequence[str] = ()
) -> Section:
    """`most` says of which hours most of them were."""
    labels = hour_labels(len(counts))
    spread = _("They are spread over the day: no three hours stand out. %(all)d in all.")
    words = most_of(counts, labels, most, spread)
    drawn = [columns(title, labels, counts)]
    return Section("hours", title, words, drawn, as_table(_("Hours"), labels, counts), notes)


def by_the_weekday(
    title: str, counts: Sequence[int], begins: int, *, most: str, notes: Sequence[str] = ()
) -> Section:
    """`counts` from the day with which a week begins."""
    names, short = weekday_names(begins)
    spread = _("They are spread over the week: no day stands out. %(all)d in all.")
    words = most_of(counts, names, most, spread)
    drawn = [columns(title, short, counts)]
    return Section("weekdays", title, words, drawn, as_table(_("Day"), names, counts), notes)
