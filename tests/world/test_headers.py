"""What every response says to the browser: pages, redirects, errors, downloads, static files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.house import appoint_to_house
from forums.actions.images import add_image
from tests.accounts.decoding import files
from tests.cast import open_to_all
from tests.trackers.conftest import own_pages_of, own_store  # noqa: F401 (fixtures)
from tests.trackers.exported import make
from tests.trackers.log_files import incident_of
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from tests.world.lived_in import walk
from tests.world.urls import every_url
from trackers.actions.copies import make_next_copy

pytestmark = pytest.mark.django_db

SAME = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOBODY_FINDS_IT = "noindex, nofollow, noarchive"
# Those that end the session of whoever opens them.
ENDS = {"accounts:leave", "account_logout", "trackers:lock"}
DOWNLOADS = {"application/zip", "application/octet-stream", "text/csv"}


def is_static(response) -> bool:
    return response.request["PATH_INFO"].startswith("/static/") and response.status_code < 400


def told_wrongly(response) -> Iterator[str]:
    """What is missing, or says something else than it should."""
    headers = response.headers
    yield from (name for name, value in SAME.items() if headers.get(name) != value)
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "Referrer-Policy"
    # A circle that its operator opened to anyone may be found.
    if headers.get("X-Robots-Tag") not in (NOBODY_FINDS_IT, "all"):
        yield "X-Robots-Tag"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
        yield "Content-Security-Policy"
    if ("no-store" in headers.get("Cache-Control", "")) is is_static(response):
        yield "Cache-Control"
    yield from (name for name in ("Access-Control-Allow-Origin", "Server") if name in headers)
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=" not in kind:
        yield "Content-Type"
    if kind.partition(";")[0] in DOWNLOADS and "attachment" not in headers["Content-Disposition"]:
        yield "Content-Disposition"


def all_is_told(*responses) -> set[int]:
    wrong = {
        (response.request["PATH_INFO"], response.status_code, name)
        for response in responses
        for name in told_wrongly(response)
    }
    assert wrong == set()
    return {response.status_code for response in responses}


@pytest.fixture
def someone(cast, settings, tmp_path, own_store):  # noqa: F811 (the fixture)
    """ada at home, with something of every kind that can be fetched."""
    settings.MEDIA_ROOT = tmp_path
    cast.circle.allows_images = True
    cast.circle.save()
    upload = SimpleUploadedFile("IMG_2041.jpg", files.talkative_jpeg())
    image = add_image(by=cast.ada, upload=upload, alt="A heron", circle=cast.circle).image
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    opening = topic.posts.get()
    reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})
    vault = own_pages_of(cast.ada)
    browser = open_own_pages(cast.client(cast.ada))
    url = reverse("trackers:add_file", args=[incident_of(cast.ada, vault).pk])
    photo = SimpleUploadedFile("IMG_2041.jpg", files.talkative_jpeg())
    assert browser.post(url, {"file": photo, "shows": "A door"}).status_code == 302
    assert make_next_copy(now=timezone.now())
    make(cast.ada, vault)
    return browser


@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_every_address_tells_a_visitor(client, method):
    codes = all_is_told(*(getattr(client, method)(url) for _name, url in every_url()))
    assert codes >= {"get": {200, 302, 404}, "post": {200, 302, 404}, "put": {302, 405}}[method]


@pytest.mark.parametrize("method", ["get", "put"])
def test_every_address_tells_somebody_who_is_in(cast, someone, method):
    appoint_to_house(by=None, user=cast.bel)
    urls = [url for name, url in every_url() if name not in ENDS]
    for browser in (someone, cast.client(cast.bel)):
        all_is_told(*(getattr(browser, method)(url) for url in urls))


def test_every_page_that_links_lead_to_tells(cast, someone):
    seen = list(walk(someone, "/", "/circles/", "/own/", "/own/log/", "/me/"))
    taken = someone.post(reverse("trackers:take"), {"passphrase": VAULT_PASSPHRASE})
    all_is_told(taken, *(response for _name, response in seen))
    kinds = {response["Content-Type"].partition(";")[0] for _n, response in [*seen, ("", taken)]}
    assert kinds >= {"text/html", "image/webp", "application/octet-stream", "application/zip"}


def test_what_anybody_may_fetch_tells(client, cast):
    circle = open_to_all(cast)
    open_topic(by=cast.ada, circle=circle, title="Day one", words="Good news.")
    seen = list(walk(client, "/", circle.get_absolute_url(), "/robots.txt", "/transparency/"))
    seen += [("", client.get("/site.webmanifest")), ("", client.get("/favicon.ico"))]
    all_is_told(*(response for _name, response in seen))


def test_what_goes_wrong_tells(client, cast, settings):
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    client.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    typed = {"login": "x", "password": "y"}
    codes = all_is_told(
        client.get("/breaks/"),
        client.get("/no/such/page/"),
        client.get("/static/no-such.css"),
        client.get("/static/../manage.py"),
        client.get("/", headers={"host": "stranger.example"}),
        client.post("/sign-in/", {f"field-{number}": "x" for number in range(1_001)}),
        client.post("/sign-in/", {"login": "x" * 6_000_000}),
        client.generic("TRACE", "/"),
        strict.post("/sign-in/", typed),
        cast.client(cast.ada).get("/static/no-such.css"),
    )
    assert codes >= {400, 403, 404, 500}


def test_static_files_tell_and_the_list_of_them_is_no_file(client):
    url = staticfiles_storage.url("site.css")
    whole = client.get(url)
    known = client.get(url, headers={"if-modified-since": whole["Last-Modified"]})
    assert all_is_told(whole, known) == {200, 304}
    assert "immutable" in whole["Cache-Control"]
    listed = staticfiles_storage.manifest_name
    assert (Path(staticfiles_storage.location) / listed).exists()
    for name in (listed, f"{listed}.gz"):
        assert client.get(f"/static/{name}").status_code == 404


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
