"""An export brought back: all of it as it was, or nothing."""

import hashlib
import io
import json
import random
import struct
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import pyzipper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.trackers.exported import archive_of, members
from tests.trackers.logs import BEGUN, attach, entry, keep_log, unguarded
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions import exporting
from trackers.actions.bring_back_log import bring_back_log
from trackers.actions.ending import erase_own_pages
from trackers.actions.erasing import go_on_erasing
from trackers.actions.incidents import correct_incident, log_incident
from trackers.actions.stored_files import take_dropped_away
from trackers.actions.vault import set_up_vault
from trackers.models import (
    Attachment,
    AttachmentCopy,
    ExportRecord,
    Incident,
    IncidentEntry,
    IncidentVersion,
    Link,
    OwedWork,
    RecordedContents,
    Removal,
    StoredFile,
)
from trackers.queries.brought import opened_archive
from trackers.queries.checking import check_log, read_files, sealed_files
from trackers.refusals import ExportRefused
from trackers.rules.chain import as_written, layer_digest
from trackers.vault import files
from trackers.vault.files import PART_SIZE, read_parts, storage
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]

RECORDED = (IncidentVersion, Attachment, Removal, ExportRecord)


def taken_out(user, vault, *, leave_out=("private",)):
    """The members of an export of everything, by the format of docs/decisions/0028."""
    members, links = {}, []
    with rows_of(user.pk):
        rows = {row.link_id: row for model in RECORDED for row in model.objects.all()}
        for link in Link.objects.select_related("removed_by").order_by("seq"):
            said = {
                "seq": link.seq,
                "kind": link.kind,
                "recorded_at": as_written(link.recorded_at),
                "commitment": bytes(link.commitment).hex(),
                "hash": bytes(link.hash).hex(),
                "removed_by": link.removed_by.seq if link.removed_by else None,
                "row": None,
                "layers": {},
                "salts": {},
                "withheld": {},
            }
            links.append(said)
            row = rows.get(link.pk)
            if row is None:
                continue
            said["row"] = str(row.pk)
            contents = vault.open(row, RecordedContents)
            for name, layer in contents.layers.items():
                if name in leave_out:
                    said["withheld"][name] = layer_digest(contents.salts[name], layer)
                else:
                    said["layers"][name], said["salts"][name] = layer, contents.salts[name]
            if isinstance(row, Attachment):
                parts = read_parts(vault, row.stored_id, row.stored.parts)
                members[f"files/{link.seq:04}.bin"] = b"".join(parts)
    head = {"seq": len(links), "hash": links[-1]["hash"]}
    whole = {"format": 1, "made_at": "", "zone": "UTC", "head": head, "links": links}
    members["entries.json"] = json.dumps(whole).encode()
    members["report.pdf"] = b"%PDF"
    return members


def manifest_of(members):
    files = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
    }
    return json.dumps({"format": 1, "files": files}).encode()


def packed(members, *, manifest=None, passphrase="", method=zipfile.ZIP_STORED):
    target = io.BytesIO()
    archive = zipfile.ZipFile(target, "w", method)
    if passphrase:
        archive = pyzipper.AESZipFile(target, "w", encryption=pyzipper.WZ_AES)
        archive.setpassword(passphrase.encode())
    with archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", manifest or manifest_of(members))
    return target.getvalue()


def bring(user, vault, content, passphrase=""):
    with opened_archive(io.BytesIO(content), passphrase=passphrase) as archive:
        return bring_back_log(by=user, vault=vault, archive=archive, now=timezone.now())


@pytest.fixture
def taken(ada, vault):
    """The export of a whole log, whose pages were erased since."""
    keep_log(ada, vault)
    members = taken_out(ada, vault)
    everything = portrait(ada)
    erase_own_pages(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    while go_on_erasing():
        pass
    while take_dropped_away():
        pass
    return members, everything


@pytest.fixture
def new_vault(taken, ada):
    return set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())


