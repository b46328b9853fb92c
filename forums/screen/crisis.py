# ruff: noqa: RUF001 (quotation marks and dashes as people type them)
"""Whether a text says that somebody may be in danger.

The wordings of each language are data (`data/crisis.*.toml`), looked for sentence by sentence in
words without capitals, accents and apostrophes. A wording is written word by word: `a|b` is
either, `a?` may be missing, `...` stands for up to three words, `^` and `$` are the ends of a
sentence. What somebody else said, what is long ago or made up, and what only looks the same does
not count. Nothing of this is ever sure: a hit offers help, and asks a person to look.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forums.screen.found import Found
from forums.screen.plain import Plain, plain

DATA = Path(__file__).parent / "data"
CRISIS = "crisis"
END_OF_SENTENCE = re.compile(
    r"[.!?;:\n\r…]+|\s[-–—]+\s|\s(?=(?:but|aber|mais|pero)\s)", re.IGNORECASE
)
QUOTED_LINE = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)
IN_MARKS = re.compile(r"[\"“”„«»‹›]([^\"“”„«»‹›\n]{1,400})[\"“”„«»‹›]")
NOTES = re.compile(r"[♪♫][^\n]*")
WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
APOSTROPHE = re.compile(r"['’`´]")
# Around words in quotation marks it is asked who said them.
NEAR = 60


@dataclass(frozen=True)
class Wordings:
    """What is looked for in one language."""

    language: str
    anchors: frozenset[str]
    wordings: re.Pattern[str]
    denied: re.Pattern[str]
    figures: re.Pattern[str]
    long_ago: re.Pattern[str]
    now: re.Pattern[str]
    others: re.Pattern[str]
    made_up: re.Pattern[str]


def crisis_in(text: str) -> Found | None:
    """The first sentence that says so, in any language that is known here."""
    read = plain(text)
    words = set(_words(read.text))
    spoken = [known for known in all_wordings() if not known.anchors.isdisjoint(words)]
    if not spoken:
        return None
    for known in spoken:
        own = _blanked(read.text, _said_by_others(read.text, known))
        for start, end in _sentences(own):
            if says_so(own[start:end], known):
                return Found(*_trimmed(read, start, end), CRISIS)
    return None


def says_so(sentence: str, known: Wordings) -> bool:
    said = f" {' '.join(_words(sentence))} "
    if known.made_up.search(said):
        return False
    if known.long_ago.search(said) and not known.now.search(said):
        return False
    return any(not _is_denied(said, found, known) for found in known.wordings.finditer(said))


def _is_denied(said: str, found: re.Match[str], known: Wordings) -> bool:
    if known.denied.search(said, 0, found.start()):
        return True
    return any(
        figure.start() < found.end() - 1 and figure.end() - 1 > found.start()
        for figure in known.figures.finditer(said)
    )


def _said_by_others(text: str, known: Wordings) -> Iterator[tuple[int, int]]:
    """Quotes of posts, songs, and words in quotation marks that somebody else said."""
    for pattern in (QUOTED_LINE, NOTES):
        yield from (found.span() for found in pattern.finditer(text))
    for found in IN_MARKS.finditer(text):
        before = text[max(0, found.start() - NEAR) : found.start()]
        around = f" {' '.join(_words(f'{before} {text[found.end() : found.end() + NEAR]}'))} "
        if known.others.search(around) or known.made_up.search(around):
            yield found.span()


def _blanked(text: str, parts: Iterable[tuple[int, int]]) -> str:
    for start, end in parts:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in END_OF_SENTENCE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _trimmed(read: Plain, start: int, end: int) -> tuple[int, int]:
    said = read.text[start:end]
    start += len(said) - len(said.lstrip())
    return read.span(start, start + len(said.strip()))


def _words(text: str) -> list[str]:
    return [APOSTROPHE.sub("", word).casefold() for word in WORD.findall(text)]


# --- The data ---------------------------------------------------------------------------------


@cache
def all_wordings() -> Sequence[Wordings]:
    return [read_wordings(path) for path in sorted(DATA.glob("crisis.*.toml"))]


def read_wordings(path: Path) -> Wordings:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    gap = rf"(?:(?!(?:{'|'.join(data['stops'])}) )\S+ ){{0,3}}?"

    def one_of(name: str, *, behind: str = "") -> re.Pattern[str]:
        parts = "|".join(_pattern_of(wording, gap=gap) for wording in data[name])
        return re.compile(f"(?<= )(?:{parts}){behind}")

    return Wordings(
        data["language"],
        frozenset(data["anchors"]),
        one_of("wordings"),
        one_of("denials", behind=r"\Z"),
        *(one_of(name) for name in ("figures", "long_ago", "now", "others", "made_up")),
    )


def _pattern_of(wording: str, *, gap: str) -> str:
    """A wording as a pattern of words, each with the space behind it."""
    return "".join(_part_of(part, gap) for part in wording.split())


def _part_of(part: str, gap: str) -> str:
    if part == "...":
        return gap
    if part == "^":
        return r"(?<=\A )"
    either = [_word_of(word) for word in part.removesuffix("?").split("|") if word]
    return f"(?:{'|'.join(either)}){'?' if part.endswith('?') else ''}"


def _word_of(word: str) -> str:
    return r"(?=\Z)" if word == "$" else f"{word} "
