"""Puts the comments of an article under what they answer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from forums.wordpress.export import Comment

ARTICLE = ""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Moved(TextChoices):
    """Why a comment stands under another one than the one it answers."""

    MISSING = "missing", _("parent missing")
    LEFT_OUT = "left_out", _("parent skipped")
    CIRCLE = "circle", _("parents in a circle")
    TOO_DEEP = "too_deep", _("too deep")


@dataclass(frozen=True)
class Placed:
    comment: Comment
    # The id of the comment under which it stands; ARTICLE for the article itself.
    parent_id: str
    moved: Moved | None


def by_date(comment: Comment) -> tuple[datetime, int, str]:
    """Sorts by date, then as WordPress numbered them; undated ones come first."""
    return comment.said_at or LONG_AGO, len(comment.id), comment.id


def arrange(comments: Sequence[Comment], *, kept: Collection[str]) -> list[Placed]:
    """The kept comments, each after the one it stands under, siblings by date.

    What answers a comment that was not kept goes under the nearest one above that was; what
    answers nothing in the file, or itself in a circle, goes under the article.
    """
    # Of several comments with one id the first counts.
    by_id = {comment.id: comment for comment in reversed(comments)}
    parents, moved = _kept_parents(by_id, kept)
    for first in tuple(_first_of_circles(parents, by_id)):
        parents[first], moved[first] = ARTICLE, Moved.CIRCLE
    answers: dict[str, list[Comment]] = defaultdict(list)
    for comment_id, parent_id in parents.items():
        answers[parent_id].append(by_id[comment_id])
    placed: list[Placed] = []
    level = [ARTICLE]
    while level:
        found = [c for parent_id in level for c in sorted(answers[parent_id], key=by_date)]
        placed += [Placed(c, parents[c.id], moved.get(c.id)) for c in found]
        level = [c.id for c in found]
    return placed


def _kept_parents(
    by_id: Mapping[str, Comment], kept: Collection[str]
) -> tuple[dict[str, str], dict[str, Moved]]:
    parents: dict[str, str] = {}
    moved: dict[str, Moved] = {}
    nearest: dict[str, str] = {}
    for comment in by_id.values():
        if comment.id not in kept:
            continue
        parent_id = comment.parent_id
        parents[comment.id] = _nearest_kept(parent_id, by_id, kept, nearest)
        if parent_id and parent_id not in kept:
            moved[comment.id] = Moved.LEFT_OUT if parent_id in by_id else Moved.MISSING
    return parents, moved


def _nearest_kept(
    comment_id: str,
    by_id: Mapping[str, Comment],
    kept: Collection[str],
    nearest: dict[str, str],
) -> str:
    """The comment itself or the nearest above it that is kept, else the article. `nearest`
    remembers what was found on the way, so that a long way up is gone once."""
    way = []
    while comment_id in by_id and comment_id not in kept and comment_id not in nearest:
        # Until something better is known; it ends a circle.
        nearest[comment_id] = ARTICLE
        way.append(comment_id)
        comment_id = by_id[comment_id].parent_id
    found = comment_id if comment_id in kept else nearest.get(comment_id, ARTICLE)
    nearest.update(dict.fromkeys(way, found))
    return found


def _first_of_circles(parents: Mapping[str, str], by_id: Mapping[str, Comment]) -> Iterator[str]:
    """The earliest comment of every circle."""
    seen: set[str] = set()
    for comment_id in parents:
        way: dict[str, None] = {}
        while comment_id and comment_id not in seen:
            seen.add(comment_id)
            way[comment_id] = None
            comment_id = parents[comment_id]
        if comment_id in way:
            ids = list(way)
            circle = ids[ids.index(comment_id) :]
            yield min(circle, key=lambda each: by_date(by_id[each]))
