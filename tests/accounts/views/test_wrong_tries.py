"""Whoever guesses is slowed down; whoever knows comes in."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

pytestmark = pytest.mark.django_db

TRIES = 1000


def sign_in(user, passphrase, *, address):
    client = Client(REMOTE_ADDR=address)
    typed = {"login": user.sign_in_name, "password": passphrase}
    return client.post(reverse("account_login"), typed)


def guess(user, *, address):
    """What the form asks, a thousand times, without a page around each answer. Says whether it
    was looked at."""
    request = RequestFactory().post(reverse("account_login"), REMOTE_ADDR=address)
    credentials = {"username": user.sign_in_name, "password": "not that one at all"}
    try:
        assert get_adapter(request).authenticate(request, **credentials) is None
    except ValidationError:
        return False
    return True


def test_a_thousand_tries_from_one_address_are_stopped_and_the_owner_comes_in_elsewhere(
    cast, time_machine
):
    time_machine.move_to("2026-11-20 21:00:00Z", tick=False)
    looked_at = sum(guess(cast.ada, address="192.0.2.7") for _try in range(TRIES))
    assert looked_at == 10
    page = sign_in(cast.ada, "another one", address="192.0.2.7").content.decode()
    assert "There were many tries from here. Please wait a minute" in page
    assert sign_in(cast.ada, cast.passphrase, address="198.51.100.1").status_code == 302


def test_a_thousand_tries_from_as_many_addresses_lock_nobody_out(cast):
    for n in range(TRIES):
        assert guess(cast.ada, address=f"10.{n // 250}.{n % 250}.1")
    assert sign_in(cast.ada, cast.passphrase, address="198.51.100.1").status_code == 302


def test_the_owner_is_told(cast):
    for n in range(5):
        sign_in(cast.ada, f"wrong {n}", address=f"192.0.2.{n}")
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    page = client.post(reverse("account_login"), typed, follow=True).content.decode()
    assert "Since then 5 wrong passphrases were tried." in page
