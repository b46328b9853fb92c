"""Templates that are rendered once, and filled in ever after.

A skeleton is a Django template rendered with stand-ins in the places of the values that differ
each time. Between them stands what is the same for everybody, and joining that with the values is
one step. A value may be shown, and be put into an address, but the template may ask nothing of it.
Whatever it asks (`if`, `for`) is a fixed part, and each combination of fixed parts is a skeleton
of its own.

Values are escaped as templates do it, and are never looked at again once they are in.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forums.refs import ALPHABET, new_ref

# Of one process. A page has a few dozen, a post some hundred at most.
MOST_KEPT = 2000
# A stand-in is spelt like a ref, so that it can be part of an address. Nobody can know how it
# begins, and so nobody can write one into what is fixed, such as the guidelines of a circle.
BEGINNING = new_ref()[:10]
STAND_IN = re.compile(f"{BEGINNING}([{ALPHABET}]{{2}})")
INDENT = re.compile(r"\n\s+")

Fixed = TypeVar("Fixed", bound=NamedTuple)


class Cut(NamedTuple):
    """What a template makes of one combination of what is fixed, cut where the values go."""

    # Ready for `%`.
    text: str
    # Which of the values come, in this order, and each of them once.
    places: tuple[int, ...]
    used: tuple[int, ...]

    def fill(self, values: Sequence[Any]) -> SafeString:
        flat = list(values)
        # Each once, however often it stands there; and what is not shown is not even asked for.
        for place in self.used:
            value = flat[place]
            if type(value) is not SafeString:
                flat[place] = escape(value) if type(value) is str else conditional_escape(value)
        return SafeString(self.text % tuple([flat[place] for place in self.places]))


class Skeleton:
    """One template. `under` is the name by which it knows its parts; none for the top."""

    def __init__(self, template: str, *, under: str = "") -> None:
        self.template, self.under = template, under

    def cut(self, fixed: Sequence[NamedTuple], kinds: Sequence[type[Any]]) -> Cut:
        return self.cut_in(get_language(), fixed, kinds)

    def cut_in(
        self, language: str | None, fixed: Sequence[NamedTuple], kinds: Sequence[type[Any]]
    ) -> Cut:
        return _made(self.template, self.under, language, tuple(fixed), tuple(kinds))

    def fill(self, fixed: Sequence[NamedTuple], values: Sequence[NamedTuple]) -> SafeString:
        return self.cut(fixed, [type(each) for each in values]).fill([*chain(*values)])

    def plain(self, fixed: Sequence[NamedTuple], values: Sequence[NamedTuple]) -> SafeString:
        """The same by the template alone."""
        parts: dict[str, Any] = {}
        for part in (*fixed, *values):
            parts |= part._asdict()
        return render_to_string(self.template, {self.under: parts} if self.under else parts)


class Cuts(dict[Fixed, Cut], Generic[Fixed]):
    """The cuts of one skeleton by what is fixed. Of one request, which has one language: most
    rows of a list have it all in common."""

    def __init__(self, skeleton: Skeleton, *kinds: type[Any]) -> None:
        super().__init__()
        self.skeleton, self.kinds, self.language = skeleton, kinds, get_language()

    def __missing__(self, fixed: Fixed) -> Cut:
        cut = self[fixed] = self.skeleton.cut_in(self.language, (fixed,), self.kinds)
        return cut


@lru_cache(maxsize=MOST_KEPT)
def _made(
    template: str,
    under: str,
    _language: str | None,
    fixed: tuple[NamedTuple, ...],
    kinds: tuple[type[Any], ...],
) -> Cut:
    stand_ins = [
        kind(*(_stand_in(number) for number, _name in enumerate(kind._fields, start)))
        for kind, start in zip(kinds, _starts(kinds), strict=True)
    ]
    pieces = STAND_IN.split(Skeleton(template, under=under).plain(fixed, stand_ins))
    texts = [INDENT.sub("\n", piece).replace("%", "%%") for piece in pieces[::2]]
    places = tuple(_number(digits) for digits in pieces[1::2])
    return Cut("%s".join(texts), places, tuple(sorted(set(places))))


def _starts(kinds: Sequence[type[Any]]) -> list[int]:
    return [sum(len(kind._fields) for kind in kinds[:place]) for place in range(len(kinds))]


def _stand_in(number: int) -> SafeString:
    high, low = divmod(number, len(ALPHABET))
    return SafeString(BEGINNING + ALPHABET[high] + ALPHABET[low])


def _number(digits: str) -> int:
    return ALPHABET.index(digits[0]) * len(ALPHABET) + ALPHABET.index(digits[1])
