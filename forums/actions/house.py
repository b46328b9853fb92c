"""Who moderates the whole house, and how soon somebody must look at what is reported."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import Harm
from forums.models import DueTime, HouseModerator, Persona
from forums.queries.cases import due_times, moderates_house
from forums.refusals import CaseRefused
from forums.rules import why_not_set_due_times


@transaction.atomic
def appoint_to_house(*, by: User | None, user: User) -> HouseModerator:
    """Let somebody moderate the whole house: what circles do not decide in time comes to them,
    and what is said against a circle. Twice changes nothing."""
    moderator, is_new = HouseModerator.objects.get_or_create(user=user)
    if is_new:
        leave_trail(by=by, verb="appoint_to_house", kind="persona", ref=_ref_of(user))
    return moderator


@transaction.atomic
def dismiss_from_house(*, by: User | None, user: User) -> None:
    """They moderate the house no more. Cases that they were on are free again."""
    gone, _rows = HouseModerator.objects.filter(user=user).delete()
    if gone:
        user.claimed_cases.update(claimed_by=None, claimed_until=None)
        leave_trail(by=by, verb="dismiss_from_house", kind="persona", ref=_ref_of(user))


def _ref_of(user: User) -> str:
    """The trail names nobody by their account; whoever has no name here yet is named by none."""
    worn = Persona.objects.worn_everywhere().filter(owner=user)
    return worn.values_list("ref", flat=True).first() or ""


@transaction.atomic
def set_due_times(*, by: User, within: Mapping[Harm, timedelta]) -> None:
    """Say how soon somebody must look, for each level of harm. It holds for what is reported from
    now on, and for what a moderator calls graver or less grave. Raises CaseRefused."""
    if no := why_not_set_due_times(within, moderates_house=moderates_house(by)):
        raise CaseRefused(no)
    before = due_times()
    for harm, time in within.items():
        minutes = time // timedelta(minutes=1)
        DueTime.objects.update_or_create(harm=harm, defaults={"minutes": minutes})
    changed = {
        harm.value: time // timedelta(minutes=1)
        for harm, time in within.items()
        if time != before[harm]
    }
    leave_trail(by=by, verb="set_due_times", kind="house", ref="", minutes=changed)
