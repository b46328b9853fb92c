"""What can be reported, as what, and how soon somebody must look at it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import CHOSEN_CONCERNS, Concern, Harm
from forums.models import Circle, Persona, Post, Topic
from forums.models.cases import Subject

LONGEST_REPORT = 4000

HARM_OF = {
    Concern.AT_RISK: Harm.CRISIS,
    Concern.THREAT: Harm.DANGER,
    Concern.KNOWS_ME: Harm.DANGER,
    Concern.IDENTIFIES: Harm.EXPOSED,
}
HARM_ORDER = [Harm.NONE, Harm.EXPOSED, Harm.DANGER, Harm.CRISIS]
# Where the operator has set nothing else (forums/queries/cases.py).
DUE_WITHIN = {
    Harm.CRISIS: timedelta(hours=1),
    Harm.DANGER: timedelta(hours=4),
    Harm.EXPOSED: timedelta(hours=8),
    Harm.NONE: timedelta(hours=48),
}

# Offered first: nobody who needs it should have to look for it.
URGENT = [Concern.KNOWS_ME, Concern.AT_RISK, Concern.THREAT, Concern.IDENTIFIES]
OFFERED = URGENT + [concern for concern in CHOSEN_CONCERNS if concern not in URGENT]

# What does not fit the place. A circle has nothing to keep away from, and nobody to blame in it.
NOT_OF_A_CIRCLE = {
    Concern.BLAMES,
    Concern.DIAGNOSES,
    Concern.AT_RISK,
    Concern.KNOWS_ME,
    Concern.AGAINST_WISHES,
}
NOT_OF_A_TOPIC = {Concern.AGAINST_WISHES}
# Nobody can be shielded whom nobody here knows.
NOT_OF_A_VISITOR = {Concern.KNOWS_ME}


def concerns_about(
    subject: Subject, *, seen_in: Post | None = None, as_visitor: bool = False
) -> list[Concern]:
    """What can be wrong with it. Against wishes, only where its topic has some."""
    unfit: set[Concern] = set(NOT_OF_A_VISITOR) if as_visitor else set()
    if isinstance(subject, Circle):
        unfit |= NOT_OF_A_CIRCLE
    if isinstance(subject, Topic):
        unfit |= NOT_OF_A_TOPIC
    post = subject if isinstance(subject, Post) else seen_in
    if post is not None and not post.topic.wishes():
        unfit |= {Concern.AGAINST_WISHES}
    return [concern for concern in OFFERED if concern not in unfit]


def why_not_report(subject: Subject, *, user: User | None) -> str | None:
    """Why somebody, or a visitor, cannot report it; whether they did so already is asked apart."""
    if isinstance(subject, Post) and not subject.is_standing():
        return _("This post is gone already.")
    if user is None:
        return None
    if isinstance(subject, Post) and subject.author.owner_id == user.pk:
        return _("This is your own post.")
    if isinstance(subject, Topic) and subject.opened_by.owner_id == user.pk:
        return _("This is your own topic.")
    if isinstance(subject, Persona) and subject.owner_id == user.pk:
        return _("This is you.")
    return None


def why_not_report_again(*, is_decided: bool, has_changed: bool, may_appeal: bool) -> str | None:
    """Of something that somebody has reported before."""
    if not is_decided:
        return _("You have reported this already. A moderator will look at it.")
    if has_changed:
        return None
    if may_appeal:
        return _(
            "You have reported this already, it was decided, and it says the same since. What came "
            "of it stands under “What I reported”: there you can also ask somebody else to look "
            "at it again."
        )
    return _(
        "You have reported this already, it was decided, and it says the same since. What came "
        "of it stands under “What I reported”."
    )


def why_not_report_as(
    concern: str, subject: Subject, *, seen_in: Post | None = None, as_visitor: bool = False
) -> str | None:
    if concern in concerns_about(subject, seen_in=seen_in, as_visitor=as_visitor):
        return None
    if concern == Concern.AGAINST_WISHES:
        return _("Whoever opened this topic asks for nothing any more. Please choose another one.")
    return _("This cannot be chosen here. Please choose another one.")


def why_not_tell(words: str) -> str | None:
    """Nothing has to be added to a report, but what is added has to be of a length to be read."""
    if len(words) > LONGEST_REPORT:
        return _("That is longer than %(most)d letters. Please say it in fewer.") % {
            "most": LONGEST_REPORT
        }
    return None


def harm_of(concern: str) -> Harm:
    """How soon a report must be looked at, from what it says alone."""
    return HARM_OF.get(Concern(concern), Harm.NONE)


def worse(one: str, other: str) -> Harm:
    return max(Harm(one), Harm(other), key=HARM_ORDER.index)
