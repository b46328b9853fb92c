"""Figures as what can be drawn."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from trackers.queries.insights.material import Material
from trackers.queries.insights.shown import Chart, ChartPoint, ChartShape
from trackers.queries.insights.words import figure
from trackers.rules.insights import Point


def line(
    material: Material,
    title: str,
    points: Sequence[Point],
    *,
    least: float,
    most: float,
    ticks: Mapping[float, str],
) -> Chart:
    shown = [
        ChartPoint(material.names[one.stretch].short, one.value, figure(one.value))
        for one in points
    ]
    return Chart(ChartShape.LINE, title, shown, least, most, ticks)


def columns(title: str, labels: Sequence[str], counts: Sequence[int]) -> Chart:
    points = [
        ChartPoint(label, count, str(count)) for label, count in zip(labels, counts, strict=True)
    ]
    return Chart(ChartShape.COLUMNS, title, points, 0, *_scale(max(counts)))


def weekly(material: Material, title: str, points: Sequence[Point], most: float) -> Chart:
    shown = [
        ChartPoint(
            material.names[one.stretch].short, one.value, figure(one.value), one.stretch.is_whole
        )
        for one in points
    ]
    return Chart(ChartShape.COLUMNS, title, shown, 0, *_scale(most))


def highest(points: Iterable[Point]) -> float:
    return max((point.value or 0 for point in points), default=0)


def _scale(most: float) -> tuple[float, Mapping[float, str]]:
    """The end of the axis, with a little room above it for a figure, and what stands at it."""
    end = max(ceil(most), 1)
    middle = {end / 2: figure(end / 2)} if end % 2 == 0 else {}
    return end * 1.12, {0: "0", **middle, end: str(end)}