def portrait(user):
    """All that has to be as it was: ids, places, times, hashes, days, and what points where."""
    with rows_of(user.pk):
        links = Link.objects.order_by("seq").values_list(
            "seq", "kind", "recorded_at", "commitment", "hash", "removed_by__seq"
        )
        rows = {
            model.__name__: list(
                model.objects.order_by("link__seq").values_list("pk", "link__seq", "on")
            )
            for model in RECORDED
        }
        incidents = Incident.objects.order_by("pk").values_list("pk", "current", "removal")
        of_incidents = IncidentVersion.objects.order_by("pk").values_list("pk", "incident")
        return [*links], rows, [*incidents], [*of_incidents]


def log_is_empty(user):
    with rows_of(user.pk):
        return not any(
            model.objects.exists()
            for model in (Link, Incident, *RECORDED, AttachmentCopy, OwedWork)
        )


def stored_parts():
    return sum(path.is_file() for path in Path(storage().location).rglob("*"))


def test_all_of_it_comes_back_as_it_was(taken, ada, new_vault):
    everything, before = taken
    back = bring(ada, new_vault, packed(everything))
    assert portrait(ada) == before
    assert (back.entries, back.files, back.withheld) == (3, 2, {"private"})
    with rows_of(ada.pk):
        assert list(check_log(ada, new_vault)) == []
        assert list(check_log(ada)) == []
        assert read_files(ada, new_vault, after=0).found == []
        assert list(sealed_files(ada)) == []
        whole = Attachment.objects.get(link__seq=3).stored
        assert whole.size == PART_SIZE + 5
        # Copies are made anew, of what copies are made of.
        assert AttachmentCopy.objects.count() == 2
        assert OwedWork.objects.exists()


