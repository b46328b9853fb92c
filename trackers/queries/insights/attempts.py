"""How somebody was tried to be reached: how often, which way, with what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.choices import ChannelKind, Tactic
from trackers.models import TalliedContact
from trackers.queries.insights.drawn import highest, weekly
from trackers.queries.insights.material import Material
from trackers.queries.insights.shown import (
    Chart,
    ChartPoint,
    ChartShape,
    Section,
    Table,
)
from trackers.queries.insights.words import (
    about_parts,
    as_table,
    attempts_there,
    few_is_good,
    figure,
    in_words,
    when,
)
from trackers.rules import insights as rules

# So many kinds get a small chart of their own, a column of the table, a bar.
MOST_DRAWN_APART = 3
MOST_COLUMNS = 5
MOST_BARS = 8


def attempts(material: Material) -> Section:
    title, found = _("Attempts at contact, per week"), material.attempts
    if len(found) < rules.FEWEST_ATTEMPTS:
        return few_is_good("attempts", title, attempts_there(len(found)), rules.FEWEST_ATTEMPTS)
    points = rules.per_week(found, material.pieces)
    whole = [point.value or 0 for point in points if point.stretch.is_whole]
    words = ngettext(
        "%(count)d attempt in this time.", "%(count)d attempts in this time.", len(found)
    ) % {"count": len(found)}
    if whole:
        words += " " + _("In a whole week there were %(mean)s on average; at most %(most)s.") % {
            "mean": figure(fmean(whole)),
            "most": figure(max(whole)),
        }
    return Section(
        "attempts",
        title,
        words,
        [weekly(material, title, points, highest(points))],
        Table(
            [when(material.pieces), _("Attempts per week")],
            [[material.names[point.stretch].full, figure(point.value)] for point in points],
        ),
        about_parts(material.pieces),
    )


def ways(material: Material) -> Section:
    names = dict(ChannelKind.choices)
    return _by_kind(
        material,
        "ways",
        _("Which way they came"),
        lambda one: [one.channel],
        names,
        _("Most of them came this way: %(which)s, %(most)d of %(all)d."),
    )


def tactics(material: Material) -> Section:
    return _by_kind(
        material,
        "tactics",
        _("What they tried"),
        lambda one: one.tactics,
        dict(Tactic.choices),
        _("What was noted most often: %(which)s, with %(most)d of %(all)d attempts."),
        [_("Several can belong to one attempt, and to many none was noted.")],
    )


def _by_kind(
    material: Material,
    slug: str,
    title: str,
    of: Callable[[TalliedContact], Iterable[str]],
    names: Mapping[Any, Any],
    sentence: str,
    notes: Sequence[str] = (),
) -> Section:
    """How many of each kind there were, and how those that were most frequent went on."""
    found = [one for one in material.attempts if any(of(one))]
    if len(found) < rules.FEWEST_ATTEMPTS:
        return few_is_good(slug, title, attempts_there(len(found)), rules.FEWEST_ATTEMPTS)
    counts = rules.counted(found, of)
    labels = {kind: str(names.get(kind, kind)) for kind, _count in counts}
    bars = [ChartPoint(labels[kind], count, str(count)) for kind, count in counts[:MOST_BARS]]
    by_week = {
        kind: rules.per_week([one for one in found if kind in of(one)], material.pieces)
        for kind, _count in counts[:MOST_COLUMNS]
    }
    most = highest(point for points in by_week.values() for point in points)
    apart = [
        weekly(material, _("%(kind)s, per week") % {"kind": labels[kind]}, by_week[kind], most)
        for kind, count in counts[:MOST_DRAWN_APART]
        if count >= rules.FEWEST_ATTEMPTS
    ]
    words = sentence % {
        "which": labels[counts[0][0]],
        "most": counts[0][1],
        "all": len(found),
    }
    in_all = [_("In all"), *(str(count) for kind, count in counts[:MOST_COLUMNS])]
    return Section(
        slug,
        title,
        words,
        [Chart(ChartShape.BARS, title, bars, 0, counts[0][1], {}), *apart],
        Table(
            [when(material.pieces), *(labels[kind] for kind in by_week)],
            [
                in_all,
                *(
                    [
                        material.names[piece].full,
                        *(figure(points[at].value) for points in by_week.values()),
                    ]
                    for at, piece in enumerate(material.pieces)
                ),
            ],
        ),
        [*notes, *_about_others(counts, labels), *about_parts(material.pieces)],
    )


def between(material: Material) -> Section:
    title, lengths = _("Time between attempts"), rules.gaps(material.attempts)
    if len(lengths) < rules.FEWEST_GAPS:
        there = attempts_there(len(material.attempts))
        return few_is_good("between", title, there, rules.FEWEST_GAPS + 1)
    labels = [
        _("under a day"),
        _("1 to 3 days"),
        _("3 to 7 days"),
        _("1 to 2 weeks"),
        _("2 to 4 weeks"),
        _("longer"),
    ]
    counts = rules.by_length(lengths)
    words = _(
        "Half of the times, the next one came within %(usual)s. "
        "The longest time without one was %(longest)s."
    ) % {
        "usual": in_words(rules.usual(lengths)),
        "longest": in_words(max(lengths)),
    }
    words += " " + _("The last one that is noted was on %(day)s.") % {
        "day": date_format(material.attempts[-1].on, "j F Y")
    }
    bars = [
        ChartPoint(label, count, str(count)) for label, count in zip(labels, counts, strict=True)
    ]
    return Section(
        "between",
        title,
        words,
        [Chart(ChartShape.BARS, title, bars, 0, max(counts), {})],
        as_table(_("Time until the next one"), labels, counts),
    )


def _about_others(counts: Sequence[tuple[str, int]], labels: Mapping[str, str]) -> list[str]:
    others = [f"{labels[kind]} {count}" for kind, count in counts[MOST_COLUMNS:]]
    if not others:
        return []
    return [_("Less often: %(others)s.") % {"others": ", ".join(others)}]
