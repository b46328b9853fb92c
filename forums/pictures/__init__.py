"""Pictures that people send: decoded, and written anew, so that nothing else of the file is kept.

Decoding happens in a process of its own (`python -m forums.pictures`) that is given little
memory, little time and none of our secrets. A file that is made to exhaust or to break a decoder
ends that process, and nobody else's page.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore

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

CONTENT_TYPE = "image/webp"


class Trouble(StrEnum):
    """Why nothing came of a file."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    FROM_A_PHONE = "from_a_phone"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    TOO_BUSY = "too_busy"


class NotAPicture(Exception):
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
    was_moving: bool


_turns = BoundedSemaphore(AT_ONCE)


def written_anew(file: bytes) -> Picture:
    """The picture in a file. Raises NotAPicture."""
    if not file:
        raise NotAPicture(Trouble.EMPTY)
    if not _turns.acquire(timeout=SECONDS_OF_PATIENCE):
        raise NotAPicture(Trouble.TOO_BUSY)
    try:
        answer = _decoded_elsewhere(file)
    finally:
        _turns.release()
    head, _, data = answer.partition(b"\n")
    told = json.loads(head)
    if "trouble" in told:
        raise NotAPicture(Trouble(told["trouble"]))
    return Picture(data, told["width"], told["height"], told["was_moving"])


def _decoded_elsewhere(file: bytes) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "forums.pictures"],
            input=file,
            capture_output=True,
            cwd=ROOT,
            env={},
            timeout=SECONDS_OF_PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise NotAPicture(Trouble.TOO_HEAVY) from error
    except subprocess.CalledProcessError as error:
        raise NotAPicture(Trouble.BROKEN) from error
    return done.stdout
