"""Another name, for one topic: whether somebody can take one, and names that are free."""

import secrets

from forums.models import Persona, Post, Topic
from forums.queries.readers import Reader
from forums.rules import why_not_wear
from forums.validators import fold_name

# Names that say nothing about anybody: quiet things, seen outside.
FIRST_WORDS = (
    "Amber", "Blue", "Clear", "Early", "Evening", "Far", "Gentle", "Golden", "Green", "Grey",
    "High", "Hidden", "Late", "Little", "Morning", "Mossy", "Northern", "Open", "Patient", "Pale",
    "Plain", "Quiet", "River", "Silver", "Slow", "Small", "Soft", "Still", "Summer", "Warm",
)  # fmt: skip
SECOND_WORDS = (
    "Alder", "Acorn", "Birch", "Brook", "Cedar", "Clover", "Cloud", "Fern", "Field", "Finch",
    "Harbour", "Hazel", "Heather", "Heron", "Island", "Kestrel", "Lantern", "Lark", "Linnet",
    "Maple", "Meadow", "Orchard", "Pebble", "Plover", "Rowan", "Sparrow", "Spruce", "Swallow",
    "Thistle", "Willow",
)  # fmt: skip
TRIES_PER_NAME = 4


def why_not_wear_in(topic: Topic, reader: Reader) -> str | None:
    """Why a reader cannot take another name in this topic."""
    has_written = Post.objects.filter(topic=topic, author=reader.persona).exists()
    return why_not_wear(has_face=reader.face is not None, has_written=has_written)


def free_names(count: int) -> list[str]:
    """A few names of two words that nobody has, drawn anew each time. One look-up."""
    drawn = [_draw() for _ in range(count * TRIES_PER_NAME)]
    by_fold = {fold_name(name): name for name in drawn}
    taken = Persona.objects.filter(name_folded__in=by_fold).values_list("name_folded", flat=True)
    for folded in taken:
        del by_fold[folded]
    return list(by_fold.values())[:count]


def _draw() -> str:
    return f"{secrets.choice(FIRST_WORDS)} {secrets.choice(SECOND_WORDS)}"
