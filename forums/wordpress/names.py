"""Names of imported authors, made to fit what a persona may be called."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from forums.validators import fold_name, legible

LONGEST_NAME = 40
LONGEST_FOLDED = 80
# Formats (joiners, direction marks), private use, unassigned.
DROPPED_CATEGORIES = {"Cf", "Co", "Cn"}
# A space and seven digits.
LONGEST_NUMBER = 8
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# People write their mail address or their site where the name belongs. Neither is for others.
ADDRESS = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)


def fit_name(name: str) -> str:
    """The name without addresses, tags and hidden characters, cut to length. Empty where nothing
    is left."""
    shown = "".join(
        " " if letter.isspace() else letter
        for letter in name
        if letter.isspace() or unicodedata.category(letter) not in DROPPED_CATEGORIES
    )
    shown = " ".join(legible(ADDRESS.sub(" ", TAG.sub("", shown))).split())
    fitting = legible(_cut(shown, LONGEST_NAME, LONGEST_FOLDED)).rstrip()
    return fitting if fold_name(fitting) and any(map(str.isalnum, fitting)) else ""


def free_names(wanted: Sequence[str], *, taken: Collection[str]) -> list[str]:
    """For each wanted name that name, or with the next number where somebody has it already:
    "Anna", "Anna 2", "Anna 3". `taken` holds folded names."""
    gone = set(taken)
    last: dict[str, int] = {}
    names = []
    for name in wanted:
        number, free = last.get(name, 0), ""
        while not free or fold_name(free) in gone:
            number += 1
            free = name if number == 1 else _numbered(name, number)
        last[name] = number
        gone.add(fold_name(free))
        names.append(free)
    return names


def stem(name: str) -> str:
    """What the name and all its numbered kin begin with."""
    return _cut(name, LONGEST_NAME - LONGEST_NUMBER, LONGEST_FOLDED - LONGEST_NUMBER)


def _numbered(name: str, number: int) -> str:
    suffix = f" {number}"
    return _cut(name, LONGEST_NAME - len(suffix), LONGEST_FOLDED - len(suffix)) + suffix


def _cut(name: str, longest: int, longest_folded: int) -> str:
    name = name[:longest].rstrip()
    while len(fold_name(name)) > longest_folded:
        name = name[:-1].rstrip()
    return name
