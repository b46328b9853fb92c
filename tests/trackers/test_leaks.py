"""What is private leaves no word in the database, in Valkey and its queue, where files lie, or in
the session."""

import uuid
from datetime import date
from pathlib import Path

import msgspec
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from psycopg import sql

from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE
from trackers.actions.copies import make_next_copy
from trackers.actions.exporting import make_next_export
from trackers.choices import CardKind, ExportState
from trackers.models import (
    Attachment,
    Draft,
    Export,
    ExportEntry,
    ExportRecord,
    FileEntry,
    IncidentEntry,
    IncidentVersion,
    RecordedContents,
    Removal,
    RemovalEntry,
)
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
# Of the log: what it is recorded as, and under which table.
RECORDED = {
    IncidentVersion: IncidentEntry,
    Attachment: FileEntry,
    Removal: RemovalEntry,
    ExportRecord: ExportEntry,
}
NOT_TYPED_IN_LOG = NOT_TYPED | {
    "incident", "file", "precision", "kinds", "event", "statement", "media_type", "sha256",
    "police", "order", "breached", "export", "first_day", "last_day", "left_out",
}  # fmt: skip


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
    drafted = {"item": str(uuid.uuid4()), "version": "0", "happened": CANARY, "later": "on"}
    assert browser.post("/own/log/draft/", drafted).status_code == 302
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


def plant_log(browser):
    """In the log: entries, a correction, what was taken out, drafts, files, an export."""
    words = {
        name: CANARY
        for name, field in IncidentEntry.__annotations__.items()
        if field is str and name not in NOT_TYPED_IN_LOG
    }
    when = {"on": "2026-03-01", "time": "20:00", "precision": "exact", "zone": "UTC"}
    said = when | words | {"reason": "", "version": "0"}
    made = [
        browser.post("/own/log/new/", said | {"item": str(uuid.uuid4())})["Location"]
        for _entry in range(2)
    ]
    changed = said | {"item": made[0].split("/")[-2], "version": "1", "reason": CANARY}
    changed["happened"] += " again"
    assert browser.post(f"{made[0]}change/", changed).status_code == 302
    assert (
        browser.post(f"{made[1]}out/", {"reason": CANARY, "answer": "dispose"}).status_code == 302
    )
    draft = said | {"item": str(uuid.uuid4()), "version": "0"}
    assert browser.post("/own/log/draft/", draft | {"later": "on"}).status_code == 302
    plant_files(browser, made[0])
    asked = {"item": str(uuid.uuid4()), "whom": "lawyer", "name": CANARY, "purpose": CANARY}
    secret = {"archive_passphrase": f"{CANARY} by the sea", "passphrase": VAULT_PASSPHRASE}
    assert browser.post("/own/log/export/", asked | secret).status_code == 302


def plant_files(browser, incident):
    file = SimpleUploadedFile(f"{CANARY}.txt", f"{CANARY} in a file".encode())
    said = {"file": file, "shows": CANARY, "captured": CANARY}
    assert browser.post(f"{incident}files/", said).status_code == 302
    begun = {"name": f"{CANARY}.txt", "size": "20", "shows": CANARY, "captured": CANARY}
    upload = browser.post(f"{incident}upload/", begun).json()["url"]
    part = browser.put(
        upload, CANARY.ljust(20).encode()[:20], "application/octet-stream",
        headers={"Upload-Offset": "0"},
    )  # fmt: skip
    assert part.json()["received"] == 20


def database_dump(owner):
    with connection.cursor() as cursor, rows_of(owner.pk):
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(table)))
            yield from (row[0] for row in cursor.fetchall())


def valkey_dump():
    for name in valkey.scan_iter("*"):
        yield name
        yield valkey.dump(name)
        # A dump may be packed.
        if valkey.type(name) == b"list":
            yield from valkey.lrange(name, 0, -1)
        elif valkey.type(name) == b"string":
            yield valkey.get(name)


def storage_dump():
    root = Path(storages["own"].location)
    for path in root.rglob("*"):
        yield str(path).encode()
        if path.is_file():
            yield path.read_bytes()


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


@pytest.fixture
def log(at_home, ada, own_store, django_capture_on_commit_callbacks):
    """With what a worker makes of it."""
    with django_capture_on_commit_callbacks(execute=True):
        plant_log(at_home)
    assert b"celery" in set(valkey.scan_iter("*"))
    assert make_next_copy(now=timezone.now())
    assert make_next_export(clock=timezone.now)
    with rows_of(ada.pk):
        assert Export.objects.get().state == ExportState.MADE


def test_the_word_is_planted_wherever_somebody_can_type_in_the_log(log, ada, vault):
    planted, typed = set(), set()
    with rows_of(ada.pk):
        for model, as_ in RECORDED.items():
            strings = {field.name for field in msgspec.structs.fields(as_) if field.type is str}
            typed |= {
                (as_.__name__, name) for name in strings - NOT_TYPED_IN_LOG | {"reason"} & strings
            }
            for row in model.objects.all():
                for layer in vault.open(row, RecordedContents).layers.values():
                    planted |= {(as_.__name__, k) for k, v in layer.items() if CANARY in str(v)}
    assert typed - planted == set()


@pytest.mark.parametrize("secret", [CANARY, VAULT_PASSPHRASE])
def test_no_word_of_it_is_anywhere(at_home, ada, log, secret, caplog, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
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
    assert len(list(storage_dump())) > 5
    for value in storage_dump():
        assert secret.encode() not in value
    assert secret not in caplog.text
    assert not (tmp_path / "media").exists()


def test_the_dump_would_show_it(ada):
    with rows_of(ada.pk):
        Draft.objects.create(owner=ada, on=date(2026, 3, 1), sealed=CANARY.encode())
    assert any(CANARY.encode().hex() in row for row in database_dump(ada))
