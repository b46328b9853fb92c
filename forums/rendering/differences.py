"""What has changed in a text since it was reported."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString

# Where one word ends without a space.
ENDS = re.compile(r"</(?:p|li|blockquote|h[1-6]|pre|td|th|tr|div)>|<br\s*/?>", re.IGNORECASE)
# Comparing takes its time: of longer texts, the page says only that they differ.
MOST_WORDS = 3000


def words_in(html: str) -> list[str]:
    return unescape(strip_tags(ENDS.sub(r"\g<0> ", html))).split()


def differences(before: str, after: str) -> SafeString | None:
    """The words of both, with what went and what came marked as such; nothing where they are the
    same, or too long to be compared."""
    then, now = words_in(before), words_in(after)
    if then == now or max(len(then), len(now)) > MOST_WORDS:
        return None
    return SafeString(" ".join(_marked(then, now)))


def _marked(then: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    for how, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if how == "equal":
            yield escape(" ".join(then[a:b]))
            continue
        if a != b:
            yield f"<del>{escape(' '.join(then[a:b]))}</del>"
        if c != d:
            yield f"<ins>{escape(' '.join(now[c:d]))}</ins>"
