"""Looking at what somebody writes: for its author before it is there, by the rules afterwards."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.holding import hold
from forums.actions.owed import do_next
from forums.actions.screening.finding import tell_what_was_found
from forums.choices import HeldFor, ScreenAction
from forums.models import Post, Screening, Topic
from forums.queries.screening import details_shown, found_in, own_words
from forums.refusals import DetailsFound
from forums.signals import screening_owed


def look_at_details(
    *,
    by: User,
    words: str,
    title: str = "",
    topic: Topic | None = None,
    before: str = "",
    seen: Collection[str] = (),
) -> None:
    """Let somebody decide about what shows who they are, or somebody else, before it is there.

    `seen` are the keys of what they let stand. Raises DetailsFound with what they have not seen
    yet, and with what they have: they see all of it. For verbs of this package only.
    """
    text = f"{title}\n{own_words(words)}"
    shown = details_shown(text, by=by, topic=topic, before=before)
    if any(each.key not in seen for each in shown):
        raise DetailsFound(_("Please look once more before others can read it."), shown)


def owe_screening(post: Post) -> None:
    """Owe it to those who read a post that the screen looks at it. For verbs of this package
    only."""
    # Where it is owed already, that is left alone and not waited for: a worker that is about to
    # look waits for the post, and then finds the words as they are now.
    Screening.objects.bulk_create([Screening(post=post)], ignore_conflicts=True)
    screening_owed.send(sender=Screening)


def screen_posts(*, now: datetime, most: int = 100) -> int:
    """Look at posts that are owed it by all the rules, and return how many there were.

    What follows is written in the transaction that ticks the post off: two of these at once tell
    nothing twice, and one that dies has told nothing.
    """
    done = 0
    while done < most and do_next(Screening.objects.all(), now=now, work=_screen):
        done += 1
    return done


def _screen(screening: Screening) -> int:
    # What it answers is locked before it, as everybody does (forums/actions/holding.py).
    parent = Post.objects.filter(answers=screening.post_id)
    parent.select_for_update(no_key=True).values_list("pk", flat=True).first()
    posts = Post.objects.select_for_update(of=["self"], no_key=True)
    post = posts.select_related("author", "topic__circle").get(pk=screening.post_id)
    if post.withdrawn_at is None and (rules := found_in(post)):
        if any(rule.action == ScreenAction.HOLD for rule in rules):
            hold(post, held_for=HeldFor.SCREEN)
        tell_what_was_found(post, rules)
    screening.delete()
    return 1
