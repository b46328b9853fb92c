"""What a page shows of some time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChartShape(StrEnum):
    LINE = "line"
    COLUMNS = "columns"
    BARS = "bars"
    # Each point at its value, in the line of its label.
    DOTS = "dots"


@dataclass(frozen=True)
class ChartPoint:
    label: str
    value: float | None
    # The value as it is written.
    shown: str = ""
    # Not only a part of a week or of a month.
    is_whole: bool = True


@dataclass(frozen=True)
class Chart:
    shape: ChartShape
    title: str
    points: Sequence[ChartPoint]
    # What the axis of values begins and ends with, and what stands at it.
    least: float
    most: float
    ticks: Mapping[float, str]


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > 8


@dataclass(frozen=True)
class Section:
    """One thing that the time shows, or that there is too little yet to say anything."""

    slug: str
    title: str
    words: str
    charts: Sequence[Chart] = ()
    table: Table | None = None
    # What has to be known to read it.
    notes: Sequence[str] = ()
