"""An archive is made once, of what was chosen, whatever a worker dies of."""

import csv
import errno
import io
import json
import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import pyzipper
import time_machine
from django.db import connections
from django.utils import timezone

from tests.trackers.exported import (
    again,
    archive_of,
    ask,
    bytes_of,
    contents_of,
    make,
    members,
)
from tests.trackers.incident_log import record_entry
from tests.trackers.logs import attach, keep_log, unguarded
from trackers.actions import exporting
from trackers.actions.exporting import make_next_export
from trackers.actions.exports import ask_for_export, throw_export_away
from trackers.actions.incidents import remove_incident
from trackers.actions.stored_files import drop_left_unfinished, take_dropped_away
from trackers.choices import ExportTrouble
from trackers.models import (
    Export,
    ExportContents,
    ExportEntry,
    ExportRecord,
    Link,
    OwedWork,
    RecordedContents,
    StoredFile,
)
from trackers.queries.exports import export_shown
from trackers.refusals import ExportRefused
from trackers.shipped import verify
from trackers.vault.files import storage
from trackers.vault.lent import borrow
from trackers.vault.opened import close_all
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_store")]

SECRET = "kingfisher"


def entries_in(archive):
    return json.loads(members(archive)["entries.json"])


def records_of(user, vault):
    with rows_of(user.pk):
        rows = ExportRecord.objects.visible_to(user).order_by("link__seq")
        return [vault.open(row, RecordedContents).entry(ExportEntry) for row in rows]


def nothing_is_left_of(user):
    with rows_of(user.pk):
        return not OwedWork.objects.visible_to(user).exists()


def test_all_of_a_log_is_in_it_and_fits_together(ada, vault, tmp_path):
    keep_log(ada, vault)
    archive = archive_of(ada, vault)
    (tmp_path / "copy.zip").write_bytes(archive)
    check = verify.look_at(str(tmp_path / "copy.zip"))
    assert check.problems == []
    found = members(archive)
    assert list(found) == [
        "report.pdf",
        "entries.json",
        "entries.csv",
        "given.json",
        "files/0003.png",
        "files/0004.txt",
        "how-to-check.txt",
        "verify.py",
        "manifest.json",
    ]
    assert found["files/0004.txt"] == b"yes"
    entries = entries_in(archive)
    assert len(entries["links"]) == 10
    assert [link["seq"] for link in entries["links"] if link["layers"]] == [1, 2, 3, 4, 5, 8, 9, 10]
    assert entries["links"][0]["withheld"].keys() == {"private"}


def test_the_same_made_twice_is_the_same_but_for_when(ada, vault):
    """Nothing in the container is by chance."""
    keep_log(ada, vault)
    with time_machine.travel("2026-06-01 10:00", tick=False):
        one, other = (make(ada, vault) for _twice in "ab")
    first, second = (members(bytes_of(vault, export)) for export in (one, other))
    assert {name for name in first if first[name] != second[name]} == {
        "entries.json",
        "given.json",
        "how-to-check.txt",
        "manifest.json",
        "report.pdf",
    }


def test_it_is_noted_in_the_log_with_its_size_and_fingerprint(ada, vault):
    keep_log(ada, vault)
    export = make(ada, vault, left_out=["feelings"], files_left_out=True, purpose="a talk")
    contents, record = contents_of(ada, vault, export), records_of(ada, vault)[-1]
    assert (record.size, record.sha256) == (contents.size, contents.sha256)
    assert len(bytes_of(vault, export)) == record.size
    assert record.left_out == ["feelings", "private"]
    assert (record.for_whom, record.purpose) == ("A lawyer: Kim", "a talk")
    assert (record.incidents, record.files, record.files_left_out) == (2, 0, True)
    assert nothing_is_left_of(ada)


def test_later_archives_tell_of_earlier_ones(ada, vault):
    keep_log(ada, vault)
    make(ada, vault)
    given = json.loads(members(archive_of(ada, vault, for_whom="A court"))["given.json"])
    assert given["this"]["for_whom"] == "A court"
    assert [one["for_whom"] for one in given["earlier"]] == ["somebody", "A lawyer: Kim"]


