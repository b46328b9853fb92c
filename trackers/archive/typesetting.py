"""A report as a PDF: typeset part by part, so that memory does not grow with its length.

Typst lays out what it is given as data (report.typ); nothing that somebody typed is ever markup.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from trackers.archive.joining import Joined

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).parent / "fonts"
SECONDS_OF_PATIENCE = 90
LONGEST_COMPLAINT = 2000
# A run without a gap that is longer than this may be broken anywhere.
LONG_RUN = re.compile(r"\S{25,}")
EVERY = 12
GAPS_AFTER = frozenset("/?&=._-@:;,#")
BREAK_HERE = "\u200b"
# Seen by what they do to what stands beside them. Signs that turn whole runs of letters round are
# not among them: they would make a text look like another one, and are shown by their numbers.
JOINING = "\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u20e3\n"
TAGS = range(0xE0020, 0xE0080)

Block = dict[str, Any]


class NotTypeset(Exception):
    """A part could not be laid out: a mistake of ours, never of what somebody typed."""


def typed(text: str, *, label: str = "", is_sum: bool = False) -> Block:
    return {
        "text": _shown(text),
        "rtl": _from_right(text),
        "label": _shown(label),
        "sum": is_sum,
    }


def shown(text: str) -> str:
    """One line of it."""
    return _shown(text.replace("\n", " "))


def typeset(
    parts: Sequence[Callable[[dict[str, int]], list[Block]]],
    *,
    frame: dict[str, Any],
    done: Callable[[], None] = lambda: None,
) -> bytes:
    """Each part is asked for its blocks twice: first to count pages, with no page known, and then
    with the pages on which keys stand."""
    places: dict[str, int] = {}
    lengths: list[int] = []
    for part in parts:
        found = _measured(_given(frame, part({}), first=0, pages=999))
        places |= {key: sum(lengths) + page for key, page in found.places.items()}
        lengths.append(found.pages)
        done()
    joined = Joined()
    for number, part in enumerate(parts):
        given = _given(frame, part(places), first=sum(lengths[:number]), pages=sum(lengths))
        joined.add(_laid_out("pdf", given))
        done()
    return joined.end()


class _Measured(NamedTuple):
    pages: int
    # By key: the page of the part on which it stands, from 1.
    places: dict[str, int]


def _given(frame: Block, blocks: list[Block], *, first: int, pages: int) -> str:
    return json.dumps({**frame, "first": first, "pages": pages, "blocks": blocks})


def _measured(given: str) -> _Measured:
    found = json.loads(_laid_out("places", given))
    return _Measured(
        max(place["page"] for place in found),
        {place["key"]: place["page"] for place in found if place["key"]},
    )


def _laid_out(as_: str, given: str) -> bytes:
    ran = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-m", "trackers.archive.layout", as_],
        input=given.encode(),
        capture_output=True,
        cwd=ROOT,
        # None of our secrets, and as little memory as will do.
        env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
        timeout=SECONDS_OF_PATIENCE,
        check=False,
    )
    if ran.returncode:
        raise NotTypeset(ran.stderr.decode(errors="replace")[-LONGEST_COMPLAINT:])
    return ran.stdout


@cache
def _covered() -> tuple[tuple[int, int], ...]:
    """The letters that some font here has: from and to."""
    lines = (FONTS / "covered.txt").read_text(encoding="ascii").splitlines()[1:]
    ends = (line.split("-") for line in lines)
    return tuple((int(first, 16), int(last, 16)) for first, last in ends)


def _shown(text: str) -> str:
    """With a number in place of each letter that no font here has, and with places at which a
    long word may be broken."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", "    "))
    text = _not_shown().sub(lambda letter: f"⟨U+{ord(letter[0]):04X}⟩", text)
    return LONG_RUN.sub(_with_gaps, text)


@cache
def _not_shown() -> re.Pattern[str]:
    """Letters that no font here has, but for those that are seen by what they do."""
    shown = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _covered())
    tags = f"{chr(TAGS.start)}-{chr(TAGS.stop - 1)}"
    return re.compile(f"[^ {shown}{tags}{re.escape(JOINING)}]")


def _with_gaps(run: re.Match[str]) -> str:
    """Breakable after signs at which addresses are broken, and else after each few letters."""
    pieces: list[str] = []
    for count, letter in enumerate(run[0], start=1):
        pieces.append(letter)
        # Never before a sign that is drawn on the letter before it.
        follows = run[0][count : count + 1]
        if follows and not _hangs_on(follows) and (letter in GAPS_AFTER or count % EVERY == 0):
            pieces.append(BREAK_HERE)
    return "".join(pieces)


def _hangs_on(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter in JOINING


def _from_right(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
