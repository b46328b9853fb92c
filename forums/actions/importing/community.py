"""A whole export, article by article."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.actions.circles import open_circle
from forums.actions.imported_authors import personas_of, take_turns, who_took_words_back
from forums.actions.importing.tally import Tally
from forums.actions.importing.thread import Coming, add_replies, coming_comments, place_replies
from forums.actions.traces import leave_trail
from forums.actions.writing import add_topic
from forums.choices import Markup, Reading
from forums.markup import html_from_html, text_from_html
from forums.models import Circle, Topic
from forums.validators import can_be_seen, legible, legible_line
from forums.wordpress import (
    Article,
    BrokenExport,
    LeftOut,
    Places,
    read_export,
    why_article_left_out,
    why_comment_left_out,
)

LONGEST_TITLE = 200
LONGEST_MADE_UP_TITLE = 60
# What stands further back in a title (or in the text that must do for one) is not looked at.
LONGEST_TITLE_READ = 2000


@dataclass(frozen=True)
class _Run:
    by: User | None
    places: Places
    # Who may read the circles that have to be opened.
    reading: str
    now: datetime
    is_dry: bool
    tally: Tally = field(default_factory=Tally)
    # Of a dry run: the topics that it would have made.
    planned: set[str] = field(default_factory=set)


def import_community(
    *,
    by: User | None,
    places: Places,
    export: BinaryIO,
    now: datetime,
    reading: str = Reading.MEMBERS,
    dry_run: bool = False,
) -> Tally:
    """Make topics of the articles of an export, and nested posts of their comments. A dry run
    counts what it would make, and writes nothing.

    Raises NotAnExport, or ValidationError where a circle's name will not do. Where the file
    breaks, the tally says so.
    """
    run = _Run(by=by, places=places, reading=reading, now=now, is_dry=dry_run)
    try:
        for article in read_export(export):
            _import_article(article, run)
    except BrokenExport as broken:
        run.tally.broken = str(broken)
    return run.tally


@transaction.atomic
def _import_article(article: Article, run: _Run) -> None:
    tally = run.tally
    if why := why_article_left_out(article):
        _leave_out(article, why, tally)
        return
    if not run.is_dry:
        take_turns()
    unwanted = who_took_words_back([article.author, *(each.author for each in article.comments)])
    topic = Topic.objects.select_related("circle").filter(import_key=_topic_key(article)).first()
    if topic is None and article.author.identity in unwanted:
        _leave_out(article, LeftOut.TAKEN_BACK, tally)
        return
    tally.fitted.update(run.places.keys_of(article))
    name = legible_line(run.places.circle_of(article))
    coming = coming_comments(article, unwanted, tally)
    if topic is not None:
        tally.topics_here += 1
        tally.topics_elsewhere += int(topic.circle.name != name)
    if run.is_dry:
        _plan(article, topic, name, coming, run)
    else:
        _bring(article, topic, name, coming, run)


def _leave_out(article: Article, why: LeftOut, tally: Tally) -> None:
    tally.skipped[why] += 1
    tally.skipped.update(
        why_comment_left_out(comment) or LeftOut.UNDER_LEFT_OUT for comment in article.comments
    )


def _bring(
    article: Article, topic: Topic | None, name: str, coming: dict[str, Coming], run: _Run
) -> None:
    here = topic.circle if topic else Circle.objects.filter(name=name).first()
    circle = here or open_circle(by=run.by, name=name, reading=run.reading)
    is_new_topic = topic is None
    topic = topic or _open_topic(article, circle, now=run.now)
    if coming:
        run.tally.moved += add_replies(topic, article, coming, now=run.now)
    if is_new_topic or coming:
        run.tally.count_in(
            circle.name, topics=int(is_new_topic), replies=len(coming), is_new=here is None
        )
        what = {"topic": topic.ref, "replies": len(coming)}
        leave_trail(by=run.by, verb="import_topic", kind="circle", ref=circle.ref, **what)


def _plan(
    article: Article, topic: Topic | None, name: str, coming: dict[str, Coming], run: _Run
) -> None:
    if topic is None and _topic_key(article) in run.planned:
        run.tally.topics_here += 1
        run.tally.replies_here += len(coming)
        return
    here = topic.circle if topic else Circle.objects.filter(name=name).first()
    if here is None and name not in run.tally.circles:
        Circle(name=name, reading=run.reading).full_clean()
    run.planned.add(_topic_key(article))
    if coming:
        run.tally.moved += place_replies(topic, article, coming, now=run.now).moved
    if topic is None or coming:
        run.tally.count_in(
            here.name if here else name,
            topics=int(topic is None),
            replies=len(coming),
            is_new=here is None,
        )


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
    title = legible(text_from_html(article.title[:LONGEST_TITLE_READ]))
    if can_be_seen(title):
        return _cut(title, LONGEST_TITLE)
    words = legible(text_from_html(html_from_html(article.html[:LONGEST_TITLE_READ])))
    return _cut(words, LONGEST_MADE_UP_TITLE) or _("Untitled")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _topic_key(article: Article) -> str:
    return keyed_hash("imported topic", article.identity)