def test_what_is_left_out_is_nowhere_and_still_proven(ada, vault, tmp_path):
    record_entry(
        ada, vault, happened="heard", where=f"{SECRET} 1", witness_contacts=f"{SECRET} 2",
        felt=f"{SECRET} 3", effect=f"{SECRET} 4", note=f"{SECRET} 5",
    )  # fmt: skip
    archive = archive_of(ada, vault, left_out=["where", "witnesses", "feelings"])
    assert all(SECRET.encode() not in content for content in members(archive).values())
    (tmp_path / "copy.zip").write_bytes(archive)
    assert verify.look_at(str(tmp_path / "copy.zip")).problems == []
    whole = members(archive_of(ada, vault))
    for n in range(1, 5):
        assert f"{SECRET} {n}".encode() in whole["entries.json"]
    assert f"{SECRET} 5".encode() not in b"".join(whole.values())


def test_only_the_days_and_kinds_that_were_chosen(ada, vault):
    march, may = (timezone.now().replace(year=2026, month=month, day=3) for month in (3, 5))
    record_entry(ada, vault, march, happened="one", kinds=["call"])
    record_entry(ada, vault, may, happened="two", kinds=["threat", "call"])
    hits = {
        "one": {"last_day": "2026-04-01"},
        "two": {"kinds": ["threat"]},
    }
    for words, asked in hits.items():
        entries = entries_in(archive_of(ada, vault, **asked))
        happened = [
            link["layers"]["facts"].get("happened")
            for link in entries["links"][:2]
            if link["layers"]
        ]
        assert happened == [words]
        assert len(entries["links"]) >= 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first_day": "2031-01-01"}, "No entry lies in these days"),
        ({"kinds": ["hacking"]}, "No entry lies in these days"),
        ({"passphrase": "short"}, "at least 12 characters"),
        ({"passphrase": "x" * 201}, "longer than 200"),
    ],
)
def test_what_cannot_be_asked_for(ada, vault, asked, said):
    record_entry(ada, vault, kinds=["call"])
    with pytest.raises(ExportRefused, match=said):
        ask(ada, vault, **asked)
    with rows_of(ada.pk):
        assert not Export.objects.exists()
        assert not OwedWork.objects.exists()


def test_no_more_than_a_few_wait_at_a_time(ada, vault):
    record_entry(ada, vault)
    for _one in range(3):
        ask(ada, vault)
    with pytest.raises(ExportRefused, match="3 copies here already"):
        ask(ada, vault)


def test_files_that_are_too_large_together(ada, vault, monkeypatch):
    attach(ada, vault, record_entry(ada, vault), b"12345", now=timezone.now())
    monkeypatch.setattr("trackers.rules.exports.LARGEST_ARCHIVE", 4)
    with pytest.raises(ExportRefused, match="too large"):
        ask(ada, vault)
    assert ask(ada, vault, files_left_out=True)


def test_sent_twice_is_made_once(ada, vault):
    record_entry(ada, vault)
    given = {"by": ada, "vault": vault, "asked": ExportContents(), "export_id": uuid.uuid4()}
    one, other = (ask_for_export(**given, now=timezone.now()) for _twice in "ab")
    assert one.pk == other.pk
    assert make_next_export(clock=timezone.now)
    assert not make_next_export(clock=timezone.now)
    assert len(records_of(ada, vault)) == 1


def test_with_a_passphrase_it_opens_with_that_alone_which_is_then_forgotten(ada, vault):
    keep_log(ada, vault)
    export = make(ada, vault, passphrase="twelve grey geese")
    assert contents_of(ada, vault, export).passphrase == ""
    with pyzipper.AESZipFile(io.BytesIO(bytes_of(vault, export))) as archive:
        for wrong in (None, b"twelve grey goose"):
            with pytest.raises(RuntimeError):
                archive.read("entries.json", pwd=wrong)
        archive.setpassword(b"twelve grey geese")
        assert json.loads(archive.read("entries.json"))["format"] == 1
        assert all(info.compress_type == 0 for info in archive.infolist())


def test_no_cell_is_a_formula(ada, vault):
    nasty = ["=1+1", "+cmd|calc", "-2", "@SUM(A1)", "\t=1", '  =HYPERLINK("x")', "\uff1d1"]
    for words in nasty:
        record_entry(ada, vault, happened=words, title=words.strip(), reason="")
    content = members(archive_of(ada, vault))["entries.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert not [
        cell for cell in cells if cell.lstrip(" \t").startswith(("=", "+", "-", "@", "\uff1d"))
    ]
    assert len([cell for cell in cells if cell.startswith("'")]) >= 7


# --- Whatever a worker dies of ------------------------------------------------------------------


class Killed(BaseException):
    pass


