"""What somebody never wants to show, known by keyed hashes of its words alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.keyed_hashes import keyed_hasher
from forums.screen.plain import Plain, plain

# Longer ones would have to be typed again word by word to be found.
MOST_WORDS = 4
# A number stands for itself, however it is grouped; of fewer digits it would be found everywhere.
FEWEST_DIGITS = 4
# Nobody writes a number in more groups than these.
MOST_GROUPS = 8


@dataclass(frozen=True)
class Kept:
    hint: str
    words_hash: str
    words_count: int
    # Hashes of one person say nothing about those of another.
    owner: int


def words_of(text: str) -> list[str]:
    """Its words as they are compared; digits that stand together are one word."""
    read = plain(text)
    words = [word.text for word in read.words]
    return ["".join(words)] if words and all(map(str.isdecimal, words)) else words


def hash_of(words: Sequence[str], *, owner: int) -> str:
    return keyed_hasher(_purpose(owner))(" ".join(words))


def kept_in(read: Plain, kept: Sequence[Kept]) -> Iterator[tuple[int, int, str]]:
    """Where each of these stands, with what its owner calls it. All are of one person.

    Every run of words is hashed once, however often it stands there: most posts have nothing to be
    found in them, and this is what looking at one takes longest for.
    """
    if not kept:
        return
    hints = {each.words_hash: each.hint for each in kept}
    hashed = keyed_hasher(_purpose(kept[0].owner))
    for runs in _runs(read, {each.words_count for each in kept}):
        said = {text for text, _start, _end in runs}
        found = {text: hint for text in said if (hint := hints.get(hashed(text)))}
        if found:
            yield from ((start, end, found[text]) for text, start, end in runs if text in found)


def _runs(read: Plain, counts: set[int]) -> Iterator[list[tuple[str, int, int]]]:
    """All runs of so many words, each with where it stands, and numbers however grouped."""
    texts = [word.text for word in read.words]
    starts = [word.start for word in read.words]
    ends = [word.end for word in read.words]
    for count in counts:
        joined = map(" ".join, zip(*(texts[at:] for at in range(count)), strict=False))
        yield list(zip(joined, starts, ends[count - 1 :], strict=False))
    if 1 in counts:
        yield list(_numbers(read))


def _numbers(read: Plain) -> Iterator[tuple[str, int, int]]:
    """Digits that stand together are one word, whatever is between them: "030 12 34"."""
    words = read.words
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].text.isdecimal():
            end += 1
        for first in range(at, end):
            for last in range(first + 2, min(end, first + MOST_GROUPS) + 1):
                run = words[first:last]
                yield "".join(word.text for word in run), run[0].start, run[-1].end
        at = max(end, at + 1)


def _purpose(owner: int) -> str:
    return f"never-reveal:{owner}"