def test_what_was_not_in_it_is_withheld_and_still_provable(ada, vault):
    log_incident(by=ada, vault=vault, entry=entry(where="here", felt="bad"), now=BEGUN)
    some = taken_out(ada, vault, leave_out=("private", "where", "feelings"))
    erase_own_pages(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    while go_on_erasing():
        pass
    again = set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    back = bring(ada, again, packed(some))
    assert back.withheld == {"private", "where", "feelings"}
    with rows_of(ada.pk):
        contents = again.open(IncidentVersion.objects.get(), RecordedContents)
        assert contents.withheld.keys() == {"private", "where", "feelings"}
        assert contents.entry(IncidentEntry).where == ""
        assert list(check_log(ada, again)) == []


def test_what_came_back_goes_on(taken, ada, new_vault):
    bring(ada, new_vault, packed(taken[0]))
    with rows_of(ada.pk):
        one = Incident.objects.get(current__link__seq=5)
    said = entry(happened="more", reason="it came back to me", version=2, title="One")
    correct_incident(by=ada, vault=new_vault, incident=one, entry=said, now=timezone.now())
    four = log_incident(by=ada, vault=new_vault, entry=entry(), now=timezone.now())
    attach(ada, new_vault, four, b"x", now=timezone.now())
    with rows_of(ada.pk):
        assert list(check_log(ada, new_vault)) == []
        assert Link.objects.count() == 13


def test_a_file_with_a_passphrase_of_its_own(taken, ada, new_vault):
    content = packed(taken[0], passphrase="five small boats")
    with pytest.raises(ExportRefused, match="has a passphrase"):
        bring(ada, new_vault, content)
    with pytest.raises(ExportRefused, match="is another one"):
        bring(ada, new_vault, content, "five large boats")
    assert log_is_empty(ada)
    bring(ada, new_vault, content, "five small boats")
    assert portrait(ada) == taken[1]


def test_it_goes_into_an_empty_log_only(ada, vault):
    keep_log(ada, vault)
    content, before = packed(taken_out(ada, vault)), portrait(ada)
    parts = stored_parts()
    with pytest.raises(ExportRefused, match="empty one only"):
        bring(ada, vault, content)
    assert portrait(ada) == before
    assert stored_parts() == parts


def test_it_takes_nothing_from_anybody_else(cast, ada, vault, eves_vault):
    keep_log(ada, vault)
    content, before, parts = packed(taken_out(ada, vault)), portrait(ada), stored_parts()
    with pytest.raises(ExportRefused, match="under another account"):
        bring(cast.eve, eves_vault, content)
    assert log_is_empty(cast.eve)
    assert portrait(ada) == before
    assert stored_parts() == parts


# --- What is not what it was ----------------------------------------------------------------------


def changed(members, change):
    whole = json.loads(members["entries.json"])
    change(whole, whole["links"])
    return members | {"entries.json": json.dumps(whole).encode()}


def gone(links, place):
    links[place - 1] |= {"layers": {}, "salts": {}, "withheld": {}, "row": None}


def renamed(links, place, **facts):
    links[place - 1]["layers"]["facts"] |= facts


CHANGES = {
    "a word": lambda whole, links: renamed(links, 1, happened="z"),
    "a layer": lambda whole, links: links[1]["layers"]["where"].update(where="there"),
    "a layer taken away": lambda whole, links: links[1]["layers"].pop("where"),
    "a layer put in": lambda whole, links: links[1]["layers"].update(more={}),
    "a salt": lambda whole, links: links[1]["salts"].update(where="0" * 64),
    "a digest": lambda whole, links: links[0]["withheld"].update(private="0" * 64),
    "a time": lambda whole, links: links[2].update(recorded_at="2026-03-03T09:00:00.000000Z"),
    "a time of another form": lambda whole, links: links[2].update(recorded_at="2026-03-03"),
    "a kind": lambda whole, links: links[9].update(kind="incident"),
    "a kind nobody knows": lambda whole, links: links[9].update(kind="dream"),
    "a place": lambda whole, links: links[9].update(seq=12),
    "two places": lambda whole, links: links.reverse(),
    "a commitment": lambda whole, links: links[5].update(commitment="0" * 64),
    "a hash": lambda whole, links: links[5].update(hash="0" * 64),
    "the last hash": lambda whole, links: links[9].update(hash="0" * 64),
    "a head": lambda whole, links: whole["head"].update(seq=9),
    "an end cut off": lambda whole, links: links.pop(),
    "a beginning cut off": lambda whole, links: links.pop(0),
    "what was taken out": lambda whole, links: links[5].update(removed_by=9),
    "that it was taken out": lambda whole, links: links[5].update(removed_by=None),
    "taken out, and here": lambda whole, links: links[0].update(removed_by=8),
    "taken out by nothing": lambda whole, links: links[5].update(removed_by=10),
    "taken out by what is not there": lambda whole, links: links[5].update(removed_by=99),
    "an id": lambda whole, links: links[2].update(row="9a3c1e6e-3a8e-4d0c-b1ad-3d2b6f7f0a11"),
    "no id": lambda whole, links: links[0].update(row=None),
    "the same id": lambda whole, links: links[0].update(row=links[4]["row"]),
    "nothing": lambda whole, links: links.clear(),
    "a newer form": lambda whole, links: whole.update(format=2),
    "an entry left out": lambda whole, links: gone(links, 2),
    "a file left out": lambda whole, links: gone(links, 3),
    "an export left out": lambda whole, links: gone(links, 10),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_anywhere_brings_nothing(taken, ada, new_vault, what):
    with pytest.raises(ExportRefused) as refused:
        bring(ada, new_vault, packed(changed(taken[0], CHANGES[what])))
    assert log_is_empty(ada)
    if "left out" in what:
        assert "were left out" in str(refused.value)


def test_a_file_that_is_not_there_or_not_the_one(taken, ada, new_vault):
    members = taken[0]
    without = {name: content for name, content in members.items() if name != "files/0003.bin"}
    with pytest.raises(ExportRefused, match="left out"):
        bring(ada, new_vault, packed(without))
    with pytest.raises(ExportRefused, match="place 3"):
        bring(ada, new_vault, packed(members | {"files/0003.bin": b"other"}))
    with pytest.raises(ExportRefused, match="is not what it was"):
        bring(ada, new_vault, packed(members | {"report.pdf": b"?"}, manifest=manifest_of(members)))
    assert log_is_empty(ada)


def test_any_changed_byte_brings_nothing_or_all(taken, ada, new_vault):
    """Where it changes what is read, it is refused; a stamp of a date in the container is not."""
    content = packed(taken[0])
    chance = random.Random(6)  # noqa: S311 (chance, no secret)
    for _try in range(60):
        at = chance.randrange(len(content))
        broken = content[:at] + bytes([content[at] ^ chance.randrange(1, 256)]) + content[at + 1 :]
        try:
            bring(ada, new_vault, broken)
        except ExportRefused:
            assert log_is_empty(ada)
            continue
        assert portrait(ada) == taken[1]
        with rows_of(ada.pk):
            assert list(check_log(ada, new_vault)) == []
            assert read_files(ada, new_vault, after=0).found == []
        return


def hostile(members):
    bomb = zipfile.ZipInfo("report.pdf")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"files/{number:06}.bin", b"")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(bomb, b"")
        archive.writestr("manifest.json", manifest_of(members))
    whole = packed(members)
    at = whole.rindex(b"PK\x05\x06")
    endless = whole[: at + 12] + struct.pack("<L", 2**31) + whole[at + 16 :]
    return {
        "empty": b"",
        "no archive": b"{}",
        "an end alone": b"PK\x05\x06" + bytes(18),
        "the beginning alone": whole[: len(whole) // 2],
        "a list without end": endless,
        "too many": many.getvalue(),
        "twice the same": target.getvalue(),
        "up and away": packed(members | {"../evil": b"x"}),
        "from the root": packed(members | {"/etc/passwd": b"x"}),
        "with a drive": packed(members | {"c:\\evil": b"x"}),
        "a name without end": packed(members | {"a" * 3000: b"x"}),
        "not in the list": packed(members | {"more.txt": b"x"}, manifest=manifest_of(members)),
        "no list": packed(members, manifest=b"[]"),
        "a list of nothing": packed(members, manifest=b'{"format": 1, "files": {}}'),
        "no entries": packed({k: v for k, v in members.items() if k != "entries.json"}),
        "entries that are none": packed(members | {"entries.json": b'{"links": 3}'}),
        "deep": packed(members | {"entries.json": b"[" * 100_000}),
        "odd letters": packed(members | {"entries.json": b'"\xff\xfe'}),
        "hard to unpack": packed(members, method=zipfile.ZIP_LZMA),
    }


@pytest.mark.parametrize(
    "what",
    [
        "empty", "no archive", "an end alone", "the beginning alone", "a list without end",
        "too many", "twice the same", "up and away", "from the root", "with a drive",
        "a name without end", "not in the list", "no list", "a list of nothing", "no entries",
        "entries that are none", "deep", "odd letters", "hard to unpack",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_means_harm_is_a_sentence(taken, ada, new_vault, what):
    with pytest.raises(ExportRefused):
        bring(ada, new_vault, hostile(taken[0])[what])
    assert log_is_empty(ada)


def test_a_list_of_members_without_end_is_not_read(taken, ada, new_vault, monkeypatch):
    """The library would read all of it into memory, so it is not asked."""
    monkeypatch.setattr("trackers.queries.brought.LARGEST_LIST", 100)
    monkeypatch.setattr(pyzipper, "AESZipFile", None)
    with pytest.raises(ExportRefused):
        bring(ada, new_vault, packed(taken[0]))


def test_a_bomb_is_not_unpacked(taken, ada, new_vault, monkeypatch):
    monkeypatch.setattr("trackers.queries.brought.LARGEST_WHOLE", 50_000_000)
    members = taken[0] | {"report.pdf": bytes(60_000_000)}
    content = packed(members, method=zipfile.ZIP_DEFLATED)
    assert len(content) < 3_000_000
    with pytest.raises(ExportRefused):
        bring(ada, new_vault, content)
    assert log_is_empty(ada)


def test_where_there_is_no_room_nothing_stays(taken, ada, new_vault, monkeypatch):
    parts = stored_parts()
    written = []
    write = files.write_part

    def until_full(*args, **kwargs):
        if len(written) == 2:
            raise files.NoRoom
        written.append(1)
        return write(*args, **kwargs)

    monkeypatch.setattr(files, "write_part", until_full)
    with pytest.raises(ExportRefused, match="room"):
        bring(ada, new_vault, packed(taken[0]))
    assert log_is_empty(ada)
    assert stored_parts() == parts


# --- The page -------------------------------------------------------------------------------------


def send(browser, content, passphrase=""):
    file = SimpleUploadedFile("pages.zip", content)
    return browser.post("/own/log/bring/", {"passphrase": passphrase, "file": file})


def test_the_page_brings_it_back_and_says_what_is_missing(taken, cast, ada, new_vault):
    browser = open_own_pages(cast.client(ada))
    assert browser.get("/own/log/bring/").status_code == 200
    response = send(browser, packed(taken[0]))
    assert response.status_code == 302
    assert response["Location"] == "/own/log/"
    assert portrait(ada) == taken[1]
    page = browser.get("/own/log/").content.decode()
    assert "3 entries are back." in page
    assert "not here: Private notes." in page
    # The archive itself is not kept.
    while take_dropped_away():
        pass
    with rows_of(ada.pk):
        assert StoredFile.objects.count() == 2
    checked = browser.get("/own/log/check/?files=0").content.decode()
    # Anybody can make such a file with any times in it.
    assert "Up to place 10, this log was brought back" in checked
    assert "10 places were looked at" in checked
    assert "2 files were read" in checked


def test_the_page_says_why_it_does_not(taken, cast, ada, new_vault):
    browser = open_own_pages(cast.client(ada))
    assert send(browser, b"no").status_code == 422
    refused = browser.post("/own/log/bring/", {})
    assert refused.status_code == 422
    assert "Choose the file first." in refused.content.decode()
    assert log_is_empty(ada)


def test_nothing_is_kept_where_the_pages_are_closed(taken, cast, ada, new_vault):
    assert send(cast.client(ada), packed(taken[0])).status_code == 200
    assert log_is_empty(ada)
    assert stored_parts() == 0


def test_the_check_page_shows_what_does_not_fit(cast, ada, vault):
    keep_log(ada, vault)
    browser = open_own_pages(cast.client(ada))
    with unguarded(ada):
        IncidentVersion.objects.filter(link__seq=5).update(sealed=b"x")
    page = browser.get("/own/log/check/").content.decode()
    assert "Entry 1, place 5" in page
    assert "its words are not what was recorded" in page
    assert browser.get("/own/log/check/?files=x").status_code == 200


# --- With an archive as a worker makes it ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("passphrase", ["", "five small boats out at sea"])
def test_what_was_exported_comes_back(ada, vault, passphrase, monkeypatch):
    monkeypatch.setattr(exporting, "typeset", lambda parts, *, frame, done: b"%PDF")
    monkeypatch.setattr(exporting, "signed", lambda report: report)
    keep_log(ada, vault)
    # What an export holds ends before the place that says of it that it was made.
    before = portrait(ada)
    archive = archive_of(ada, vault, passphrase=passphrase)
    erase_own_pages(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    while go_on_erasing():
        pass
    again = set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    back = bring(ada, again, archive, passphrase)
    assert back.entries == 3
    said = json.loads(members(archive_of(ada, again))["given.json"])["this"]
    assert said["brought_up_to"] == 10
    # The last place says of that second export that it was made.
    links, rows, incidents, versions = portrait(ada)
    rows["ExportRecord"].pop()
    assert links[:-1] == before[0]
    assert (rows, versions) == (before[1], before[3])
    assert incidents == before[2]
    with rows_of(ada.pk):
        assert list(check_log(ada, again)) == []
        assert read_files(ada, again, after=0).found == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("less", [{"files_left_out": True}, {"first_day": "2026-03-04"}])
def test_an_export_of_a_part_is_refused(ada, vault, less, monkeypatch):
    monkeypatch.setattr(exporting, "typeset", lambda parts, *, frame, done: b"%PDF")
    monkeypatch.setattr(exporting, "signed", lambda report: report)
    keep_log(ada, vault)
    later = entry(at=BEGUN + timedelta(days=3))
    log_incident(by=ada, vault=vault, entry=later, now=BEGUN + timedelta(days=4))
    archive = archive_of(ada, vault, **less)
    erase_own_pages(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    while go_on_erasing():
        pass
    again = set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with pytest.raises(ExportRefused, match="left out"):
        bring(ada, again, archive)
    assert log_is_empty(ada)
