"""Pulls to make contact. To be called inside `rows_of`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from trackers.models import Urge, UrgeContents
from trackers.rules.urges import ASK_AGAIN_AFTER, is_under_way, usual_time_to_fall
from trackers.vault.open_vault import Opened, OpenVault

LATELY = 200
SHOWN = 10


@dataclass(frozen=True)
class Wave:
    """One pull, as its page shows it."""

    urge: Urge
    contents: UrgeContents

    @property
    def begun_at(self) -> datetime:
        return self.contents.ratings[0][0]

    @property
    def ask_again_at(self) -> datetime:
        return self.contents.ratings[-1][0] + ASK_AGAIN_AFTER

    @property
    def latest(self) -> int:
        return self.contents.ratings[-1][1]

    @property
    def is_weaker(self) -> bool:
        return self.latest < max(strength for _at, strength in self.contents.ratings)

    @property
    def shown_ratings(self) -> list[tuple[int, int]]:
        """(minutes since it began, how strong)"""
        return [(minutes(at - self.begun_at), strength) for at, strength in self.contents.ratings]


def minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def latest_urges(user: User, vault: OpenVault) -> list[Opened[Urge, UrgeContents]]:
    """The latest ones, the newest first: by day, and within a day by the time inside."""
    rows = Urge.objects.visible_to(user).order_by("-on", "-id")[:LATELY]
    opened = vault.open_all(rows, UrgeContents)
    return sorted(opened, key=_moment, reverse=True)


def under_way(urges: list[Opened[Urge, UrgeContents]], *, now: datetime) -> Wave | None:
    """The one that somebody is in the middle of."""
    for urge in urges:
        contents = urge.contents
        if contents and is_under_way(contents.ratings, contents.outcome, now=now):
            return Wave(urge.row, contents)
    return None


def usual_minutes(urges: list[Opened[Urge, UrgeContents]]) -> int | None:
    usual = usual_time_to_fall(urge.contents.ratings for urge in urges if urge.contents)
    return minutes(usual) if usual else None


def waves(urges: list[Opened[Urge, UrgeContents]]) -> list[Wave]:
    return [Wave(urge.row, urge.contents) for urge in urges[:SHOWN] if urge.contents]


def _moment(urge: Opened[Urge, UrgeContents]) -> tuple[object, float]:
    return urge.row.on, urge.contents.ratings[0][0].timestamp() if urge.contents else 0
