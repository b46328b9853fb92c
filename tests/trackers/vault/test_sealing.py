"""What is sealed opens in one place only, and whole."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.vault.sealing import (
    HEAD_LENGTH,
    VERSION,
    CannotBeOpened,
    DataKey,
    Place,
    in_one,
    seal,
    unseal,
)

KEY = DataKey.new()
PLACE = Place(owner_id=7, table="trackers_contactevent", row_id="a-row", on=date(2026, 3, 1))


@given(st.binary())
def test_what_was_sealed_comes_back(content):
    assert unseal(seal(content, key=KEY, place=PLACE), key=KEY, place=PLACE) == content


def test_the_format_is_the_one_that_is_written_down():
    sealed = seal(b"five!", key=KEY, place=PLACE)
    assert sealed[:1] == VERSION == b"\x01"
    assert sealed[1:9] == KEY.id
    assert len(sealed) == 1 + 8 + 12 + len(b"five!") + 16


def test_the_same_content_never_looks_the_same():
    assert seal(b"x", key=KEY, place=PLACE) != seal(b"x", key=KEY, place=PLACE)


@given(st.data())
def test_one_changed_bit_anywhere_closes_it(data):
    sealed = bytearray(seal(b"some words", key=KEY, place=PLACE))
    position = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[position // 8] ^= 1 << position % 8
    with pytest.raises(CannotBeOpened):
        unseal(bytes(sealed), key=KEY, place=PLACE)


def test_cut_off_anywhere_it_stays_closed():
    sealed = seal(b"some words", key=KEY, place=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(CannotBeOpened):
            unseal(sealed[:length], key=KEY, place=PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, owner_id=8),
        replace(PLACE, table="trackers_checkin"),
        replace(PLACE, row_id="another-row"),
        replace(PLACE, on=date(2026, 3, 2)),
        replace(PLACE, on=None),
    ],
)
def test_it_opens_nowhere_else(elsewhere):
    sealed = seal(b"some words", key=KEY, place=PLACE)
    with pytest.raises(CannotBeOpened):
        unseal(sealed, key=KEY, place=elsewhere)


def test_another_key_opens_nothing_even_under_the_same_id():
    sealed = seal(b"some words", key=KEY, place=PLACE)
    for other in (DataKey.new(), DataKey(KEY.id, DataKey.new().secret)):
        with pytest.raises(CannotBeOpened):
            unseal(sealed, key=other, place=PLACE)


def test_a_version_that_is_not_known_stays_closed():
    sealed = seal(b"some words", key=KEY, place=PLACE)
    with pytest.raises(CannotBeOpened):
        unseal(b"\x02" + sealed[1:], key=KEY, place=PLACE)


def test_the_key_id_is_bound_and_not_only_compared():
    renamed = DataKey(b"8 bytes!", KEY.secret)
    sealed = seal(b"some words", key=KEY, place=PLACE)
    with pytest.raises(CannotBeOpened):
        unseal(VERSION + renamed.id + sealed[HEAD_LENGTH:], key=renamed, place=PLACE)


@given(st.lists(st.text(max_size=4)), st.lists(st.text(max_size=4)))
def test_no_two_lists_of_parts_are_joined_alike(one, other):
    assert (in_one(*one) == in_one(*other)) is (one == other)


def test_the_key_does_not_show_where_somebody_prints_it():
    assert repr(KEY.secret) not in repr(KEY)
