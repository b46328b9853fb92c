"""Opening topics, answering, and changing what one said."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forums.choices import Answerers, Role
from forums.links import without
from forums.markup import quotes_in
from forums.models import Circle, Persona, Post, Topic
from forums.rules.holding import is_back_with_author, waits
from forums.rules.reading import Standing
from forums.validators import can_be_seen

# Deeper than any talk gets. It keeps `Post.path` well inside PostgreSQL's index row.
DEEPEST = 300
LONGEST_POST = 20_000
# Who has been in a circle for so long is no stranger to it.
SETTLED_AFTER = timedelta(days=30)


def why_not_write(
    user: User | AnonymousUser,
    *,
    circle: Circle,
    persona: Persona | None,
    role: Role | None,
    joined_on: date | None,
    accepted_version: int,
    today: date,
) -> str | None:
    """Why somebody cannot open a topic or answer in a circle where they have this role."""
    if not user.is_authenticated:
        return _("Sign in to answer.")
    if persona is None:
        return _("Choose the name that others will see, then you can write.")
    if role is None or joined_on is None:
        return _("Join this circle, then you can write in it.")
    if not accepted_version:
        return _("Read the guidelines of this circle, then you can write.")
    if accepted_version < circle.guidelines_version:
        return _("The guidelines of this circle have changed. Read them, then you can write.")
    if role == Role.MEMBER:
        return _why_not_yet(joined_on + timedelta(days=circle.wait_days), today)
    return None


def _why_not_yet(first_day: date, today: date) -> str | None:
    days = (first_day - today).days
    if days <= 0:
        return None
    return ngettext(
        "In this circle, people read for a while before they write. You can write from tomorrow.",
        "In this circle, people read for a while before they write. "
        "You can write in %(days)d days.",
        days,
    ) % {"days": days}


def is_closed_to_answers(topic: Topic, *, circle: Circle, now: datetime) -> bool:
    """As a blog closes the comment form under an old article; it stays readable."""
    days = circle.closes_after_days
    return days is not None and now >= topic.opened_at + timedelta(days=days)


def why_closed_to_answers(topic: Topic, *, circle: Circle, now: datetime) -> str | None:
    """Why nobody can answer in a topic, whoever they are."""
    if topic.locked_at is not None:
        return _("A moderator closed this topic to answers. You can still read it.")
    if is_closed_to_answers(topic, circle=circle, now=now):
        return _("This topic takes no more answers. You can still read it, or open a new one.")
    return None


def why_not_answer_in(
    topic: Topic,
    *,
    circle: Circle,
    role: Role | None,
    joined_on: date | None,
    is_opener: bool,
    now: datetime,
) -> str | None:
    """Why somebody who may write in a circle cannot answer in this topic of it."""
    if closed := why_closed_to_answers(topic, circle=circle, now=now):
        return closed
    if is_opener or topic.answerers == Answerers.EVERYONE or role == Role.MODERATOR:
        return None
    if topic.answerers == Answerers.NOBODY:
        return _("Whoever opened this topic only wanted to say it. It takes no answers.")
    if role == Role.HOST:
        return None
    if topic.answerers == Answerers.HOSTS:
        return _("Whoever opened this topic asked for answers from hosts and moderators only.")
    if joined_on is None or joined_on + SETTLED_AFTER > now.date():
        return _(
            "Whoever opened this topic asked for answers from people who have been in this "
            "circle for a month. You can read it."
        )
    return None


def why_not_so_soon(last_said_at: datetime | None, *, circle: Circle, now: datetime) -> str | None:
    """Why somebody cannot write again yet in a circle that asks for a pause."""
    if last_said_at is None:
        return None
    pause = timedelta(minutes=circle.pause_minutes)
    minutes = -(-(last_said_at + pause - now).total_seconds() // 60)
    if minutes <= 0:
        return None
    return ngettext(
        "This circle takes its time. You can write again in %(minutes)d minute. "
        "Your words are kept here.",
        "This circle takes its time. You can write again in %(minutes)d minutes. "
        "Your words are kept here.",
        int(minutes),
    ) % {"minutes": int(minutes)}


def why_not_reply_to(post: Standing) -> str | None:
    """Why nobody can answer this post, whoever they are."""
    if post.withdrawn_at is not None:
        return _("Its author withdrew this post. You can answer another one.")
    if waits(post) or is_back_with_author(post):
        return _("This waits for a moderator. It can be answered once it has appeared.")
    if not post.is_standing():
        return _("This post was taken out. You can answer another one.")
    if post.depth >= DEEPEST:
        return _("This thread has grown very deep. Please answer further up.")
    return None


def why_not_revise(post: Post, *, user: User) -> str | None:
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can change it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post. There is nothing left to change.")
    if is_back_with_author(post):
        return _("A moderator gave this back to you. Change it, and send it in again.")
    if post.hidden_at is not None and not waits(post):
        return _("A moderator took this out, so it cannot be changed now.")
    return None


def why_not_withdraw(post: Post, *, user: User) -> str | None:
    """At any age, and also where a moderator has hidden it: one's words are one's own."""
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can withdraw it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post already.")
    return None


def why_not_call_topic(title: str) -> str | None:
    if len(title) > (most := Topic._meta.get_field("title").max_length or 0):
        return _("The title is longer than %(most)d letters.") % {"most": most}
    return why_not_say(title)


def why_not_say(words: str) -> str | None:
    if not can_be_seen(words):
        return _("There are no words in it yet.")
    if "\0" in words:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if len(words) > LONGEST_POST:
        return _(
            "This is longer than %(most)d characters. Please share it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_POST}
    if (quotes := quotes_in(words)) and not can_be_seen(without(words, quotes)):
        return _("So far this is a quote alone. Please add a few words of your own.")
    return None
