"""What is private leaves no word in the database, in Valkey, or in the session."""

import uuid
from datetime import date

import msgspec
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql

from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE
from trackers.choices import CardKind
from trackers.models import Draft
from trackers.queries.takeaway import KINDS, takeaway
from trackers.shipped import shipped
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

NOTE = {"title": CANARY, "text": CANARY, "revision": "0"}
WORDS = {"words": CANARY}
# Texts that nobody types: choices, names of zones, ids of other rows, and what the house wrote.
NOT_TYPED = {
    "zone", "channel", "response", "direction", "got_through", "door", "outcome", "variant",
    "fate", "kind", "state", "reason", "sleep", "person", "roles", "tactics", "steps", "corners",
    "check", "said_yes",
}  # fmt: skip
HOUSE_WROTE = {("checks", "title")}


def plant(browser):
    """The word, as every kind of private content, by the pages themselves."""
    when = {"on": "2026-03-01", "time": "20:00"}
    what = {"what": "1", "response": "unanswered"}
    forms = {
        "/own/event/": when | what | {"words": CANARY},
        "/own/check-in/": {"line": CANARY},
        "/own/thirty/place/": {"number": "1"},
        "/own/lists/reasons/new/": {"text": CANARY},
        "/own/lists/instead/new/": {"text": CANARY},
        "/own/lists/helpers/new/": {"name": CANARY, "reached_by": CANARY, "code_word": CANARY}
        | WORDS,
        "/own/lists/places/new/": {"where": CANARY, "sentence": CANARY} | WORDS,
        "/own/lists/things/new/": {"what": CANARY} | WORDS,
        "/own/lists/handovers/new/": {"what": CANARY, "who": CANARY, "when": "2026-03-01"} | WORDS,
        "/own/lists/steps/new/": {"text": CANARY} | WORDS,
        "/own/notes/new/": NOTE | {"note": str(uuid.uuid4())},
        "/own/reminders/": {
            "local_time": "20:00",
            "days": ["1"],
            "line": CANARY,
            "zone": "UTC",
        },
    }
    for url, form in forms.items():
        assert browser.post(url, form).status_code == 302, url
    plant_doors(browser)
    plant_check(browser)
    plant_version(browser)
    plant_urge(browser)
    begun = NOTE | {"note": str(uuid.uuid4()), "to": CANARY, "tags": CANARY}
    browser.post("/own/notes/draft/", begun)
    # What is refused, or asked for again, is told to nobody else either.
    browser.post("/own/event/", when | {"words": CANARY})
    browser.post("/own/lock/")
    browser.post("/own/notes/new/", NOTE | {"note": str(uuid.uuid4())})


def plant_version(browser):
    letter = {"note": str(uuid.uuid4()), "letter": "on", "to": CANARY, "tags": CANARY}
    saved = browser.post("/own/notes/new/", NOTE | letter)["Location"]
    changed = letter | {"title": CANARY, "text": f"{CANARY} again", "revision": "1"}
    assert browser.post(f"{saved}change/", changed).status_code == 302


def plant_check(browser):
    check = next(piece for piece in shipped() if piece.kind == CardKind.CHECK)
    answers = {"item": str(uuid.uuid4()), "yes": [], "keep": "on", "name": CANARY}
    url = f"/own/checks/{check.page_ref}/steps/"
    assert browser.post(url, answers).status_code == 302
    hole = {"item": str(uuid.uuid4()), "name": CANARY, "label": CANARY, "words": CANARY}
    came = {"kind": "text", "response": "unread"}
    assert browser.post("/own/cards/way/", hole | came).status_code == 302


def plant_urge(browser):
    """After the list of what to do instead: what helped is from there."""
    urge = browser.post("/own/urge/", {"strength": "7"})["Location"]
    ended = {"outcome": "passed", "helped": [CANARY], "words": CANARY}
    assert browser.post(f"{urge}end/", ended).status_code == 302


def plant_statement(browser, person):
    written = browser.post(f"{person}statement/short/", {"text": CANARY})["Location"]
    assert browser.post(f"{written}change/", {"text": f"{CANARY}."}).status_code == 302
    sent = {"on": "2026-03-01", "time": "12:00", "channel": "mail", "to": CANARY}
    assert browser.post(f"{written}sent/", sent | WORDS).status_code == 302
    assert browser.post(f"{person}statement/", {}).status_code == 302


def plant_doors(browser):
    person = browser.post("/own/doors/new/", {"name": CANARY} | WORDS)["Location"]
    door = {"kind": "mail", "label": CANARY, "state": "open"}
    channel = browser.post(f"{person}channel/", door)["Location"]
    assert browser.post(channel, door | WORDS).status_code == 302
    stays = {"channel": channel.split("/")[-2], "reason": "custody", "topics": CANARY}
    assert browser.post(f"{person}exception/", stays | {"hours": CANARY}).status_code == 302
    plant_statement(browser, person)
    assert browser.post("/own/doors/sweep/", {"corners": ["maps"]}).status_code == 302
    assert CANARY in browser.post("/own/doors/drafting/", {"text": CANARY}).content.decode()


def database_dump(owner):
    with connection.cursor() as cursor, rows_of(owner.pk):
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(table)))
            yield from (row[0] for row in cursor.fetchall())


def valkey_dump():
    for name in valkey.scan_iter("*"):
        yield name
        yield valkey.dump(name)


def typed_fields():
    """(kind of row, field) of all that somebody can type, by the types of what is sealed."""
    for kind, (_model, as_) in KINDS.items():
        for field in msgspec.structs.fields(as_):
            typed = field.type in (str, list[str]) and field.name not in NOT_TYPED
            if typed and (kind, field.name) not in HOUSE_WROTE:
                yield kind, field.name


def test_the_word_is_planted_wherever_somebody_can_type(at_home, ada, vault):
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    with rows_of(ada.pk):
        taken = takeaway(ada, vault)
    assert taken.left_out == 0
    planted = {
        (kind, name)
        for kind, rows in taken.rows.items()
        for row in rows
        for name, value in row.contents.items()
        if CANARY in str(value)
    }
    assert set(typed_fields()) - planted == set()
    assert [reminder.contents for reminder in taken.reminders] == [{"line": CANARY}]


@pytest.mark.parametrize("secret", [CANARY, VAULT_PASSPHRASE])
def test_no_word_of_it_is_anywhere(at_home, ada, secret, caplog, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    with rows_of(ada.pk):
        kinds = [
            model
            for model in apps.get_app_config("trackers").get_models()
            if any(field.name == "sealed" for field in model._meta.fields)
        ]
        assert all(model.objects.exists() for model in kinds)
    spellings = {secret, secret.encode().hex()}
    for row in database_dump(ada):
        assert not any(spelling in row for spelling in spellings)
    for session in Session.objects.all():
        assert secret not in str(session.get_decoded())
    for value in valkey_dump():
        assert secret.encode() not in value
    assert secret not in caplog.text
    assert not any(tmp_path.rglob("*"))


def test_the_dump_would_show_it(ada):
    with rows_of(ada.pk):
        Draft.objects.create(owner=ada, on=date(2026, 3, 1), sealed=CANARY.encode())
    assert any(CANARY.encode().hex() in row for row in database_dump(ada))
