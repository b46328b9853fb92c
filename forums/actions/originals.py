"""Looking at what a moderator took out: nobody does that without a line in the trail."""

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.models import Decision
from forums.queries.originals import Before, original_of


@transaction.atomic
def look_at_original(*, by: User, decision: Decision) -> Before | None:
    """What the words said before a decision, for whoever handles its case; nothing where it is not
    kept, or was never taken out."""
    before = original_of(decision)
    if before is not None:
        leave_trail(
            by=by, verb="look_at_original", kind="case", ref=decision.case.ref, of=decision.ref
        )
    return before
