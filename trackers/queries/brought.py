"""Reading an export that comes back: an archive that anybody may have made.

Nothing of it is unpacked to a disk, and no more than a part of it is in memory at a time, but for
the list of its members and the entries themselves, which have limits.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO
from uuid import UUID

import msgspec
import pyzipper
from django.utils.translation import gettext as _

from trackers.refusals import ExportRefused
from trackers.rules.brought import Brought, why_not_ours
from trackers.vault.files import PART_SIZE, read_part
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

MANIFEST, ENTRIES = "manifest.json", "entries.json"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}(/[a-z0-9][a-z0-9._-]{0,80})?")
ORIGINAL = re.compile(r"files/(\d{4,9})\.[a-z0-9]{1,8}")
# Of the whole, unpacked; of its list of members; of entries.json.
LARGEST_WHOLE = 8 * 1024**3
LARGEST_LIST = 4 * 1024**2
LARGEST_ENTRIES = 128 * 1024**2
MOST_MEMBERS = 20_000
# The end of an archive: how long its list of members is. After it, there may be a remark.
END, END_LENGTH, LONGEST_REMARK = b"PK\x05\x06", 22, 65_535
PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What the library says of an archive that is none.
BROKEN = (
    zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    RuntimeError, NotImplementedError, ValueError, OverflowError, msgspec.DecodeError,
    CannotBeOpened,
)  # fmt: skip


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    format: int
    files: dict[str, Member]


class SealedFile(io.RawIOBase):
    """A file that lies sealed in parts, to be read from anywhere, one part in memory."""

    def __init__(self, vault: OpenVault, file: UUID, *, size: int, parts: int) -> None:
        self.vault, self.file, self.size, self.parts = vault, file, size, parts
        self._at, self._number, self._part = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError(offset)
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        number, begin = divmod(self._at, PART_SIZE)
        if number != self._number:
            is_last = number == self.parts - 1
            self._part = read_part(self.vault, self.file, number, is_last=is_last)
            self._number = number
        piece = self._part[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class BroughtArchive:
    """An archive whose every member is what its manifest says."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._infos = _members(archive)
        self.manifest = msgspec.json.decode(self._whole(MANIFEST, LARGEST_LIST), type=Manifest)
        if self.manifest.files.keys() != self._infos.keys() - {MANIFEST}:
            raise ExportRefused(why_not_ours())
        self.originals = {
            int(found[1]): name for name in self._infos if (found := ORIGINAL.fullmatch(name))
        }

    def check(self) -> None:
        """Read all of it once. Raises ExportRefused."""
        for name, said in self.manifest.files.items():
            sha256 = hashlib.sha256()
            for piece in self.pieces(name):
                sha256.update(piece)
            if (self._infos[name].file_size, sha256.hexdigest()) != (said.size, said.sha256):
                raise ExportRefused(_changed(name))

    def entries(self) -> Brought:
        return msgspec.json.decode(self._whole(ENTRIES, LARGEST_ENTRIES), type=Brought)

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as member:
            while piece := member.read(PART_SIZE):
                yield piece

    def _whole(self, name: str, most: int) -> bytes:
        if name not in self._infos or self._infos[name].file_size > most:
            raise ExportRefused(why_not_ours())
        return b"".join(self.pieces(name))


@contextmanager
def opened_archive(file: BinaryIO, *, passphrase: str) -> Iterator[BroughtArchive]:
    """Raises ExportRefused, also for what goes wrong while it is read."""
    try:
        _check_list(file)
        with pyzipper.AESZipFile(file) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                if not passphrase:
                    raise ExportRefused(
                        _("This file has a passphrase of its own. Give it as well.")
                    )
                archive.setpassword(passphrase.encode())
            yield BroughtArchive(archive)
    except BROKEN as broken:
        if "password" in str(broken):
            raise ExportRefused(_("The passphrase of the file is another one.")) from broken
        raise ExportRefused(why_not_ours()) from broken


def _check_list(file: IO[bytes]) -> None:
    """The library reads the whole list of members into memory, however long it is said to be."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END_LENGTH - LONGEST_REMARK))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_LENGTH:
        raise ExportRefused(why_not_ours())
    (length,) = struct.unpack_from("<L", tail, at + 12)
    # Of the larger kind, which says its length elsewhere, there is no need.
    if length > LARGEST_LIST or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise ExportRefused(why_not_ours())
    file.seek(0)


def _members(archive: Any) -> dict[str, Any]:
    infos = archive.infolist()
    by_name = {info.filename: info for info in infos}
    is_odd = (
        len(by_name) != len(infos)
        or len(infos) > MOST_MEMBERS
        or sum(info.file_size for info in infos) > LARGEST_WHOLE
        or not all(NAME.fullmatch(name) for name in by_name)
        or not all(_is_readable(info) for info in infos)
    )
    if is_odd:
        raise ExportRefused(why_not_ours())
    return by_name


def _is_readable(info: Any) -> bool:
    """As we pack it, or with AES: no older lock, and nothing that takes much to unpack."""
    is_aes = getattr(info, "wz_aes_version", None) is not None
    return (is_aes or not info.flag_bits & 1) and info.compress_type in PACKED_AS


def _changed(name: str) -> str:
    said = _("“%(name)s” in this file is not what it was. ") % {"name": name}
    return said + _("Nothing was brought back.")
