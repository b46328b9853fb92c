import pytest

from trackers.rules.passphrases import why_not_passphrase

pytestmark = pytest.mark.django_db


def test_the_passphrase_that_one_signs_in_with_is_refused(cast):
    assert "sign in with" in why_not_passphrase(cast.passphrase, user=cast.ada)


def test_it_must_be_long_and_may_be_anything(cast):
    assert "15 characters" in why_not_passphrase("short", user=cast.ada)
    assert why_not_passphrase("nine lanterns over the harbour", user=cast.ada) is None
    assert "longer than 1000" in why_not_passphrase("x" * 1001, user=cast.ada)
