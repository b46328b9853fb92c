"""What is reported, how soon it is looked at, and who decides."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Concern, Harm
from forums.models import Case, Post, Topic

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


def why_not_report_as(concern: str, *, topic: Topic) -> str | None:
    if concern not in concerns_about(topic):
        return _("Whoever opened this topic asks for nothing any more. Please choose another one.")
    return None


def concerns_about(topic: Topic) -> list[Concern]:
    """What can be wrong with a post there: against wishes, only where there are some."""
    return [each for each in Concern if each != Concern.AGAINST_WISHES or topic.wishes()]


def harm_of(concern: str) -> Harm:
    """How soon a report must be looked at, from what it says alone."""
    return HARM_OF.get(Concern(concern), Harm.NONE)


def worse(one: str, other: str) -> Harm:
    return max(Harm(one), Harm(other), key=HARM_ORDER.index)
