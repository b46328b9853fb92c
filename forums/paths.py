"""Places in a conversation, written so that text order is reading order.

A place is its parent's place and then its own number among its siblings. A number is written in
base 36 with the count of its digits in front ("1" is "11", "36" is "210"), so it sorts as a
number whatever its size. Compared byte by byte (PostgreSQL's "C" collation), a post comes after
the post that it answers, after all that is said below its elder siblings, and before all that is
said below its younger ones: a walk in depth-first order.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ROOT = ""


def child_path(parent_path: str, number: int) -> str:
    """The place of a post's n-th answer, n from 1."""
    digits = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return parent_path + DIGITS[len(digits)] + digits


def first_below(path: str) -> str:
    """Before everything that is said below this place, and behind the place itself."""
    return path + "0"


def end_of(path: str) -> str:
    """Behind everything that is said below this place, and before whatever comes next."""
    return path + "~"


def paths_above(path: str) -> list[str]:
    """The places of everything that this place's post answers, the root first."""
    above, end = [], 0
    while end < len(path):
        above.append(path[:end])
        end += 1 + DIGITS.index(path[end])
    return above
