"""What is private leaves no word in the database, in Valkey, or in the session."""

import uuid
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql

from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE
from trackers.models import Draft
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

NOTE = {"title": CANARY, "text": CANARY, "revision": "0"}


def plant(browser):
    """The word, as every kind of private content, by the pages themselves."""
    when = {"on": "2026-03-01", "time": "20:00"}
    what = {"what": "1", "response": "unanswered"}
    forms = {
        "/own/event/": when | what | {"words": CANARY},
        "/own/check-in/": {"line": CANARY},
        "/own/thirty/place/": {"number": "1"},
        "/own/urge/": {"strength": "7"},
        "/own/lists/reasons/new/": {"text": CANARY},
        "/own/lists/instead/new/": {"text": CANARY},
        "/own/lists/helpers/new/": {"name": CANARY, "code_word": CANARY},
        "/own/lists/places/new/": {"where": CANARY, "sentence": CANARY},
        "/own/lists/things/new/": {"what": CANARY},
        "/own/lists/handovers/new/": {"what": CANARY, "when": "2026-03-01"},
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
    plant_version(browser)
    browser.post("/own/notes/draft/", NOTE | {"note": str(uuid.uuid4())})
    # What is refused, or asked for again, is told to nobody else either.
    browser.post("/own/event/", when | {"words": CANARY})
    browser.post("/own/lock/")
    browser.post("/own/notes/new/", NOTE | {"note": str(uuid.uuid4())})


def plant_version(browser):
    letter = {"note": str(uuid.uuid4()), "letter": "on", "to": CANARY, "tags": CANARY}
    saved = browser.post("/own/notes/new/", NOTE | letter)["Location"]
    changed = letter | {"title": CANARY, "text": f"{CANARY} again", "revision": "1"}
    assert browser.post(f"{saved}change/", changed).status_code == 302


def plant_doors(browser):
    person = browser.post("/own/doors/new/", {"name": CANARY})["Location"]
    door = {"kind": "mail", "label": CANARY, "state": "open"}
    channel = browser.post(f"{person}channel/", door)["Location"]
    stays = {"channel": channel.split("/")[-2], "reason": "custody", "topics": CANARY}
    assert browser.post(f"{person}exception/", stays).status_code == 302
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


@pytest.mark.parametrize("secret", [CANARY, VAULT_PASSPHRASE])
def test_no_word_of_it_is_anywhere(at_home, ada, secret):
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


def test_the_dump_would_show_it(ada):
    with rows_of(ada.pk):
        Draft.objects.create(owner=ada, on=date(2026, 3, 1), sealed=CANARY.encode())
    assert any(CANARY.encode().hex() in row for row in database_dump(ada))
