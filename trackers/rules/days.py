"""The day is the member's local date, in the zone that it was lived in."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
MIDNIGHT = time(0, 0)
LAST_MOMENT = time(23, 59, 59, 999999)


@lru_cache(maxsize=1024)
def clock_of(zone: str) -> ZoneInfo:
    """ZoneInfo itself remembers the last eight, and reads every other from its file again."""
    return ZoneInfo(zone)


def local_date(at: datetime, zone: str) -> date:
    return at.astimezone(clock_of(zone)).date()


def instant(day: date, local_time: time, zone: str) -> datetime:
    """When the clock there shows this. In a gap the offset before it applies, so the clock shows
    as much later as it was put on; of an hour that comes twice, the first."""
    return datetime.combine(day, local_time.replace(fold=0), tzinfo=clock_of(zone)).astimezone(UTC)


# Ten years of some dozen zones.
@lru_cache(maxsize=65_536)
def exists(day: date, zone: str) -> bool:
    """Whether the date was ever there: Pacific/Apia went from 29 to 31 December 2011."""
    here = clock_of(zone)
    edges = (
        datetime.combine(day, MIDNIGHT, tzinfo=here),
        datetime.combine(day, LAST_MOMENT.replace(fold=1), tzinfo=here),
    )
    return any(edge.astimezone(UTC).astimezone(here).date() == day for edge in edges)


def next_day(day: date, zone: str) -> date:
    day += A_DAY
    while not exists(day, zone):
        day += A_DAY
    return day


def day_before(day: date, zone: str) -> date:
    day -= A_DAY
    while not exists(day, zone):
        day -= A_DAY
    return day


def days_before(day: date, count: int, zone: str) -> list[date]:
    """So many dates up to this one and with it, in order, without those that never were."""
    days: list[date] = []
    while len(days) < count:
        if exists(day, zone):
            days.append(day)
        day -= A_DAY
    return days[::-1]
