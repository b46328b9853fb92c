"""What every response says to the browser: pages, redirects, errors, static files alike."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

pytestmark = pytest.mark.django_db


EXPECTED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def responses(client, cast, settings):
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    client.raise_request_exception = False
    yield client.get("/")
    yield client.get("/circles/")
    yield client.get("/sign-in/")
    yield client.get("/no/such/page/")
    yield client.get("/breaks/")
    yield client.get("/", headers={"host": "stranger.example"})
    yield client.get(staticfiles_storage.url("site.css"))
    yield cast.client(cast.ada).get("/circles/")
    strict = type(client)(enforce_csrf_checks=True)
    yield strict.post("/sign-in/", {"login": "x", "password": "y"})


def test_every_response_carries_every_header(client, cast, settings):
    seen = set()
    for response in responses(client, cast, settings):
        seen.add(response.status_code)
        for name, value in EXPECTED.items():
            assert response.headers.get(name) == value, (response.request["PATH_INFO"], name)
        assert "camera=()" in response["Permissions-Policy"]
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    assert seen == {200, 302, 400, 403, 404, 500}


def test_pages_are_never_stored_and_static_files_may_be(client, cast, settings):
    for response in responses(client, cast, settings):
        is_static = response.request["PATH_INFO"].startswith("/static/")
        assert ("no-store" in response["Cache-Control"]) is not is_static


def test_every_script_carries_the_nonce_and_nothing_comes_from_elsewhere(client):
    page = client.get("/").content.decode()
    assert re.findall(r"<script(?![^>]*nonce=\"[^\"]+\")", page) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", page) == []
    assert not re.search(r"\s(?:style|on\w+)=\"", page)


def test_cookies_are_for_the_server_alone(client, cast):
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": cast.ada.sign_in_name, "password": cast.passphrase})
    assert set(client.cookies) == {"s", "c"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")
