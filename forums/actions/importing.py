"""Brings a comment community in from a WordPress export.

Each article is one transaction: where a run ends early, what it had read stays, and the next run
goes on from there. Whatever is here already is recognised by its import key and left as it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.actions.circles import open_circle
from forums.actions.conversation import add_topic
from forums.actions.imported_authors import personas_of
from forums.actions.traces import leave_trail
from forums.choices import Markup
from forums.markup import html_from_html, text_from_html
from forums.models import Circle, Persona, Post, Topic
from forums.paths import child_path
from forums.rules import DEEPEST
from forums.wordpress import (
    ARTICLE,
    Article,
    BrokenExport,
    Comment,
    LeftOut,
    Moved,
    arrange,
    by_date,
    read_export,
    why_article_left_out,
    why_comment_left_out,
)

ROWS_AT_ONCE = 500
LONGEST_TITLE = 200
LONGEST_MADE_UP_TITLE = 60
# What stands further back in a title (or in the text that must do for one) is not looked at.
LONGEST_TITLE_READ = 2000


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
    # The sentence that says where the file broke.
    broken: str = ""

    def add(self, other: "Tally") -> None:
        self.topics += other.topics
        self.replies += other.replies
        self.topics_here += other.topics_here
        self.replies_here += other.replies_here
        self.topics_elsewhere += other.topics_elsewhere
        self.skipped += other.skipped
        self.moved += other.moved


@dataclass(frozen=True)
class Coming:
    """A comment that is to be imported, and its sanitised HTML."""

    comment: Comment
    html: str


def import_community(
    *, by: User | None, circle_name: str, export: BinaryIO, now: datetime
) -> Tally:
    """Make topics of the articles of an export, and nested posts of their comments.

    Raises NotAnExport, or ValidationError where the circle's name will not do. Where the file
    breaks, the tally says so.
    """
    tally = Tally()
    try:
        for article in read_export(export):
            tally.add(_import_article(article, by=by, circle_name=circle_name, now=now))
    except BrokenExport as broken:
        tally.broken = str(broken)
    return tally


@transaction.atomic
def _import_article(article: Article, *, by: User | None, circle_name: str, now: datetime) -> Tally:
    tally = Tally()
    if why := why_article_left_out(article):
        tally.skipped[why] += 1
        tally.skipped.update(
            why_comment_left_out(comment) or LeftOut.UNDER_LEFT_OUT for comment in article.comments
        )
        return tally
    topic = _topic_of(article)
    circle = topic.circle if topic else _circle(by=by, name=circle_name)
    # Two runs of one file at once take turns, and the second finds what the first brought.
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    topic = topic or _topic_of(article)
    coming = _coming_comments(article, tally)
    if topic is None:
        tally.topics = 1
        topic = _open_topic(article, circle, now=now)
    else:
        tally.topics_here = 1
        tally.topics_elsewhere = int(circle.name != _spaced(circle_name))
    if coming:
        tally.replies = len(coming)
        tally.moved = _add_replies(topic, article, coming, now=now)
    if tally.topics or tally.replies:
        what = {"topic": topic.ref, "replies": tally.replies}
        leave_trail(by=by, verb="import_topic", kind="circle", ref=circle.ref, **what)
    return tally


def _topic_of(article: Article) -> Topic | None:
    topics = Topic.objects.select_related("circle")
    return topics.filter(import_key=_topic_key(article)).first()


def _circle(*, by: User | None, name: str) -> Circle:
    name = _spaced(name)
    return Circle.objects.filter(name=name).first() or open_circle(by=by, name=name)


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _coming_comments(article: Article, tally: Tally) -> dict[str, Coming]:
    """The comments that are to be imported, by their ids. The others are counted."""
    keys = {comment.id: _post_key(article, comment.id) for comment in article.comments}
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
        elif text_from_html(html := html_from_html(comment.html)):
            coming[comment.id] = Coming(comment, html)
        else:
            tally.skipped[LeftOut.EMPTY] += 1
        seen.add(comment.id)
    return coming


def _open_topic(article: Article, circle: Circle, *, now: datetime) -> Topic:
    dates = [comment.said_at for comment in article.comments if comment.said_at]
    return add_topic(
        circle=circle,
        author=personas_of([article.author])[article.author.identity],
        title=_title(article),
        source=article.html,
        markup=Markup.HTML,
        at=min(article.written_at or min(dates, default=now), now),
        import_key=_topic_key(article),
    )


def _title(article: Article) -> str:
    title = text_from_html(article.title[:LONGEST_TITLE_READ])
    if title:
        return _cut(title, LONGEST_TITLE)
    words = text_from_html(html_from_html(article.html[:LONGEST_TITLE_READ]))
    return _cut(words, LONGEST_MADE_UP_TITLE) or _("Untitled")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _add_replies(
    topic: Topic, article: Article, coming: Mapping[str, Coming], *, now: datetime
) -> Counter[Moved]:
    """Write comments at their places: what `add_post` does, but for thousands at a time. Like
    there, the topic is locked after its posts."""
    comments = sorted((each.comment for each in coming.values()), key=by_date)
    personas = personas_of(comment.author for comment in comments)
    posts = _posts_here(topic, article)
    grown: dict[int, Post] = {}
    new: list[Post] = []
    moved: Counter[Moved] = Counter()
    for placed in arrange(article.comments, kept=coming.keys() | posts.keys()):
        if placed.comment.id in posts:
            continue
        parent, why_moved = posts[placed.parent_id], placed.moved
        if parent.depth >= DEEPEST and parent.parent is not None:
            parent, why_moved = parent.parent, why_moved or Moved.TOO_DEEP
        post = _answer(parent, coming[placed.comment.id], personas, now=now)
        post.import_key = _post_key(article, placed.comment.id)
        posts[placed.comment.id] = post
        new.append(post)
        moved.update([why_moved] if why_moved else [])
        if parent.pk:
            grown[parent.pk] = parent
    _write(topic, new, grown.values())
    return moved


def _posts_here(topic: Topic, article: Article) -> dict[str, Post]:
    """The posts of a topic that are its article and comments of it, by the comments' ids; locked,
    so that nobody else numbers an answer to them meanwhile."""
    fields = ("topic", "parent", "path", "depth", "answers_count", "said_at", "import_key")
    rows = topic.posts.select_for_update(no_key=True).only(*fields).order_by("pk")
    by_pk = {post.pk: post for post in rows}
    for post in by_pk.values():
        # One object for one row, so that its answers are counted in one place.
        post.parent = by_pk[post.parent_id] if post.parent_id else None
    by_key = {post.import_key: post for post in by_pk.values() if post.import_key}
    keys = {comment.id: _post_key(article, comment.id) for comment in article.comments}
    here = {comment_id: by_key[key] for comment_id, key in keys.items() if key in by_key}
    return here | {ARTICLE: next(post for post in by_pk.values() if post.parent_id is None)}


def _answer(
    parent: Post, coming: Coming, personas: Mapping[str, Persona], *, now: datetime
) -> Post:
    parent.answers_count += 1
    return Post(
        topic_id=parent.topic_id,
        parent=parent,
        path=child_path(parent.path, parent.answers_count),
        depth=parent.depth + 1,
        author=personas[coming.comment.author.identity],
        markup=Markup.HTML,
        source=coming.comment.html,
        html=coming.html,
        said_at=min(coming.comment.said_at or parent.said_at, now),
    )


def _write(topic: Topic, new: list[Post], grown: Iterable[Post]) -> None:
    depth = attrgetter("depth")
    # By depth, since a post needs its parent's number.
    for _depth, posts in groupby(sorted(new, key=depth), key=depth):
        Post.objects.bulk_create(list(posts), batch_size=ROWS_AT_ONCE)
    Post.objects.bulk_update(grown, ["answers_count"], batch_size=ROWS_AT_ONCE)
    Topic.objects.filter(pk=topic.pk).update(
        replies_count=F("replies_count") + len(new),
        last_post_at=Greatest(F("last_post_at"), max(post.said_at for post in new)),
    )


def _topic_key(article: Article) -> str:
    return keyed_hash("imported topic", article.identity)


def _post_key(article: Article, comment_id: str) -> str:
    return keyed_hash("imported post", f"{article.identity}\n{comment_id}")
