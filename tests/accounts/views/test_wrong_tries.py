"""Whoever guesses is slowed down; whoever knows comes in, after a wait that has an end."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.actions.recovery import make_recovery_key
from accounts.models import User
from accounts.rules import AT_THE_DOOR, CODES
from tests.accounts.views.test_second_step import code_of, is_in

pytestmark = pytest.mark.django_db

TRIES = 1000
HER_PLACE, HIS_PLACE = "198.51.100.1", "192.0.2.7"
WRONG = "not that one at all"
NEW = "eleven lanterns by the river"


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It stands still unless a test moves it."""
    time_machine.move_to("2026-11-20 21:00:00Z", tick=False)
    return time_machine


def sign_in(name, passphrase, *, address):
    client = Client(REMOTE_ADDR=address)
    typed = {"login": name, "password": passphrase}
    return client, client.post(reverse("account_login"), typed)


def guess(name, *, address):
    """What the form asks, a thousand times, without a page around each answer. Says whether it
    was looked at."""
    request = RequestFactory().post(reverse("account_login"), REMOTE_ADDR=address)
    request.user = AnonymousUser()
    credentials = {"username": name, "password": WRONG}
    try:
        assert get_adapter(request).authenticate(request, **credentials) is None
    except ValidationError:
        return False
    return True


def seconds_in(answer):
    return int(re.search(r"Please wait (\d+) second", answer.content.decode())[1])


def test_a_thousand_tries_from_one_address_are_stopped_and_the_owner_comes_in_elsewhere(cast):
    name = cast.ada.sign_in_name
    assert sum(guess(name, address=HIS_PLACE) for _try in range(TRIES)) == AT_THE_DOOR.free + 1
    _client, answer = sign_in(name, "another one", address=HIS_PLACE)
    assert seconds_in(answer) == 2
    client, answer = sign_in(name, cast.passphrase, address=HER_PLACE)
    assert answer.status_code == 302
    assert is_in(client)


def test_a_thousand_tries_from_as_many_addresses_lock_nobody_out(cast, clock):
    """Whoever comes from anywhere waits ten seconds once, and then it is their turn."""
    name = cast.ada.sign_in_name
    asked = [guess(name, address=f"10.{n // 250}.{n % 250}.1") for n in range(TRIES)]
    assert sum(asked) == AT_THE_DOOR.crowd
    _client, answer = sign_in(name, cast.passphrase, address=HER_PLACE)
    assert seconds_in(answer) == 10
    clock.shift(10)
    for n in range(TRIES):
        guess(name, address=f"10.{n // 250}.{n % 250}.1")
    client, _answer = sign_in(name, cast.passphrase, address=HER_PLACE)
    assert is_in(client)


def test_an_hour_of_guessing_behind_her_own_address_gives_way(cast, clock):
    """From one household: each waits for their turn, a minute at most."""
    for _second in range(3600):
        guess(cast.ada.sign_in_name, address=HIS_PLACE)
        clock.shift(1)
    _client, answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HIS_PLACE)
    clock.shift(seconds_in(answer))
    client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HIS_PLACE)
    assert is_in(client)


def test_in_one_household_guessing_at_one_name_keeps_nobody_else_waiting(cast):
    for _try in range(50):
        guess(cast.ada.sign_in_name, address=HIS_PLACE)
    client, _answer = sign_in(cast.cy.sign_in_name, cast.passphrase, address=HIS_PLACE)
    assert is_in(client)


def test_the_recovery_key_lets_in_whatever_is_being_tried_from_the_same_address(cast):
    """The way that is left to whoever shares an address with somebody who never stops."""
    key = make_recovery_key(by=cast.ada)
    recover, client = reverse("accounts:recover"), Client(REMOTE_ADDR=HIS_PLACE)
    typed = {"sign_in_name": cast.ada.sign_in_name, "passphrase": NEW}
    for _try in range(200):
        guess(cast.ada.sign_in_name, address=HIS_PLACE)
        client.post(recover, typed | {"recovery_key": "00000-00000-00000-00000-00000"})
    answer = client.post(recover, typed | {"recovery_key": key})
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.ada.pk).check_password(NEW)


