"""Files come to the log whole or not at all, byte for byte, however they are sent."""

import errno
import hashlib
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from tests.cast import make_cast
from tests.trackers.conftest import own_pages_of
from tests.trackers.log_files import CHAT, MEBIBYTE, NOW, incident_of, photo, stored_names
from trackers.actions.files import (
    WrongPlace,
    begin_upload,
    drop_upload,
    finish_upload,
    receive_part,
    take_in,
)
from trackers.actions.incidents import remove_attachment, remove_incident
from trackers.actions.stored_files import (
    UNFINISHED_FOR,
    drop_left_unfinished,
    expect_file,
    take_dropped_away,
)
from trackers.choices import CopyState
from trackers.models import (
    Attachment,
    AttachmentCopy,
    FileEntry,
    Link,
    OwedWork,
    RecordedContents,
    StoredFile,
    Upload,
    UploadContents,
)
from trackers.refusals import FileRefused
from trackers.vault.files import SealedWriter, read_parts, sealed_sha256
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]

# Three parts and a bit; a chat goes on for long.
LONG = CHAT * (3 * MEBIBYTE // len(CHAT) + 1)


@pytest.fixture
def incident(ada, vault):
    return incident_of(ada, vault)


def begin(by, vault, incident, size, name="chat.txt", now=NOW, **said):
    contents = UploadContents(name=name, **said)
    return begin_upload(
        by=by, vault=vault, incident=incident, size=size, contents=contents, now=now
    )


def send(by, vault, upload, content, *, since=0):
    for offset in range(since, len(content), MEBIBYTE):
        part = content[offset : offset + MEBIBYTE]
        receive_part(by=by, vault=vault, upload_id=upload.pk, offset=offset, content=part)


def uploaded(by, vault, incident, content, **said):
    upload = begin(by, vault, incident, len(content), **said)
    send(by, vault, upload, content)
    return finish_upload(by=by, vault=vault, upload_id=upload.pk, now=NOW)


def whole(by, vault, incident, content, **said):
    stored = expect_file(by=by, size=len(content), now=NOW)
    with SealedWriter(vault, stored.pk) as writer:
        writer.write(content)
    return take_in(
        by=by,
        vault=vault,
        incident=incident,
        stored=stored,
        contents=UploadContents(**{"name": "chat.txt"} | said),
        now=NOW,
    )


def all_of(user, model):
    with rows_of(user.pk):
        return list(model.objects.all())


def entry_of(user, vault, attachment):
    with rows_of(user.pk):
        return vault.open(attachment, RecordedContents).entry(FileEntry)


def nothing_is_left(user):
    """Neither a row nor, once the clock has been, a part."""
    take_dropped_away()
    assert not any(all_of(user, model) for model in (StoredFile, Upload, Attachment))
    assert not stored_names()


# --- Taking in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [uploaded, whole])
@pytest.mark.parametrize("content", [photo(), LONG, LONG[: 2 * MEBIBYTE], b"a"], ids=len)
def test_the_bytes_are_kept_as_they_came(ada, vault, incident, way, content):
    file = way(ada, vault, incident, content, captured=" by phone ", shows="them\u202e")
    entry = entry_of(ada, vault, file)
    with rows_of(ada.pk):
        stored = file.stored
        stored.refresh_from_db()
        assert b"".join(read_parts(vault, stored.pk, stored.parts)) == content
    assert (stored.size, stored.wanted_until) == (len(content), None)
    assert entry.sha256 == hashlib.sha256(content).hexdigest()
    assert bytes(file.sealed_sha256) == sealed_sha256(stored.pk, stored.parts)
    assert (entry.size, entry.received_at, entry.number) == (len(content), NOW, 1)
    assert (entry.captured, entry.name) == ("by phone", "chat.txt")
    assert [link.kind for link in all_of(ada, Link)] == ["incident", "file"]
    assert not all_of(ada, Upload)


def test_nothing_of_it_lies_in_the_clear(ada, vault, incident):
    uploaded(ada, vault, incident, LONG)
    assert len(stored_names()) == 4
    for name in stored_names():
        with storages["own"].open(f"{name[:2]}/{name}") as part:
            assert b"Melde" not in part.read()


@pytest.mark.parametrize("way", [uploaded, whole])
@pytest.mark.parametrize(
    ("content", "why"), [(b"MZ\x90\0" + b"\0" * 99, "none of the kinds"), (b"\0", "none of the")]
)
def test_what_it_is_not_leaves_nothing(ada, vault, incident, way, content, why):
    with pytest.raises(FileRefused, match=why):
        way(ada, vault, incident, content, name="photo.jpg")
    nothing_is_left(ada)


def test_limits_are_asked_before_anything_is_stored(ada, vault, incident, settings):
    settings.OWN_FILE_MAX_BYTES, settings.OWN_FILES_MAX_BYTES = 2 * MEBIBYTE, 3 * MEBIBYTE
    with pytest.raises(FileRefused, match="larger than"):
        begin(ada, vault, incident, 2 * MEBIBYTE + 1)
    with pytest.raises(FileRefused, match="nothing in"):
        begin(ada, vault, incident, 0)
    begin(ada, vault, incident, 2 * MEBIBYTE)
    # What is on its way counts.
    with pytest.raises(FileRefused, match="together"):
        begin(ada, vault, incident, MEBIBYTE + 1)
    with pytest.raises(FileRefused, match="together"):
        whole(ada, vault, incident, CHAT * (MEBIBYTE // len(CHAT) + 1))
    assert len(all_of(ada, Upload)) == 1


def test_what_was_taken_out_takes_up_no_room(ada, vault, incident, settings):
    settings.OWN_FILES_MAX_BYTES = len(LONG)
    file = uploaded(ada, vault, incident, LONG)
    remove_attachment(by=ada, vault=vault, attachment=file, reason="twice", now=NOW)
    assert uploaded(ada, vault, incident, LONG)


def test_an_entry_that_was_taken_out_gets_no_file(ada, vault, incident):
    upload = begin(ada, vault, incident, len(CHAT))
    send(ada, vault, upload, CHAT)
    remove_incident(by=ada, vault=vault, incident=incident, reason="not so", now=NOW)
    with pytest.raises(Upload.DoesNotExist):
        finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)
    with pytest.raises(FileRefused, match="taken out"):
        whole(ada, vault, incident, CHAT)
    with pytest.raises(FileRefused, match="taken out"):
        begin(ada, vault, incident, 1)
    nothing_is_left(ada)


# --- Parts ---------------------------------------------------------------------------------------


def test_only_the_next_part_is_taken(ada, vault, incident):
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG[:MEBIBYTE])
    for offset in (0, 1, 2 * MEBIBYTE, -1, len(LONG)):
        with pytest.raises(WrongPlace) as elsewhere:
            receive_part(
                by=ada, vault=vault, upload_id=upload.pk, offset=offset, content=b"x" * MEBIBYTE
            )
        assert elsewhere.value.received == MEBIBYTE
    for content in (b"", b"x", b"x" * (MEBIBYTE - 1), b"x" * (MEBIBYTE + 1)):
        with pytest.raises(FileRefused, match="whole"):
            receive_part(by=ada, vault=vault, upload_id=upload.pk, offset=MEBIBYTE, content=content)
    with pytest.raises(WrongPlace):
        finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)
    send(ada, vault, upload, LONG, since=MEBIBYTE)
    with pytest.raises(WrongPlace):
        receive_part(by=ada, vault=vault, upload_id=upload.pk, offset=len(LONG) - 1, content=b"x")
    assert finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)


