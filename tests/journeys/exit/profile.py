"""What a browser keeps of its visits, read out of its own folder once it is closed."""

import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
# How Chromium writes text, here and there.
ENCODINGS = ("utf-8", "utf-16-le")


class Profile:
    """The folder of one person, in which everything lies; unpacked where it is packed.

    What LevelDB has packed (Snappy) is not unpacked: within one visit it packs nothing yet. Our
    pages are not packed by the server; a cache would hold them as they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holding(self, word: str) -> set[str]:
        """Names of the files in which a word stands."""
        wanted = [word.lower().encode(encoding) for encoding in ENCODINGS]
        return {
            name
            for name, content in self.contents()
            if any(spelled in content.lower() for spelled in wanted)
        }

    def contents(self, *folders: str) -> Iterator[tuple[str, bytes]]:
        places = [self._folder / "Default" / name for name in folders] or [self._folder]
        for path in (found for place in places for found in place.rglob("*")):
            name = str(path.relative_to(self._folder))
            yield name, name.encode()
            if path.is_file():
                content = path.read_bytes()
                yield name, content
                yield from ((name, unpacked) for unpacked in _unpacked(content))
                yield from ((name, row) for row in _rows_as_bytes(path, content))

    def rows(self, file: str, statement: str) -> list[tuple[object, ...]]:
        return _rows(self._folder / "Default" / file, statement)

    def addresses(self, site: str, *folders: str) -> set[str]:
        """Every address of the site that stands anywhere in these."""
        found = re.compile(re.escape(site).encode() + rb"[!-~]*")
        return {
            address.decode()
            for _name, content in self.contents(*folders)
            for address in found.findall(content)
        }


def _unpacked(content: bytes) -> Iterator[bytes]:
    for found in re.finditer(re.escape(GZIP), content):
        try:
            yield zlib.decompressobj(wbits=31).decompress(content[found.start() :])
        except zlib.error:
            # These three bytes stand in other things as well.
            continue


def _rows_as_bytes(path: Path, content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"SQLite format 3"):
        return
    for (table,) in _rows(path, "select name from sqlite_master where type = 'table'"):
        for row in _rows(path, f'select * from "{table}"'):  # noqa: S608 (a name out of the file)
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()


def _rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        return file.execute(statement).fetchall()
