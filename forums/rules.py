"""Who may do what, and the sentence where they may not. Pure but for the rows they are given."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Concern, Harm, Role
from forums.models import Case, Persona, Post

# Deeper than any talk gets. It keeps `Post.path` well inside PostgreSQL's index row.
DEEPEST = 300
LONGEST_POST = 20_000

HARM_OF = {
    Concern.AT_RISK: Harm.CRISIS,
    Concern.THREAT: Harm.DANGER,
    Concern.KNOWS_ME: Harm.DANGER,
    Concern.IDENTIFIES: Harm.EXPOSED,
}
HARM_ORDER = [Harm.NONE, Harm.EXPOSED, Harm.DANGER, Harm.CRISIS]
DUE_WITHIN = {
    Harm.CRISIS: timedelta(hours=1),
    Harm.DANGER: timedelta(hours=4),
    Harm.EXPOSED: timedelta(hours=8),
    Harm.NONE: timedelta(hours=48),
}


def why_not_write(
    user: User | AnonymousUser, *, persona: Persona | None, role: Role | None
) -> str | None:
    """Why somebody cannot open a topic or answer in a circle where they have this role."""
    if not user.is_authenticated:
        return _("Sign in to answer.")
    if persona is None:
        return _("Choose the name that others will see, then you can write.")
    if role is None:
        return _("Join this circle, then you can write in it.")
    return None


def why_not_reply_to(post: Post) -> str | None:
    """Why nobody can answer this post, whoever they are."""
    if post.withdrawn_at is not None:
        return _("Its author withdrew this post. You can answer another one.")
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
    if post.hidden_at is not None:
        return _("A moderator took this out, so it cannot be changed now.")
    return None


def why_not_withdraw(post: Post, *, user: User) -> str | None:
    """At any age, and also where a moderator has hidden it: one's words are one's own."""
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can withdraw it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post already.")
    return None


def why_not_say(words: str) -> str | None:
    if not words.strip():
        return _("There are no words in it yet.")
    if "\0" in words:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if len(words) > LONGEST_POST:
        return _(
            "This is longer than %(most)d characters. Please share it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_POST}
    return None


def why_not_report(post: Post, *, user: User) -> str | None:
    if post.author.owner_id == user.pk:
        return _("This is your own post.")
    if not post.is_standing():
        return _("This post is gone already.")
    if post.reports.filter(reporter=user).exists():
        return _("You have reported this already. A moderator will look at it.")
    return None


def why_not_decide(case: Case, *, user: User, seen_version: int) -> str | None:
    if case.post.author.owner_id == user.pk:
        return _("This is about something you wrote yourself. Somebody else will look at it.")
    if not case.is_open() or case.version != seen_version:
        return _("Somebody was faster: this case has changed since you opened it. Look again.")
    return None


def harm_of(concern: str) -> Harm:
    """How soon a report must be looked at, from what it says alone."""
    return HARM_OF.get(Concern(concern), Harm.NONE)


def worse(one: str, other: str) -> Harm:
    return max(Harm(one), Harm(other), key=HARM_ORDER.index)


def may_read_words(post: Post, *, persona: Persona | None, is_moderator: bool) -> bool:
    """Whether the words may be read of a post whose place in the conversation may be seen."""
    is_own = persona is not None and post.author_id == persona.pk
    return post.is_standing() or is_own or is_moderator


def may_read_revisions(post: Post, *, role: Role | None) -> bool:
    """Members of the circle, and of what stands; of what was hidden, its moderators alone."""
    return role == Role.MODERATOR or (role is not None and post.is_standing())
