"""Telephone numbers, by what a library knows of each country's."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from phonenumbers import Leniency, PhoneMetadata, PhoneNumberMatcher

from forums.screen.plain import Plain

# What could be one. Nothing in it can be read in two ways, so that no text takes long.
CANDIDATE = re.compile(r"(?<![\w.,/=-])(?:\+|\(\+?)?\d(?:[ \t.()/-]{0,3}\d){5,16}(?![\w=])")
# "O" for a zero and "l" for a one, as some type them to get past this.
ZERO_LIKE = re.compile(r"(\b|(?<=\d)[ .-]?)[oO](?=[ .-]?\d)")
ONE_LIKE = re.compile(r"(?<=\d)([ .-]?)[lI|](?=[ .-]?\d)")
DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}\b|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2})\b")
# Of so many that stand together it is asked whether they are numbers; more of them are a table.
MOST_CANDIDATES = 8


def phones_in(plain: Plain, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Numbers as they are called in these countries, and those of any country with a plus."""
    for start, end in plain.around_digits:
        part = ONE_LIKE.sub(r"\g<1>1", ZERO_LIKE.sub(r"\g<1>0", plain.text[start:end]))
        for number, found in enumerate(CANDIDATE.finditer(part)):
            if number == MOST_CANDIDATES:
                break
            if not DATE.match(found[0]) and is_phone(found[0], regions):
                yield start + found.start(), start + found.end()


def is_phone(written: str, regions: Sequence[str]) -> bool:
    digits = digits_of(written)
    if written.lstrip("(").startswith("+"):
        return _is_valid(written, "ZZ")
    if digits.startswith("00"):
        return _is_valid("+" + written[2:].lstrip(" ()"), "ZZ")
    return any(_may_be_called(digits, region) and _is_valid(written, region) for region in regions)


def digits_of(written: str) -> str:
    return re.sub(r"\D", "", written)


def _is_valid(written: str, region: str) -> bool:
    """As the library finds it in running text: dates, times and sums are none."""
    return any(True for _ in PhoneNumberMatcher(written, region, Leniency.VALID, max_tries=3))


def _may_be_called(digits: str, region: str) -> bool:
    """Whether to ask the library at all, which takes a while."""
    prefix, lengths = _shape(region)
    national = digits.removeprefix(prefix)
    if prefix == "0" and national == digits:
        return False
    return len(national) in lengths


@cache
def _shape(region: str) -> tuple[str, frozenset[int]]:
    """What numbers begin with in a country, and how long they are without it."""
    known = PhoneMetadata.metadata_for_region(region, None)
    if known is None or known.general_desc is None:
        return "", frozenset()
    return known.national_prefix or "", frozenset(known.general_desc.possible_length)