def kill_at(monkeypatch, name, count=1):
    """Die at the so-manieth call of a verb's step."""
    step, left = getattr(exporting._Making, name), [count]

    def dying(self, *args, **kwargs):
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return step(self, *args, **kwargs)

    monkeypatch.setattr(exporting._Making, name, dying)


def parts_in_storage():
    folders = storage().listdir("")[0]
    return {name for one in folders for name in storage().listdir(one)[0]}


@pytest.mark.parametrize(
    ("step", "count"),
    [
        ("_begin", 1), ("_write", 1), ("_tell", 1), ("_add", 1), ("_add", 3), ("_add_file", 2),
        ("_keep", 1), ("_record", 1),
    ],
)  # fmt: skip
def test_a_worker_that_dies_leaves_it_to_the_next(ada, vault, monkeypatch, step, count):
    keep_log(ada, vault)
    export = ask(ada, vault)
    with monkeypatch.context() as patched:
        kill_at(patched, step, count)
        with pytest.raises(Killed):
            make_next_export(clock=timezone.now)
    assert again(ada, export).state == "owed"
    assert not make_next_export(clock=timezone.now)
    later = timezone.now() + timedelta(minutes=7)
    assert make_next_export(clock=lambda: later)
    made = again(ada, export)
    assert made.state == "made"
    assert len(records_of(ada, vault)) == 2
    assert members(bytes_of(vault, made))
    take_dropped_away()
    with rows_of(ada.pk):
        kept = {stored.hex for stored in StoredFile.objects.values_list("pk", flat=True)}
    assert parts_in_storage() >= kept
    assert made.stored_id.hex in kept
    # Two files of the log, and the archive.
    assert len(kept) == 3


