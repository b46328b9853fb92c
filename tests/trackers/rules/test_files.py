"""What a file is follows from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.decoding import files
from tests.trackers.log_files import CHAT, MAIL, box, photo, zipped
from trackers.rules.files import (
    KINDS,
    LONGEST_NAME,
    kind_of,
    neutral_name,
    of_kind,
    tidy_name,
    why_not_begin_another,
    why_not_take_in,
)

KNOWN = {
    "image/jpeg": photo(),
    "image/png": files.talkative_png(),
    "image/webp": files.talkative_webp(),
    "image/gif": files.talkative_gif(),
    "image/avif": files.talkative_avif(),
    "image/heic": files.heic(),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3",
    "message/rfc822": MAIL,
    "text/plain": CHAT,
    "text/html": b"<!-- saved -->\n<!DOCTYPE html><html><p>x",
    "text/csv": b"day,time,what\n2026-11-20,21:14,call\n2026-11-21,22:00,call\n",
    "application/json": b'{\n "messages": []}',
    "application/zip": zipped(),
    "audio/mpeg": b"\xff\xfb\x90\x44" + b"\0" * 400,
    "audio/mp4": box(b"M4A ", b"isom"),
    "audio/aac": b"\xff\xf1\x50\x80" + b"\0" * 40,
    "audio/amr": b"#!AMR\n\x04",
    "audio/ogg": b"OggS\0\x02" + b"\0" * 22 + b"\x01\x13OpusHead",
    "audio/flac": b"fLaC\0\0\0\x22",
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "audio/x-caf": b"caff\0\x01\0\0desc",
    "video/mp4": box(b"isom", b"mp42"),
    "video/quicktime": box(b"qt  ", b"qt  "),
    "video/3gpp": box(b"3gp4", b"isom"),
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",
    "video/x-matroska": b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska",
    "video/x-msvideo": b"RIFF\x24\0\0\0AVI LIST",
}


@pytest.mark.parametrize("kind", KNOWN)
def test_each_kind_is_known_by_its_bytes(kind):
    assert kind_of(KNOWN[kind]) == kind


def test_every_kind_is_tried():
    assert KNOWN.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (box(b"mif1", b"heic", b"mif1"), "image/heic"),
        (box(b"mif1", b"avif"), "image/avif"),
        (b"ID3\x03\0\0", "audio/mpeg"),
        (CHAT.decode().encode("utf-16"), "text/plain"),
        ("Er sagte \u201eNein\u201c und h\u00f6rte nicht auf.".encode("cp1252"), "text/plain"),
        (b"From somebody Fri Nov 20\nFrom: a@b\nDate: x\n\nwords", "message/rfc822"),
        (b"From: you to me\nthe words of a letter", "text/plain"),
        # Drawings are text; as that they are shown, and as nothing else.
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text/plain"),
        (b"12/03/26, 21:14 - A: hi\n12/03/26, 21:15 - A: hi", "text/plain"),
        # What is two things at once is what it begins as.
        (photo() + b"<script>alert(1)</script><html>", "image/jpeg"),
        (b"GIF89a/*<html>*/=1;alert(1)", "image/gif"),
    ],
)  # fmt: skip
def test_what_looks_like_something_else(head, kind):
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b" \n ",
        b"MZ\x90\0\x03" + b"\0" * 60,
        b"\x7fELF\x02\x01\x01" + b"\0" * 60,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Rar!\x1a\x07\x01\0",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08\0\0",
        b"SQLite format 3\0",
        box(b"crx ", b"crx "),
        b"RIFF\0\0\0\0ACON",
        b"PK\x05\x06" + b"\0" * 18,
        b"words, and then \0 something",
        b"\xff\xd8",
        b"\xff\xff\xff\xff\xff",
        bytes(range(128, 256)) * 4,
    ],
)
def test_nothing_else_is(head):
    assert kind_of(head) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_something_or_nothing(head):
    kind = kind_of(head)
    assert kind is None or kind in KINDS


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_names_have_no_folders_and_nothing_that_cannot_be_seen(name):
    tidy = tidy_name(name)
    assert tidy
    assert len(tidy) <= LONGEST_NAME
    assert not set(tidy) & set("/\\\0\n\u202e\u200f")
    assert tidy_name(tidy) == tidy


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("..", ".."),
        ("\u200f\n", "file"),
        ("x" * 400 + ".jpeg", "x" * (LONGEST_NAME - 5) + ".jpeg"),
    ],
)
def test_a_name_is_tidied(name, tidy):
    assert tidy_name(name) == tidy


def test_on_a_device_it_is_called_nothing():
    assert neutral_name(3, "image/jpeg") == "file-3.jpg"
    assert neutral_name(3, "of a newer/site") == "file-3.bin"
    assert of_kind("audio/mpeg").making is None


def test_how_large_it_may_be(settings):
    settings.OWN_FILE_MAX_BYTES, settings.OWN_FILES_MAX_BYTES = 100, 250
    assert why_not_take_in(size=100, used=150) is None
    assert "nothing in this file" in why_not_take_in(size=0, used=0)
    assert "larger than" in why_not_take_in(size=101, used=0)
    assert "together" in why_not_take_in(size=100, used=151)
    assert "fewer" in why_not_take_in(size=1, used=0, shows="x" * 501)
    assert why_not_begin_another(19) is None
    assert "half-way" in why_not_begin_another(20)
