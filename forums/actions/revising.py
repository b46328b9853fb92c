"""Other words in the place of those that somebody wrote. For verbs of this package only."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from accounts.models import User
from forums.actions.images import show_pictures
from forums.actions.notes import hold_notes
from forums.actions.quotes import hold_named, keep_links
from forums.choices import Markup
from forums.models import Post, Revision, Topic
from forums.queries.quotes import text_of
from forums.refusals import RevisionRefused


def say_anew(
    post: Post,
    *,
    by: User,
    words: str,
    title: str | None = None,
    notes: Collection[str] | None = None,
    pictures: Mapping[str, str] | None = None,
) -> bool:
    """Change what a post that is locked already says, and whether that changed its words or what
    can be seen in it. What is not given stays as it is.

    What it said before is kept as a revision where it could be read. What waited, or was given
    back, is nothing that somebody should find there. Raises RevisionRefused or ImageRefused.
    """
    now, was_read = timezone.now(), post.is_standing()
    if notes is not None:
        _note(post, notes)
    has_changed = pictures is not None and show_pictures(by=by, post=post, pictures=pictures)
    if title is not None and post.parent_id is None and not was_read:
        has_changed |= _call_topic(post, title)
    words = hold_named(words, by=by)
    if words != post.source:
        if was_read:
            Revision.objects.create(post=post, source=post.source, html=post.html, replaced_at=now)
        has_changed = True
        _say(post, words, by=by)
    if has_changed and was_read:
        post.edited_at = now
        post.save(update_fields=["edited_at"])
    return has_changed


def _say(post: Post, words: str, *, by: User) -> None:
    # Whatever it was imported as, it is written by hand from now on.
    text = text_of(words, by=by, topic=post.topic)
    post.markup, post.source, post.html = Markup.MARKDOWN, text.source, text.html
    post.save(update_fields=["markup", "source", "html"])
    keep_links(post, text)


def _note(post: Post, notes: Collection[str]) -> None:
    """Give a post other content notes, and its topic the same where the post opens it."""
    post.notes = hold_notes(
        notes, circle=post.topic.circle, kept=post.notes, refusal=RevisionRefused
    )
    post.save(update_fields=["notes"])
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(notes=post.notes)


def _call_topic(post: Post, title: str) -> bool:
    """Only while nobody reads it: others know a conversation by its title."""
    shown = "title" if post.hidden_at is None else "hidden_title"
    topics = Topic.objects.filter(pk=post.topic_id).exclude(**{shown: title})
    return bool(topics.update(**{shown: title}))
