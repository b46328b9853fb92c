"""Somebody has closed their account: what was theirs in circles goes with it."""

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from forums.actions.erasing import erase_posts
from forums.actions.traces import leave_trail
from forums.models import (
    Claim,
    Digest,
    Exposure,
    Following,
    HouseModerator,
    Invitation,
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

# What is somebody's own and of use to nobody else, and the column that says whose.
OWN: dict[type[Model], str] = {
    Digest: "user",
    Exposure: "moderator",
    Following: "user",
    HouseModerator: "user",
    Invitation: "made_by",
    JoinRequest: "user",
    Membership: "user",
    Mute: "user",
    NeverReveal: "owner",
    Notice: "user",
    Pairing: "moderator",
    Reading: "user",
    Saved: "user",
    Shift: "moderator",
}


@transaction.atomic
def part_for_good(*, by: User, leave_words: bool) -> None:
    """Their words are taken away, or left with nobody's name over them, part by part in the
    background; everything else of theirs goes now. What they decided for others stands."""
    erase_posts(by=by, leave_words=leave_words)
    for model, whose in OWN.items():
        model._default_manager.filter(**{whose: by}).delete()
    _forget_claims(by)
    leave_trail(by=by, verb="close_account", kind="member", ref="")


def _forget_claims(by: User) -> None:
    """No link is mailed any more; what was chosen of an import stands, and nobody has chosen it."""
    claims = Claim.objects.filter(user=by)
    claims.filter(proven_at=None).delete()
    claims.update(user=None)
