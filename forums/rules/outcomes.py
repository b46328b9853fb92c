"""What a decision may do: which outcomes fit what it is about, and which go together."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from forums.choices import SANCTIONS, Outcome, Reading
from forums.models import Case, Circle, Post, Topic
from forums.rules.holding import is_back_with_author, waits
from forums.rules.sanctions import PAUSES

LONGEST_SANCTION = timedelta(days=366)
LATEST_FOLLOW_UP = timedelta(days=90)

# From one place in a text to another, counted in characters.
Span = tuple[int, int]

OF_WORDS = (Outcome.NOTE, Outcome.REDACT, Outcome.RETURN, Outcome.HIDE, Outcome.REMOVE)
# What becomes of the words themselves: one thing, or another.
ONE_OF = (Outcome.REDACT, Outcome.RETURN, Outcome.HIDE, Outcome.REMOVE)
# After these nobody but its author and moderators reads it.
TAKES_OUT = (Outcome.RETURN, Outcome.HIDE, Outcome.REMOVE)
OF_TOPICS = (Outcome.LOCK, Outcome.MOVE)
OF_PEOPLE = (Outcome.TALK, Outcome.WELFARE, *SANCTIONS)
UNTIL_A_TIME = (Outcome.SLOW, Outcome.HOLD, Outcome.SUSPEND)
# Who reads in a circle: the further on in this list, the more people.
WIDER = [Reading.CLOSED, Reading.MEMBERS, Reading.ANYONE]


@dataclass(frozen=True)
class Step:
    """One of the things that a decision does."""

    outcome: Outcome
    # When it ends by itself; of a welfare check, when to look again.
    until: datetime | None = None
    # Content notes that are added.
    notes: tuple[str, ...] = ()
    # Where a topic is moved.
    circle: Circle | None = None
    # What is taken out of the words, and out of the title; and both as the moderator saw them.
    spans: tuple[Span, ...] = ()
    title_spans: tuple[Span, ...] = ()
    # Refs of pictures that are taken out, each as a whole.
    pictures: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    # Of whoever is slowed down: from one post to the next.
    pause_hours: int | None = None
    # A sanction in the whole house, not only in the circle of the case.
    everywhere: bool = False

    def is_for_the_house(self) -> bool:
        """Whether only whoever moderates the house may decide it."""
        return self.outcome == Outcome.CLOSE or self.everywhere


def outcomes_for(case: Case) -> list[Outcome]:
    """What can be decided of a case, from what it is about alone."""
    if case.about_circle_id is not None:
        return [Outcome.KEEP, Outcome.TALK]
    if case.persona_id is not None:
        return [Outcome.KEEP, *OF_PEOPLE]
    is_reply = case.post is not None and case.post.parent_id is not None
    of_topics = (Outcome.LOCK,) if is_reply else OF_TOPICS
    return [Outcome.KEEP, *OF_WORDS, *of_topics, *OF_PEOPLE]


def why_not_take_steps(
    steps: Sequence[Step],
    *,
    case: Case,
    post: Post | None,
    has_author: bool,
    is_house_moderator: bool,
    now: datetime,
) -> str | None:
    """Why these outcomes cannot be decided together of a case whose words are in this post."""
    outcomes = [step.outcome for step in steps]
    if no := _why_not_together(outcomes):
        return no
    if set(outcomes) - set(outcomes_for(case)):
        return _("One of these cannot be done here.")
    if not has_author and set(outcomes) & set(SANCTIONS):
        return _("Nobody with an account here wrote this, so there is nobody to warn or stop.")
    if not is_house_moderator and any(step.is_for_the_house() for step in steps):
        return _("Only moderators of the whole house can decide that. You can pass it on to them.")
    return next((no for step in steps if (no := _why_not_step(step, post, now))), None)


def _why_not_together(outcomes: Collection[Outcome]) -> str | None:
    if not outcomes:
        return _("Please choose what becomes of it.")
    if max(Counter(outcomes).values()) > 1 or Outcome.AWAIT in outcomes:
        return _("One of these cannot be chosen like this. Please look once more.")
    chosen = set(outcomes)
    if Outcome.KEEP in chosen and len(chosen) > 1:
        return _("Leave it as it is, or do something about it: not both.")
    if len(chosen & set(ONE_OF)) > 1:
        return _("Take parts out, give it back, hide it or remove it: only one of these at a time.")
    if Outcome.TALK in chosen and chosen & set(SANCTIONS):
        return _("To talk leaves no mark, and a warning or more does. Please choose one of them.")
    if Outcome.CLOSE in chosen and chosen & set(UNTIL_A_TIME):
        return _("Whose account is closed cannot write at all: nothing else is needed for a time.")
    return None


def _why_not_step(step: Step, post: Post | None, now: datetime) -> str | None:
    if no := _why_not_until(step, now):
        return no
    if (step.pause_hours in PAUSES) is not (step.outcome == Outcome.SLOW):
        return _("Please choose how long it is from one post to the next.")
    if step.outcome == Outcome.NOTE and not step.notes:
        return _("Please choose which content notes to add.")
    if step.outcome == Outcome.REDACT and not (step.spans or step.title_spans or step.pictures):
        return _("Please mark what is to be taken out.")
    if post is None:
        return None
    if step.outcome == Outcome.MOVE:
        return why_not_move(post.topic, to=step.circle)
    if step.outcome == Outcome.LOCK and post.topic.locked_at is not None:
        return _("This topic takes no more answers already.")
    return _why_not_touch(step, post) if step.outcome in OF_WORDS else None


def _why_not_until(step: Step, now: datetime) -> str | None:
    if step.outcome == Outcome.WELFARE:
        if step.until is None or not now < step.until <= now + LATEST_FOLLOW_UP:
            return _("Please say when somebody looks again: within %(days)d days.") % {
                "days": LATEST_FOLLOW_UP.days
            }
    elif step.outcome in UNTIL_A_TIME:
        if step.until is None or not now < step.until <= now + LONGEST_SANCTION:
            return _("Please say until when: for a year at most.")
    elif step.until is not None:
        return _("One of these has no end of its own.")
    return None


def _why_not_touch(step: Step, post: Post) -> str | None:
    """Why these words cannot be dealt with like this, as they stand."""
    if post.withdrawn_at is not None:
        return _("Its author has withdrawn it: there is nothing left to take out.")
    if not post.source:
        return _("This was removed already.")
    if step.outcome == Outcome.RETURN and is_back_with_author(post):
        return _("This is back with its author already.")
    # What others have answered is hidden while it waits (forums/actions/holding.py).
    is_hidden = post.hidden_at is not None and not waits(post)
    if step.outcome == Outcome.HIDE and is_hidden:
        return _("This is hidden already.")
    if step.outcome in (Outcome.RETURN, Outcome.REDACT) and is_hidden:
        return _("This is hidden. Take that back first, then you can do this.")
    return _why_not_redact(step, post) if step.outcome == Outcome.REDACT else None


def _why_not_redact(step: Step, post: Post) -> str | None:
    if (step.source, step.title) != (post.source, title_of(post)):
        return _("Its author has changed it since you looked. Please look at it once more.")
    return _why_not_cut(step.spans, step.source) or _why_not_cut(step.title_spans, step.title)


def title_of(post: Post) -> str:
    """The title that goes with these words: an answer has none."""
    return post.topic.title if post.parent_id is None else ""


def _why_not_cut(spans: Sequence[Span], text: str) -> str | None:
    ends = 0
    for begins, end in spans:
        if not ends <= begins < end <= len(text):
            return _("What is marked is not in the text. Please mark it once more.")
        ends = end
    return None


def why_not_move(topic: Topic, *, to: Circle | None) -> str | None:
    """Nothing is carried to where more people read than it was written for, or other people than
    those of a closed circle."""
    if to is None:
        return _("Please choose the circle that it is moved to.")
    if to.pk == topic.circle_id:
        return _("It is in this circle already.")
    if topic.circle.is_closed():
        return _("What was said in a closed circle stays there. Whoever said it can say it again.")
    if is_wider(to, topic.circle):
        return _("More people read in that circle than it was written for.")
    return None


def why_not_move_back(*, is_wider: bool, is_answered: bool) -> str | None:
    """What was said since to the few who read there was not said to the many."""
    if is_wider and is_answered:
        return _("People have answered since, where fewer can read it. So it stays there.")
    return None


def is_wider(one: Circle, other: Circle) -> bool:
    """Whether more people read in the one than in the other."""
    return WIDER.index(Reading(one.reading)) > WIDER.index(Reading(other.reading))
