"""Mood and urges."""

from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.choices import Mood
from trackers.queries.insights.clock import by_the_hour, by_the_weekday
from trackers.queries.insights.drawn import line
from trackers.queries.insights.material import Material, week_begins
from trackers.queries.insights.shown import (
    Chart,
    ChartPoint,
    ChartShape,
    Section,
    Table,
)
from trackers.queries.insights.words import (
    NOTHING,
    count_of_days,
    days_there,
    few_is_good,
    figure,
    then_and_now,
    too_few,
    urges_there,
    when,
)
from trackers.rules import insights as rules
from trackers.rules.insights import Helped

MOST_BARS = 8


def mood(material: Material) -> Section:
    title, values = _("Mood"), rules.moods(material.check_ins)
    if len(values) < rules.FEWEST_DAYS:
        return too_few("mood", title, days_there(len(values)), rules.FEWEST_DAYS)
    points = rules.averages(values, material.fine_pieces)
    ticks = {float(mood): str(mood.label) for mood in Mood}
    usual = Mood(round(median(values.values())))
    words = _("Of %(days)s with a word about it, the one in the middle was: %(mood)s.") % {
        "days": count_of_days(len(values)),
        "mood": str(usual.label),
    }
    return Section(
        "mood",
        title,
        f"{words} {then_and_now(values, material.span)}".strip(),
        [
            line(
                material,
                _("Mood from check-ins"),
                points,
                least=Mood.VERY_LOW,
                most=Mood.VERY_GOOD,
                ticks=ticks,
            )
        ],
        Table(
            [when(material.fine_pieces), _("Mood, 1 to 5")],
            [[material.names[point.stretch].full, figure(point.value)] for point in points],
        ),
    )


def urges(material: Material) -> Section:
    title = _("How strong urges were")
    values = rules.strongest_urges(material.check_ins, material.urges)
    if len(values) < rules.FEWEST_DAYS:
        return too_few("urges", title, days_there(len(values)), rules.FEWEST_DAYS)
    points = rules.averages(values, material.fine_pieces)
    ticks = {float(strength): str(strength) for strength in (0, 5, 10)}
    words = _(
        "Of %(days)s with a word about it, the strongest of the one in the middle was "
        "%(usual)s of 10."
    ) % {
        "days": count_of_days(len(values)),
        "usual": figure(median(values.values())),
    }
    return Section(
        "urges",
        title,
        f"{words} {then_and_now(values, material.span)}".strip(),
        [
            line(
                material,
                _("The strongest urge of a day"),
                points,
                least=0,
                most=10,
                ticks=ticks,
            )
        ],
        Table(
            [when(material.fine_pieces), _("Urge, 0 to 10")],
            [[material.names[point.stretch].full, figure(point.value)] for point in points],
        ),
    )


def hours(material: Material) -> Section:
    title, counts = _("At which hours urges come"), rules.by_hour(material.urges)
    if sum(counts) < rules.FEWEST_URGES:
        return few_is_good("hours", title, urges_there(sum(counts)), rules.FEWEST_URGES)
    most = _("Most of them began in the hours %(which)s: %(most)d of %(all)d.")
    return by_the_hour(title, counts, most=most)


def weekdays(material: Material) -> Section:
    begins = week_begins()
    title, counts = (
        _("On which days of the week"),
        rules.by_weekday(material.urges, week_begins=begins),
    )
    if sum(counts) < rules.FEWEST_URGES:
        return few_is_good("weekdays", title, urges_there(sum(counts)), rules.FEWEST_URGES)
    most = _("Most of them came on a %(which)s: %(most)d of %(all)d.")
    return by_the_weekday(title, counts, begins, most=most)


def helped(material: Material) -> Section:
    title, found = _("What helped"), rules.what_helped(material.urges)
    enough = [one for one in found if one.times >= rules.FEWEST_TIMES]
    if not enough:
        most = max((one.times for one in found), default=0)
        there = ngettext(
            "So far, nothing of your list was marked more than %(count)d time.",
            "So far, nothing of your list was marked more than %(count)d times.",
            most,
        ) % {"count": most}
        if not most:
            there = _("So far, nothing of your list was marked as having helped.")
        return too_few("helped", title, there, rules.FEWEST_TIMES)
    best = enough[0]
    words = _("After “%(what)s” it fell furthest: usually by %(points)s of ten points.") % {
        "what": best.words,
        "points": figure(best.fell),
    }
    if best.minutes is not None:
        words += " " + _("It had fallen by half after %(minutes)s minutes or so.") % {
            "minutes": figure(round(best.minutes))
        }
    notes = [_("What is done together with something else counts for both.")]
    if len(found) > len(enough):
        notes.append(
            _("What was marked fewer than %(fewest)d times stands in the table only.")
            % {"fewest": rules.FEWEST_TIMES}
        )
    bars = [ChartPoint(one.words, one.fell, figure(one.fell)) for one in enough[:MOST_BARS]]
    caption = _("By how many of ten points it fell")
    return Section(
        "helped",
        title,
        words,
        [Chart(ChartShape.BARS, caption, bars, 0, 10, {})],
        Table(
            [_("What"), _("Times"), _("Fell by"), _("Minutes until half")],
            [_helped_row(one) for one in found],
        ),
        notes,
    )


def _helped_row(one: Helped) -> list[str]:
    if one.times < rules.FEWEST_TIMES:
        return [one.words, str(one.times), NOTHING, NOTHING]
    minutes = figure(round(one.minutes)) if one.minutes is not None else NOTHING
    return [one.words, str(one.times), figure(one.fell), minutes]
