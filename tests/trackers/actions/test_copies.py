"""Copies for looking at: made elsewhere, once, sealed, and again where a worker died."""

import io
import os
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image
from pillow_heif import from_pillow

from accounts import decoding
from tests.accounts.decoding import files
from tests.trackers.actions.test_files import all_of, at_once, living, uploaded
from tests.trackers.log_files import CHAT, MAIL, NOW, incident_of, photo, stored_names, zipped
from trackers.actions import copies
from trackers.actions.copies import HALF_MADE_FOR, lend_again, make_next_copy
from trackers.actions.incidents import remove_attachment
from trackers.actions.owed import CLAIMED_FOR
from trackers.actions.stored_files import drop_left_unfinished, take_dropped_away
from trackers.choices import CopyState, CopyTrouble
from trackers.models import AttachmentCopy, OwedWork, StoredFile
from trackers.queries.files import file_of, files_of, piece_of, texts_of
from trackers.vault.lent import borrow
from trackers.vault.opened import close_all
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]

assert living

MOST_PAGES = 50


@pytest.fixture
def incident(ada, vault):
    return incident_of(ada, vault)


@pytest.fixture
def add(ada, vault, incident, django_capture_on_commit_callbacks):
    def added(content):
        with django_capture_on_commit_callbacks(execute=True):
            return uploaded(ada, vault, incident, content)

    return added


@pytest.fixture
def copied(ada, vault, add):
    """A file's pieces, and why there are not all of them."""

    def made(content):
        file = add(content)
        assert make_next_copy(now=NOW)
        assert not make_next_copy(now=NOW)
        return looked_at(ada, vault, file)

    return made


def looked_at(user, vault, file):
    with rows_of(user.pk):
        shown = file_of(user, vault, file)
        pieces = [piece_of(vault, shown, number) for number in range(len(shown.copied.pieces))]
    return pieces, shown.copied.trouble


def pdf(pages=1, size=(300, 400)):
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(*size)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def heic(size=(640, 480)):
    written = io.BytesIO()
    from_pillow(files.plain(size=size)).save(written, exif=files.exif())
    return written.getvalue()


# --- What is made --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        photo,
        heic,
        files.talkative_png,
        files.talkative_webp,
        files.talkative_gif,
        files.talkative_avif,
    ],
)
def test_pictures_are_pixels_and_nothing_else(copied, make):
    assert files.CANARY in make()
    [(kind, data)], trouble = copied(make())
    assert (kind, trouble) == ("image/webp", "")
    assert files.CANARY not in data
    assert Image.open(io.BytesIO(data)).format == "WEBP"


def test_pages_of_a_document_are_pictures(copied):
    pieces, trouble = copied(pdf(3))
    assert [kind for kind, _data in pieces] == ["image/webp"] * 3
    assert trouble == ""
    assert Image.open(io.BytesIO(pieces[0][1])).size == (900, 1200)


def test_of_a_long_document_the_beginning_is_drawn_and_that_is_said(copied):
    pieces, trouble = copied(pdf(MOST_PAGES + 2, (20, 20)))
    assert len(pieces) == MOST_PAGES
    assert trouble == CopyTrouble.TOO_MUCH


@pytest.mark.parametrize("size", [(14_400 * 100, 14_400 * 100), (2_000_000, 1), (0.01, 0.01)])
def test_a_page_that_says_that_it_is_huge_is_drawn_small(copied, size):
    [(_kind, data)], _trouble = copied(pdf(1, size))
    assert max(Image.open(io.BytesIO(data)).size) <= decoding.SHOWN_SIDE


def test_ten_thousand_pages_are_fifty(copied):
    pieces, trouble = copied(pdf(10_000, (10, 10)))
    assert (len(pieces), trouble) == (MOST_PAGES, CopyTrouble.TOO_MUCH)


def test_a_mail_is_its_headers_and_its_words(copied):
    [(kind, data)], _trouble = copied(MAIL)
    text = data.decode()
    assert kind == "text/plain"
    assert "From: Somebody <somebody@example.org>" in text
    assert "Received: from mx.example.org" in text
    assert "Answer\xa0me." in text or "Answer me." in text
    assert "x()" not in text
    assert "[1] order.pdf (application/pdf, 5)" in text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_text_and_turns_no_page_around(copied, codec):
    [(_kind, data)], trouble = copied("Melde dich \u202e hcid 😔\n".encode(codec))
    assert data.decode() == "Melde dich  hcid 😔\n"
    assert trouble == ""


