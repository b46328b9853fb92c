"""Answers without words, as they stand at a post."""

from collections.abc import Collection, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forums.choices import ReactionKind
from forums.queries.reactions import Heard


def gave(kinds: Collection[str]) -> dict[str, bool]:
    """What a post's template asks of what its reader said without words."""
    return {f"gave_{kind}": kind in kinds for kind in ReactionKind.values}


def heard_by_author(heard: Sequence[Heard]) -> SafeString:
    """Who said what, below a post of one's own; nothing below most."""
    if not heard:
        return SafeString()
    return render_to_string("forums/_heard.html", {"heard": heard})
