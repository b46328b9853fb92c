"""What a message through the one open channel should be: short, about the matter, closed.

A help, not a judge: each remark says what was seen and what could stand there instead. The word
lists are English; a text in another language is looked at for its length and its questions.
Nothing of it leaves the server, and nothing of it is kept.
"""

import re

from django.utils.translation import gettext as _

MOST_WORDS = 60
LONGEST_DRAFT = 5_000

FEELINGS = {
    "angry", "disappointed", "feel", "feeling", "feelings", "felt", "hate", "hope", "hurt", "love",
    "loved", "lonely", "miss", "missed", "sad", "scared", "upset", "wish",
}  # fmt: skip
EXPLAINING = {"because", "explain", "honestly", "actually", "reason", "why"}
BLAMING = {"always", "never", "your fault", "you said", "you promised", "as usual", "again you"}
OPENING = {
    "call me", "let me know", "talk about", "we could", "we should", "what do you think",
    "whenever you", "would you like",
}  # fmt: skip
APOLOGISING = {"sorry", "apologise", "apologize", "forgive", "forgiveness"}
PAST = {"back then", "used to", "remember when", "last year", "our relationship", "between us"}
WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"


def remarks(text: str) -> list[str]:
    """What to look at again, in the order in which it matters. Nothing where it is fine."""
    plain = " ".join(text.lower().replace(CURLED, "'").split())
    words = WORDS.findall(plain)
    checks = [
        (len(words) > MOST_WORDS, _("It is long. What is the one thing that has to be known?")),
        (
            "?" in text,
            _("A question asks for an answer. Can it be a sentence with a choice of two?"),
        ),
        (_has(plain, OPENING), _("This leaves a door open. Say what is fixed, and stop there.")),
        (_has(plain, FEELINGS), _("A feeling gives something to hold on to. Try it without.")),
        (_has(plain, BLAMING), _("This is about them. Say what is needed, with day and hour.")),
        (_has(plain, APOLOGISING), _("You need not excuse yourself for a plan.")),
        (_has(plain, EXPLAINING), _("An explanation can be argued with. It can be left out.")),
        (_has(plain, PAST), _("This looks back. Only what lies ahead has to be settled.")),
        ("!" in text, _("A full stop is enough.")),
    ]
    return [said for seen, said in checks if seen]


def _has(plain: str, phrases: set[str]) -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", plain) for phrase in phrases)
