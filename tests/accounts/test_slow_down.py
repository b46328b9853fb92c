"""The rule by which tries follow one another, tried with clocks of all kinds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import AT_THE_DOOR, CODES, SIGNED_IN, line_at_the_door, please_wait
from accounts.slow_down import Line, Standing, client, give_back, next_standing, take_turn
from trackers.vault.slow_down import PACE as VAULT

BEGUN = datetime(2026, 11, 20, 21, tzinfo=UTC)
PACES = [AT_THE_DOOR, SIGNED_IN, CODES, VAULT]

paces = st.sampled_from(PACES)
# Seconds from one ask to the next.
gaps = st.lists(st.floats(0, 5_000), max_size=60)
crowds = st.integers(0, 10_000)


def looked_at(pace, gaps, *, crowd=0, begun=1e9):
    """The moments at which somebody who asks again after each of these gaps had a turn."""
    standing, now, turns = Standing(), begun, []
    for gap in gaps:
        now += gap
        kept = str(standing).encode()
        standing, wait = next_standing(Standing.read(kept, now=now), pace, now=now, crowd=crowd)
        if not wait:
            turns.append(now)
    return turns


@given(paces, gaps, crowds)
def test_nobody_ever_waits_longer_than_the_longest_wait(pace, gaps, crowd):
    standing, now = Standing(), 1e9
    for gap in gaps:
        now += gap
        standing, wait = next_standing(standing, pace, now=now, crowd=crowd)
        assert 0 <= wait <= max(pace.longest, pace.wait_in_crowd)


@given(paces, gaps, crowds)
def test_whoever_waits_as_told_has_their_turn(pace, gaps, crowd):
    standing, now = Standing(), 1e9
    for gap in gaps:
        now += gap
        standing, wait = next_standing(standing, pace, now=now, crowd=crowd)
        _again, none = next_standing(standing, pace, now=now + wait, crowd=crowd)
        assert wait == 0 or none == 0


@given(paces, gaps, crowds)
def test_to_ask_too_early_changes_nothing(pace, gaps, crowd):
    standing, now = Standing(), 1e9
    for gap in gaps:
        now += gap
        after, _wait = next_standing(standing, pace, now=now, crowd=crowd)
        if now < standing.until:
            assert after == standing
        standing = after


@given(paces, gaps, crowds)
def test_what_is_kept_reads_as_what_it_was(pace, gaps, crowd):
    standing, now = Standing(), 1e9
    for gap in gaps:
        now += gap
        standing, _wait = next_standing(standing, pace, now=now, crowd=crowd)
        assert Standing.read(str(standing).encode(), now=now) == standing


@pytest.mark.parametrize("pace", PACES)
def test_asking_every_second_of_a_day_gives_a_turn_for_each_longest_wait_and_a_few(pace):
    turns = looked_at(pace, [1] * 86_400)
    # As many more as it takes until the wait is the longest.
    few = pace.free + pace.longest.bit_length() + 1
    assert len(turns) <= 86_400 / pace.longest + few
    late = [b - a for a, b in pairwise(turns[-20:])]
    assert set(late) == {pace.longest}


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("every", [7, 61, 599, 901, 3000, 3599])
def test_waiting_for_it_to_be_forgotten_gains_nothing(pace, every):
    """A burst of tries, and then as long a pause as can be chosen, again and again for a day."""
    a_day = [gap for _burst in range(86_400 // every) for gap in [every, 0, 0, 0, 0, 0]]
    few = pace.free + pace.longest.bit_length() + 1
    assert len(looked_at(pace, a_day)) <= 86_400 / pace.longest + few


def test_after_an_hour_it_is_forgotten():
    standing = str(Standing(9, 1000.0)).encode()
    assert Standing.read(standing, now=1000.0 + 3599) == Standing(9, 1000.0)
    assert Standing.read(standing, now=1000.0 + 3600) == Standing()


def test_where_many_have_tried_whoever_is_new_waits_before_the_first():
    for n in range(AT_THE_DOOR.crowd):
        assert take_turn(line_at_the_door("mary-0001", f"place {n}"), now=BEGUN) == 0
    hers = line_at_the_door("mary-0001", "home")
    assert take_turn(hers, now=BEGUN) == AT_THE_DOOR.wait_in_crowd
    assert take_turn(hers, now=BEGUN + timedelta(seconds=9.5)) == 1
    assert take_turn(hers, now=BEGUN + timedelta(seconds=10)) == 0
    assert take_turn(line_at_the_door("mary-0002", "home"), now=BEGUN) == 0


def test_what_was_no_guess_is_not_counted():
    for n in range(3 * AT_THE_DOOR.crowd):
        line = line_at_the_door("mary-0001", f"place {n}")
        assert take_turn(line, now=BEGUN) == 0
        give_back(line, now=BEGUN)


def test_one_name_has_one_line_however_it_is_spelled():
    lines = [line_at_the_door(name, "home") for name in ("mary-0001", " MARY-0001", "mary-0001")]
    assert len({line.key() for line in lines}) == 1


def test_nothing_is_kept_in_the_clear_and_nothing_for_long():
    for _try in range(9):
        take_turn(line_at_the_door("mary-0001", "192.0.2.7"), now=BEGUN)
    kept = client.keys("line*")
    assert len(kept) == 2
    for key in kept:
        assert b"mary" not in key + client.get(key)
        assert b"192" not in key
        assert 0 < client.ttl(key) <= 2 * 3600


@pytest.mark.parametrize("one", [Line(VAULT, "vault 1"), Line(VAULT, "vault 1", "other")])
def test_lines_of_different_things_never_meet(one):
    others = [Line(VAULT, "vault 11"), Line(VAULT, "vault 1", "session"), Line(CODES, "codes 1")]
    assert one.key() not in {line.key() for line in others}


def test_the_wait_is_told_in_words_and_blames_nobody():
    assert please_wait(1) == "Please wait 1 second, then try again. Nobody is shut out here."
    assert please_wait(60) == "Please wait 60 seconds, then try again. Nobody is shut out here."
    assert please_wait(871) == "Please wait 15 minutes, then try again. Nobody is shut out here."
