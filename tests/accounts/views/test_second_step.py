"""Codes after the passphrase: set up by its owner, asked for on every way in, never a lock-out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.recovery import make_recovery_key

pytestmark = pytest.mark.django_db


def code_of(secret):
    counter = list(yield_hotp_counters_from_time())[settings.MFA_TOTP_TOLERANCE]
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def ada(cast):
    """ada's browser, just after she gave her passphrase once more."""
    client = cast.client(cast.ada)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    return client


@pytest.fixture
def secret(ada):
    page = ada.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert ada.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    return secret


def first_step(cast):
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    answer = client.post(reverse("account_login"), typed)
    return client, answer


def is_in(client):
    return client.get(reverse("accounts:settings")).status_code == 200


def test_the_passphrase_alone_is_not_enough_any_more(cast, secret):
    client, answer = first_step(cast)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This is not the code" in wrong.content.decode()
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_of_whoever_gives_up_half_way_nothing_stays(cast, secret, time_machine):
    time_machine.move_to("2026-11-01 09:17:23Z", tick=False)
    client, _answer = first_step(cast)
    half_way = Session.objects.filter(pk=client.session.session_key)
    assert half_way.get().expire_date == datetime(2026, 11, 1, 10, tzinfo=UTC)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    whole = Session.objects.get(pk=client.session.session_key)
    assert whole.expire_date == datetime(2026, 11, 15, 10, tzinfo=UTC)
    assert not half_way.exists()


def test_whoever_comes_in_is_told_that_somebody_knows_the_passphrase(cast, secret, time_machine):
    time_machine.move_to(timezone.now())
    for _time in range(2):
        first_step(cast)[0].post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "and 2 wrong codes after it." in told_on_coming_in(cast, secret)
    # The same code lets nobody in twice.
    time_machine.shift(timedelta(minutes=2))
    assert "wrong code" not in told_on_coming_in(cast, secret)


def told_on_coming_in(cast, secret):
    client, _answer = first_step(cast)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    page = client.get(reverse("accounts:settings"))
    assert page.status_code == 200
    return page.content.decode()


def test_a_code_on_paper_works_once(cast, ada, secret):
    page = ada.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"<code>(\d+)</code>", page).group(1)
    client, _answer = first_step(cast)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    again, _answer = first_step(cast)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(again)


def test_a_code_from_an_app_works_once_for_as_long_as_it_is_good(cast, secret, time_machine):
    """Whoever read it over a shoulder has a minute and a half."""
    time_machine.move_to("2026-11-20 21:00:00Z", tick=False)
    code = code_of(secret)
    client, _answer = first_step(cast)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    for seconds in (1, 31, 58):
        time_machine.move_to(f"2026-11-20 21:00:{seconds:02}Z", tick=False)
        # Valkey's clock stands still: what allauth remembers is gone after half a minute.
        cache.delete(f"allauth.mfa.totp.used?user={cast.ada.pk}&code={code}")
        again, _answer = first_step(cast)
        again.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(again)


def test_what_is_stored_is_no_secret(cast, secret):
    assert Authenticator.objects.filter(user=cast.ada).count() == 2
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert code_of(secret) not in stored


def test_the_app_is_told_the_name_of_the_site_and_no_other(cast, ada):
    page = ada.get(reverse("mfa_activate_totp"))
    assert cast.ada.sign_in_name not in page.context["totp_url"]
    assert settings.SITE_NAME in page.context["totp_url"]
    assert "data:" not in page.content.decode()


@pytest.mark.parametrize(
    "page", ["mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"]
)
def test_a_phone_left_open_is_not_enough_to_set_it_up(cast, page):
    answer = cast.client(cast.ada).get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_phone_left_open_is_not_enough_to_see_the_codes_on_paper(ada, secret, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    answer = ada.get(reverse("mfa_view_recovery_codes"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_whoever_has_the_recovery_key_comes_in_past_a_step_that_somebody_else_set_up(
    cast, ada, secret
):
    key = make_recovery_key(by=cast.ada)
    new = "eight calm geese at noon"
    typed = {"sign_in_name": cast.ada.sign_in_name, "recovery_key": key, "passphrase": new}
    client = Client()
    assert client.post(reverse("accounts:recover"), typed).status_code == 302
    client.post(reverse("account_login"), {"login": cast.ada.sign_in_name, "password": new})
    assert is_in(client)
    assert not Authenticator.objects.filter(user=cast.ada).exists()


def test_it_can_be_given_up(cast, ada, secret):
    ada.post(reverse("mfa_deactivate_totp"))
    client, _answer = first_step(cast)
    assert is_in(client)
    # Codes on paper go with the last of what they stand in for.
    assert not Authenticator.objects.exists()


def test_nobody_is_written_to_about_it(cast, ada, secret):
    assert mail.outbox == []


def test_on_a_device_that_is_not_ones_own_the_second_step_changes_nothing(cast, secret):
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase, "not_mine": "on"}
    client.post(reverse("account_login"), typed)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "Closes by itself" in client.get(reverse("accounts:sign_ins")).content.decode()