def test_a_part_of_another_member_is_nobodys(cast, ada, vault, eves_vault, incident):
    upload = begin(ada, vault, incident, len(CHAT))
    for ask in (receive_part, finish_upload):
        more = {"offset": 0, "content": CHAT} if ask is receive_part else {"now": NOW}
        with pytest.raises(Upload.DoesNotExist):
            ask(by=cast.eve, vault=eves_vault, upload_id=upload.pk, **more)
    drop_upload(by=cast.eve, upload_id=upload.pk, now=NOW)
    assert all_of(ada, Upload)
    with pytest.raises(FileRefused, match="taken out"):
        begin(cast.eve, eves_vault, incident, 1)


def test_finishing_twice_is_finishing_once(ada, vault, incident):
    upload = begin(ada, vault, incident, len(CHAT))
    send(ada, vault, upload, CHAT)
    once = finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)
    assert finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW) == once
    assert len(all_of(ada, Link)) == 2


def test_parts_that_were_changed_in_the_storage_are_no_file(ada, vault, incident):
    """Two parts swapped on the disk, and one of another file."""
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG)
    swap(upload.stored_id, 0, 1)
    with pytest.raises(FileRefused, match="whole"):
        finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)
    nothing_is_left(ada)


def test_swapping_parts_of_a_recorded_file_is_found(ada, vault, incident):
    file = uploaded(ada, vault, incident, LONG)
    swap(file.stored_id, 1, 2)
    parts = read_parts(vault, file.stored_id, file.stored.parts)
    assert next(parts) == LONG[:MEBIBYTE]
    with pytest.raises(CannotBeOpened):
        next(parts)