def test_of_a_long_text_there_is_the_beginning(copied):
    [(_kind, data)], trouble = copied(CHAT * 20_000)
    assert len(data.decode()) <= 400_000
    assert trouble == CopyTrouble.TOO_MUCH


def test_pieces_are_shown_as_text(ada, vault, add, copied):
    file = add(b"<!doctype html><html><b>x</b>")
    make_next_copy(now=NOW)
    with rows_of(ada.pk):
        assert texts_of(vault, file_of(ada, vault, file)) == ["<!doctype html><html><b>x</b>"]


# --- What is not ---------------------------------------------------------------------------------


def giant_png():
    """Really so large: a gigabyte of white in some kilobytes."""
    width = height = 20_000
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" + b"\xff" * (3 * width)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _line in range(600)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + files.png_chunk(b"IHDR", header)
        + files.png_chunk(b"IDAT", data)
        + files.png_chunk(b"IEND", b"")
    )


def bomb_zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chat.txt", bytes(20_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("make", "trouble"),
    [
        (lambda: files.bomb(50_000, 50_000), CopyTrouble.TOO_MUCH),
        (giant_png, CopyTrouble.TOO_MUCH),
        (files.cut_off, CopyTrouble.DAMAGED),
        (files.heic, CopyTrouble.DAMAGED),
        (lambda: b"%PDF-1.7\n" + b"x" * 999, CopyTrouble.DAMAGED),
        (lambda: pdf(2)[:200], CopyTrouble.DAMAGED),
        (bomb_zip, CopyTrouble.KIND),
        (zipped, CopyTrouble.KIND),
        (lambda: b"fLaC\0\0\0\x22", CopyTrouble.KIND),
    ],
)
def test_what_cannot_be_copied_is_kept_and_said(ada, vault, add, make, trouble):
    file = add(make())
    while make_next_copy(now=NOW):
        pass
    assert looked_at(ada, vault, file) == ([], trouble)
    [copy] = all_of(ada, AttachmentCopy)
    assert (copy.state, copy.stored_id) == (CopyState.NONE, None)
    assert not all_of(ada, OwedWork)
    take_dropped_away()
    assert {name.split("/")[0] for name in stored_names()} == {file.stored_id.hex}


def test_a_decoder_that_does_not_end_is_ended(ada, vault, add, monkeypatch, tmp_path):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr("trackers.actions.copies.SECONDS_OF_PATIENCE", 0.2)
    file = add(photo())
    make_next_copy(now=NOW)
    assert looked_at(ada, vault, file) == ([], CopyTrouble.TOO_MUCH)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "nonsense",
        "[]",
        '{"type": "text/html", "size": 1}\nx',
        '{"type": "image/webp", "size": 99999999999}\nx',
        '{"type": "image/webp", "size": -1}\nx',
        '{"type": "image/webp", "size": 5}\nx',
        '{"end": "nonsense"}\n',
    ],
)
def test_what_a_broken_decoder_says_is_not_believed(ada, vault, add, monkeypatch, tmp_path, answer):
    (tmp_path / "answer").write_text(answer)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ncat > /dev/null; cat {tmp_path}/answer\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    file = add(photo())
    make_next_copy(now=NOW)
    assert looked_at(ada, vault, file) == ([], CopyTrouble.DAMAGED)


# --- Keys and workers ----------------------------------------------------------------------------


def test_without_the_key_it_stays_owed_until_somebody_looks(
    ada, vault, incident, add, django_capture_on_commit_callbacks
):
    file = add(photo())
    [work] = all_of(ada, OwedWork)
    close_all(owner_id=ada.pk)
    assert borrow(owner_id=ada.pk, work=work.pk) is None
    assert make_next_copy(now=NOW)
    assert not make_next_copy(now=NOW)
    [copy] = all_of(ada, AttachmentCopy)
    assert copy.state == CopyState.OWED
    with django_capture_on_commit_callbacks(execute=True), rows_of(ada.pk):
        shown = files_of(ada, vault, incident)
        lend_again(by=ada, vault=vault, files=shown, now=NOW)
    assert make_next_copy(now=NOW)
    assert looked_at(ada, vault, file)[0]


