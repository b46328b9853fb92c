"""Which letters look alike, and whose letters they are: Unicode's own tables (UTS #39, UAX #24).

The files beside this one are Unicode's, unchanged; docs/decisions/0015-names-that-look-alike.md
says why they are kept here, and what a newer version of them takes.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "unicode"

# Who writes with several scripts at once (UTS #39, 5.1), beside the Latin letters that everybody
# mixes in. "Highly restrictive" is one script, or Latin and one of these.
WRITTEN_TOGETHER = {
    "Hani": {"Hanb", "Jpan", "Kore"},
    "Hira": {"Jpan"},
    "Kana": {"Jpan"},
    "Hang": {"Kore"},
    "Bopo": {"Hanb"},
}
MIXES_WITH_LATIN = {"Hanb", "Jpan", "Kore"}
OF_EVERYBODY = {"Zyyy", "Zinh"}


@cache
def looks_like() -> dict[str, str]:
    """For every letter that looks like another letter (or several), that one."""
    return {
        chr(int(letter, 16)): "".join(chr(int(code, 16)) for code in alike.split())
        for letter, alike, _kind in _rows("confusables.txt")
    }


def mixes_scripts(text: str) -> bool:
    """Whether the text is written in more than UTS #39 calls "highly restrictive"."""
    whose = [scripts for letter in text if (scripts := scripts_of(letter))]
    if not whose or frozenset.intersection(*whose):
        return False
    others = [scripts for scripts in whose if "Latn" not in scripts]
    return not frozenset.intersection(*others) & MIXES_WITH_LATIN


def mixes_digits(text: str) -> bool:
    """Whether digits of several kinds stand in it: each kind has a zero of its own."""
    digits = (letter for letter in text if unicodedata.category(letter) == "Nd")
    return len({ord(digit) - unicodedata.decimal(digit) for digit in digits}) > 1


def scripts_of(letter: str) -> frozenset[str]:
    """The scripts that a letter is used in; none, where that is every one."""
    if letter in (shared := _shared_letters()):
        return shared[letter]
    starts, spans = _spans()
    at = bisect_right(starts, ord(letter)) - 1
    last, scripts = spans[at] if at >= 0 else (-1, frozenset[str]())
    return scripts if ord(letter) <= last else frozenset()


@cache
def _shared_letters() -> dict[str, frozenset[str]]:
    """Letters that several scripts use, and no others."""
    return {
        chr(code): _with_company(names.split())
        for span, names in _rows("ScriptExtensions.txt")
        for code in _span(span)
    }


@cache
def _spans() -> tuple[list[int], list[tuple[int, frozenset[str]]]]:
    """Where each run of letters of one script begins; where it ends, and the script."""
    codes = {row[2]: row[1] for row in _rows("PropertyValueAliases.txt") if row[0] == "sc"}
    runs = sorted(
        (_span(span)[0], _span(span)[-1], _with_company([codes[name]]))
        for span, name in _rows("Scripts.txt")
    )
    return [start for start, _last, _scripts in runs], [run[1:] for run in runs]


def _with_company(scripts: list[str]) -> frozenset[str]:
    if OF_EVERYBODY.issuperset(scripts):
        return frozenset()
    return frozenset(scripts).union(*(WRITTEN_TOGETHER.get(script, ()) for script in scripts))


def _span(text: str) -> range:
    first, _dots, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def _rows(name: str) -> Iterator[list[str]]:
    with (TABLES / name).open(encoding="utf-8-sig") as lines:
        for line in lines:
            if row := line.partition("#")[0].strip():
                yield [field.strip() for field in row.split(";")]
