"""Somebody has closed their account: what was theirs in circles goes with it."""

from django.db import transaction

from accounts.models import User
from forums.actions.erasing import erase_posts
from forums.actions.traces import leave_trail
from forums.models import (
    Draft,
    Following,
    HouseModerator,
    JoinRequest,
    Membership,
    Mute,
    NeverReveal,
    Notice,
    Pairing,
    Reading,
    Saved,
    Shift,
)

# What is somebody's own, and of use to nobody else.
OWN = (
    Draft,
    Following,
    HouseModerator,
    JoinRequest,
    Membership,
    Mute,
    NeverReveal,
    Notice,
    Reading,
    Saved,
)


@transaction.atomic
def part_for_good(*, by: User, leave_words: bool) -> None:
    """Their words are taken away, or left with nobody's name over them, part by part in the
    background; everything else of theirs goes now. What they decided for others stands."""
    erase_posts(by=by, leave_words=leave_words)
    for model in OWN:
        owner = "owner" if hasattr(model, "owner_id") else "user"
        model._default_manager.filter(**{owner: by}).delete()
    for rows in (Shift, Pairing):
        rows.objects.filter(moderator=by).delete()
    leave_trail(by=by, verb="close_account", kind="member", ref="")
