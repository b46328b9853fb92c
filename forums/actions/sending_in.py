"""What a moderator gave back to its author, sent in again."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.holding import ask_moderators, lock
from forums.actions.revising import say_anew
from forums.actions.screening import look_at_details, owe_screening, tell_what_was_found
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Concern, HeldFor
from forums.models import Case, Post
from forums.queries.cases import due_within
from forums.queries.readers import reader_of
from forums.queries.screening import must_be_held
from forums.refusals import RevisionRefused
from forums.rules import harm_of, why_not_call_topic, why_not_say, why_not_send_in_again


@transaction.atomic
def send_in_again(
    *,
    by: User,
    post: Post,
    words: str,
    title: str | None = None,
    notes: Collection[str] | None = None,
    pictures: Mapping[str, str] | None = None,
    seen: Collection[str] = (),
) -> Post:
    """Change one's own post that was given back, and let it wait for a moderator once more.

    What it said before, at any time, goes with that: it was given back for it. For the same reason
    all of it is looked at as if it were new. Raises RevisionRefused, or ImageRefused where it is a
    picture, DetailsFound where something shows somebody that is not `seen`.
    """
    lock(post)
    writer = reader_of(post.topic.circle, by, topic=post.topic)
    if no := (
        why_not_send_in_again(post, user=by)
        or writer.why_not_take_part
        or why_not_say(words)
        or (why_not_call_topic(title) if title is not None else None)
    ):
        raise RevisionRefused(no)
    look_at_details(by=by, words=words, title=title or "", topic=post.topic, seen=seen)
    if not say_anew(post, by=by, words=words, title=title, notes=notes, pictures=pictures):
        raise RevisionRefused(
            _(
                "Nothing is changed yet. If you see it differently, you can ask for another look: "
                "the way there is in the notice about it."
            )
        )
    post.revisions.all().delete()
    now = timezone.now()
    post.returned_at, post.held_for = None, HeldFor.AGAIN
    post.held_at = now if post.held_at else None
    post.save(update_fields=["returned_at", "held_at", "held_for"])
    leave_trail(by=by, verb="send_in_again", kind="post", ref=post.ref)
    ask_moderators(post)
    _go_on(post, now)
    found = must_be_held(writer, title=title or "", words=post.source, topic=post.topic)
    tell_what_was_found(post, found)
    owe_screening(post)
    return post


def _go_on(post: Post, now: datetime) -> None:
    """It is the moderators' turn again, and their time begins anew."""
    due_at = now + due_within(harm_of(Concern.WAITS))
    about = Q(post=post)
    if post.parent_id is None:
        # A case about the whole topic gives back what opens it.
        about |= Q(topic=post.topic_id)
    cases = Case.objects.filter(about, state=CaseState.AUTHOR)
    cases.update(state=CaseState.OPEN, due_at=due_at)