def swap(stored_id, one, other):
    folder = Path(storages["own"].path(f"{stored_id.hex[:2]}/{stored_id.hex}"))
    first, second = folder / f"{one:06}", folder / f"{other:06}"
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def test_what_is_left_unfinished_goes_after_a_week(ada, vault, incident):
    kept = uploaded(ada, vault, incident, CHAT)
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG[:MEBIBYTE])
    before = stored_names()
    assert not drop_left_unfinished(now=NOW + UNFINISHED_FOR - timedelta(minutes=1))
    assert drop_left_unfinished(now=NOW + UNFINISHED_FOR) == 1
    assert not drop_left_unfinished(now=NOW + UNFINISHED_FOR)
    assert take_dropped_away() == 1
    assert not all_of(ada, Upload)
    assert [row.pk for row in all_of(ada, StoredFile)] == [kept.stored_id]
    assert len(before - stored_names()) == 1
    assert b"".join(read_parts(vault, kept.stored_id, 1)) == CHAT


def test_thrown_away_nothing_is_left(ada, vault, incident):
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG[:MEBIBYTE])
    drop_upload(by=ada, upload_id=upload.pk, now=NOW)
    nothing_is_left(ada)


# --- No room -------------------------------------------------------------------------------------


class FullDisk(FileSystemStorage):
    """Has room for two parts."""

    def _save(self, name, content):
        if len(stored_names()) >= 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


@pytest.fixture
def full_disk(settings, tmp_path):
    kept = {"BACKEND": f"{__name__}.FullDisk", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"own": kept}


def test_a_full_disk_is_said_and_what_came_can_go_on(full_disk, ada, vault, incident, tmp_path):
    upload = begin(ada, vault, incident, len(LONG))
    with pytest.raises(FileRefused, match="no room"):
        send(ada, vault, upload, LONG)
    [row] = all_of(ada, Upload)
    assert row.received == 2 * MEBIBYTE
    drop_upload(by=ada, upload_id=upload.pk, now=NOW)
    nothing_is_left(ada)


# --- At once -------------------------------------------------------------------------------------


def at_once(*works):
    """Each with a connection of its own; what they gave, or raised."""
    start, ended = threading.Barrier(len(works)), []

    def run(work):
        start.wait()
        try:
            ended.append(work())
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.fixture
def living():
    ada = make_cast().ada
    vault = own_pages_of(ada)
    return ada, vault, incident_of(ada, vault)


@pytest.mark.django_db(transaction=True)
def test_the_same_part_sent_at_once_is_taken_once(living):
    ada, vault, incident = living
    upload = begin(ada, vault, incident, len(LONG))
    parts = [LONG[:MEBIBYTE], LONG[:MEBIBYTE], b"x" * MEBIBYTE]

    def sending(part):
        return lambda: receive_part(
            by=ada, vault=vault, upload_id=upload.pk, offset=0, content=part
        )

    ended = at_once(*map(sending, parts))
    assert sorted(type(each).__name__ for each in ended) == ["Upload", "WrongPlace", "WrongPlace"]
    assert {each.received for each in ended} == {MEBIBYTE}
    send(ada, vault, upload, LONG, since=MEBIBYTE)
    file = finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)
    with rows_of(ada.pk):
        kept = b"".join(read_parts(vault, file.stored_id, file.stored.parts))
    assert kept[MEBIBYTE:] == LONG[MEBIBYTE:]
    assert kept[:MEBIBYTE] in parts


@pytest.mark.django_db(transaction=True)
def test_finished_at_once_it_is_one_file(living):
    ada, vault, incident = living
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG)

    def finishing():
        return finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW)

    ended = at_once(finishing, finishing, finishing)
    assert {each.pk for each in ended} == {upload.pk}
    assert len(all_of(ada, Attachment)) == len(all_of(ada, AttachmentCopy)) == 1
    assert [link.seq for link in all_of(ada, Link)] == [1, 2]
    assert len(all_of(ada, OwedWork)) == 1


@pytest.mark.django_db(transaction=True)
def test_finished_while_it_is_thrown_away_it_is_one_of_both(living):
    ada, vault, incident = living
    upload = begin(ada, vault, incident, len(LONG))
    send(ada, vault, upload, LONG)
    [finished] = [
        each
        for each in at_once(
            lambda: finish_upload(by=ada, vault=vault, upload_id=upload.pk, now=NOW),
            lambda: drop_upload(by=ada, upload_id=upload.pk, now=NOW),
        )
        if each is not None
    ]
    take_dropped_away()
    files = all_of(ada, Attachment)
    if isinstance(finished, Attachment):
        assert b"".join(read_parts(vault, files[0].stored_id, 4)) == LONG
    else:
        assert isinstance(finished, (FileRefused, Upload.DoesNotExist))
        assert not files
        assert not stored_names()


def test_a_copy_is_owed_where_one_can_be_made(ada, vault, incident):
    for content in (CHAT, b"fLaC\0\0\0\x22"):
        uploaded(ada, vault, incident, content)
    states = {copy.state for copy in all_of(ada, AttachmentCopy)}
    assert states == {CopyState.OWED, CopyState.NONE}
    assert len(all_of(ada, OwedWork)) == 1
