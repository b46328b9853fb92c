"""Trying again takes longer each time, and never for good; nobody takes another's turn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from accounts.slow_down import SPAN, wait_after
from trackers.vault.slow_down import PACE, forget_tries, take_turn

OWNER = 900_010
HERS, HIS = "her session", "his session"
# The beginning of a span.
BEGUN = datetime(2026, 11, 20, 21, tzinfo=UTC)


def after(seconds):
    return BEGUN + timedelta(seconds=seconds)


def test_the_wait_grows_and_ends_at_a_minute():
    waits = [wait_after(tries, PACE) for tries in range(1, 12)]
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10_000, PACE) == 60


def test_the_first_tries_are_free():
    assert [take_turn(OWNER, HERS, now=BEGUN) for _ in range(4)] == [0, 0, 0, 0]


def test_then_there_is_a_wait_which_counts_no_try():
    for _ in range(4):
        take_turn(OWNER, HERS, now=BEGUN)
    assert [take_turn(OWNER, HERS, now=BEGUN) for _ in range(50)] == [2] * 50
    assert take_turn(OWNER, HERS, now=after(1.5)) == 1
    assert take_turn(OWNER, HERS, now=after(2)) == 0
    assert take_turn(OWNER, HERS, now=after(2)) == 4


def test_it_is_never_for_good():
    for minute in range(50):
        assert take_turn(OWNER, HERS, now=after(60 * minute)) == 0
    assert take_turn(OWNER, HERS, now=after(60 * 49)) == 60


def test_the_right_passphrase_makes_it_forgotten():
    for minute in range(10):
        take_turn(OWNER, HERS, now=after(60 * minute))
    forget_tries(OWNER, HERS, now=after(600))
    assert [take_turn(OWNER, HERS, now=after(600)) for _ in range(4)] == [0, 0, 0, 0]


def test_nobody_elses_tries_count():
    for _ in range(10):
        take_turn(OWNER, HERS, now=BEGUN)
    assert take_turn(OWNER + 1, HERS, now=BEGUN) == 0


@pytest.mark.parametrize("at", [1, 59, 61, 599, 601, 3600])
def test_somebody_who_guesses_all_the_time_on_another_device_keeps_nobody_out(at):
    """An open session is enough for that; the passphrase of the account is not known there."""
    for second in range(at):
        take_turn(OWNER, HIS, now=after(second))
    assert take_turn(OWNER, HERS, now=after(at)) == 0


def test_many_sessions_have_so_many_tries_between_them():
    """To have them, somebody has to know the passphrase of the account."""
    looked_at = sum(take_turn(OWNER, f"{n}", now=after(1)) == 0 for n in range(1000))
    assert looked_at == PACE.most
    assert take_turn(OWNER, HERS, now=after(1)) == SPAN - 1
    assert take_turn(OWNER, HERS, now=after(SPAN)) == 0


def test_many_at_once_are_no_way_around_it():
    start = threading.Barrier(16)

    def attempt(_n):
        start.wait()
        return take_turn(OWNER, HERS, now=BEGUN)

    with ThreadPoolExecutor(16) as threads:
        waits = list(threads.map(attempt, range(16)))
    assert sorted(waits) == [0] * 4 + [2] * 12
