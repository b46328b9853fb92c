"""What was written in some time, and the pieces in which it is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import get_format

from trackers.models import TalliedCheckIn, TalliedContact, TalliedUrge
from trackers.queries.insights.words import in_full, in_short
from trackers.rules import insights as rules
from trackers.rules.insights import Span, Step, Stretch

# Django counts from Sunday, 0; Python's calendar from Monday, 0.
SUNDAY = 6


@dataclass(frozen=True)
class Names:
    full: str
    short: str


@dataclass(frozen=True)
class Material:
    """What was written in a time, and how it is looked at."""

    span: Span
    contacts: Sequence[TalliedContact]
    urges: Sequence[TalliedUrge]
    check_ins: Sequence[TalliedCheckIn]

    @cached_property
    def attempts(self) -> list[TalliedContact]:
        return rules.attempts(self.contacts)

    @cached_property
    def pieces(self) -> list[Stretch]:
        """In which attempts are counted: weeks, or months where there would be too many."""
        return self._pieces(rules.by_week_or_longer(self.span))

    @cached_property
    def fine_pieces(self) -> list[Stretch]:
        """In which mood and urges are looked at: days, where there are not too many."""
        return self._pieces(rules.by_day_or_longer(self.span))

    @cached_property
    def names(self) -> dict[Stretch, Names]:
        """Each worked out once: the same weeks stand in many charts and tables."""
        return {
            piece: Names(in_full(piece), in_short(piece))
            for piece in {*self.pieces, *self.fine_pieces}
        }

    def _pieces(self, step: Step) -> list[Stretch]:
        return rules.stretches(self.span, step, week_begins=week_begins())


def week_begins() -> int:
    begins: int = get_format("FIRST_DAY_OF_WEEK")
    return (begins + SUNDAY) % 7
