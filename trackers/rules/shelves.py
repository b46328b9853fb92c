"""The small lists: reasons, things to do instead, helpers, places, belongings."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

LONGEST_WORDS = 5_000
MOST_ON_A_SHELF = 300


def why_not_put(*, headline: str, texts: Iterable[str], on_shelf: int = 0) -> str | None:
    if not headline.strip():
        return _("There are no words in it yet.")
    if any(len(text) > LONGEST_WORDS for text in texts):
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_WORDS}
    if on_shelf >= MOST_ON_A_SHELF:
        return _(
            "There are %(most)d here already. Throw one away first, and then add this one."
        ) % {"most": MOST_ON_A_SHELF}
    return None
