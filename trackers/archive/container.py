"""The container of an archive: a ZIP file that can only look one way.

Members lie in it as they are, in a fixed order, with one date and one set of attributes for all.
So whoever has the members can make the container anew and compare it byte for byte, which is how
verify.py finds a change outside of them as well.
"""

import hashlib
import zipfile
from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

FORMAT = 1
MANIFEST = "manifest.json"
# The earliest that a ZIP file can say.
DATE = (1980, 1, 1, 0, 0, 0)
ATTRIBUTES = 0o600 << 16
CREATED_ON_UNIX = 3


class Sink(Protocol):
    """What an archive is written to, from its beginning to its end."""

    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


class Archive:
    """Takes members one after the other, each in pieces, and ends with a list of them all."""

    def __init__(self, sink: Sink, *, passphrase: str = "") -> None:
        self._files: dict[str, dict[str, Any]] = {}
        self._zip = _encrypted(sink, passphrase) if passphrase else _plain(sink)

    def add(self, name: str, pieces: Iterable[bytes], *, size: int = 0) -> str:
        """Returns its SHA-256 in hex. `size` is what it will have, where that is known."""
        sha256, length = hashlib.sha256(), 0
        with self._zip.open(_described(self._zip, name, size), "w") as member:
            for piece in pieces:
                sha256.update(piece)
                length += len(piece)
                member.write(piece)
        if name != MANIFEST:
            self._files[name] = {"size": length, "sha256": sha256.hexdigest()}
        return sha256.hexdigest()

    def end(self) -> None:
        self.add(MANIFEST, [manifest_of(self._files)])
        self._zip.close()


def manifest_of(files: dict[str, dict[str, Any]]) -> bytes:
    """In just this form: verify.py writes it again and compares."""
    listed = msgspec.json.encode({"format": FORMAT, "files": files})
    return msgspec.json.format(listed, indent=1) + b"\n"


def _plain(sink: Sink) -> Any:
    forward: Any = _Forward(sink)
    return zipfile.ZipFile(forward, "w", zipfile.ZIP_STORED)


def _encrypted(sink: Sink, passphrase: str) -> Any:
    # Large, and seldom wanted.
    import pyzipper

    archive = pyzipper.AESZipFile(
        _Forward(sink), "w", compression=zipfile.ZIP_STORED, encryption=pyzipper.WZ_AES
    )
    archive.setpassword(passphrase.encode())
    return archive


def _described(archive: Any, name: str, size: int) -> Any:
    # The encrypting one has a kind of its own.
    info = getattr(archive, "zipinfo_cls", zipfile.ZipInfo)(name, DATE)
    info.compress_type = zipfile.ZIP_STORED
    info.create_system = CREATED_ON_UNIX
    info.external_attr = ATTRIBUTES
    info.file_size = size
    return info


class _Forward:
    """A sink that cannot be gone back in, so that each member says its size after it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, content: "bytes | memoryview") -> int:
        return self._sink.write(bytes(content))

    def flush(self) -> None:
        self._sink.flush()
