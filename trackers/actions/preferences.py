"""How somebody counts: whether looking is contact too, and where in the thirty days they are."""

from collections.abc import Callable
from datetime import date

import msgspec

from accounts.models import User
from trackers.models import Preferences, PreferencesContents, Vault
from trackers.refusals import ChallengeRefused
from trackers.rules.challenge import placed, why_not_place
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def count_indirect(*, by: User, vault: OpenVault, counts: bool, today: date) -> None:
    """Say whether looking and reading break a run. No day changes by it, only the figures."""
    _choose(by, vault, today, lambda now: msgspec.structs.replace(now, indirect_counts=counts))


def place_in_challenge(*, by: User, vault: OpenVault, on: date, number: int, today: date) -> None:
    """Begin the thirty days, restart them or come in at any number. Raises ChallengeRefused."""
    if no := why_not_place(number):
        raise ChallengeRefused(no)
    _choose(
        by,
        vault,
        today,
        lambda now: msgspec.structs.replace(
            now, challenge=placed(now.challenge, on=on, number=number)
        ),
    )


def leave_challenge(*, by: User, vault: OpenVault, today: date) -> None:
    """Put the thirty days away. The days themselves stay as they are."""
    _choose(by, vault, today, lambda now: msgspec.structs.replace(now, challenge=[]))


def _choose(
    by: User,
    vault: OpenVault,
    today: date,
    change: Callable[[PreferencesContents], PreferencesContents],
) -> None:
    with rows_of(by.pk):
        # One after the other, so that of two at once neither undoes the other.
        Vault.objects.select_for_update().get(owner=by)
        row = Preferences.objects.visible_to(by).first() or Preferences(owner=by, on=today)
        # What cannot be opened is chosen anew: it held no more than a few settings.
        before = vault.open_all([row], PreferencesContents)[0].contents
        vault.seal_into(row, change(before or PreferencesContents()))
        row.save()
