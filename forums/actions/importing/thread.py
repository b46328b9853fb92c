"""The comments of one article, as posts at their places."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from accounts.keyed_hashes import keyed_hash
from forums.actions.imported_authors import personas_of
from forums.actions.importing.tally import Tally
from forums.choices import Markup
from forums.markup import html_from_html, text_from_html
from forums.models import Post, Topic
from forums.paths import ROOT, child_path
from forums.rules import DEEPEST
from forums.wordpress import (
    ARTICLE,
    Article,
    Comment,
    LeftOut,
    Moved,
    arrange,
    by_date,
    why_comment_left_out,
)

ROWS_AT_ONCE = 500
NEW_IDS = """
    select nextval(pg_get_serial_sequence('forums_post', 'id')) from generate_series(1, %s)
"""


@dataclass(frozen=True)
class Coming:
    """A comment that is to be imported, and its sanitised HTML."""

    comment: Comment
    html: str
    import_key: str


@dataclass
class Placed:
    """Posts that are to be written, each behind the one that it answers."""

    new: list[tuple[Post, Comment]] = field(default_factory=list)
    # Posts that are here already, and have more answers now.
    grown: dict[int, Post] = field(default_factory=dict)
    moved: Counter[Moved] = field(default_factory=Counter)


def coming_comments(article: Article, unwanted: Collection[str], tally: Tally) -> dict[str, Coming]:
    """The comments that are to be imported, by their ids. The others are counted.

    `unwanted` holds the identities of those who have taken back what they said.
    """
    keys = _keys_of(article)
    posts = Post.objects.filter(import_key__in=keys.values())
    here = set(posts.values_list("import_key", flat=True))
    seen: set[str] = set()
    coming = {}
    for comment in article.comments:
        if comment.id in seen:
            tally.skipped[LeftOut.REPEATED] += 1
        elif keys[comment.id] in here:
            tally.replies_here += 1
        elif why := why_comment_left_out(comment):
            tally.skipped[why] += 1
        elif comment.author.identity in unwanted:
            tally.skipped[LeftOut.TAKEN_BACK] += 1
        elif text_from_html(html := html_from_html(comment.html)):
            coming[comment.id] = Coming(comment, html, keys[comment.id])
        else:
            tally.skipped[LeftOut.EMPTY] += 1
        seen.add(comment.id)
    return coming


def add_replies(
    topic: Topic, article: Article, coming: Mapping[str, Coming], *, now: datetime
) -> Counter[Moved]:
    """Write comments at their places: what `add_post` does, but for thousands at a time. Like
    there, the topic is locked after its posts."""
    placed = place_replies(topic, article, coming, now=now)
    placed.new.sort(key=lambda each: by_date(each[1]))
    personas = personas_of(comment.author for _post, comment in placed.new)
    # Numbered by date, as they would have been: by its number a post is new to somebody or not.
    for (post, comment), number in zip(placed.new, _new_ids(len(placed.new)), strict=True):
        post.pk = number
        post.author = personas[comment.author.identity]
    _write(topic, [post for post, _comment in placed.new], placed.grown.values())
    return placed.moved


def place_replies(
    topic: Topic | None, article: Article, coming: Mapping[str, Coming], *, now: datetime
) -> Placed:
    """The comments as posts without an author; without a topic, as in one that is to be opened."""
    posts = _posts_here(topic, article) if topic else {ARTICLE: Post(path=ROOT, said_at=now)}
    placed = Placed()
    for each in arrange(article.comments, kept=coming.keys() | posts.keys()):
        if each.comment.id in posts:
            continue
        parent, why_moved = posts[each.parent_id], each.moved
        if parent.depth >= DEEPEST and parent.parent is not None:
            parent, why_moved = parent.parent, why_moved or Moved.TOO_DEEP
        post = _answer(parent, coming[each.comment.id], now=now)
        posts[each.comment.id] = post
        placed.new.append((post, each.comment))
        placed.moved.update([why_moved] if why_moved else [])
        if parent.pk:
            placed.grown[parent.pk] = parent
    return placed


def _posts_here(topic: Topic, article: Article) -> dict[str, Post]:
    """The posts of a topic that are its article and comments of it, by the comments' ids; locked,
    so that nobody else numbers an answer to them meanwhile."""
    fields = (
        "topic",
        "parent",
        "path",
        "depth",
        "answers_numbered",
        "answers_count",
        "said_at",
        "import_key",
    )
    rows = topic.posts.select_for_update(no_key=True).only(*fields).order_by("pk")
    by_pk = {post.pk: post for post in rows}
    for post in by_pk.values():
        # One object for one row, so that its answers are counted in one place.
        post.parent = by_pk[post.parent_id] if post.parent_id else None
    by_key = {post.import_key: post for post in by_pk.values() if post.import_key}
    here = {comment: by_key[key] for comment, key in _keys_of(article).items() if key in by_key}
    return here | {ARTICLE: next(post for post in by_pk.values() if post.parent_id is None)}


def _answer(parent: Post, coming: Coming, *, now: datetime) -> Post:
    # The count alone where it was written before numbers were given apart from it.
    parent.answers_numbered = max(parent.answers_numbered, parent.answers_count) + 1
    parent.answers_count += 1
    return Post(
        topic_id=parent.topic_id,
        parent=parent,
        path=child_path(parent.path, parent.answers_numbered),
        depth=parent.depth + 1,
        markup=Markup.HTML,
        source=coming.comment.html,
        html=coming.html,
        said_at=min(coming.comment.said_at or parent.said_at, now),
        import_key=coming.import_key,
    )


def _new_ids(count: int) -> list[int]:
    """Numbers for new posts, taken before they are written: an answer needs that of its parent."""
    with connection.cursor() as cursor:
        cursor.execute(NEW_IDS, [count])
        return [number for (number,) in cursor.fetchall()]


def _write(topic: Topic, new: list[Post], grown: Iterable[Post]) -> None:
    Post.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    Post.objects.bulk_update(grown, ["answers_numbered", "answers_count"], batch_size=ROWS_AT_ONCE)
    Topic.objects.filter(pk=topic.pk).update(
        replies_count=F("replies_count") + len(new),
        last_post_at=Greatest(F("last_post_at"), max(post.said_at for post in new)),
    )


def _keys_of(article: Article) -> dict[str, str]:
    return {
        comment.id: keyed_hash("imported post", f"{article.identity}\n{comment.id}")
        for comment in article.comments
    }
