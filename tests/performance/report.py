"""The table, the limits, and what has changed since an earlier run."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from tests.performance.measure import Probe

MOST_QUERIES = {
    ("topic", "signed in"): 8,
    ("topic", "signed out"): 4,
    ("long topic", "signed in"): 8,
    ("long topic", "signed out"): 4,
    ("long topic, deep", "signed in"): 8,
    ("long topic, deep", "signed out"): 4,
    ("list", "signed in"): 7,
    ("list", "signed out"): 7,
    ("list, deep", "signed in"): 7,
    ("list, deep", "signed out"): 7,
}
MOST_TIMES_FLOOR = {"signed out": 2.5, "signed in": 5.0}
HELD_TO_THE_FLOOR = ("topic", "list")
MOST_GROWTH = 1.3
HEAD = (
    *("size", "page", "who", "per s", "p50 ms", "p99 ms", "bytes", "queries", "x floor"),
    # By the other reading of what the floor is (floor.py); nothing is judged by it.
    "x floor in site",
)


@dataclass(frozen=True)
class Line:
    size: str
    page: str
    who: str
    requests: int
    per_second: float
    p50: float
    p99: float
    bytes: int
    queries: int | None
    times_floor: float | None
    times_floor_in_site: float | None = None

    @property
    def name(self) -> str:
        return f"{self.page}, {self.who}, {self.size}"

    def cells(self) -> tuple[str, ...]:
        return (
            *(self.size, self.page, self.who, f"{self.per_second:.0f}"),
            *(f"{self.p50:.2f}", f"{self.p99:.2f}", f"{self.bytes}"),
            "" if self.queries is None else f"{self.queries}",
            "" if self.times_floor is None else f"{self.times_floor:.2f}",
            "" if self.times_floor_in_site is None else f"{self.times_floor_in_site:.2f}",
        )


def lines_of(probes: Iterable[Probe]) -> Iterator[Line]:
    for probe in probes:
        yield _line(probe, probe.name)
        if probe.floor:
            yield _line(probe.floor, f"{probe.name} (floor)")


def _line(probe: Probe, name: str) -> Line:
    p50 = probe.percentile(50)
    return Line(
        size=probe.size,
        page=name,
        who=probe.who,
        requests=len(probe.seconds),
        per_second=len(probe.seconds) / sum(probe.seconds),
        p50=p50,
        p99=probe.percentile(99),
        bytes=probe.bytes,
        queries=probe.queries,
        times_floor=_times(p50, probe.floor),
        times_floor_in_site=_times(p50, probe.floor_in_site),
    )


def _times(p50: float, floor: Probe | None) -> float | None:
    return p50 / floor.percentile(50) if floor else None


def table(lines: Iterable[Line]) -> str:
    rows = [HEAD, *(line.cells() for line in lines if not line.page.endswith("(floor)"))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < 3 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


@dataclass(frozen=True)
class Verdict:
    holds: bool
    what: str

    def __str__(self) -> str:
        return f"{'pass' if self.holds else 'FAIL'}  {self.what}"


def verdicts(lines: list[Line]) -> Iterator[Verdict]:
    """Whether each limit of the issue holds."""
    for line in lines:
        most = MOST_QUERIES.get((line.page, line.who))
        if most and line.queries is not None:
            said = f"{line.name}: {line.queries} queries, at most {most}"
            yield Verdict(line.queries <= most, said)
    for line in lines:
        if line.page in HELD_TO_THE_FLOOR and line.times_floor is not None:
            times = MOST_TIMES_FLOOR[line.who]
            said = f"{line.name}: {line.times_floor:.2f} times the floor, at most {times}"
            yield Verdict(line.times_floor <= times, said)
    yield from _growth(lines)


def _growth(lines: list[Line]) -> Iterator[Verdict]:
    sizes = list(dict.fromkeys(line.size for line in lines))
    if len(sizes) < 2:
        return
    first, last = sizes[0], sizes[-1]
    small = {(line.page, line.who): line.p50 for line in lines if line.size == first}
    for line in lines:
        if line.size == last and not line.page.endswith("(floor)"):
            times = line.p50 / small[line.page, line.who]
            said = f"{line.page}, {line.who}: {times:.2f} times from {first} to {last}"
            yield Verdict(times <= MOST_GROWTH, f"{said}, at most {MOST_GROWTH}")


def as_json(lines: list[Line]) -> dict[str, object]:
    return {
        "lines": [asdict(line) for line in lines],
        "verdicts": [asdict(verdict) for verdict in verdicts(lines)],
    }


def against(lines: list[Line], earlier: dict[str, list[dict[str, object]]]) -> Iterator[str]:
    """How each page's median and its ratio to the floor have moved since."""
    before = {line.name: line for line in (Line(**row) for row in earlier["lines"])}  # type: ignore[arg-type]  # as JSON has it
    for line in lines:
        if (old := before.get(line.name)) and not line.page.endswith("(floor)"):
            moved = f"{line.name}: {old.p50:.2f} -> {line.p50:.2f} ms ({line.p50 / old.p50:.2f})"
            if line.times_floor is not None and old.times_floor is not None:
                moved += f", {old.times_floor:.2f} -> {line.times_floor:.2f} times the floor"
            yield moved
