"""Patterns that an operator writes, in time that grows with the text and with nothing else.

RE2 never tries two ways: what it cannot do in linear time (looking around, references to what was
found before) it refuses when the pattern is written (docs/decisions/0020-screen.md).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2
from django.utils.translation import gettext as _

from forums.screen.plain import Plain, plain

LONGEST_PATTERN = 300
# Steps of its machine: a pattern of more is a list of words, and belongs into one.
LARGEST_PROGRAM = 3_000
MOST_MEMORY = 4 * 1024 * 1024
MOST_FOUND = 20


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """A pattern as RE2 has it: capitals or not are the same. Raises re2.error."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    return re2.compile(pattern, options)


def patterns_of(watched: str) -> list[str]:
    return [line.strip() for line in watched.splitlines() if line.strip()]


def why_not_pattern(pattern: str) -> str | None:
    if len(pattern) > LONGEST_PATTERN:
        return _("This pattern is longer than %(most)d signs: “%(pattern)s”.") % {
            "most": LONGEST_PATTERN,
            "pattern": pattern[:40],
        }
    if plain(pattern).text != pattern:
        return _(
            "Please write “%(pattern)s” without accents: they are left out of the text too."
        ) % {"pattern": pattern}
    try:
        machine = compiled(pattern)
    except re2.error as error:
        return _("“%(pattern)s” cannot be read as a pattern: %(error)s") % {
            "pattern": pattern,
            "error": _told(error),
        }
    if machine.programsize > LARGEST_PROGRAM:
        return _("“%(pattern)s” is too large. Please repeat less in it.") % {"pattern": pattern}
    if machine.search("") is not None:
        return _("“%(pattern)s” would find nothing at all, everywhere.") % {"pattern": pattern}
    return None


def patterns_in(read: Plain, watched: str) -> Iterator[tuple[int, int]]:
    for pattern in patterns_of(watched):
        found = compiled(pattern).finditer(read.text)
        for one, _number in zip(found, range(MOST_FOUND), strict=False):
            yield one.span()


def _told(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
