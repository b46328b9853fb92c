"""All of it in one file, and back again, byte for byte."""

import io
import json
import uuid
import zipfile
from datetime import UTC, date, datetime

import msgspec
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.leaks.own_pages import plant
from tests.trackers.logs import BEGUN, attach, entry, keep_log, note_export
from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE, open_own_pages
from trackers.actions.ending import erase_own_pages
from trackers.actions.erasing import go_on_erasing
from trackers.actions.incidents import correct_incident, log_incident, remove_incident
from trackers.actions.takeaway import bring_back
from trackers.actions.vault import set_up_vault
from trackers.models import (
    Attachment,
    AttachmentCopy,
    Export,
    ExportRecord,
    Incident,
    IncidentEntry,
    IncidentVersion,
    JournalEntry,
    Link,
    LogHead,
    Occurrence,
    PrivateRow,
    RecordedContents,
    Reminder,
    Removal,
    Tally,
    Upload,
    Vault,
)
from trackers.queries.checking import check_log
from trackers.queries.takeaway import KINDS, as_json, takeaway
from trackers.refusals import TakeawayRefused
from trackers.vault.contents import Contents, encode
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture
def full(ada, at_home):
    """Her pages with one of everything, by the pages themselves."""
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    return open_own_pages(at_home)


def taken_by(user, vault):
    with rows_of(user.pk):
        return takeaway(user, vault)


def plain_of(user, vault):
    """What each sealed row holds, as bytes."""
    with rows_of(user.pk):
        return {
            (kind, row.pk, row.on): encode(vault.open(row, Contents))
            for kind, (model, _as) in KINDS.items()
            for row in model.objects.all()
        }


def throw_everything_away(user):
    with rows_of(user.pk):
        for model, _as in reversed(KINDS.values()):
            model.objects.all().delete()
        Reminder.objects.all().delete()


def take(browser, passphrase=VAULT_PASSPHRASE):
    return browser.post("/own/take/", {"passphrase": passphrase})


def bring(browser, content, name="pages.zip"):
    return browser.post("/own/bring/", {"file": SimpleUploadedFile(name, content)})


def test_every_kind_of_private_row_is_in_it():
    rows = {
        model
        for model in apps.get_app_config("trackers").get_models()
        if issubclass(model, PrivateRow)
    }
    # A tally is made of the others; what is recorded in the log is in it link by link.
    of_log = {
        LogHead, Incident, IncidentVersion, Attachment, Removal, ExportRecord,
        # Made of what is recorded, on the way, or waiting to be fetched.
        AttachmentCopy, Upload, Export,
    }  # fmt: skip
    assert rows - {Tally} - of_log == {model for model, _as in KINDS.values()}


def test_it_comes_back_byte_for_byte(full, ada, vault):
    before, plain = taken_by(ada, vault), plain_of(ada, vault)
    assert all(before.rows.values())
    archive = take(full).content
    throw_everything_away(ada)
    assert bring(full, archive).status_code == 302
    assert plain_of(ada, vault) == plain
    assert as_json(taken_by(ada, vault)) == as_json(before)


def test_the_file_alone_is_enough(full, ada, vault):
    before = as_json(taken_by(ada, vault))
    throw_everything_away(ada)
    assert bring(full, before, "something.json").status_code == 302
    assert as_json(taken_by(ada, vault)) == before


def test_the_archive_says_nothing_outside_and_everything_inside(full):
    response = take(full)
    assert response["Content-Disposition"] == 'attachment; filename="pages.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == ["pages.json", "pages.md", "schema.json"]
        entries = json.loads(archive.read("pages.json"))
        assert CANARY in archive.read("pages.md").decode()
        described = json.loads(archive.read("schema.json"))
    assert entries["left_out" if "left_out" in entries else "format"] in (0, 1)
    assert described["contents"].keys() == entries["rows"].keys()


def test_it_asks_for_the_passphrase_once_more(full):
    refused = take(full, "not that one at all")
    assert refused.status_code == 422
    assert CANARY not in refused.content.decode()
    assert full.get("/own/take/").status_code == 200


