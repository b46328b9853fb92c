"""What became of an export."""

from collections import Counter
from dataclasses import dataclass, field

from forums.wordpress import LeftOut, Moved


@dataclass
class CircleTally:
    """What came into one circle."""

    topics: int = 0
    replies: int = 0
    # It was not there before.
    is_new: bool = False


@dataclass
class Tally:
    """What became of every article and every comment in the file: each counts once."""

    topics: int = 0
    replies: int = 0
    topics_here: int = 0
    replies_here: int = 0
    # Of the topics that were here, those in another circle.
    topics_elsewhere: int = 0
    skipped: Counter[LeftOut] = field(default_factory=Counter)
    # Replies that came, but stand under another post than the one they answer.
    moved: Counter[Moved] = field(default_factory=Counter)
    # By the names of the circles.
    circles: dict[str, CircleTally] = field(default_factory=dict)
    # The words of the map of categories that fitted an article.
    fitted: set[str] = field(default_factory=set)
    # The sentence that says where the file broke.
    broken: str = ""

    def count_in(self, circle: str, *, topics: int, replies: int, is_new: bool) -> None:
        self.topics += topics
        self.replies += replies
        here = self.circles.setdefault(circle, CircleTally())
        here.topics += topics
        here.replies += replies
        here.is_new |= is_new
