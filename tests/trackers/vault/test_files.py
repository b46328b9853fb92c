"""Sealed files: a part at a time, each in its own place."""

import tracemalloc
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from storages.backends.s3 import S3Storage

from trackers.vault.files import (
    PART_SIZE,
    SealedWriter,
    delete_parts,
    parts_of,
    read_part,
    read_parts,
    sealed_sha256,
    write_part,
)
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened, DataKey

pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture
def key():
    return OpenVault(7, DataKey.new())


def written(vault, content, file=None):
    file = file or uuid4()
    with SealedWriter(vault, file) as writer:
        for at in range(0, len(content), 70_000):
            writer.write(content[at : at + 70_000])
    return file, writer


@pytest.mark.parametrize("size", [0, 1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 3 * PART_SIZE])
def test_a_file_is_read_as_it_was_written(key, size):
    content = bytes(range(256)) * (size // 256 + 1)
    file, writer = written(key, content[:size])
    assert (writer.parts, writer.size) == (parts_of(size), size)
    assert b"".join(read_parts(key, file, writer.parts)) == content[:size]


def test_what_was_cut_off_moved_or_taken_from_elsewhere_does_not_open(key):
    file, _writer = written(key, b"a" * (2 * PART_SIZE + 5))
    other, _writer = written(key, b"b" * (2 * PART_SIZE + 5))
    for parts in (1, 2, 4):
        with pytest.raises(CannotBeOpened):
            list(read_parts(key, file, parts))
    path = Path(storages["own"].path(f"{file.hex[:2]}/{file.hex}/000001"))
    elsewhere = Path(storages["own"].path(f"{other.hex[:2]}/{other.hex}/000001"))
    path.write_bytes(elsewhere.read_bytes())
    with pytest.raises(CannotBeOpened):
        read_part(key, file, 1, is_last=False)
    for vault in (OpenVault(8, key.key), OpenVault(7, DataKey.new())):
        with pytest.raises(CannotBeOpened):
            read_part(vault, file, 0, is_last=False)


@pytest.mark.parametrize("at", [0, 9, 20, 40, -1])
def test_a_changed_byte_is_found(key, at):
    file, _writer = written(key, b"words")
    path = Path(storages["own"].path(f"{file.hex[:2]}/{file.hex}/000000"))
    sealed = bytearray(path.read_bytes())
    sealed[at] ^= 1
    before = sealed_sha256(file, 1)
    path.write_bytes(sealed)
    with pytest.raises(CannotBeOpened):
        read_part(key, file, 0, is_last=True)
    assert sealed_sha256(file, 1) != before


def test_a_part_that_is_written_again_takes_the_others_place(key):
    file = uuid4()
    for content in (b"first", b"second"):
        write_part(key, file, 0, content, is_last=True)
    assert read_part(key, file, 0, is_last=True) == b"second"
    delete_parts(file, 3)
    with pytest.raises(CannotBeOpened):
        read_part(key, file, 0, is_last=True)


def test_neither_writing_nor_reading_holds_more_than_a_few_parts(key):
    file, piece = uuid4(), b"x" * 65_536
    tracemalloc.start()
    try:
        with SealedWriter(key, file) as writer:
            for _piece in range(64 * 16):
                writer.write(piece)
        size = sum(len(part) for part in read_parts(key, file, writer.parts))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == 64 * PART_SIZE
    assert most < 8 * PART_SIZE


# --- Other storages ------------------------------------------------------------------------------


class Shelf(Storage):
    """As little as a storage can do, and not a step more: what is not here is not used."""

    kept: dict[str, bytes] = {}

    def _open(self, name, mode="rb"):
        assert mode == "rb"
        if name not in self.kept:
            # As S3Storage says it.
            raise FileNotFoundError(name)
        return File(BytesIO(self.kept[name]), name)

    def _save(self, name, content):
        assert name not in self.kept
        self.kept[name] = content.read()
        return name

    def exists(self, name):
        return name in self.kept

    def delete(self, name):
        # Nothing is said of what is not there.
        self.kept.pop(name, None)


def test_any_storage_will_do(key, settings):
    settings.STORAGES = settings.STORAGES | {"own": {"BACKEND": f"{__name__}.Shelf"}}
    Shelf.kept.clear()
    content = b"words" * PART_SIZE
    file, writer = written(key, content)
    assert b"".join(read_parts(key, file, writer.parts)) == content
    write_part(key, file, 0, content[:PART_SIZE], is_last=False)
    assert len(Shelf.kept) == writer.parts == 5
    delete_parts(file, writer.parts + 2)
    assert not Shelf.kept
    with pytest.raises(CannotBeOpened):
        sealed_sha256(file, 1)


class Bucket:
    """What S3 itself answers, for the little that is asked."""

    def __init__(self):
        self.kept = {}

    def operate(self, name, asked):
        key = asked["Key"]
        if name in ("HeadObject", "GetObject") and key not in self.kept:
            answer = {"Error": {"Code": "404"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
            raise ClientError(answer, name)
        if name == "PutObject":
            body = asked["Body"]
            self.kept[key] = body if isinstance(body, bytes) else body.read()
            return {}
        if name == "DeleteObject":
            self.kept.pop(key, None)
            return {}
        told = {"ContentLength": len(self.kept[key]), "ETag": '"x"'}
        if name == "GetObject":
            told["Body"] = BytesIO(self.kept[key])
        return told


def test_a_bucket_will_do(key, settings, monkeypatch):
    """The real client of S3, up to where it would send what it has made."""
    bucket = Bucket()
    monkeypatch.setattr(
        "botocore.client.BaseClient._make_api_call",
        lambda _client, name, asked: bucket.operate(name, asked),
    )
    options = {
        "bucket_name": "own",
        "access_key": "a",
        "secret_key": "b",
        "region_name": "eu-central-1",
        "default_acl": None,
    }
    backend = "storages.backends.s3.S3Storage"
    settings.STORAGES = settings.STORAGES | {"own": {"BACKEND": backend, "OPTIONS": options}}
    assert isinstance(storages["own"], S3Storage)
    content = b"words" * PART_SIZE
    file, writer = written(key, content)
    assert b"".join(read_parts(key, file, writer.parts)) == content
    write_part(key, file, 0, content[:PART_SIZE], is_last=False)
    assert len(bucket.kept) == 5
    delete_parts(file, 7)
    assert not bucket.kept
    with pytest.raises(CannotBeOpened):
        read_part(key, file, 0, is_last=False)
