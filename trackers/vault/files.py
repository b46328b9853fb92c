"""Sealed files: bytes in numbered parts, each sealed like a row and bound to its place.

A file that is read whole is the one that was written: each part's associated data holds the
owner, the file, the part's number, and whether it is the last one. Neither writing nor reading
keeps more than one part in memory. The parts lie in the storage "own" (settings.STORAGES), which
appends nowhere, so that any object store will do.
"""

import errno
import hashlib
from collections.abc import Iterator
from types import TracebackType
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened, Place, seal, unseal

# Bytes of the file in each part but the last, which has what is left.
PART_SIZE = 1024 * 1024
TABLE = "trackers_storedfile"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """There is no room left where files are kept."""


def write_part(vault: OpenVault, file: UUID, number: int, content: bytes, *, is_last: bool) -> None:
    """Seal a part and store it. One that was there under this number is replaced: it comes from a
    try that did not end. Raises NoRoom."""
    sealed = seal(content, key=vault.key, place=_place(vault, file, number, is_last=is_last))
    name = _name(file, number)
    try:
        if storage().exists(name):
            storage().delete(name)
        storage().save(name, ContentFile(sealed))
    except OSError as failed:
        if failed.errno in NO_ROOM:
            raise NoRoom from failed
        raise


def read_part(vault: OpenVault, file: UUID, number: int, *, is_last: bool) -> bytes:
    """Raises CannotBeOpened, also where it is not there."""
    place = _place(vault, file, number, is_last=is_last)
    return unseal(_stored(file, number), key=vault.key, place=place)


def read_parts(vault: OpenVault, file: UUID, parts: int) -> Iterator[bytes]:
    """The file, a part at a time. Raises CannotBeOpened where one is not what was written."""
    for _sealed, content in read_both(vault, file, parts):
        yield content


def read_both(vault: OpenVault, file: UUID, parts: int) -> Iterator[tuple[bytes, bytes]]:
    """As above, each part as it is stored beside what is in it."""
    for number in range(parts):
        place = _place(vault, file, number, is_last=number == parts - 1)
        sealed = _stored(file, number)
        yield sealed, unseal(sealed, key=vault.key, place=place)


def sealed_sha256(file: UUID, parts: int) -> bytes:
    """SHA-256 over the sealed parts in order. Needs no key. Raises CannotBeOpened where a part is
    not there."""
    whole = hashlib.sha256()
    for number in range(parts):
        whole.update(_stored(file, number))
    return whole.digest()


def delete_parts(file: UUID, parts: int) -> None:
    """Take them away, those that are there."""
    for number in range(parts):
        storage().delete(_name(file, number))


def stored_names() -> Iterator[tuple[UUID, list[str]]]:
    """Every file of which something is there, with the names of its parts."""
    try:
        shelves = storage().listdir("")[0]
    except FileNotFoundError:
        return
    for shelf in shelves:
        for folder in storage().listdir(shelf)[0]:
            names = storage().listdir(f"{shelf}/{folder}")[1]
            yield UUID(folder), [f"{shelf}/{folder}/{name}" for name in names]


def parts_of(size: int) -> int:
    """In how many parts so many bytes lie. An empty file has one, which is empty."""
    return max(1, -(-size // PART_SIZE))


class SealedWriter:
    """A file that is written to from its beginning to its end, and sealed as it comes.

    Raises NoRoom. What was stored stays where an exception leaves: whoever owns the StoredFile
    drops it.
    """

    def __init__(self, vault: OpenVault, file: UUID) -> None:
        self.vault, self.file = vault, file
        self.parts = self.size = 0
        self.sha256 = hashlib.sha256()
        self._waiting = bytearray()

    def __enter__(self) -> "SealedWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _exception: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        self.size += len(content)
        self._waiting += content
        # A part is written once it is known that another one follows.
        while len(self._waiting) > PART_SIZE:
            self._write(bytes(self._waiting[:PART_SIZE]), is_last=False)
            del self._waiting[:PART_SIZE]
        return len(content)

    def close(self) -> None:
        """Store the last part."""
        self._write(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def flush(self) -> None:
        """Part of what a file can do; parts are stored when they are whole."""

    def _write(self, content: bytes, *, is_last: bool) -> None:
        write_part(self.vault, self.file, self.parts, content, is_last=is_last)
        self.parts += 1


def storage() -> Storage:
    return storages["own"]


def _stored(file: UUID, number: int) -> bytes:
    try:
        with storage().open(_name(file, number)) as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        raise CannotBeOpened from None
    return content


def _place(vault: OpenVault, file: UUID, number: int, *, is_last: bool) -> Place:
    end = ":last" if is_last else ""
    return Place(vault.owner_id, TABLE, f"{file}:{number}{end}")


def _name(file: UUID, number: int) -> str:
    return f"{file.hex[:2]}/{file.hex}/{number:06}"