def test_what_a_newer_version_wrote_is_carried_along(full, ada, vault):
    throw_everything_away(ada)
    with rows_of(ada.pk):
        row = JournalEntry(owner=ada, on=date(2026, 3, 1))
        fields = {"at": NOW.isoformat(), "zone": "UTC", "text": "x", "weather": "rain"}
        vault.seal_into(row, Contents(newer=fields))
        row.save()
    plain = plain_of(ada, vault)
    archive = take(full).content
    throw_everything_away(ada)
    bring(full, archive)
    assert plain_of(ada, vault) == plain


def test_what_cannot_be_opened_is_counted_and_left_out(full, ada, vault):
    with rows_of(ada.pk):
        JournalEntry.objects.update(sealed=b"x")
    taken = taken_by(ada, vault)
    assert taken.left_out >= 1
    assert taken.rows["entries"] == []


def test_it_goes_into_empty_pages_only(full, ada, vault):
    archive, before = take(full).content, as_json(taken_by(ada, vault))
    refused = bring(full, archive)
    assert refused.status_code == 422
    assert "empty ones only" in refused.content.decode()
    assert as_json(taken_by(ada, vault)) == before


def test_it_cannot_overwrite_what_somebody_else_has(full, cast, ada, vault, eves_vault):
    archive, before = take(full).content, as_json(taken_by(ada, vault))
    eve = open_own_pages(cast.client(cast.eve))
    refused = bring(eve, archive)
    assert refused.status_code == 422
    assert not any(taken_by(cast.eve, eves_vault).rows.values())
    assert as_json(taken_by(ada, vault)) == before


def test_it_can_move_to_another_account_once_it_is_thrown_away_here(
    full, cast, ada, vault, eves_vault
):
    plain, archive = plain_of(ada, vault), take(full).content
    throw_everything_away(ada)
    eve = open_own_pages(cast.client(cast.eve))
    assert bring(eve, archive).status_code == 302
    assert plain_of(cast.eve, eves_vault) == plain


def test_days_count_from_when_they_began(full, ada, vault):
    with rows_of(ada.pk):
        Vault.objects.update(made_on=date(2026, 1, 5))
    archive = take(full).content
    throw_everything_away(ada)
    with rows_of(ada.pk):
        Vault.objects.update(made_on=date(2026, 11, 20))
    bring(full, archive)
    with rows_of(ada.pk):
        assert Vault.objects.get().made_on == date(2026, 1, 5)


def test_reminders_come_back_at_rest_with_what_they_rang(full, ada, vault):
    with rows_of(ada.pk):
        reminder = Reminder.objects.get()
        Occurrence.objects.create(
            owner=ada, reminder=reminder, on=NOW.date(), outcome="mailed", rung_at=NOW
        )
    archive = take(full).content
    throw_everything_away(ada)
    bring(full, archive)
    with rows_of(ada.pk):
        assert not Reminder.objects.get().is_running()
        assert Occurrence.objects.get().outcome == "mailed"


def changed(taken, **kinds):
    return msgspec.json.encode(msgspec.structs.replace(taken, rows=taken.rows | kinds))


def broken_files(taken):
    row = taken.rows["entries"][0]
    lost = msgspec.structs.replace(taken.rows["channels"][0], part_of=None)
    stray = msgspec.structs.replace(taken.rows["channels"][0], part_of=uuid.uuid4())
    return {
        "empty": b"",
        "no json": b"{",
        "a picture": b"\x89PNG",
        "an odd archive": b"PK\x05\x06" + b"\0" * 18,
        "a kind nobody knows": changed(taken, dreams=[row]),
        "a row without its words": changed(
            taken, entries=[msgspec.structs.replace(row, contents={"at": "now"})]
        ),
        "a channel of nobody": changed(taken, channels=[lost]),
        "a channel of a stranger": changed(taken, channels=[stray]),
        "twice the same": changed(taken, entries=[row, row]),
    }


@pytest.mark.parametrize(
    "what",
    [
        "empty",
        "no json",
        "a picture",
        "an odd archive",
        "a kind nobody knows",
        "a row without its words",
        "a channel of nobody",
        "a channel of a stranger",
        "twice the same",
    ],
)
def test_a_file_that_is_none_changes_nothing(full, ada, vault, what):
    content = broken_files(taken_by(ada, vault))[what]
    throw_everything_away(ada)
    response = bring(full, content)
    assert response.status_code == 422
    assert not any(taken_by(ada, vault).rows.values())


