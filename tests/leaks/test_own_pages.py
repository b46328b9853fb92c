"""What is private leaves no word in the database, in Valkey and its queue, where files lie, in
mails, in the session or in the log."""

import base64
from datetime import date

import msgspec
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from accounts.tasks import send_messages
from tests.leaks.own_pages import NOT_TYPED_IN_LOG, RECORDED, plant, plant_log, typed_fields
from tests.leaks.traces import database, places_of, traces
from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE
from trackers.actions.copies import make_next_copy
from trackers.actions.exporting import make_next_export
from trackers.choices import ExportState
from trackers.models import Draft, Export, RecordedContents, Reminder
from trackers.queries.takeaway import takeaway
from trackers.tasks import ring_due_reminders
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

# What is looked for. The last is whatever the passphrase of an exported file begins with.
NOWHERE = {"word": CANARY, "passphrase": VAULT_PASSPHRASE, "of a file": f"{CANARY} by the sea"}


def test_the_word_is_planted_wherever_somebody_can_type(at_home, ada, vault, address):
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
def log(at_home, ada, own_store, settings, tmp_path, django_capture_on_commit_callbacks):
    """With what a worker makes of it."""
    settings.MEDIA_ROOT = tmp_path / "media"
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


def test_no_word_of_it_is_anywhere(at_home, ada, log, address, caplog):
    plant(at_home)
    with rows_of(ada.pk):
        Reminder.objects.update(due_at=timezone.now())
        ring_due_reminders()
        empty = [model.__name__ for model in private_kinds() if not model.objects.exists()]
    send_messages()
    assert empty == []
    assert mail.outbox
    assert Session.objects.exists()
    left = {place for place, _content in traces()}
    assert left >= {"valkey", "own files", "mails", "trackers_incidentversion.sealed"}
    assert places_of(NOWHERE, ("log", caplog.text.encode())) == {name: set() for name in NOWHERE}


def private_kinds():
    return [
        model
        for model in apps.get_app_config("trackers").get_models()
        if any(field.name == "sealed" for field in model._meta.fields)
    ]


# --- That it would be found -------------------------------------------------------------------


def test_a_plain_row_of_own_pages_would_be_found(ada):
    with rows_of(ada.pk):
        Draft.objects.create(owner=ada, on=date(2026, 3, 1), sealed=CANARY.encode())
    assert "trackers_draft.sealed" in {place for place, _content in database()}
    assert places_of({"word": CANARY}) == {"word": {"trackers_draft.sealed"}}


@pytest.mark.parametrize(
    "content",
    [
        f"before {CANARY} after".encode(),
        CANARY.upper().encode(),
        f"aktenzeichen {CANARY}!".encode("utf-16-le"),
        b'"' + CANARY.encode().hex().encode() + b'"',
    ],
)
def test_however_it_is_spelled(db, content):
    assert places_of({"word": CANARY}, ("here", content)) == {"word": {"here"}}


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("after", ["", "x", "xy", "xyz"])
def test_in_base64_as_in_a_message_of_the_queue(db, before, after):
    content = base64.b64encode(f"{before}{CANARY}{after}".encode())
    assert places_of({"word": CANARY}, ("queue", content)) == {"word": {"queue"}}


@pytest.mark.parametrize("keep", ["string", "list", "set", "hash"])
def test_in_valkey_whatever_it_lies_in(db, keep):
    write = {
        "string": lambda: valkey.set("leak", CANARY),
        "list": lambda: valkey.rpush("leak", CANARY),
        "set": lambda: valkey.sadd("leak", CANARY),
        "hash": lambda: valkey.hset("leak", "at", CANARY),
    }[keep]
    write()
    try:
        assert places_of({"word": CANARY}) == {"word": {"valkey"}}
    finally:
        valkey.delete("leak")
