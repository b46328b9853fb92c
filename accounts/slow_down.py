"""Whoever guesses waits longer each time, never for good; whoever knows comes in.

Each asker has a line to themselves: a place for a name, a session, an account. Nobody's tries make
another line longer, so nobody can take another's turn (docs/decisions/0034). The turn is
taken before the work is done, so that many tries at once are no way around it. Lines are
kept in Valkey under keyed hashes, and are gone an hour after the last try.
"""

import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import redis
from django.conf import settings

from accounts.keyed_hashes import keyed_hash

FORGOTTEN_AFTER = 3600
# Tries of all lines together are counted in spans of so many seconds.
SPAN = 600
# 2 to the power of this is more than anybody waits.
MOST_DOUBLINGS = 20

client = redis.from_url(settings.REDIS_URL)


@dataclass(frozen=True)
class Pace:
    """How fast the tries of one kind may follow one another."""

    # After these the waiting begins.
    free: int
    # Seconds that anybody waits at most between two tries of their own.
    longest: int = 60
    # So many in two spans, from all lines together, and whoever is new waits before their first.
    crowd: int | None = None
    wait_in_crowd: int = 10
    # So many in one span from all lines together, and everybody waits for the next span.
    most: int | None = None


@dataclass(frozen=True)
class Line:
    pace: Pace
    # What is guessed at: a name, an account.
    whole: str
    # By whom, as far as can be told: a place, a session.
    asker: str = ""

    def key(self) -> str:
        return "line:" + keyed_hash("line", "\0".join((self.whole, self.asker)))

    def key_of_all(self, span: int) -> str:
        return "lines:" + keyed_hash("lines", "\0".join((self.whole, str(span))))


@dataclass(frozen=True)
class Standing:
    """How far an asker has come: tries so far, and until when there is no next one."""

    tries: int = 0
    until: float = 0.0

    @classmethod
    def read(cls, kept: bytes | None, *, now: float) -> "Standing":
        if kept is None:
            return cls()
        tries, until = kept.decode().split()
        # The wait is over for so long that nobody remembers it.
        if now >= float(until) + FORGOTTEN_AFTER:
            return cls()
        return cls(int(tries), float(until))

    def __str__(self) -> str:
        return f"{self.tries} {self.until!r}"


def wait_after(tries: int, pace: Pace) -> int:
    """Seconds between this try and the next: 2, 4, 8 … once the free ones are used up."""
    doublings = min(tries - pace.free, MOST_DOUBLINGS)
    return 0 if doublings <= 0 else min(2**doublings, pace.longest)


def next_standing(
    standing: Standing, pace: Pace, *, now: float, crowd: int
) -> tuple[Standing, int]:
    """Where the asker stands now, and the seconds to wait: 0 where it is their turn. To ask
    before it is makes nobody wait longer."""
    if now < standing.until:
        return standing, math.ceil(standing.until - now)
    if pace.crowd is not None and crowd >= pace.crowd and standing == Standing():
        return Standing(0, now + pace.wait_in_crowd), pace.wait_in_crowd
    tries = standing.tries + 1
    return Standing(tries, now + wait_after(tries, pace)), 0


def take_turn(line: Line, *, now: datetime) -> int:
    """Count one try and return 0; or count nothing and return the seconds that are to wait."""
    moment = now.timestamp()
    span = int(moment // SPAN)
    before = int(_bytes(client.get(line.key_of_all(span - 1))) or 0)
    here = _count(line.key_of_all(span), 1)
    if line.pace.most is not None and here > line.pace.most:
        _count(line.key_of_all(span), -1)
        return math.ceil((span + 1) * SPAN - moment)
    seconds = _stand_in(line, now=moment, crowd=before + here - 1)
    if seconds:
        _count(line.key_of_all(span), -1)
    return seconds


def give_back(line: Line, *, now: datetime) -> None:
    """It was no guess: the line is empty again, and the try is not counted among all."""
    client.delete(line.key())
    _count(line.key_of_all(int(now.timestamp() // SPAN)), -1)


def _stand_in(line: Line, *, now: float, crowd: int) -> int:
    """Decided once more where somebody else wrote under this key meanwhile."""
    key = line.key()
    with client.pipeline() as pipe:
        while True:
            pipe.watch(key)
            standing = Standing.read(_bytes(pipe.get(key)), now=now)
            standing, seconds = next_standing(standing, line.pace, now=now, crowd=crowd)
            pipe.multi()
            pipe.set(key, str(standing), ex=line.pace.longest + FORGOTTEN_AFTER)
            with suppress(redis.WatchError):
                pipe.execute()
                return seconds


def _bytes(kept: object) -> bytes | None:
    return kept if isinstance(kept, bytes) else None


def _count(key: str, by: int) -> int:
    with client.pipeline() as pipe:
        pipe.incrby(key, by)
        pipe.expire(key, 3 * SPAN)
        count, _kept = pipe.execute()
    return int(count)