def test_what_is_taken_out_while_it_is_owed_is_not_copied(ada, vault, add):
    file = add(photo())
    remove_attachment(by=ada, vault=vault, attachment=file, reason="no", now=NOW)
    assert not make_next_copy(now=NOW)
    take_dropped_away()
    assert not stored_names()


def test_a_worker_that_died_half_way_leaves_it_to_the_next(ada, vault, add, monkeypatch):
    """Its claim runs out, the next one makes a copy of its own, and the half goes."""
    file = add(pdf(4))

    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("trackers.actions.copies._keep", dies)
        with pytest.raises(KeyboardInterrupt):
            make_next_copy(now=NOW)
    assert len(all_of(ada, StoredFile)) == 2
    assert not make_next_copy(now=NOW)
    assert make_next_copy(now=NOW + CLAIMED_FOR)
    pieces, trouble = looked_at(ada, vault, file)
    assert (len(pieces), trouble) == (4, "")
    take_dropped_away()
    assert len(stored_names()) == 5


def test_half_a_copy_that_nobody_goes_on_with_goes_away(ada, vault, add, monkeypatch):
    add(pdf(4))
    monkeypatch.setattr(
        "trackers.actions.copies._keep", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        make_next_copy(now=NOW)
    drop_left_unfinished(now=NOW + HALF_MADE_FOR)
    take_dropped_away()
    assert len(stored_names()) == 1
    [copy] = all_of(ada, AttachmentCopy)
    assert (copy.state, copy.stored_id) == (CopyState.OWED, None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_copy(living):
    ada, vault, incident = living
    file = uploaded(ada, vault, incident, pdf(2))
    ended = at_once(*[lambda: make_next_copy(now=NOW)] * 3)
    assert sorted(ended) == [False, False, True]
    assert len(looked_at(ada, vault, file)[0]) == 2
    assert len(all_of(ada, StoredFile)) == 2
    assert not all_of(ada, OwedWork)
    take_dropped_away()
    assert len(stored_names()) == 3
    [copy] = all_of(ada, AttachmentCopy)
    assert borrow(owner_id=ada.pk, work=copy.pk) is None


@pytest.mark.django_db(transaction=True)
def test_one_that_was_taken_for_dead_and_was_not_spoils_nothing(living, monkeypatch):
    """It comes back when another one has long made the copy."""
    ada, vault, incident = living
    file = uploaded(ada, vault, incident, pdf(2))
    keep = copies._keep
    late = []
    with monkeypatch.context() as patch:
        patch.setattr(copies, "_keep", lambda *args: late.append(args))
        make_next_copy(now=NOW)
    assert make_next_copy(now=NOW + CLAIMED_FOR)
    keep(*late[0])
    assert len(looked_at(ada, vault, file)[0]) == 2
    take_dropped_away()
    assert len(stored_names()) == 3


KILLED = """
import threading
import django
django.setup()
from django.utils import timezone
from trackers.actions import copies
def wait(*args):
    print("half", flush=True)
    threading.Event().wait()

copies._keep = wait
copies.make_next_copy(now=timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle(living, settings):
    """A real process, a real kill."""
    ada, vault, incident = living
    file = uploaded(ada, vault, incident, pdf(3))
    database = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    at = url.rpartition("/")
    name, mark, query = at[2].partition("?")
    assert name
    own = str(settings.STORAGES["own"]["OPTIONS"]["location"])
    environment = os.environ | {
        "DATABASE_URL": f"{at[0]}/{database}{mark}{query}",
        "OWN_FILES_ROOT": own,
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, env=environment, cwd=decoding.ROOT
    )
    try:
        assert worker.stdout.readline() == b"half\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    assert not make_next_copy(now=timezone.now())
    assert make_next_copy(now=timezone.now() + CLAIMED_FOR + timedelta(seconds=5))
    assert len(looked_at(ada, vault, file)[0]) == 3
    take_dropped_away()
    assert len(stored_names()) == 4
