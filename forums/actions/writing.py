"""Writing that asks no rule and opens no transaction. For verbs of this package only."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Max, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from forums.actions.closing import close_what_only_waited
from forums.actions.images import take_away
from forums.actions.quotes import keep_links, owe_silence
from forums.actions.traces import leave_trail
from forums.choices import Answerers, HeldFor, Markup, PleaseNot, Source
from forums.markup import html_from_html
from forums.models import Circle, Image, Persona, Post, Report, Topic
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
    held_for: HeldFor | None = None,
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
        held_at=at if held_for else None,
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
        held_for=held_for,
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
    held_for: HeldFor | None = None,
) -> Post:
    """Write a post at its place, asking no rule. For verbs of this package only.

    Nobody as `by`, where it is imported: then it quotes nothing and speaks to nobody. What is
    held gets its place as well, and is counted when it appears (forums/actions/holding.py).

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
        path=_next_path(parent, is_counted=held_for is None),
        depth=parent.depth + 1 if parent else 0,
        author=author,
        markup=markup,
        source=text.source,
        html=text.html,
        notes=list(notes),
        said_at=at,
        import_key=import_key,
        held_at=at if held_for else None,
        held_for=held_for,
    )
    keep_links(post, text)
    if parent is not None and held_for is None:
        _count_reply(topic, at=at)
    return post


def _next_path(parent: Post | None, *, is_counted: bool) -> str:
    if parent is None:
        return ROOT
    above = Post.objects.filter(pk=parent.pk)
    # The count alone where it was written before numbers were given apart from it.
    above.update(
        answers_numbered=Greatest(F("answers_numbered"), F("answers_count")) + 1,
        answers_count=F("answers_count") + int(is_counted),
    )
    return child_path(parent.path, above.values_list("answers_numbered", flat=True).get())


def _count_reply(topic: Topic, *, at: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        replies_count=F("replies_count") + 1, last_post_at=Greatest(F("last_post_at"), at)
    )


def count_in(post: Post, *, at: datetime) -> None:
    """Count an answer that appears now, and that was not there before. For verbs of this package
    only."""
    Post.objects.filter(answers=post.pk).update(answers_count=F("answers_count") + 1)
    _count_reply(post.topic, at=at)


def count_out(post: Post) -> None:
    """Take an answer that is not there any more out of all counts. For verbs of this package
    only."""
    Post.objects.filter(answers=post.pk).update(answers_count=F("answers_count") - 1)
    there = Post.objects.appeared().filter(topic=post.topic_id).order_by()
    newest = there.values("topic").annotate(newest=Max("said_at")).values("newest")
    Topic.objects.filter(pk=post.topic_id).update(
        replies_count=F("replies_count") - 1, last_post_at=Subquery(newest)
    )


def hide_post(post: Post, *, at: datetime, by: User | None) -> None:
    """Take the words of a post that is locked already out of sight, and of an opening post the
    topic's title. Its place stays. For verbs of this package only."""
    post.hidden_at, post.hidden_by = at, by
    if post.held_at is None:
        # Whatever it waited for has been decided.
        post.held_for = None
    post.save(update_fields=["hidden_at", "hidden_by", "held_for"])
    if post.parent_id is None:
        topics = Topic.objects.filter(pk=post.topic_id, hidden_title="")
        topics.update(hidden_title=F("title"), title="")


def show_post(post: Post) -> None:
    """The other way round: its words are for everybody again, who finds it at all. For verbs of
    this package only."""
    post.hidden_at = post.hidden_by = post.returned_at = None
    if post.held_at is None:
        post.held_for = None
    post.save(update_fields=["hidden_at", "hidden_by", "returned_at", "held_for"])
    if post.parent_id is None:
        topics = Topic.objects.filter(pk=post.topic_id).exclude(hidden_title="")
        topics.update(title=F("hidden_title"), hidden_title="")


def take_words_out(post: Post, *, by: User | None) -> Post:
    """Empty a post that is locked already, asking no rule. For verbs of this package only.

    What nobody has looked at is withdrawn from the moderators as well.
    """
    post.source = post.html = post.pictures_html = ""
    post.notes = []
    post.withdrawn_at = timezone.now()
    post.save(update_fields=["source", "html", "pictures_html", "notes", "withdrawn_at"])
    post.revisions.all().delete()
    # What a moderator took out is theirs as well, and nothing is left to appeal for.
    take_away(Image.objects.filter(pk__in=Image.objects.taken_out_of(post).values("pk")), post=post)
    post.originals.all().delete()
    owe_silence(post)
    take_away(post.images.all(), post=post)
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(
            title="", hidden_title="", notes=[], wish="", please_not=[]
        )
    unseen = Report.objects.filter(case__post=post, case__looked_at=None, source=Source.HOLDING)
    unseen.update(frozen_name="", frozen_html="")
    close_what_only_waited(post)
    leave_trail(by=by, verb="withdraw", kind="post", ref=post.ref)
    return post
