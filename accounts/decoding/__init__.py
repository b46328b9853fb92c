"""Files that people send, decoded and written anew, so that nothing else of a file is kept.

Decoding happens in a process of its own (`python -m accounts.decoding`) that is given little
memory, little time and none of our secrets. A file that is made to exhaust or to break a decoder
ends that process, and nobody else's page.

It is told what to make (Making), reads the file from its standard input, and answers with a line
of JSON before each piece, and one at the end.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]

# What a phone's camera makes today is a little less.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
# As large as it is shown on any page, on its longer side.
SHOWN_SIDE = 1600
MEMORY_LIMIT = 768 * 1024 * 1024
SECONDS_OF_WORK = 20
SECONDS_OF_PATIENCE = 40
# In each web process; whoever comes next waits a moment.
AT_ONCE = 2
# Of what a decoder answers.
LONGEST_HEAD = 2000
LARGEST_PIECE = 16 * 1024 * 1024

CONTENT_TYPE = "image/webp"
PLAIN_TEXT = "text/plain"


class Making(StrEnum):
    """What is made of a file."""

    PICTURE = "picture"
    # As the one before, of what phones make as well.
    PHOTOGRAPH = "photograph"
    PAGES = "pages"
    LETTER = "letter"
    TEXT = "text"


class Trouble(StrEnum):
    """Why nothing came of a file, or not all of it."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    FROM_A_PHONE = "from_a_phone"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    TOO_BUSY = "too_busy"


class NotDecoded(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Picture:
    """WebP without anything but its pixels."""

    data: bytes
    width: int
    height: int
    # The file held more: of what moves, the beginning is kept.
    was_moving: bool = False


@dataclass(frozen=True)
class Piece:
    """A picture, or a stretch of text in UTF-8."""

    media_type: str
    data: bytes
    told: dict[str, Any]


_turns = BoundedSemaphore(AT_ONCE)


def written_anew(file: bytes) -> Picture:
    """The picture in a file. Raises NotDecoded."""
    if not file:
        raise NotDecoded(Trouble.EMPTY)
    if not _turns.acquire(timeout=SECONDS_OF_PATIENCE):
        raise NotDecoded(Trouble.TOO_BUSY)
    try:
        [piece] = decoded(Making.PICTURE, [file], patience=SECONDS_OF_PATIENCE)
    finally:
        _turns.release()
    told = piece.told
    return Picture(piece.data, told["width"], told["height"], told["was_moving"])


def read_once(source: IO[bytes], most: int) -> bytes:
    """In the process: as much of the file as this, and that no more is wanted, so that whoever
    sends it does not wait for ever."""
    content = source.read(most)
    source.close()
    return content


def decoded(making: Making, parts: Iterable[bytes], *, patience: float) -> Iterator[Piece]:
    """What comes of a file, a piece at a time. Raises NotDecoded, also behind the pieces that are
    good, where there was more than may be made. What is neither read to its end nor closed keeps
    its process."""
    process = subprocess.Popen(  # noqa: S603  (a program of ours, told a word of ours)
        [sys.executable, "-s", "-m", "accounts.decoding", making],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},
    )
    late = Timer(patience, process.kill)
    late.daemon = True
    late.start()
    try:
        yield from _answers(process, parts)
    except _Ended as ended:
        # Where it was ended from here, its patience has run out.
        trouble = Trouble.BROKEN if late.is_alive() else Trouble.TOO_HEAVY
        raise NotDecoded(trouble) from ended
    finally:
        late.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe and pipe.close()


class _Ended(Exception):
    """The process did, before it had said all."""


def _answers(process: "subprocess.Popen[bytes]", parts: Iterable[bytes]) -> Iterator[Piece]:
    if process.stdin is None or process.stdout is None:
        raise _Ended
    # It reads first and then answers, so that neither waits for the other. One that has read
    # enough stops reading.
    with suppress(BrokenPipeError):
        for part in parts:
            process.stdin.write(part)
        process.stdin.close()
    while "end" not in (told := _head(process.stdout)):
        data = process.stdout.read(told["size"])
        if len(data) != told["size"]:
            raise _Ended
        yield Piece(told["type"], data, told)
    if told["end"]:
        raise NotDecoded(Trouble(told["end"]))


def _head(answers: IO[bytes]) -> dict[str, Any]:
    """What a decoder says is not believed: whoever broke it says it."""
    try:
        told = json.loads(answers.readline(LONGEST_HEAD))
        if "end" in told:
            return {"end": told["end"] and Trouble(told["end"])}
        is_known = told["type"] in (CONTENT_TYPE, PLAIN_TEXT)
        if not is_known or not 0 <= int(told["size"]) <= LARGEST_PIECE:
            raise _Ended
    except (ValueError, KeyError, TypeError) as nonsense:
        raise _Ended from nonsense
    return dict(told)
