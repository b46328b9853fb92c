"""What those whom a decision concerns are told, as a draft for the moderator to change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forums.choices import SANCTIONS, Outcome
from forums.rules.outcomes import OF_TOPICS, OF_WORDS, Step

# Where a draft cannot know what is to be said.
GAP = "…"

TO_AUTHOR: dict[Outcome, str | Promise] = {
    Outcome.REDACT: gettext_lazy(
        "We took a part out of what you wrote, because of the rule named here. The rest stands as "
        "you wrote it."
    ),
    Outcome.NOTE: gettext_lazy(
        "We added a content note to what you wrote, so that everybody can choose when to read it. "
        "Your words are as they were."
    ),
    Outcome.RETURN: gettext_lazy(
        "We gave back to you what you wrote, because of the rule named here. Others cannot read it "
        "for now. Your words are all there: you can change them and send them in again.\n\n"
        "What we ask you to change: …"
    ),
    Outcome.HIDE: gettext_lazy(
        "We took out what you wrote, because of the rule named here. You can still read it, and "
        "you are welcome to say it in another way."
    ),
    Outcome.REMOVE: gettext_lazy(
        "We removed what you wrote, because of the rule named here. You can still read it on this "
        "page for some months."
    ),
    Outcome.LOCK: gettext_lazy(
        "We closed the topic to answers. Everybody who could read it still can."
    ),
    Outcome.MOVE: gettext_lazy("We moved the topic to the circle “%(circle)s”."),
    Outcome.TALK: gettext_lazy(
        "We would like to tell you something about it. This is no warning, and it leaves no "
        "mark.\n\n…"
    ),
    Outcome.WELFARE: gettext_lazy(
        "We read what you wrote, and we would like to know how you are. You have done nothing "
        "wrong. If you are in danger now, please turn to the people on the help page first: they "
        "are there at any hour, and we are not."
    ),
    Outcome.WARN: gettext_lazy(
        "Please take this as a warning. Nothing else follows from it, as long as it stays at this."
    ),
    Outcome.SLOW: gettext_lazy(
        "Until %(until)s, you can write only %(pause)s here. Whatever you have written stays."
    ),
    Outcome.HOLD: gettext_lazy(
        "Until %(until)s, a moderator reads what you write here before it appears."
    ),
    Outcome.SUSPEND: gettext_lazy(
        "Until %(until)s, you cannot write here. You can go on reading, and your own pages are "
        "yours as before."
    ),
    Outcome.CLOSE: gettext_lazy(
        "We closed your account for the circles: you cannot write in them any more, nor read what "
        "only members read. You can still sign in, use your own pages, read this, and take with "
        "you what is yours."
    ),
}
TO_REPORTER: dict[Outcome, str | Promise] = {
    Outcome.KEEP: gettext_lazy(
        "We have left it as it is: as we see it, no rule speaks against it. If it is hard to have "
        "it around, you can mute whoever wrote it, or keep away from them."
    ),
    Outcome.REDACT: gettext_lazy("We have taken a part of it out."),
    Outcome.NOTE: gettext_lazy("We have added a content note."),
    Outcome.RETURN: gettext_lazy("We have taken it out for now, so that it can be changed."),
    Outcome.HIDE: gettext_lazy("We have taken it out."),
    Outcome.REMOVE: gettext_lazy("We have removed it."),
    Outcome.LOCK: gettext_lazy("We have closed the topic to answers."),
    Outcome.MOVE: gettext_lazy("We have moved the topic to another circle."),
}

# The same in a few words, as it stands beside the statement.
DONE: dict[str, str | Promise] = {
    Outcome.KEEP: gettext_lazy("It stays as it is."),
    Outcome.REDACT: gettext_lazy("A part was taken out."),
    Outcome.NOTE: gettext_lazy("A content note was added."),
    Outcome.RETURN: gettext_lazy("It is back with its author, to be changed."),
    Outcome.HIDE: gettext_lazy("It was taken out."),
    Outcome.REMOVE: gettext_lazy("It was removed."),
    Outcome.LOCK: gettext_lazy("The topic takes no more answers."),
    Outcome.MOVE: gettext_lazy("The topic was moved to another circle."),
    Outcome.TALK: gettext_lazy("A few words, without a mark."),
    Outcome.WELFARE: gettext_lazy("Somebody asks how you are."),
    Outcome.WARN: gettext_lazy("A warning."),
    Outcome.SLOW: gettext_lazy("You cannot write as often as before."),
    Outcome.HOLD: gettext_lazy("A moderator reads what you write before it appears."),
    Outcome.SUSPEND: gettext_lazy("You cannot write."),
    Outcome.CLOSE: gettext_lazy("Your account is closed for the circles."),
    Outcome.AWAIT: gettext_lazy("It waits for a moderator."),
}
# What whoever reported it may know of: what everybody can see there.
SEEN_BY_ALL = (Outcome.KEEP, *OF_WORDS, *OF_TOPICS)


def drafts(steps: Sequence[Step]) -> tuple[str, str]:
    """What the author reads, and what whoever reported it reads."""
    return _to_author(steps), _to_reporter(steps)


def is_unfinished(statement: str) -> bool:
    """Whether a draft is left as it came where a moderator has to say something in it."""
    return any(line == GAP or line.endswith(f": {GAP}") for line in _lines(statement))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def draft_of_machine() -> str:
    return _(
        "This was done by the site itself, no person has looked yet. What you wrote waits, and "
        "nobody but you and the moderators can read it until one of them has looked. You need not "
        "do anything."
    )


def done_briefly(outcome: str, detail: Mapping[str, Any]) -> str:
    """What a measure did, where somebody reads what was done."""
    if outcome == Outcome.SLOW and (hours := detail.get("pause_hours")):
        return _("You can write %(pause)s.") % {"pause": told_pause(hours)}
    return str(DONE[outcome])


def told_pause(hours: int | None) -> str:
    if hours is None:
        return ""
    return ngettext("once in an hour", "once in %(hours)d hours", hours) % {"hours": hours}


def _to_author(steps: Sequence[Step]) -> str:
    said = [_about(step) for step in steps if step.outcome in TO_AUTHOR]
    if not said:
        return ""
    outcomes = {step.outcome for step in steps}
    if outcomes & {*OF_WORDS, *OF_TOPICS, *SANCTIONS}:
        said.append(
            _(
                "It is about these words, and not about you as a person. If you see it "
                "differently, you can say so on this page, and somebody else will look again."
            )
        )
    return "\n\n".join(said)


def _about(step: Step) -> str:
    facts = {
        "until": _day(step.until),
        "circle": step.circle.name if step.circle else "",
        "pause": told_pause(step.pause_hours),
    }
    return str(TO_AUTHOR[step.outcome]) % facts


def _to_reporter(steps: Sequence[Step]) -> str:
    said = [_("Thank you for telling us. A moderator has read it, with what was said around it.")]
    told = [str(TO_REPORTER[step.outcome]) for step in steps if step.outcome in TO_REPORTER]
    if not told:
        told = [_("We have seen to it. What was done is between us and whoever it is about.")]
    return "\n\n".join([*said, " ".join(told)])


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
