"""A file comes in; pieces go out, each behind a line that says what it is, and one at the end."""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from typing import IO

from accounts.decoding import (
    MEMORY_LIMIT,
    SECONDS_OF_WORK,
    Making,
    NotDecoded,
    Piece,
    Trouble,
)

# A document has many pages.
SECONDS_BY_MAKING = {Making.PAGES: 90}


def main() -> None:
    making = Making(sys.argv[1])
    _live_modestly(SECONDS_BY_MAKING.get(making, SECONDS_OF_WORK))
    trouble = ""
    try:
        # Of its own: closing it ends the pipe, which closing `sys.stdin` does not.
        for piece in _maker(making)(os.fdopen(0, "rb")):
            about = piece.told | {"type": piece.media_type, "size": len(piece.data)}
            _say(json.dumps(about).encode() + b"\n" + piece.data)
    except NotDecoded as refusal:
        trouble = refusal.trouble
    except MemoryError:
        trouble = Trouble.TOO_HEAVY
    _say(json.dumps({"end": trouble}).encode() + b"\n")


def _maker(making: Making) -> Callable[[IO[bytes]], Iterator[Piece]]:
    """Only what is needed is imported: each library is one more that could be broken."""
    if making == Making.PAGES:
        from accounts.decoding.documents import pages

        return pages
    if making in (Making.LETTER, Making.TEXT):
        from accounts.decoding import texts

        return texts.letter if making == Making.LETTER else texts.text
    from accounts.decoding import pictures

    return pictures.photograph if making == Making.PHOTOGRAPH else pictures.picture


def _say(words: bytes) -> None:
    sys.stdout.buffer.write(words)
    sys.stdout.buffer.flush()


def _live_modestly(seconds: int = SECONDS_OF_WORK) -> None:
    """Set here: between fork and exec, nothing of ours may run in a server of threads."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        # It writes to its pipe, and to no file.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    # macOS knows the limit's name, and refuses to set it.
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MEMORY_LIMIT
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
