from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import RecoveryKey, User
from accounts.recovery import is_key_of
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


def sign_up(client, name="mary", passphrase=PASSPHRASE):
    return client.post(reverse("account_signup"), {"username": name, "password1": passphrase})


def test_sign_up_asks_for_a_name_and_a_passphrase_and_nothing_else(client):
    page = client.get(reverse("account_signup"))
    assert list(page.context["form"].fields) == ["username", "password1"]


def test_sign_up_leads_to_the_recovery_key(client):
    response = sign_up(client)
    assert response["Location"] == reverse("accounts:recovery_key")
    assert User.objects.get().email == ""


def test_sign_up_looks_the_same_whether_or_not_the_name_is_in_use(client, cast):
    other = type(client)()
    free, taken = sign_up(client, "nobody"), sign_up(other, cast.ada.sign_in_name)
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert free.content == taken.content


def test_a_weak_passphrase_is_refused_and_the_name_is_still_there(client):
    page = sign_up(client, passphrase="too short")
    assert not User.objects.exists()
    assert "15" in page.content.decode()
    assert page.context["form"]["username"].value() == "mary"


@pytest.mark.parametrize("name", ["ma ry", "mary@example.org", "m<script>", "x" * 41, "ab"])
def test_a_name_that_does_not_do_is_refused_with_a_sentence(client, name):
    page = sign_up(client, name)
    assert page.context["form"].errors["username"]
    assert not User.objects.exists()


def test_the_recovery_key_is_shown_when_asked_for_and_never_again(client):
    sign_up(client)
    before = client.get(reverse("accounts:recovery_key"))
    assert not RecoveryKey.objects.exists()
    assert b'class="secret"' not in before.content
    shown = client.post(reverse("accounts:recovery_key"))
    key = "-".join(shown.context["key"])
    assert is_key_of(key, bytes(RecoveryKey.objects.get().public_key))
    assert User.objects.get().sign_in_name in shown.content.decode()
    again = client.post(reverse("accounts:recovery_key"), follow=True)
    assert not again.context.get("key")


def test_somebody_gets_back_in_with_the_key(client):
    sign_up(client)
    key = "-".join(client.post(reverse("accounts:recovery_key")).context["key"])
    name = User.objects.get().sign_in_name
    other_device = type(client)()
    new = "eleven lanterns by the river"
    typed = {"sign_in_name": name, "recovery_key": key.lower(), "passphrase": new}
    other_device.post(reverse("accounts:recover"), typed)
    other_device.post(reverse("account_login"), {"login": name, "password": new})
    assert other_device.get("/circles/").status_code == 302
    assert other_device.get("/circles/name/").status_code == 200


def test_a_wrong_key_is_refused_and_the_name_is_still_there(client, cast):
    typed = {
        "sign_in_name": cast.ada.sign_in_name,
        "recovery_key": "00000-00000-00000-00000-00000",
        "passphrase": "eleven lanterns by the river",
    }
    page = client.post(reverse("accounts:recover"), typed)
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert page.context["form"]["sign_in_name"].value() == cast.ada.sign_in_name


def test_signing_in_takes_the_name_in_any_case(client, cast):
    typed = {"login": cast.ada.sign_in_name.upper() + " ", "password": cast.passphrase}
    assert client.post(reverse("account_login"), typed)["Location"] == "/circles/"


def test_a_wrong_sign_in_says_the_same_for_a_known_and_an_unknown_name(client, cast):
    pages = [
        client.post(reverse("account_login"), {"login": name, "password": "wrong and long enough"})
        for name in (cast.ada.sign_in_name, "nobody-0000")
    ]
    errors = [list(page.context["form"].non_field_errors()) for page in pages]
    assert errors[0]
    assert errors[0] == errors[1]
    assert pages[0].status_code == pages[1].status_code


def test_no_page_that_greets_somebody_shows_the_sign_in_name(client, cast):
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    page = client.post(reverse("account_login"), typed, follow=True)
    assert cast.ada.sign_in_name not in page.content.decode()


def test_a_key_for_an_account_that_was_there_takes_the_passphrase_once_more(client, cast):
    """A phone in somebody's hand for a minute must not be enough to make a key to the account."""
    url = reverse("accounts:recovery_key")
    ada = cast.client(cast.ada)
    asked = ada.post(url)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not RecoveryKey.objects.exists()
    ada.post(asked["Location"], {"password": "not her passphrase", "next": url})
    assert not RecoveryKey.objects.exists()
    shown = ada.post(asked["Location"], {"password": cast.passphrase, "next": url})
    assert b'class="secret"' in shown.content


def test_the_time_right_after_signing_up_ends(client):
    sign_up(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        asked = client.post(reverse("accounts:recovery_key"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))


def test_wherever_somebody_was_on_the_way_to_the_key_comes_first(client):
    """A link that names a place skips no step, and leads to no other site."""
    url = reverse("account_signup")
    typed = {"username": "mary", "password1": PASSPHRASE}
    key = client.post(url, typed | {"next": "/circles/name/"})["Location"]
    assert key == "/me/key/?next=%2Fcircles%2Fname%2F"
    assert 'href="/circles/name/"' in client.post(key).content.decode()
    for elsewhere in ("https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)"):
        other = type(client)()
        assert other.post(url, typed | {"next": elsewhere})["Location"] == "/me/key/"
        page = other.get("/me/key/", {"next": elsewhere}).content.decode()
        assert "elsewhere" not in page
        assert "alert(1)" not in page
