"""Decoding happens in a process of its own, which can do little harm."""

import subprocess
import sys
from pathlib import Path

import pytest

from accounts import decoding
from accounts.decoding import ROOT, NotDecoded, Trouble, written_anew
from tests.accounts.decoding import files

MODEST = "from accounts.decoding.__main__ import _live_modestly; _live_modestly(); "


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """Puts a program in the place of the one that decodes."""

    def put(script: str) -> None:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))

    return put


def trouble(file: bytes) -> Trouble:
    with pytest.raises(NotDecoded) as refusal:
        written_anew(file)
    return refusal.value.trouble


def test_it_comes_back_with_what_is_told_of_it():
    picture = written_anew(files.talkative_jpeg())
    assert (picture.width, picture.height, picture.was_moving) == (60, 40, False)
    assert picture.data.startswith(b"RIFF")
    assert files.CANARY not in picture.data


def test_a_refusal_comes_back_as_what_it_is():
    assert trouble(files.bomb(50_000, 50_000)) == Trouble.TOO_MANY_PIXELS
    assert trouble(b"words") == Trouble.NOT_A_PICTURE
    assert trouble(b"") == Trouble.EMPTY


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no such limit")
def test_it_has_little_memory():
    done = subprocess.run(
        [sys.executable, "-c", f"{MODEST}bytearray(1 << 30)"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert b"MemoryError" in done.stderr


def test_it_writes_no_file(tmp_path):
    code = f"{MODEST}open({str(tmp_path / 'file')!r}, 'wb', buffering=0).write(b'x')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "file").read_bytes()


def test_it_is_told_no_secret(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for a decoder")
    told = tmp_path / "told"
    stand_in(f"env > {told}; exit 1")
    assert trouble(files.talkative_jpeg()) == Trouble.BROKEN
    assert "not for a decoder" not in Path(told).read_text()
    assert "DATABASE" not in Path(told).read_text()


def test_a_decoder_that_dies_takes_nobody_along(stand_in):
    stand_in("kill -9 $$")
    assert trouble(files.talkative_jpeg()) == Trouble.BROKEN


def test_a_decoder_that_does_not_end_is_ended(stand_in, monkeypatch):
    monkeypatch.setattr(decoding, "SECONDS_OF_PATIENCE", 0.2)
    stand_in("exec sleep 600")
    assert trouble(files.talkative_jpeg()) == Trouble.TOO_HEAVY


def test_whoever_comes_while_all_are_busy_is_told(monkeypatch):
    monkeypatch.setattr(decoding, "SECONDS_OF_PATIENCE", 0.01)
    for _ in range(decoding.AT_ONCE):
        decoding._turns.acquire()
    try:
        assert trouble(files.talkative_jpeg()) == Trouble.TOO_BUSY
    finally:
        for _ in range(decoding.AT_ONCE):
            decoding._turns.release()
