"""The screen: what can be found in a text, without knowing who wrote it.

Pure: a text in, places in it out. Which of it is looked for, and what follows, is for rules that
the operator writes (forums/queries/screening.py, docs/decisions/0020-screen.md).
"""

from forums.screen.crisis import crisis_in
from forums.screen.details import details_in, own_host
from forums.screen.found import Found
from forums.screen.help_lines import Line, lines_known
from forums.screen.links import links_out
from forums.screen.never_reveal import FEWEST_DIGITS, MOST_WORDS, Kept, hash_of, words_of
from forums.screen.patterns import patterns_in, patterns_of, why_not_pattern
from forums.screen.phones import digits_of
from forums.screen.phrases import phrases
from forums.screen.plain import Plain, plain
from forums.screen.repeats import how_often

__all__ = [
    "FEWEST_DIGITS",
    "MOST_WORDS",
    "Found",
    "Kept",
    "Line",
    "Plain",
    "crisis_in",
    "details_in",
    "digits_of",
    "hash_of",
    "how_often",
    "lines_known",
    "links_out",
    "own_host",
    "patterns_in",
    "patterns_of",
    "phrases",
    "plain",
    "why_not_pattern",
    "words_of",
]