def test_a_passkey_is_looked_at_whatever_is_being_tried_from_the_same_address(cast):
    client = Client(REMOTE_ADDR=HIS_PLACE)
    answers = {
        client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code
        for _try in range(50)
    }
    assert answers == {302}


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_an_account_that_is_not_there_is_slowed_down_alike(cast, name):
    typed = {"ada": cast.ada.sign_in_name, "nobody": "nobody-0000"}[name]
    asked = [guess(typed, address=HIS_PLACE) for _try in range(9)]
    assert asked == [True] * 5 + [False] * 4
    for n in range(40):
        guess(typed, address=f"10.0.{n}.1")
    assert seconds_in(sign_in(typed, WRONG, address=HIS_PLACE)[1]) == 2
    assert seconds_in(sign_in(typed, WRONG, address=HER_PLACE)[1]) == 10


def test_another_spelling_is_no_way_around_it(cast):
    name = cast.ada.sign_in_name
    for spelled in (name.upper(), f" {name}", name.title(), name, name):
        assert guess(spelled, address=HIS_PLACE)
    assert not guess(name.upper(), address=HIS_PLACE)


def test_one_connection_has_one_line_however_many_addresses_it_has():
    """Of the newer kind each has more than can be counted, all with the same first half."""

    def place(address):
        return get_ip(RequestFactory().get("/", REMOTE_ADDR=address))

    assert place("2001:db8:1:2::1") == place("2001:db8:1:2:ffff::9")
    assert place("2001:db8:1:2::1") != place("2001:db8:1:3::1")
    assert place("192.0.2.1") != place("192.0.2.2")
    assert place("::ffff:192.0.2.1") == place("192.0.2.1") != place("::ffff:192.0.2.2")


def test_the_right_passphrase_empties_the_line(cast):
    for _round in range(3):
        for _try in range(4):
            assert guess(cast.ada.sign_in_name, address=HER_PLACE)
        client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HER_PLACE)
        assert is_in(client)


def test_trying_very_many_names_from_one_address_is_stopped(cast):
    answers = [sign_in(f"name-{n:04d}", WRONG, address=HIS_PLACE)[1] for n in range(121)]
    assert [answer.status_code for answer in answers] == [200] * 120 + [429]


def test_the_owner_is_told(cast):
    for n in range(5):
        sign_in(cast.ada.sign_in_name, f"wrong {n}", address=f"192.0.2.{n}")
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    page = client.post(reverse("account_login"), typed, follow=True).content.decode()
    assert "Since then 5 wrong passphrases were tried." in page


# Whoever is in


@pytest.mark.parametrize(
    ("page", "field"),
    [("account_reauthenticate", "password"), ("account_change_password", "oldpassword")],
)
def test_guessing_on_an_open_phone_waits_and_keeps_nobody_from_it_on_another(cast, page, field):
    his, hers = Client(), Client()
    his.force_login(cast.ada)
    hers.force_login(cast.ada)
    new = {"password1": NEW} if field == "oldpassword" else {}
    for _try in range(60):
        answer = his.post(reverse(page), {field: WRONG} | new)
    assert seconds_in(answer) == 2
    assert hers.post(reverse(page), {field: cast.passphrase} | new).status_code == 302


def test_guessing_at_the_door_keeps_nobody_waiting_who_is_in(cast):
    for n in range(100):
        guess(cast.ada.sign_in_name, address=f"10.0.{n}.1")
    again = reverse("account_reauthenticate")
    answer = cast.client(cast.ada).post(again, {"password": cast.passphrase})
    assert answer.status_code == 302


# The second step


@pytest.fixture
def secret(cast):
    client = cast.client(cast.ada)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_codes_are_not_guessed_from_however_many_addresses(cast, secret, clock):
    """To be asked for one, somebody needs the passphrase: there is one line for the account."""
    looked_at = 0
    for n in range(60):
        client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=f"10.0.{n}.1")
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
        looked_at += "This is not the code" in page
        assert not is_in(client)
    assert looked_at == CODES.free + 1
    clock.shift(2)
    client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HER_PLACE)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_whoever_waits_for_a_code_is_told_of_the_recovery_key(cast, secret):
    client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HER_PLACE)
    for _try in range(CODES.free + 2):
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "Please wait 2 seconds" in page
    assert reverse("accounts:recover") in page


def test_guessing_codes_on_an_open_phone_keeps_nobody_from_the_second_step(cast, secret):
    for _try in range(20):
        cast.client(cast.ada).post(reverse("mfa_reauthenticate"), {"code": "000000"})
    client, _answer = sign_in(cast.ada.sign_in_name, cast.passphrase, address=HER_PLACE)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)
