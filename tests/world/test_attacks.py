"""What whoever attacks a site tries first, tried."""

import json
import re

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.world.keepers import ANYONE, KEEPERS
from tests.world.urls import every_url

pytestmark = pytest.mark.django_db

STRANGER = "stranger.example"
# They change nothing for whoever holds no link, or sign somebody out at most.
WITHOUT_TOKEN = {"accounts:leave", "accounts:stop_mail"}


# --- Forms from elsewhere ---------------------------------------------------------------------


def test_a_form_of_another_site_does_nothing(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.bel)
    for name, url in every_url():
        if name not in WITHOUT_TOKEN:
            assert strict.post(url, {"words": "x"}).status_code == 403, url


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_header_makes_no_other_method_of_a_request(cast, header):
    client = cast.client(cast.ada)
    assert client.get("/me/forget-mail/", headers={header: "POST"}).status_code == 405
    assert client.post("/circles/", headers={header: "GET"}).status_code == 405


def test_nothing_answers_a_trace(client, cast):
    """It would show a script what it may not read."""
    member = cast.client(cast.ada)
    for name, url in every_url():
        if name == "accounts:mailbox":
            continue  # There is none online.
        answer = (client if KEEPERS[name] == ANYONE else member).trace(
            url, headers={"X-Own": "said"}
        )
        assert answer.status_code in (302, 404, 405, 423), url
        assert b"said" not in answer.content


# --- Headers that whoever asks can write --------------------------------------------------------


@pytest.mark.parametrize("url", ["/", "/sign-in/", "/sign-up/", "/privacy/", "/circles", "/leave/"])
def test_no_header_of_a_visitor_names_this_site(client, url):
    told = {
        "X-Forwarded-Host": STRANGER,
        "X-Forwarded-Server": STRANGER,
        "X-Original-URL": f"https://{STRANGER}/",
        "X-Rewrite-URL": "/dev/mailbox/",
        "Forwarded": f"host={STRANGER}",
        "Referer": f"https://{STRANGER}/",
    }
    answer = client.get(url, headers=told)
    assert answer.status_code == client.get(url).status_code
    assert STRANGER not in str(answer.headers)
    assert STRANGER not in answer.content.decode()


def test_an_address_that_a_visitor_writes_into_a_header_is_not_believed():
    """Whoever guesses would be somebody new with each try."""
    ask = RequestFactory(REMOTE_ADDR="192.0.2.9").get
    place = get_adapter().get_client_ip(ask("/"))
    for header in ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP", "Forwarded"):
        told = ask("/", headers={header: "for=198.51.100.7, 198.51.100.8"})
        assert get_adapter().get_client_ip(told) == place


# --- Where somebody is sent ---------------------------------------------------------------------

ELSEWHERE = [
    f"https://{STRANGER}/",
    f"//{STRANGER}/",
    f"///{STRANGER}/",
    f"/\\{STRANGER}/",
    f"\\\\{STRANGER}",
    f"https:{STRANGER}",
    f"http://testserver@{STRANGER}/",
    f"/\t/{STRANGER}/",
    f" https://{STRANGER}/",
    "javascript:alert(1)",
    "data:text/html,x",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(cast, wanted):
    for extra in ({"next": wanted}, {"next": ["/circles/", wanted]}, {"next": [wanted, wanted]}):
        typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
        answer = Client().post("/sign-in/", typed | extra, query_params=extra)
        assert answer.status_code == 302
        assert answer["Location"] in ("/circles/", "/me/key/")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_page_that_asks_once_more_leads_elsewhere(cast, wanted):
    client = cast.client(cast.ada)
    answers = [
        client.post("/me/again/", {"password": cast.passphrase, "next": wanted}),
        client.get("/me/key/", query_params={"next": wanted}),
        client.post("/sign-out/", {"next": wanted}),
    ]
    for answer in answers:
        assert STRANGER not in answer.get("Location", "")
        assert f'href="{wanted}' not in answer.content.decode()
        assert not answer.get("Location", "").startswith(("javascript:", "data:"))


def test_the_exit_leads_only_where_the_operator_says(client):
    query = {"next": f"https://{STRANGER}/", "target": f"https://{STRANGER}/"}
    answer = client.get("/leave/", query_params=query)
    assert answer["Location"] in settings.EXIT_TARGETS


# --- Sessions -----------------------------------------------------------------------------------


def test_a_session_from_before_signing_in_is_another_one_afterwards(cast, client):
    """Whoever put a session into somebody's browser does not come in with it."""
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    client.post(reverse("account_login"), typed)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(pk=before).exists()


# --- More than a form has -----------------------------------------------------------------------


def test_signing_up_gives_nothing_that_was_not_offered(client):
    typed = {"username": "mallory", "password1": "quiet boats under the seven hills"}
    more = {"id": "1", "pk": "1", "is_active": "", "sign_in_name": "ada", "email": "a@example.org"}
    more |= {"is_staff": "on", "is_superuser": "on", "joined_on": "2001-01-01", "user": "1"}
    assert client.post("/sign-up/", typed | more).status_code == 302
    made = User.objects.get(sign_in_name__startswith="mallory-")
    assert made.is_active
    assert made.email == ""
    assert made.joined_on.year > 2001


def test_settings_change_nothing_that_was_not_offered(cast):
    client = cast.client(cast.ada)
    was = User.objects.filter(pk=cast.ada.pk).values().get()
    typed = {"time_zone": "Europe/Dublin", "exit_target": settings.EXIT_TARGETS[1]}
    more = {"sign_in_name": "bel", "password": "x", "is_active": "", "closing_wait_days": "0"}
    assert client.post("/me/", typed | more | {"email": "a@example.org"}).status_code == 302
    now = User.objects.filter(pk=cast.ada.pk).values().get()
    assert {name for name in was if was[name] != now[name]} == {"time_zone", "exit_target"}


# --- Nonsense -----------------------------------------------------------------------------------

NO_CREDENTIALS = [
    "",
    "null",
    "[]",
    "{}",
    "7",
    '"x"',
    "{" * 5000,
    "9" * 5000,
    "\x00",
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": None}),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "AAAA",
                "authenticatorData": "AAAA",
                "attestationObject": "AAAA",
                "signature": "AAAA",
                "userHandle": "/w",
            },
        }
    ),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "A" * 60,
                "attestationObject": "oA",
                "signature": "ä",
                "userHandle": 7,
            },
        }
    ),
]


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_what_is_no_passkey_is_a_sentence_and_never_an_error(cast, client, credential):
    client.get("/sign-in/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert client.post("/sign-in/passkey/", {"credential": credential}).status_code < 500
    member = cast.client(cast.ada)
    assert member.post("/me/passkeys/again/", {"credential": credential}).status_code < 500
    member.post("/me/again/", {"password": cast.passphrase})
    member.get("/me/passkeys/new/")
    typed = {"credential": credential, "name": "x"}
    assert member.post("/me/passkeys/new/", typed).status_code < 500


# --- What a browser makes of an answer ----------------------------------------------------------


def test_no_script_of_ours_makes_markup_of_text():
    written = [
        path.name
        for path in (settings.BASE_DIR / "config" / "static").glob("*.js")
        if re.search(
            r"(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc",
            path.read_text(),
        )
    ]
    assert written == []
