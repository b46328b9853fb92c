"""Figures and days as words, and what the sections have in common."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from statistics import fmean

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.queries.insights.shown import Section, Table
from trackers.rules import insights as rules
from trackers.rules.insights import Span, Stretch

NOTHING = "–"  # noqa: RUF001 (a dash)


def too_few(slug: str, title: str, there: str, fewest: int) -> Section:
    words = _("This needs %(fewest)d or more to say anything; there is no hurry.") % {
        "fewest": fewest
    }
    return Section(slug, title, f"{there} {words}")


def few_is_good(slug: str, title: str, there: str, fewest: int) -> Section:
    """Of what nobody should be waiting for."""
    words = _("Below %(fewest)d there is nothing to draw, which is good as well.") % {
        "fewest": fewest
    }
    return Section(slug, title, f"{there} {words}")


def days_there(count: int) -> str:
    if not count:
        return _("Nothing was written of it in this time.")
    return ngettext(
        "So far, %(count)d day says something of it.",
        "So far, %(count)d days say something of it.",
        count,
    ) % {"count": count}


def urges_there(count: int) -> str:
    if not count:
        return _("No urge was ridden out here in this time.")
    return ngettext(
        "So far, %(count)d urge was ridden out here.",
        "So far, %(count)d urges were ridden out here.",
        count,
    ) % {"count": count}


def attempts_there(count: int) -> str:
    if not count:
        return _("None are noted in this time.")
    return ngettext(
        "%(count)d is noted in this time.", "%(count)d are noted in this time.", count
    ) % {"count": count}


def count_of_days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def then_and_now(values: Mapping[date, int], span: Span) -> str:
    """The first half of the time beside the second, where both have enough in them."""
    middle = span.first + timedelta(days=span.days // 2)
    before = [value for on, value in values.items() if on < middle]
    after = [value for on, value in values.items() if on >= middle]
    if min(len(before), len(after)) < rules.FEWEST_DAYS:
        return ""
    return _(
        "On average %(before)s in the first half of this time, and %(after)s in the second."
    ) % {
        "before": figure(fmean(before)),
        "after": figure(fmean(after)),
    }


def most_of(counts: Sequence[int], labels: Sequence[str], one: str, none: str) -> str:
    """One that stands out by name: at least twice its share, and alone at it."""
    most, total = max(counts), sum(counts)
    stands_out = counts.count(most) == 1 and most * len(counts) >= 2 * total
    which = labels[counts.index(most)]
    return (one if stands_out else none) % {"which": which, "most": most, "all": total}


def hour_labels(parts: int) -> list[str]:
    starts = [part * rules.HOURS_TOGETHER for part in range(parts)]
    return [f"{start}–{start + rules.HOURS_TOGETHER}" for start in starts]  # noqa: RUF001 (a dash)


def weekday_names(begins: int) -> tuple[list[str], list[str]]:
    """In full and short, in the order of days that the language has."""
    days = [(begins + day) % 7 for day in range(7)]
    return [str(WEEKDAYS[day]) for day in days], [str(WEEKDAYS_ABBR[day]) for day in days]


def as_table(head: str, labels: Sequence[str], counts: Sequence[int]) -> Table:
    rows = [[label, str(count)] for label, count in zip(labels, counts, strict=True)]
    return Table([head, _("How many")], rows)


def when(pieces: Sequence[Stretch]) -> str:
    longest = max((piece.days for piece in pieces), default=1)
    return _("Day") if longest == 1 else _("Week") if longest <= 7 else _("Month")


def in_full(piece: Stretch) -> str:
    """The days of it; with a word where it is a part of a week or month only."""
    first, last = date_format(piece.first, "j M Y"), date_format(piece.last, "j M Y")
    if piece.first == piece.last:
        return first if piece.is_whole else _("%(day)s (a part)") % {"day": first}
    words = f"{first} – {last}"  # noqa: RUF001 (a dash)
    return words if piece.is_whole else _("%(day)s (a part)") % {"day": words}


def in_short(piece: Stretch) -> str:
    return date_format(piece.first, "M y" if piece.days > 7 else "j M")


def figure(value: float | None) -> str:
    """With one decimal where it has one."""
    if value is None:
        return NOTHING
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else number_format(rounded, 1)


def in_words(length: timedelta) -> str:
    if length < timedelta(hours=1):
        return _("an hour")
    if length < timedelta(days=2):
        hours = ceil(length / timedelta(hours=1))
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return count_of_days(round(length / timedelta(days=1)))


def about_parts(pieces: Sequence[Stretch]) -> list[str]:
    if all(piece.is_whole for piece in pieces):
        return []
    return [_("Open columns are weeks or months of which only a part lies in this time.")]
