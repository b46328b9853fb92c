"""Charts as SVG that stands in the page itself, no script, no style of its own; and their tables.

The numbers are laid out by a library; how they look is said by classes, in the one stylesheet, so
that they follow the theme, a printer and forced colours. Nothing is told apart by colour alone.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import leather
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from leather import theme
from leather.scales import Scale
from leather.shapes import Bars, Columns, Dots, Line

from trackers.queries.insights import Chart, ChartPoint, ChartShape, Section, Table

WIDTH = 400
HEIGHTS = {ChartShape.LINE: 190, ChartShape.COLUMNS: 170}
# Of each bar, and of what is above and below them.
BAR, AROUND_BARS = 32, 36
# Of each line of dots.
LINE_OF_DOTS = 26
LABEL_WIDTH = 21
# What labels below a chart have between them, and what they have in all.
LABEL_GAP, LABELS_WIDTH = 3, 48
# With more columns than these, figures above them would lie on one another.
MOST_FIGURES = 13

theme.margin = 0.035
theme.tick_font_size = 13
theme.tick_font_char_width = 7
theme.default_dot_radius = 3.5

# What the stylesheet says instead.
LEFT_TO_CSS = {"fill", "stroke", "stroke-width", "font-family", "font-size"}
SHORTENED = {"x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"}


class Exact(Scale):
    """From here to there and no further, with just these ticks."""

    def __init__(self, least: float, most: float, ticks: Sequence[float]) -> None:
        self.least, self.most, self.given = least, most, list(ticks)

    def contains(self, v: float) -> bool:
        return self.least <= v <= self.most

    def project(self, value: float, range_min: float, range_max: float) -> float:
        along = (float(value) - self.least) / (self.most - self.least)
        return float(range_min) + along * (float(range_max) - float(range_min))

    def ticks(self) -> list[float]:
        return self.given


class Places(leather.Ordinal):
    """One place for each point, by its number: labels may be there twice."""

    def __init__(self, count: int) -> None:
        super().__init__([str(number) for number in range(count)])


class DottedLine(Line):
    """With a dot on each point, so that one between two gaps is seen as well."""

    def __init__(self) -> None:
        super().__init__("currentColor")
        self.dots = Dots("currentColor")

    def to_svg(self, *where: Any) -> ET.Element:
        group: ET.Element = super().to_svg(*where)
        group.append(self.dots.to_svg(*where))
        return group


class MarkedColumns(Columns):
    """Which are of a part of a week or month; and how much, in figures."""

    def __init__(self, chart: Chart) -> None:
        super().__init__("currentColor")
        self.chart = chart

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, *rest: Any) -> ET.Element:
        group: ET.Element = super().to_svg(width, height, x_scale, y_scale, *rest)
        points = self.chart.points
        for rect, point in zip(list(group), points, strict=True):
            rect.set("class", "whole" if point.is_whole else "part")
            if len(points) <= MOST_FIGURES and point.value:
                x = float(rect.get("x", 0)) + float(rect.get("width", 0)) / 2
                group.append(_text(point.shown, x, float(rect.get("y", 0)) - 4, "middle"))
        return group


class MarkedBars(Bars):
    def __init__(self, chart: Chart) -> None:
        super().__init__("currentColor")
        self.chart = chart

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, *rest: Any) -> ET.Element:
        group: ET.Element = super().to_svg(width, height, x_scale, y_scale, *rest)
        for rect, point in zip(list(group), reversed(self.chart.points), strict=True):
            rect.set("class", "whole")
            x = float(rect.get("x", 0)) + float(rect.get("width", 0)) + 5
            y = float(rect.get("y", 0)) + float(rect.get("height", 0)) / 2 + 4.5
            group.append(_text(point.shown, x, y, "start"))
        return group


def svg_of(chart: Chart) -> SafeString:
    """As text for a page. Its words are escaped by the XML writer."""
    drawn = leather.Chart()
    if chart.shape == ChartShape.BARS:
        _lay_bars(drawn, chart)
    elif chart.shape == ChartShape.DOTS:
        _lay_dots(drawn, chart)
    else:
        _lay_along_time(drawn, chart)
    height = HEIGHTS.get(chart.shape) or _height_of(chart)
    root = ET.Element(
        "svg",
        {
            "class": f"chart {chart.shape}",
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-label": chart.title,
        },
    )
    group = drawn.to_svg_group(WIDTH, height)
    # The library's own background.
    group.remove(group[0])
    root.append(group)
    for element in root.iter():
        _leave_to_css(element)
    return mark_safe(ET.tostring(root, encoding="unicode"))  # noqa: S308 (made by us, escaped)


def drawn(sections: Iterable[Section]) -> list[tuple[Section, list[tuple[Chart, str]], str]]:
    """Each with its charts, and with the rows of its table."""
    return [
        (
            section,
            [(chart, svg_of(chart)) for chart in section.charts],
            rows_of(section.table) if section.table else "",
        )
        for section in sections
    ]


def rows_of(table: Table) -> SafeString:
    """Its rows as HTML: there can be hundreds, for which a template takes longer than for all the
    rest of the page."""
    return mark_safe("".join(map(_row, table.rows)))  # noqa: S308 (each cell is escaped)


def _row(row: Sequence[str]) -> str:
    head, *cells = map(escape, row)
    return (
        f'<tr><th scope="row" dir="auto">{head}</th>'
        f"{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    )


def _lay_along_time(drawn: leather.Chart, chart: Chart) -> None:
    count = len(chart.points)
    if chart.shape == ChartShape.LINE:
        data = [(number, point.value) for number, point in enumerate(chart.points)]
        drawn.add_series(leather.Series(data), DottedLine())
        drawn.set_x_scale(Exact(-0.5, count - 0.5, ()))
        ticks: list[Any] = list(_labelled(chart.points))
    else:
        columns = [(str(number), point.value or 0) for number, point in enumerate(chart.points)]
        drawn.add_series(leather.Series(columns), MarkedColumns(chart))
        drawn.set_x_scale(Places(count))
        ticks = [str(number) for number in _labelled(chart.points)]
    drawn.set_x_axis(leather.Axis(ticks, lambda at, *_rest: chart.points[int(at)].label))
    _lay_values(drawn, chart)


def _lay_values(drawn: leather.Chart, chart: Chart) -> None:
    drawn.set_y_scale(Exact(chart.least, chart.most, list(chart.ticks)))
    drawn.set_y_axis(leather.Axis(list(chart.ticks), lambda at, *_rest: chart.ticks[at]))


def _lay_bars(drawn: leather.Chart, chart: Chart) -> None:
    # The library draws the first one at the bottom.
    points = list(reversed(chart.points))
    data = [(point.value or 0, str(number)) for number, point in enumerate(points)]
    drawn.add_series(leather.Series(data), MarkedBars(chart))
    # Room for the figure at the end of the longest.
    drawn.set_x_scale(Exact(0, chart.most * 1.15, ()))
    drawn.set_x_axis(leather.Axis([0], lambda *_rest: ""))
    drawn.set_y_scale(Places(len(points)))
    drawn.set_y_axis(leather.Axis(None, lambda at, *_rest: _short(points[int(at)])))


def _lay_dots(drawn: leather.Chart, chart: Chart) -> None:
    # The first line at the top.
    lines = list(dict.fromkeys(point.label for point in chart.points))[::-1]
    data = [(point.value, lines.index(point.label)) for point in chart.points]
    drawn.add_series(leather.Series(data), Dots("currentColor"))
    drawn.set_x_scale(Exact(chart.least, chart.most, list(chart.ticks)))
    drawn.set_x_axis(leather.Axis(list(chart.ticks), lambda at, *_rest: chart.ticks[at]))
    places = list(range(len(lines)))
    drawn.set_y_scale(Exact(-0.5, len(lines) - 0.5, places))
    drawn.set_y_axis(leather.Axis(places, lambda at, *_rest: _cut(lines[int(at)])))


def _height_of(chart: Chart) -> int:
    if chart.shape == ChartShape.DOTS:
        return AROUND_BARS + LINE_OF_DOTS * len({point.label for point in chart.points})
    return AROUND_BARS + BAR * len(chart.points)


def _labelled(points: Sequence[ChartPoint]) -> range:
    """As many of them as there is room for the labels of, evenly."""
    longest = max(len(point.label) for point in points)
    most = LABELS_WIDTH // (longest + LABEL_GAP)
    return range(0, len(points), -(-len(points) // most))


def _short(point: ChartPoint) -> str:
    return _cut(point.label)


def _cut(label: str) -> str:
    return label if len(label) <= LABEL_WIDTH else f"{label[: LABEL_WIDTH - 1]}…"


def _text(words: str, x: float, y: float, anchor: str) -> ET.Element:
    at = {"class": "figure", "x": str(x), "y": str(y), "text-anchor": anchor}
    text = ET.Element("text", at)
    text.text = words
    return text


def _leave_to_css(element: ET.Element) -> None:
    for name in LEFT_TO_CSS & element.attrib.keys():
        del element.attrib[name]
    for name in SHORTENED & element.attrib.keys():
        element.set(name, _rounded(element.attrib[name]))
    if "d" in element.attrib:
        element.set("d", " ".join(map(_rounded, element.attrib["d"].split())))


def _rounded(number: str) -> str:
    return number if number.isalpha() else f"{Decimal(number):.1f}"
