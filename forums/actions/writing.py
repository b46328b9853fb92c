"""Writing that asks no rule and opens no transaction. For verbs of this package only."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from forums.actions.images import drop_images
from forums.actions.quotes import keep_links, owe_silence
from forums.actions.traces import leave_trail
from forums.choices import Answerers, Markup, PleaseNot
from forums.markup import html_from_html
from forums.models import Circle, Persona, Post, Topic
from forums.paths import ROOT, child_path
from forums.queries.quotes import Text, text_of


def add_topic(
    *,
    circle: Circle,
    author: Persona,
    title: str,
    source: str,
    by: User | None = None,
    markup: Markup = Markup.MARKDOWN,
    at: datetime | None = None,
    import_key: str | None = None,
    wish: str = "",
    please_not: Collection[str] = (),
    answerers: str = Answerers.EVERYONE,
    notes: Sequence[str] = (),
) -> Topic:
    """Write a topic with its opening post, asking no rule. For verbs of this package only."""
    at = at or timezone.now()
    topic = Topic.objects.create(
        circle=circle,
        opened_by=author,
        title=title,
        opened_at=at,
        last_post_at=at,
        import_key=import_key,
        wish=wish,
        please_not=[each for each in PleaseNot.values if each in please_not],
        answerers=answerers,
        notes=list(notes),
    )
    add_post(
        topic=topic,
        parent=None,
        author=author,
        source=source,
        by=by,
        markup=markup,
        at=at,
        notes=notes,
    )
    return topic


def add_post(
    *,
    topic: Topic,
    parent: Post | None,
    author: Persona,
    source: str,
    by: User | None = None,
    markup: Markup = Markup.MARKDOWN,
    at: datetime | None = None,
    import_key: str | None = None,
    notes: Sequence[str] = (),
) -> Post:
    """Write a post at its place, asking no rule. For verbs of this package only.

    Nobody as `by`, where it is imported: then it quotes nothing and speaks to nobody.

    The parent's row is locked by its counter, so that of two answers at once each gets a number
    of its own; the topic's row is locked last, and for the shortest time.
    """
    at = at or timezone.now()
    text = (
        Text(source, html_from_html(source))
        if markup == Markup.HTML
        else text_of(source, by=by, topic=topic)
    )
    post = Post.objects.create(
        topic=topic,
        parent=parent,
        path=_next_path(parent),
        depth=parent.depth + 1 if parent else 0,
        author=author,
        markup=markup,
        source=text.source,
        html=text.html,
        notes=list(notes),
        said_at=at,
        import_key=import_key,
    )
    keep_links(post, text)
    if parent is not None:
        _count_reply(topic, at=at)
    return post


def _next_path(parent: Post | None) -> str:
    if parent is None:
        return ROOT
    siblings = Post.objects.filter(pk=parent.pk)
    siblings.update(answers_count=F("answers_count") + 1)
    return child_path(parent.path, siblings.values_list("answers_count", flat=True).get())


def _count_reply(topic: Topic, *, at: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        replies_count=F("replies_count") + 1, last_post_at=Greatest(F("last_post_at"), at)
    )


def take_words_out(post: Post, *, by: User | None) -> Post:
    """Empty a post that is held already, asking no rule. For verbs of this package only."""
    post.source = post.html = post.pictures_html = ""
    post.notes = []
    post.withdrawn_at = timezone.now()
    post.save(update_fields=["source", "html", "pictures_html", "notes", "withdrawn_at"])
    post.revisions.all().delete()
    owe_silence(post)
    drop_images(post.images.all())
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(
            title="", hidden_title="", notes=[], wish="", please_not=[]
        )
    leave_trail(by=by, verb="withdraw", kind="post", ref=post.ref)
    return post
