"""What is looked at: the entries of some time, and the pieces of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from trackers.choices import IncidentKind
from trackers.models import IncidentEntry
from trackers.queries.insights.material import week_begins
from trackers.rules import patterns as rules
from trackers.rules.insights import Span, Stretch, by_day_or_longer, stretches

KINDS: dict[Any, Any] = dict(IncidentKind.choices)


@dataclass(frozen=True)
class Whole:
    """All that somebody wrote down of some time, in the order in which it happened."""

    span: Span
    entries: Sequence[IncidentEntry]
    # When last words were sent, the first of them.
    told_at: datetime | None = None
    # Entries that cannot be opened, which are in no figure.
    damaged: int = 0

    @cached_property
    def pieces(self) -> list[Stretch]:
        return stretches(self.span, by_day_or_longer(self.span), week_begins=week_begins())


def whole_of(
    entries: Iterable[IncidentEntry],
    *,
    asked: Span,
    told_at: datetime | None = None,
    damaged: int = 0,
    person: str = "",
) -> Whole:
    """Where the log begins within the time that is asked for, so does what is shown of it."""
    found = rules.within(rules.theirs(entries), asked)
    if person:
        found = [entry for entry in found if entry.person == person]
    first = found[0].at.date() if found else asked.last
    return Whole(Span(max(first, asked.first), asked.last), found, told_at, damaged)
