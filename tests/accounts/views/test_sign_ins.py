"""Who is in: seen by its owner alone, coarsely, and ended from anywhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.sessions import KEPT_FOR
from accounts.choices import Browser, Device
from accounts.models import SignIn
from accounts.tasks import forget_old_sessions

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 37, 15, tzinfo=UTC)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(cast, user, *, agent=WINDOWS, **typed):
    client = Client(headers={"user-agent": agent})
    form = {"login": user.sign_in_name, "password": cast.passphrase} | typed
    assert client.post(reverse("account_login"), form).status_code == 302
    return client


def page(client):
    return client.get(reverse("accounts:sign_ins")).content.decode()


def is_in(client):
    return client.get(reverse("accounts:settings")).status_code == 200


def test_what_is_kept_is_coarse(cast, time_machine):
    time_machine.move_to(NOW)
    sign_in(cast, cast.ada, agent=IPHONE)
    kept = SignIn.objects.get(user=cast.ada)
    assert (kept.device, kept.browser) == (Device.PHONE, Browser.SAFARI)
    assert kept.came_at == datetime(2026, 11, 20, 21, tzinfo=UTC)


def test_both_devices_are_shown_and_one_is_ended_from_the_other(cast, time_machine):
    time_machine.move_to(NOW)
    phone, computer = sign_in(cast, cast.ada, agent=IPHONE), sign_in(cast, cast.ada)
    shown = page(computer)
    assert "around 21:00, on a phone (Safari)" in shown
    assert "around 21:00, on a computer (Firefox)" in shown
    assert shown.count("This is here.") == 1
    other = SignIn.objects.get(user=cast.ada, device=Device.PHONE)
    computer.post(reverse("accounts:end_sign_in", args=[other.pk]))
    assert not is_in(phone)
    assert is_in(computer)


def test_everywhere_but_here(cast):
    clients = [sign_in(cast, cast.ada) for _each in range(3)]
    others = sign_in(cast, cast.cy)
    clients[1].post(reverse("accounts:end_other_sign_ins"))
    assert [is_in(client) for client in clients] == [False, True, False]
    assert is_in(others)


def test_nobody_sees_or_ends_those_of_another(cast):
    ada, eve = sign_in(cast, cast.ada, agent=IPHONE), sign_in(cast, cast.eve)
    assert "on a phone" not in page(eve)
    hers = SignIn.objects.get(user=cast.ada)
    assert eve.post(reverse("accounts:end_sign_in", args=[hers.pk])).status_code == 404
    assert is_in(ada)


def test_a_session_ended_from_elsewhere_closes_what_stood_open_in_it(
    cast, django_capture_on_commit_callbacks
):
    from tests.trackers.conftest import own_pages_of
    from tests.trackers.own_pages import open_own_pages
    from trackers.vault.valkey import client as valkey

    own_pages_of(cast.ada)
    phone = open_own_pages(sign_in(cast, cast.ada, agent=IPHONE))
    computer = sign_in(cast, cast.ada)
    opening = f"vault:opening:{cast.ada.pk}:*"
    assert list(valkey.scan_iter(opening))
    with django_capture_on_commit_callbacks(execute=True):
        computer.post(reverse("accounts:end_other_sign_ins"))
    assert not list(valkey.scan_iter(opening))
    assert not is_in(phone)


def test_signing_out_and_leaving_end_it(cast):
    for way in (reverse("account_logout"), reverse("accounts:leave")):
        sign_in(cast, cast.ada).post(way)
    assert list(SignIn.objects.filter(user=cast.ada).values_list("session_key")) == [(None,)] * 2


def test_another_passphrase_keeps_this_one_and_ends_the_others(cast):
    here, there = sign_in(cast, cast.ada), sign_in(cast, cast.ada)
    new = "eight calm geese at noon"
    typed = {"oldpassword": cast.passphrase, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), typed).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "This is here." in page(here)


def test_whoever_comes_in_is_told_of_the_time_before_and_of_wrong_tries(cast, time_machine):
    time_machine.move_to(NOW)
    first = sign_in(cast, cast.ada, agent=IPHONE)
    assert "Last time here" not in first.get("/me/").content.decode()
    for _try in range(2):
        form = {"login": cast.ada.sign_in_name, "password": "not that one at all"}
        Client().post(reverse("account_login"), form)
    told = sign_in(cast, cast.ada).get("/me/").content.decode()
    assert "Last time here: Friday 20 November, around 21:00, on a phone (Safari)." in told
    assert "Since then 2 wrong passphrases were tried." in told
    assert "wrong" not in sign_in(cast, cast.ada).get("/me/").content.decode()


def test_on_a_device_that_is_not_ones_own_it_ends_by_itself(cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = sign_in(cast, cast.ada, not_mine="on")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["expires"] == ""
    for _page in range(3):
        time_machine.shift(timedelta(minutes=9))
        assert is_in(client)
    assert "Closes by itself after ten minutes." in page(client)
    time_machine.shift(timedelta(minutes=10, seconds=1))
    assert not is_in(client)


def test_elsewhere_it_lasts(cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = sign_in(cast, cast.ada)
    time_machine.shift(timedelta(days=1))
    assert is_in(client)


def test_what_is_over_is_forgotten(cast, time_machine):
    time_machine.move_to(NOW)
    sign_in(cast, cast.ada)
    Session.objects.update(expire_date=NOW)
    forget_old_sessions()
    assert SignIn.objects.get(user=cast.ada).session_key is None
    time_machine.move_to(NOW + KEPT_FOR + timedelta(hours=1))
    forget_old_sessions()
    assert not SignIn.objects.filter(user=cast.ada).exists()


def test_nothing_of_a_browser_or_an_address_is_kept(cast):
    sign_in(cast, cast.ada, agent=f"{IPHONE} zyzzyva")
    row = SignIn.objects.filter(user=cast.ada).values().get()
    assert "zyzzyva" not in str(row)
    assert row.keys() == {
        "id", "user_id", "session_key", "device", "browser", "came_at", "is_brief",
    }  # fmt: skip
    assert timezone.now() - row["came_at"] < timedelta(hours=1)


def test_no_cookie_outlives_the_browser(cast):
    from tests.trackers.conftest import own_pages_of
    from tests.trackers.own_pages import open_own_pages

    own_pages_of(cast.ada)
    client = open_own_pages(sign_in(cast, cast.ada))
    client.get(reverse("accounts:settings"))
    assert client.cookies.keys() == {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.VAULT_COOKIE_NAME,
    }
    for cookie in client.cookies.values():
        assert (cookie["max-age"], cookie["expires"]) == ("", "")
