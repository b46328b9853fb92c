"""Who decides a case, and what has to be said with it."""

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Outcome
from forums.models import Case, Measure
from forums.rules.statements import is_unfinished
from forums.rules.writing import why_not_say


def why_not_decide(case: Case, *, user: User, seen_version: int, may_handle: bool) -> str | None:
    if case.author is not None and case.author.owner_id == user.pk:
        return _("This is about something you wrote yourself. Somebody else will look at it.")
    if not may_handle:
        return why_not_handle()
    if not case.is_open() or case.version != seen_version:
        return _("Somebody was faster: this case has changed since you opened it. Look again.")
    return None


def why_not_handle() -> str:
    return _("This case is for somebody else. It may have moved to other moderators.")


def why_not_state(
    *, reason: str, to_author: str, to_reporter: str, has_reporter: bool, restricts: bool
) -> str | None:
    """What is missing of the words that go with a decision."""
    if not reason.strip():
        return _("Please give a reason: other moderators read it.")
    if has_reporter and not to_reporter.strip():
        return _("Please write a few words for whoever reported it.")
    if restricts and not to_author.strip():
        return _("Please tell the author what was done, and why.")
    if restricts and is_unfinished(to_author):
        return _("Please say it where “…” stands in what the author reads.")
    texts = (text for text in (reason, to_author, to_reporter) if text.strip())
    return next((no for text in texts if (no := why_not_say(text))), None)


def why_not_undo(
    measure: Measure, *, is_house_moderator: bool, is_newest: bool, has_words: bool
) -> str | None:
    """Why what a decision did cannot be taken back, by somebody who may handle its case.

    `is_newest`: nothing was cut out of the same words after it. `has_words`: what it took out is
    still kept.
    """
    if measure.undone_at is not None:
        return _("This was taken back already.")
    if measure.outcome == Outcome.AWAIT:
        return _("It waits for a decision. Decide it, then it does not wait any more.")
    if measure.is_for_the_house() and not is_house_moderator:
        return _("Only moderators of the whole house can take that back.")
    if measure.outcome in (Outcome.REDACT, Outcome.REMOVE):
        if not is_newest:
            return _("Something else was taken out after this. Please take that back first.")
        if not has_words:
            return _("What it said is gone for good, so nothing can be put back.")
    return None
