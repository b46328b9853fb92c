"""The one decision that a moderator takes many times a day: it can appear."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.deciding import decide
from forums.choices import Outcome
from forums.models import Case, Decision, Rule
from forums.queries.holding import is_only_waiting
from forums.refusals import DecisionRefused
from forums.rules import Step


@transaction.atomic
def let_appear(*, by: User, case: Case, seen_version: int) -> Decision:
    """Let something appear that waited to be read, and against which nobody has said anything.

    It is a decision like any other, with a reason and an author who is told; whatever needs more
    words than this is decided at the desk. Raises DecisionRefused.
    """
    rule = case.rule or Rule.objects.order_by("place").first()
    if rule is None or not is_only_waiting(case):
        raise DecisionRefused(_("Somebody has said something about it. Please look at its case."))
    return decide(
        by=by,
        case=case,
        seen_version=seen_version,
        steps=[Step(Outcome.KEEP)],
        rule=rule,
        reason=_("It was read, and can appear."),
    )
