import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.recovery import (
    ALPHABET,
    NotARecoveryKey,
    is_key_of,
    new_recovery_key,
    open_with,
    public_half,
    seal_for,
)

keys = st.builds(new_recovery_key)


@given(keys)
def test_a_key_is_recognised_however_it_is_typed(key):
    stored = public_half(key)
    assert is_key_of(key, stored)
    assert is_key_of(key.lower().replace("-", " "), stored)
    assert is_key_of(key.replace("-", "").replace("0", "O").replace("1", "l"), stored)


@given(keys, st.integers(0, 24), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_found(key, place, letter):
    letters = list(key.replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(NotARecoveryKey):
        public_half("".join(letters))


@given(keys, st.integers(0, 23))
def test_two_swapped_neighbours_are_always_found(key, place):
    letters = list(key.replace("-", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place : place + 2] = reversed(letters[place : place + 2])
    with pytest.raises(NotARecoveryKey):
        public_half("".join(letters))


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_nothing_breaks(typed):
    assert not is_key_of(typed, public_half("00000-00000-00000-00000-00000"))


@given(keys, keys, st.binary(min_size=1, max_size=64))
def test_what_is_sealed_for_a_key_opens_with_that_key_alone(key, other, secret):
    sealed = seal_for(public_half(key), secret, context=b"vault 1")
    assert open_with(key, sealed, context=b"vault 1") == secret
    assert open_with(key, sealed, context=b"vault 2") is None
    assert open_with(key, sealed[:-1], context=b"vault 1") is None
    if other != key:
        assert open_with(other, sealed, context=b"vault 1") is None
