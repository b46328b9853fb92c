from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """A part of a text, with what it is: its place is where it was typed."""

    start: int
    end: int
    what: str
    # What its owner calls it, where they told the site to look out for it.
    hint: str = ""


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """In reading order. Of two in the same place the one that came first stays."""
    kept: list[Found] = []
    for each in found:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