def test_two_workers_make_it_once(ada, vault):
    keep_log(ada, vault)
    export = ask(ada, vault)
    barrier, done = Barrier(2), []

    def work():
        barrier.wait()
        done.append(make_next_export(clock=timezone.now))
        connections.close_all()

    threads = [Thread(target=work) for _two in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
    assert again(ada, export).state == "made"
    assert len(records_of(ada, vault)) == 2


def test_one_that_was_taken_for_dead_writes_nothing(ada, vault, monkeypatch):
    """It wakes up when another has made it."""
    keep_log(ada, vault)
    export = ask(ada, vault)
    keep = exporting._Making._keep
    late = []

    def slow(self, *args):
        if not late:
            late.append(True)
            later = timezone.now() + timedelta(minutes=7)
            assert make_next_export(clock=lambda: later)
        return keep(self, *args)

    monkeypatch.setattr(exporting._Making, "_keep", slow)
    assert make_next_export(clock=timezone.now)
    assert len(records_of(ada, vault)) == 2
    assert members(bytes_of(vault, again(ada, export)))
    assert nothing_is_left_of(ada)


def test_closed_before_it_was_made(ada, vault):
    record_entry(ada, vault)
    export = ask(ada, vault)
    close_all(owner_id=ada.pk)
    assert make_next_export(clock=timezone.now)
    with rows_of(ada.pk):
        shown = export_shown(vault, again(ada, export))
    assert shown.trouble == ExportTrouble.CLOSED.label
    assert not records_of(ada, vault)
    assert nothing_is_left_of(ada)


def test_no_room_is_said_and_nothing_stays(ada, vault, monkeypatch):
    keep_log(ada, vault)
    take_dropped_away()
    before, export = parts_in_storage(), ask(ada, vault, passphrase="twelve grey geese")
    save = type(storage()).save

    def full(self, name, content, *args):
        if name.endswith("000001"):
            raise OSError(errno.ENOSPC, "full")
        return save(self, name, content, *args)

    with monkeypatch.context() as patched:
        patched.setattr(type(storage()), "save", full)
        assert make_next_export(clock=timezone.now)
    contents = contents_of(ada, vault, export)
    assert (contents.trouble, contents.passphrase) == ("no_room", "")
    assert again(ada, export).stored_id is None
    assert take_dropped_away() == 1
    assert {
        name for name in parts_in_storage() if storage().listdir(f"{name[:2]}/{name}")[1]
    } <= before
    assert len(records_of(ada, vault)) == 1


def test_a_log_that_does_not_open_makes_none(ada, vault):
    incident = record_entry(ada, vault)
    export = ask(ada, vault)
    with unguarded(ada) as cursor:
        cursor.execute(
            "update trackers_incidentversion set sealed = '\\x00' where incident_id = %s",
            [incident.pk],
        )
    assert make_next_export(clock=timezone.now)
    assert contents_of(ada, vault, export).trouble == "broken"


def test_a_file_that_is_not_the_one_that_came_makes_none(ada, vault):
    incident = record_entry(ada, vault)
    file = attach(ada, vault, incident, b"as it came", now=timezone.now())
    export = ask(ada, vault)
    name = f"{file.stored_id.hex[:2]}/{file.stored_id.hex}/000000"
    storage().delete(name)
    assert make_next_export(clock=timezone.now)
    assert contents_of(ada, vault, export).trouble == "broken"
    assert not records_of(ada, vault)


def test_what_was_taken_out_meanwhile_is_not_in_it(ada, vault, monkeypatch):
    gone = record_entry(ada, vault, happened=SECRET)
    record_entry(ada, vault, happened="stays")
    export = ask(ada, vault)
    keep, taken = exporting._Making._keep, []

    def keep_after(self, *args):
        if not taken:
            taken.append(True)
            remove_incident(by=ada, vault=vault, incident=gone, reason="x", now=timezone.now())
        return keep(self, *args)

    monkeypatch.setattr(exporting._Making, "_keep", keep_after)
    assert make_next_export(clock=timezone.now)
    assert again(ada, export).state == "owed"
    assert make_next_export(clock=timezone.now)
    archive = bytes_of(vault, again(ada, export))
    assert SECRET.encode() not in archive
    assert b"stays" in archive


# --- While it waits -----------------------------------------------------------------------------


def test_it_lies_there_sealed_and_the_key_is_given_back(ada, vault):
    record_entry(ada, vault, happened=SECRET)
    export = make(ada, vault)
    for number in range(export.stored.parts):
        with storage().open(
            f"{export.stored_id.hex[:2]}/{export.stored_id.hex}/{number:06}"
        ) as part:
            assert SECRET.encode() not in part.read()
    assert borrow(owner_id=ada.pk, work=export.pk) is None


def test_after_a_day_the_clock_takes_it_away(ada, vault):
    record_entry(ada, vault)
    export = make(ada, vault)
    soon = timezone.now() + timedelta(hours=23)
    assert drop_left_unfinished(now=soon) == 0
    later = timezone.now() + timedelta(hours=25)
    assert drop_left_unfinished(now=later) == 1
    assert take_dropped_away() == 1
    assert again(ada, export) is None
    assert len(records_of(ada, vault)) == 1


@pytest.mark.parametrize("is_made", [True, False])
def test_it_can_be_thrown_away_at_once(ada, vault, is_made):
    record_entry(ada, vault)
    export = make(ada, vault) if is_made else ask(ada, vault)
    throw_export_away(by=ada, export=export, now=timezone.now())
    assert again(ada, export) is None
    assert take_dropped_away() == is_made
    assert not make_next_export(clock=timezone.now)
    assert len(records_of(ada, vault)) == is_made
    assert nothing_is_left_of(ada)


def test_thrown_away_while_it_is_made(ada, vault, monkeypatch):
    record_entry(ada, vault)
    export = ask(ada, vault)
    write = exporting._Making._write

    def thrown(self, *args):
        throw_export_away(by=ada, export=export, now=timezone.now())
        return write(self, *args)

    monkeypatch.setattr(exporting._Making, "_write", thrown)
    assert make_next_export(clock=timezone.now)
    assert again(ada, export) is None
    assert take_dropped_away() == 1
    assert not records_of(ada, vault)


def test_a_worker_says_how_far_it_is(ada, vault, monkeypatch):
    keep_log(ada, vault)
    export, seen = ask(ada, vault), []
    step = exporting._Making._step

    def seeing(self):
        step(self)
        row = again(ada, export)
        seen.append((row.done, row.steps))

    monkeypatch.setattr(exporting._Making, "_step", seeing)
    assert make_next_export(clock=timezone.now)
    assert [done for done, _steps in seen] == sorted(done for done, _steps in seen)
    assert 0 < seen[-1][0] <= seen[-1][1]
    made = again(ada, export)
    assert made.done == made.steps


def test_nobody_elses_is_touched(cast, ada, vault, eves_vault):
    keep_log(ada, vault)
    record_entry(cast.eve, eves_vault, happened="eve's")
    archive = archive_of(cast.eve, eves_vault)
    entries = entries_in(archive)
    assert [link["layers"]["facts"]["happened"] for link in entries["links"]] == ["eve's"]
    with rows_of(ada.pk):
        assert Link.objects.count() == 10
