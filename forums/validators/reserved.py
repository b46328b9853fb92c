"""Names that sound like those who look after this place."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from forums.validators.names import fold_name

LIST = Path(__file__).parent / "reserved_names.txt"
# "ModeratorBel" is two words, as is "moderator_bel".
WORD = re.compile(r"[^\W_]+")
CAPITAL_INSIDE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
# Shorter than this, the name of the site is a word that other names may have in them.
LONG_ENOUGH = 5


def looks_like_staff(name: str) -> bool:
    """Whether a name, or a part of it, is one that only staff may wear."""
    shown = unicodedata.normalize("NFKC", name)
    words = WORD.findall(CAPITAL_INSIDE.sub(" ", shown))
    # Also without the gaps, and without the signs inside of words.
    words += [name, *shown.split(), *(word.rstrip("0123456789") for word in words)]
    keys = {key for word in words if (key := fold_name(word))}
    reserved = [*_reserved(), *_site_name()]
    return any(_matches(key, *pattern) for key in keys for pattern in reserved)


def _matches(key: str, before: bool, word: str, after: bool) -> bool:
    """Whether the key is the word, with or without something before and after it."""
    if before and after:
        return word in key
    if before:
        return key.endswith(word)
    return key.startswith(word) if after else key == word


@cache
def _reserved() -> frozenset[tuple[bool, str, bool]]:
    return frozenset(_patterns())


def _patterns() -> Iterator[tuple[bool, str, bool]]:
    for line in LIST.read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            yield line.startswith("*"), fold_name(line), line.endswith("*")


def _site_name() -> list[tuple[bool, str, bool]]:
    inside = len(key := fold_name(settings.SITE_NAME)) >= LONG_ENOUGH
    return [(inside, key, inside)] if key else []
