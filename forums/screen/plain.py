"""A text as the screen reads it: without what hides, accents, and digits of other scripts."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from forums.validators import fold_name, is_accent, is_hiding

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d+")
# Around a digit, so much is read with it: what shows where somebody lives stands close together.
AROUND_DIGIT = 60
# More than any language has; somebody may well write with all that there are.
MOST_SIGNS = 10_000


@dataclass(frozen=True)
class Word:
    """One word, compared without regard to capitals, and where it stands in the plain text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Plain:
    """A text made plain, with the way back from each of its signs to the one that was typed."""

    typed: str
    text: str
    # Of each sign, its place in what was typed; nothing where these are the same.
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain text stands in what was typed."""
        if self.places is None or start == end:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    @cached_property
    def words(self) -> list[Word]:
        return [
            Word(found[0].casefold(), found.start(), found.end())
            for found in WORD.finditer(self.text)
        ]

    @cached_property
    def disguises(self) -> list[tuple[str, str]]:
        """Each word with what it looks like, where it may not be what it seems, or nothing."""
        return [(word.text, _disguise(word.text)) for word in self.words]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All its words, and what they look like where they may not be what they seem."""
        return frozenset(form for forms in self.disguises for form in forms if form)

    @cached_property
    def around_digits(self) -> list[tuple[int, int]]:
        """The parts in which digits stand, with what stands near them."""
        parts: list[tuple[int, int]] = []
        for digits in DIGITS.finditer(self.text):
            start = max(0, digits.start() - AROUND_DIGIT)
            end = min(len(self.text), digits.end() + AROUND_DIGIT)
            if parts and start <= parts[-1][1]:
                parts[-1] = (parts[-1][0], end)
            else:
                parts.append((start, end))
        return parts


def looks_like(word: str) -> str:
    """What is left of a word at a glance, letter by letter."""
    return word.translate(AT_A_GLANCE)


def _disguise(word: str) -> str:
    if word.isascii() and (word.isalpha() or word.isdecimal()):
        return ""
    return looks_like(word)


class Signs(dict[int, str]):
    """What is made of each sign, once it was asked for: a post has few that differ."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_SIGNS:
            self.clear()
        self[code] = self.make(chr(code))
        return self[code]


def plain(text: str) -> Plain:
    if text.isascii():
        return Plain(text, text)
    if all(len(SEEN[ord(sign)]) == 1 for sign in set(text)):
        return Plain(text, text.translate(SEEN))
    signs: list[str] = []
    places: list[int] = []
    begin = 0
    for found in BEYOND_ASCII.finditer(text):
        at = found.start()
        signs.append(text[begin:at])
        places.extend(range(begin, at))
        begin = at + 1
        if seen := SEEN[ord(found[0])]:
            signs.append(seen)
            places.extend([at] * len(seen))
    signs.append(text[begin:])
    places.extend(range(begin, len(text)))
    return Plain(text, "".join(signs), places)


def _seen_of(sign: str) -> str:
    """What a sign is in plain letters: "é" is "e", and a digit in a circle is that digit."""
    if sign.isascii():
        return sign
    if is_hiding(sign):
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(_digit_or_same(part) for part in parts if not is_accent(part))


def _digit_or_same(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


AT_A_GLANCE, SEEN = Signs(fold_name), Signs(_seen_of)
