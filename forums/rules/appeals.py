"""Who may ask for another look at a decision, for how long, and who answers."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from forums.choices import AppealAnswer, Maker
from forums.models import Appeal, Decision, Measure
from forums.rules.writing import why_not_say

# Six months.
APPEAL_WITHIN = timedelta(days=183)


def may_still_appeal(decision: Decision, *, now: datetime) -> bool:
    return now < decision.decided_at + APPEAL_WITHIN


def why_not_appeal(
    decision: Decision, *, concerns_them: bool, has_appealed: bool, now: datetime
) -> str | None:
    """Why somebody cannot ask for another look, whatever their words are."""
    if not concerns_them:
        return _("This was not decided about something of yours.")
    if decision.maker == Maker.MACHINE:
        return _("No person has decided this yet. A moderator looks at it in any case.")
    if has_appealed:
        return _("You have asked for another look already. You will hear the answer.")
    if not may_still_appeal(decision, now=now):
        return _("This was decided more than six months ago. It stays as it is.")
    return None


def why_not_answer_appeal(
    appeal: Appeal, *, may_answer: bool, outcome: str, words: str, undo: Collection[Measure]
) -> str | None:
    if not may_answer:
        return _("Somebody else answers this: not whoever decided it, nor whom it is about.")
    if appeal.is_answered():
        return _("Somebody was faster: this is answered already.")
    if no := why_not_say(words):
        return no
    if outcome == AppealAnswer.UNDONE and not undo:
        return _("Please choose what is taken back.")
    if outcome == AppealAnswer.STANDS and undo:
        return _("Either the decision stands, or something of it is taken back.")
    if any(measure.decision_id != appeal.decision_id for measure in undo):
        return _("This belongs to another decision.")
    return None
