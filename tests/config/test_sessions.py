"""Whose request it is, asked for by statements of our own, is decided as Django decides it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.sessions import AuthenticationBackend, SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast):
    client = cast.client(cast.ada)
    assert is_signed_in(client)
    return client


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def test_a_session_ends_when_its_time_is_up(ada):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(ada)


def test_however_much_it_is_used_a_session_ends(cast, settings, time_machine):
    time_machine.move_to("2026-11-01 09:00:00Z", tick=False)
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    client.post(reverse("account_login"), typed)
    for day in range(2, 31):
        time_machine.move_to(f"2026-11-{day:02} 09:00:00Z", tick=False)
        assert is_signed_in(client)
        # Something is left in it: the day on which it ends without use moves on.
        session = client.session
        session["day"] = day
        session.save()
    time_machine.move_to("2026-12-01 09:00:01Z", tick=False)
    assert not is_signed_in(client)


def times_in(row):
    """Every moment that a session's row tells, as the hour and minute of a day in UTC."""
    told = [row.expire_date.timestamp(), *numbers_in(row.get_decoded())]
    return {f"{datetime.fromtimestamp(time, tz=UTC):%H:%M:%S}" for time in told if time > 1e9}


def numbers_in(value):
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(each)
    elif isinstance(value, int | float):
        yield value


def test_of_a_session_the_table_tells_the_hour_and_no_name(cast, time_machine):
    time_machine.move_to("2026-11-01 09:17:23.456Z", tick=False)
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    client.post(reverse("account_login"), typed)
    assert times_in(Session.objects.get()) == {"09:00:00", "10:00:00"}
    time_machine.move_to("2026-11-01 11:40:41Z", tick=False)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    row = Session.objects.get()
    assert times_in(row) == {"09:00:00", "11:40:00", "12:00:00"}
    time_machine.move_to("2026-11-01 11:46:00Z", tick=False)
    session = client.session
    session["kept"] = True
    session.save()
    assert times_in(Session.objects.get()) == {"09:00:00", "12:00:00"}
    assert cast.ada.sign_in_name not in str(row.get_decoded())


def test_whoever_says_another_passphrase_begins_anew(cast, time_machine):
    time_machine.move_to("2026-11-01 09:00:00Z", tick=False)
    session = SessionStore()
    session["kept"] = True
    session.save()
    time_machine.move_to("2026-11-20 09:00:00Z", tick=False)
    session.cycle_key()
    assert session.get_expiry_age() == 14 * 24 * 3600


def test_a_session_that_was_ended_elsewhere_has_ended(ada):
    Session.objects.all().delete()
    assert not is_signed_in(ada)


def test_whoever_may_not_sign_in_is_signed_out(cast, ada):
    cast.ada.is_active = False
    cast.ada.save()
    assert not is_signed_in(ada)


def test_another_passphrase_ends_the_sessions_of_the_old_one(cast, ada):
    cast.ada.set_password("another seven quiet boats")
    cast.ada.save()
    assert not is_signed_in(ada)


def test_nobody_is_found_by_an_id_that_nobody_has():
    assert AuthenticationBackend().get_user(0) is None


def test_a_key_that_nobody_gave_out_is_never_taken_over(client, cast, settings):
    strange = "a" * 32
    client.cookies[settings.SESSION_COOKIE_NAME] = strange
    client.post(
        reverse("account_login"),
        {"login": cast.ada.sign_in_name, "password": cast.passphrase},
    )
    assert is_signed_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != strange
    assert not SessionStore().exists(strange)


def test_a_session_of_two_look_ups_knows_what_was_left_in_it(ada, django_assert_num_queries):
    session = SessionStore(Session.objects.get().pk)
    session["kept"] = ["ä", 1]
    session.save()
    with django_assert_num_queries(1):
        assert SessionStore(session.session_key)["kept"] == ["ä", 1]
