"""What a passphrase may be, and that it is compared as it was typed."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db

WORDS = "Quiet boats, under seven hills"
OF_ANYTHING = [
    "quietboatsundersevenhills",
    "🐟 leise Böte über dem Fjord 🌊",
    "тихие лодки под семью холмами",
    f"{'quiet boats under the seven hills ' * 20}and more",
    "%s {0} <b>boats</b> \\0 ' OR 1=1",
]


def comes_in(name, passphrase):
    typed = {"login": name, "password": passphrase}
    return Client().post("/sign-in/", typed).status_code == 302


def signed_up_with(client, passphrase):
    typed = {"username": "mallory", "password1": passphrase}
    assert client.post("/sign-up/", typed).status_code == 302
    return User.objects.get(sign_in_name__startswith="mallory-").sign_in_name


@pytest.mark.parametrize("passphrase", OF_ANYTHING)
def test_it_may_be_of_anything_and_long(client, passphrase):
    assert comes_in(signed_up_with(client, passphrase), passphrase)


def test_it_counts_to_the_letter(client):
    name = signed_up_with(client, f" {WORDS}  ")
    for near in (WORDS, f" {WORDS} ", f" {WORDS.lower()}  ", f" {WORDS}  "[:-1]):
        assert authenticate(username=name, password=near) is None
    assert comes_in(name, f" {WORDS}  ")


def test_another_one_is_set_with_the_old_one_alone(cast):
    client = cast.client(cast.ada)
    typed = {"oldpassword": "not that one at all", "password1": WORDS, "password2": WORDS}
    assert client.post("/me/passphrase/", typed).status_code != 302
    assert comes_in(cast.ada.sign_in_name, cast.passphrase)
    client.post("/me/passphrase/", typed | {"oldpassword": cast.passphrase})
    assert comes_in(cast.ada.sign_in_name, WORDS)
    assert not comes_in(cast.ada.sign_in_name, cast.passphrase)
