"""All that is kept of somebody, in one file, and nothing of anybody else."""

import io
import json
import re
import secrets
import tracemalloc
import zipfile
from datetime import date
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignIn, User
from config.takeaway import LABELS, TITLES, all_lists, everything_of
from forums.actions.conversation import open_topic, reply
from forums.actions.following import follow
from forums.actions.reporting import report
from forums.choices import (
    Concern,
    NoticeKind,
)
from forums.links import quoting
from forums.models import (
    Notice,
    Persona,
    Post,
)
from tests.config.whole_life import be_decided_about, live
from tests.trackers.own_pages import VAULT_PASSPHRASE
from tests.world.taken_along import LEFT_OUT, LISTS, PAGES, TAKEN_ALONG, WORDS
from tests.world.test_cover import BANNED
from trackers.actions.vault import set_up_vault
from trackers.models import EntryContents, JournalEntry
from trackers.queries.takeaway import takeaway
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


# --- Everything is listed -----------------------------------------------------------------------


def test_whatever_belongs_to_somebody_is_taken_along_or_left_out_for_a_reason():
    belongs = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in (User, Persona)
    }
    assert belongs == TAKEN_ALONG.keys() | LEFT_OUT.keys()
    assert not TAKEN_ALONG.keys() & LEFT_OUT.keys()


def test_each_list_has_a_title():
    assert all_lists(User()).keys() == TITLES.keys()


# --- A whole life -------------------------------------------------------------------------------


