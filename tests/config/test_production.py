"""What a site tells a browser that is set up as online: a process of its own, as settings are read
once."""

import json
import os
import subprocess
import sys

import pytest

from config.embedded.places import ROOT

ASK = """
import json
import django
django.setup()
from django.conf import settings
from django.test import Client

def told(answer):
    cookies = {name: dict(each) for name, each in answer.cookies.items()}
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}

host = {"host": "holdfast.example"}
stranger = host | {"origin": "https://stranger.example"}
proxy = host | {"x-forwarded-proto": "https"}
client = Client()
print(json.dumps({
    "plain": told(client.get("/privacy/?a=1", headers=host)),
    "sign_in": told(client.get("/sign-in/", headers=proxy)),
    "leave": told(client.get("/leave/", headers=proxy)),
    "lost": told(client.get("/no/such/page/", headers=proxy)),
    "stranger": told(client.get("/privacy/", headers=stranger | proxy)),
    "misnamed": told(client.get("/", headers={"host": "guessed.example"})),
    "asked_before": told(client.options("/privacy/", headers=stranger | proxy)),
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.VAULT_COOKIE_NAME],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "debug": settings.DEBUG,
}))
"""
ONLINE = {
    "HTTPS": "true",
    "BEHIND_PROXY": "true",
    "DEBUG": "false",
    "DEV_MAILBOX": "false",
    "SITE_URL": "https://holdfast.example",
    "ALLOWED_HOSTS": "holdfast.example",
}
PAGES = ("sign_in", "leave", "lost", "stranger")


@pytest.fixture(scope="module")
def online():
    """None of these pages asks the database anything."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | ONLINE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"log": done.stderr}


def test_only_https(online):
    assert online["plain"]["status"] == 301
    assert online["plain"]["headers"]["Location"] == "https://holdfast.example/privacy/?a=1"
    for page in PAGES:
        policy = online[page]["headers"]["Strict-Transport-Security"]
        assert policy == "max-age=63072000; includeSubDomains; preload"


def test_cookies_are_for_this_host_and_this_server_alone(online):
    assert all(name.startswith("__Host-") for name in online["names"])
    assert online["session"] == [True, True]
    given = online["sign_in"]["cookies"]
    assert set(given) == {online["names"][1]}
    for cookie in (*given.values(), *online["leave"]["cookies"].values()):
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] in ("Lax", "Strict")
    assert all(cookie["httponly"] for cookie in given.values())


def test_no_other_site_may_read_an_answer(online):
    for page in (*PAGES, "asked_before"):
        names = {name.lower() for name in online[page]["headers"]}
        assert not any(name.startswith("access-control-") for name in names)


def test_nothing_is_shown_of_how_it_works(online):
    assert online["debug"] is False
    for page in PAGES:
        assert not {"server", "x-powered-by"} & {name.lower() for name in online[page]["headers"]}


def test_whoever_guesses_host_names_leaves_nothing_in_the_log(online):
    """What a logger without any handler does is not seen within a test."""
    assert online["misnamed"]["status"] == 400
    assert online["log"] == ""
