"""What the rows of one month add up to, kept sealed so that a page need not open ten years of them.

Derived, and nothing but that: it is never taken away, and made anew from the rows themselves
whenever one of them changed (docs/decisions/0027-tallies.md).
"""

import uuid
from datetime import date, datetime

import msgspec
from django.db import models

from trackers.choices import TallyPart
from trackers.models.rows import PrivateRow
from trackers.vault.contents import Contents

# Goes up when what is tallied changes its meaning: older ones are then made anew.
SHAPE = 1


class TalliedContact(msgspec.Struct, frozen=True, array_like=True):
    """What is counted of a contact event: none of its words."""

    on: date
    # As the clock showed it there.
    at: datetime
    channel: str
    direction: str
    door: str
    tactics: list[str]


class TalliedUrge(msgspec.Struct, frozen=True, array_like=True):
    on: date
    # As the clock showed it there.
    at: datetime
    strongest: int
    latest: int
    # Until it had fallen by half; nothing where that was not seen.
    minutes: float | None
    # The words of the member's own list, which is why this is sealed like all else.
    helped: list[str]


class TalliedCheckIn(msgspec.Struct, frozen=True, array_like=True):
    on: date
    mood: int | None
    urge: int | None


class TallyContents(Contents, kw_only=True, frozen=True):
    # The mark that the month had when it was counted.
    mark: uuid.UUID
    shape: int = SHAPE


class DaysContents(TallyContents, kw_only=True, frozen=True):
    """What is counted on Today and in the calendar, by the numbers of the days."""

    # Of each day with a contact event, what its events mean (rules/events.py).
    meanings: list[tuple[int, list[str]]] = []
    # On which days something else was written.
    written: list[int] = []


class DetailsContents(TallyContents, kw_only=True, frozen=True):
    """What insights are made of."""

    contacts: list[TalliedContact] = []
    urges: list[TalliedUrge] = []
    check_ins: list[TalliedCheckIn] = []


class Tally(PrivateRow):
    """One month, by its first day, in two parts. Contents: a TallyContents, or nothing until it
    is counted.

    A trigger makes the rows with the month's first entry; after every change to one, it empties
    them and gives them another mark. What was counted before such a change is known by the mark
    that it has inside.
    """

    part = models.CharField(max_length=8, choices=TallyPart)
    mark = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "on", "part"], name="one_tally_a_month")
        ]

    def __str__(self) -> str:
        return f"tally {self.pk}"
