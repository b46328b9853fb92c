"""What one room does for another that does not know it."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from forums.actions.traces import leave_trail
from trackers.signals import card_changed


@receiver(card_changed)
def leave_trail_of_cards(*, by: User, verb: str, ref: str, **_kwargs: Any) -> None:
    leave_trail(by=by, verb=verb, kind="card", ref=ref)
