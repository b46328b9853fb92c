"""Trying again takes longer each time, and never for good."""

import pytest

from trackers.vault.slow_down import forget_tries, take_turn, wait_after
from trackers.vault.valkey import client

OWNER = 900_010


@pytest.fixture(autouse=True)
def _untried():
    forget_tries(OWNER)
    yield
    forget_tries(OWNER)


def let_the_wait_pass():
    client.delete(f"vault:turn:{OWNER}")


def test_the_wait_grows_and_ends_at_a_minute():
    assert [wait_after(tries) for tries in range(1, 12)] == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10_000) == 60


def test_the_first_tries_are_free():
    assert [take_turn(OWNER) for _ in range(4)] == [0, 0, 0, 0]


def test_then_there_is_a_wait_which_counts_no_try():
    for _ in range(4):
        take_turn(OWNER)
    for _ in range(5):
        assert 1 <= take_turn(OWNER) <= 2
    let_the_wait_pass()
    assert take_turn(OWNER) == 0
    assert 3 <= take_turn(OWNER) <= 4


def test_it_is_never_for_good():
    for _ in range(50):
        let_the_wait_pass()
        assert take_turn(OWNER) == 0
    assert 50 < take_turn(OWNER) <= 60


def test_the_right_passphrase_makes_it_forgotten():
    for _ in range(10):
        let_the_wait_pass()
        take_turn(OWNER)
    forget_tries(OWNER)
    assert [take_turn(OWNER) for _ in range(3)] == [0, 0, 0]


def test_nobody_elses_tries_count():
    for _ in range(10):
        take_turn(OWNER)
    assert take_turn(OWNER + 1) == 0
    forget_tries(OWNER + 1)