@pytest.fixture
def full(cast, opening, rule, closed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    be_decided_about(cast, opening, rule)
    return live(cast, opening, closed)


def taken(user, own_pages=None):
    chunks = everything_of(user, own_pages, keeps_own_pages=own_pages is not None)
    return zipfile.ZipFile(io.BytesIO(b"".join(chunks)))


def test_everything_is_in_it(full):
    archive = taken(full)
    assert archive.testzip() is None
    told = {name: json.loads(archive.read(name)) for name in (WORDS, LISTS)}
    for field, (file, name) in TAKEN_ALONG.items():
        if file != PAGES:
            assert told[file][name], field
    for words in ("A report.", "An answer.", "Another look.", "You read this heron.", "My street"):
        assert words in archive.read("lists.json").decode(), words
        assert words in archive.read("lists.html").decode(), words
    for words in ("A draft.", "Again.", "Alder", "A heron"):
        assert words in archive.read("notes.json").decode(), words
        assert words in archive.read("notes.html").decode(), words
    lists = told[LISTS]
    assert lists["account"][0]["sign_in_name"] == full.sign_in_name
    assert lists["sign_ins"][0]["device"] == "phone"
    assert lists["decisions"][0]["done"] == ["warn"]
    assert lists["closing"][0]["words_stay"] is True
    assert "Warn them" in archive.read("lists.html").decode()
    assert [name for name in archive.namelist() if name.startswith("pictures/")]


def test_nothing_that_opens_anything_and_nothing_between_moderators_is_in_it(full):
    archive = taken(full)
    for name in archive.namelist():
        content = archive.read(name)
        for secret in (
            b"OPENS-IT",
            b"Between moderators",
            b"They read this",
            full.password.encode(),
        ):
            assert secret not in content, name


def test_nothing_of_others_is_in_it(cast, full, opening):
    reply(
        by=cast.cy, parent=opening, words=quoting("Wren", opening.ref, "The evenings.") + "\n\nYes."
    )
    archive = taken(full)
    for name in archive.namelist():
        if name.startswith("pictures/"):
            continue
        content = archive.read(name).decode()
        # What ada wrote, her topic's title, and who she is.
        for others in ("evenings", "Day nine", "Wren", cast.ada.sign_in_name):
            assert others not in content, (name, others)


def test_the_lists_of_one_person_hold_nothing_of_another(full, cast):
    for name, rows in all_lists(cast.dov).items():
        assert name == "account" or not list(rows), name


# --- It opens anywhere, and says nothing outside ------------------------------------------------


class Outward(HTMLParser):
    """Everything in a page that runs, or asks somebody for something by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("script", "iframe", "link", "object", "embed", "style"):
            self.found.append(tag)
        self.found += [name for name in named if name.startswith("on") or name == "style"]
        source = named.get("src", "")
        if source and not source.startswith("pictures/"):
            self.found.append(source)


def test_its_pages_run_nothing_ask_for_nothing_and_lead_to_what_is_there(full):
    archive = taken(full)
    pages = [name for name in archive.namelist() if name.endswith(".html")]
    assert pages == ["index.html", "lists.html", "notes.html"]
    for page in pages:
        html, outward = archive.read(page).decode(), Outward()
        outward.feed(html)
        assert outward.found == [], page
        assert html.startswith("<!doctype html>")
        assert html.rstrip().endswith("</html>")
        assert html.count("<dl>") == html.count("</dl>")
        local = re.findall(r'(?:href|src)="(?!https?:|mailto:|/p/)([^"#]+)"', html)
        assert set(local) <= set(archive.namelist()), page


def test_words_cannot_become_markup(cast, opening):
    report(by=cast.cy, subject=opening, concern=Concern.OTHER, words="<script>alert(1)</script>")
    assert b"<script" not in taken(cast.cy).read("lists.html")


def test_neither_titles_nor_names_say_what_it_is(full, cast):
    archive = taken(full, own_pages_of(cast.cy))
    titles = [
        re.findall(r"<title>(.*?)</title>", archive.read(name).decode())[0]
        for name in archive.namelist()
        if name.endswith(".html")
    ]
    for said in [*archive.namelist(), *titles]:
        assert not BANNED.search(said), said


def test_nothing_tells_when_it_was_made(full):
    assert {entry.date_time[0] for entry in taken(full).infolist()} == {1980}


def test_every_row_has_a_word_for_each_of_its_fields(full):
    for name, rows in all_lists(full).items():
        fields = {field for row in rows for field in row}
        assert fields, name
        assert fields <= LABELS.keys(), name


def test_times_are_those_of_where_they_live(full):
    full.time_zone = "Pacific/Kiritimati"
    full.save()
    SignIn.objects.filter(user=full).update(came_at="2026-03-01T23:00Z")
    Post.objects.written_by(full).update(said_at="2026-03-01T23:00Z")
    archive = taken(full)
    for page in ("lists.html", "notes.html"):
        assert "March 2, 2026, 1 p.m." in archive.read(page).decode()


# --- The own pages ------------------------------------------------------------------------------


@pytest.fixture
def with_own_pages(cast):
    vault = set_up_vault(by=cast.cy, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with rows_of(cast.cy.pk):
        entry = JournalEntry(owner=cast.cy, on=date(2026, 3, 1))
        vault.seal_into(
            entry, EntryContents(at=timezone.now(), zone="UTC", text="The *inner* room.")
        )
        entry.save(force_insert=True)
    return cast.cy


def own_pages_of(user):
    vault = set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with rows_of(user.pk):
        return takeaway(user, vault)


def ask(cast, user, **form):
    client = cast.client(user)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    return client.post(reverse("take_along"), form)


def received(response):
    assert response.status_code == 200
    assert response.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


def test_own_pages_come_along_with_their_passphrase(cast, with_own_pages):
    archive = received(ask(cast, cast.cy, own_passphrase=VAULT_PASSPHRASE))
    assert "The *inner* room." in archive.read("pages/pages.json").decode()
    assert "The <em>inner</em> room." in archive.read("pages/pages.html").decode()
    assert "pages/pages.html" in archive.read("index.html").decode()
    assert "they were closed" not in archive.read("index.html").decode()


def test_own_pages_are_left_out_without_it_and_the_file_says_so(cast, with_own_pages):
    archive = received(ask(cast, cast.cy))
    assert not [name for name in archive.namelist() if name.startswith("pages/")]
    assert "they were closed" in archive.read("index.html").decode()


def test_what_is_wrong_opens_nothing_and_is_said(cast, with_own_pages):
    response = ask(cast, cast.cy, own_passphrase="not the passphrase at all")
    assert response.status_code == 422
    assert "This is not the passphrase of your own pages" in response.content.decode()


def test_whoever_keeps_no_own_pages_is_not_asked_for_a_passphrase(cast):
    response = ask(cast, cast.dov, own_passphrase="anything that is typed")
    assert "index.html" in received(response).namelist()
    assert "own_passphrase" not in cast.client(cast.dov).get(reverse("take_along")).content.decode()


# --- The door -----------------------------------------------------------------------------------


def test_the_passphrase_is_asked_for_again(cast):
    response = cast.client(cast.cy).post(reverse("take_along"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_it_comes_as_a_file_whose_name_says_nothing_and_is_kept_nowhere(cast):
    response = ask(cast, cast.cy)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert "no-store" in response["Cache-Control"]


def test_it_is_not_made_all_day_long(cast):
    assert [ask(cast, cast.cy).status_code for _ in range(7)] == [200] * 6 + [429]


def test_it_is_offered_where_accounts_are_closed_and_in_the_settings(cast):
    client = cast.client(cast.cy)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    for page in ("close", "accounts:settings"):
        assert f'href="{reverse("take_along")}"' in client.get(reverse(page)).content.decode()


# --- However much it is -------------------------------------------------------------------------


def write_many(cast, opening, number):
    author = Persona.objects.get(owner=cast.cy, only_in=None)
    before = Post.objects.count()
    posts = Post.objects.bulk_create(
        Post(
            topic=opening.topic,
            parent=opening,
            path=f"{opening.path}x{n:06}",
            depth=1,
            author=author,
            # Words that cannot be made much smaller.
            source=(words := secrets.token_hex(500)),
            html=f"<p>{words}</p>",
        )
        for n in range(before, before + number)
    )
    Notice.objects.bulk_create(
        Notice(user=cast.cy, kind=NoticeKind.ANSWER, post=post) for post in posts
    )


def peak_of_taking(user):
    tracemalloc.start()
    try:
        for chunk in everything_of(user, None, keeps_own_pages=False):
            assert len(chunk) < 1024 * 1024
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_what_is_kept(cast, opening):
    write_many(cast, opening, 400)
    taken(cast.cy)
    before = peak_of_taking(cast.cy)
    write_many(cast, opening, 1600)
    assert peak_of_taking(cast.cy) < 1.3 * before


def test_each_list_costs_as_many_queries_for_a_hundred_rows_as_for_one(full, cast, opening):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            for rows in all_lists(full).values():
                list(rows)
        return len(asked)

    before = queries()
    write_many(cast, opening, 90)
    for n in range(20):
        topic = open_topic(by=cast.ada, circle=cast.circle, title=f"T{n}", words="x")
        follow(by=cast.cy, topic=topic)
        report(by=cast.cy, subject=topic.posts.get(), concern=Concern.OTHER)
    assert queries() == before
