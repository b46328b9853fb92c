"""Passphrases that go around, or that are one word again and again, are refused."""

import hashlib
import random

import pytest
from django.core.exceptions import ValidationError

from accounts.validators import PassphraseIsNoPattern, PassphraseIsNotKnown


def hash_of(text):
    return hashlib.sha1(text.encode()).hexdigest().upper()  # noqa: S324 (the format of the list)


@pytest.fixture(params=["", ":1", ":2314159"], ids=["bare", "short counts", "long counts"])
def known(request, tmp_path, settings):
    """Five thousand of them, sorted by hash, with Windows line ends as they come."""
    phrases = [f"phrase number {number}" for number in range(5000)]
    lines = sorted(f"{hash_of(phrase)}{request.param}" for phrase in phrases)
    path = tmp_path / "known.txt"
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    settings.KNOWN_PASSPHRASES = str(path)
    return phrases, [line[:40] for line in lines]


def test_each_of_them_is_found_and_no_other(known):
    phrases, hashes = known
    by_hash = {hash_of(phrase): phrase for phrase in phrases}
    ends = [by_hash[hashes[0]], by_hash[hashes[-1]]]
    for phrase in [*ends, *random.Random(1).sample(phrases, 300)]:  # noqa: S311 (no secret)
        with pytest.raises(ValidationError, match="on lists that go around"):
            PassphraseIsNotKnown().validate(phrase)
    for number in range(300):
        PassphraseIsNotKnown().validate(f"another phrase {number}")


def test_without_a_list_nothing_is_refused():
    PassphraseIsNotKnown().validate("phrase number 7")


def test_an_empty_list_refuses_nothing(tmp_path, settings):
    (tmp_path / "known.txt").touch()
    settings.KNOWN_PASSPHRASES = str(tmp_path / "known.txt")
    PassphraseIsNotKnown().validate("phrase number 7")


@pytest.mark.parametrize(
    "passphrase",
    [
        "passwordpassword1",
        "Password! Password! 2026",
        "password-password-passw",
        "12345678901234567",
        "qwertyuiopasdfghjkl",
        "ababababababababab",
    ],
)
def test_one_word_again_and_again_is_refused(passphrase):
    with pytest.raises(ValidationError, match="too easy to guess"):
        PassphraseIsNoPattern().validate(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    [
        "seven quiet boats at dusk",
        "aa 8391 0472 6154 8",
        "tick tock goes the old clock",
        "Ж4ый кот на крыше",
    ],
)
def test_what_is_no_pattern_is_taken(passphrase):
    PassphraseIsNoPattern().validate(passphrase)
