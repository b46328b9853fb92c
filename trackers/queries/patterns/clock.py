"""At which hours, on which days of the week."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.queries.insights.clock import by_the_hour, by_the_weekday
from trackers.queries.insights.material import week_begins
from trackers.queries.insights.shown import Section
from trackers.queries.patterns.whole import Whole
from trackers.rules import patterns as rules


def hours(whole: Whole) -> Section:
    title, known = _("At which hours"), rules.at_known_times(whole.entries)
    counts = rules.by_hour(known)
    if sum(counts) < rules.FEWEST_TIMES:
        return _too_few("hours", title, sum(counts))
    return by_the_hour(
        title,
        counts,
        most=_("Most of them were in the hours %(which)s: %(most)d of %(all)d."),
        notes=_left_out(len(whole.entries) - len(known)),
    )


def weekdays(whole: Whole) -> Section:
    title, known = _("On which days of the week"), rules.on_known_days(whole.entries)
    begins = week_begins()
    counts = rules.by_weekday(known, week_begins=begins)
    if sum(counts) < rules.FEWEST_TIMES:
        return _too_few("weekdays", title, sum(counts))
    return by_the_weekday(
        title,
        counts,
        begins,
        most=_("Most of them were on a %(which)s: %(most)d of %(all)d."),
        notes=_left_out(len(whole.entries) - len(known)),
    )


def _too_few(slug: str, title: str, count: int) -> Section:
    words = _("Of %(n)d it is known; from %(fewest)d on it says something.") % {
        "n": count,
        "fewest": rules.FEWEST_TIMES,
    }
    return Section(slug, title, words)


def _left_out(count: int) -> list[str]:
    if not count:
        return []
    return [
        ngettext(
            "%(n)d entry is left out here, because this is not known of it.",
            "%(n)d entries are left out here, because this is not known of them.",
            count,
        )
        % {"n": count}
    ]