def test_a_file_of_a_newer_version_says_so(full, ada, vault):
    newer = msgspec.structs.replace(taken_by(ada, vault), format=2)
    throw_everything_away(ada)
    with pytest.raises(TakeawayRefused, match="newer version"):
        bring_back(by=ada, vault=vault, file=as_json(newer), now=NOW)


# --- The log --------------------------------------------------------------------------------------


@pytest.fixture
def log_without_files(ada, vault):
    one = log_incident(
        by=ada, vault=vault, entry=entry(happened=CANARY, note="only for me"), now=BEGUN
    )
    again = entry(happened="more", note="for me", version=1, reason="it came back")
    correct_incident(by=ada, vault=vault, incident=one, entry=again, now=BEGUN)
    two = log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    remove_incident(by=ada, vault=vault, incident=two, reason="a mistake", now=BEGUN)
    note_export(ada, vault, now=BEGUN)
    return one


def begin_anew(user):
    erase_own_pages(by=user, passphrase=VAULT_PASSPHRASE, now=NOW)
    while go_on_erasing():
        pass
    return set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=NOW)


def links_of(user):
    with rows_of(user.pk):
        names = ("seq", "kind", "recorded_at", "commitment", "hash", "removed_by__seq")
        return list(Link.objects.order_by("seq").values_list(*names))


def test_the_log_is_in_it_with_what_no_export_holds(ada, vault, at_home, log_without_files):
    response = take(at_home)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        entries, words = json.loads(archive.read("pages.json")), archive.read("pages.md").decode()
    assert [link["seq"] for link in entries["log"]] == [1, 2, 3, 4, 5]
    assert entries["log"][0]["layers"]["private"] == {"note": "only for me"}
    assert "**Private note**: only for me" in words
    assert f"**What happened**: {CANARY}" in words
    assert "It was taken out. Place 4 says why." in words


def test_a_log_without_files_comes_back_link_by_link(ada, vault, cast, log_without_files):
    before, log = links_of(ada), taken_by(ada, vault).log
    taken = as_json(taken_by(ada, vault))
    again = begin_anew(ada)
    back = bring_back(by=ada, vault=again, file=taken, now=NOW)
    assert (back.count, back.without_log) == (4, False)
    assert links_of(ada) == before
    with rows_of(ada.pk):
        assert list(check_log(ada, again)) == []
        assert list(check_log(ada)) == []
        version = Incident.objects.get(pk=log_without_files.pk).current
        assert again.open(version, RecordedContents).entry(IncidentEntry).note == "for me"
    assert taken_by(ada, again).log == log


def test_a_log_with_files_comes_back_from_its_own_archive(ada, vault, cast):
    keep_log(ada, vault)
    taken = as_json(taken_by(ada, vault))
    begin_anew(ada)
    browser = open_own_pages(cast.client(ada))
    assert bring(browser, taken, "pages.json").status_code == 302
    assert "come back from the file that you took out" in browser.get("/own/").content.decode()
    assert links_of(ada) == []


def test_a_log_that_is_here_already_stays(ada, vault, log_without_files):
    taken, before = as_json(taken_by(ada, vault)), links_of(ada)
    assert bring_back(by=ada, vault=vault, file=taken, now=NOW).count == 0
    assert links_of(ada) == before


def test_a_log_that_was_changed_brings_nothing_back(ada, vault, log_without_files):
    taken = json.loads(as_json(taken_by(ada, vault)))
    taken["log"][0]["layers"]["facts"]["happened"] = "something else"
    again = begin_anew(ada)
    with pytest.raises(TakeawayRefused, match="place 1"):
        bring_back(by=ada, vault=again, file=json.dumps(taken).encode(), now=NOW)
    assert links_of(ada) == []


def test_what_of_the_log_cannot_be_opened_is_counted(ada, vault, log_without_files):
    attach(ada, vault, log_without_files, b"x", now=BEGUN)
    with rows_of(ada.pk):
        key = type(vault.key).new()
    assert taken_by(ada, type(vault)(ada.pk, key)).left_out == 5
