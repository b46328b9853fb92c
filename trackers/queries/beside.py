"""What somebody has written themselves, shown beside a card that speaks of it. To be called inside
`rows_of`."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from trackers.choices import CardAction, ChannelKind, HelperRole
from trackers.models import (
    Channel,
    ChannelContents,
    Helper,
    HelperContents,
    KeptCheck,
    KeptCheckContents,
    Reason,
    ReasonContents,
    Step,
    StepContents,
)
from trackers.queries.shelves import headlines, shelf_of
from trackers.rules.cards import Shown
from trackers.vault.open_vault import Opened, OpenVault

COME_WHEN_CALLED = {HelperRole.CALL, HelperRole.CODE_WORD, HelperRole.STAYS}


@dataclass(frozen=True)
class Beside:
    reasons: Sequence[str] = ()
    helpers: Sequence[HelperContents] = ()
    # Doors of mutual friends, with the sentence that is ready for each.
    friends: Sequence[Opened[Channel, ChannelContents]] = ()


def beside(user: User, vault: OpenVault, card: Shown) -> Beside:
    actions = {action for piece in card.parts for action in (piece.action, *piece.also)}
    return Beside(
        reasons=_reasons(user, vault) if CardAction.REASONS in actions else (),
        helpers=_helpers(user, vault) if CardAction.CALL in actions else (),
        friends=_friends(user, vault) if ChannelKind.FRIEND in card.channels else (),
    )


def open_steps(user: User, vault: OpenVault) -> list[Opened[Step, StepContents]]:
    """What there is to see to, in the order of its owner."""
    steps = shelf_of(user, vault, Step, StepContents)
    return [step for step in steps if step.contents and not step.contents.done]


def kept_checks(
    user: User, vault: OpenVault, *, key: str
) -> list[Opened[KeptCheck, KeptCheckContents]]:
    """What somebody kept of a self-check, the newest first."""
    rows = KeptCheck.objects.visible_to(user).order_by("-on", "-id")
    found = vault.open_all(rows, KeptCheckContents)
    return [one for one in found if one.contents and one.contents.check == key]


def _reasons(user: User, vault: OpenVault) -> list[str]:
    return headlines(shelf_of(user, vault, Reason, ReasonContents))


def _helpers(user: User, vault: OpenVault) -> list[HelperContents]:
    helpers = shelf_of(user, vault, Helper, HelperContents)
    known = [helper.contents for helper in helpers if helper.contents]
    return [helper for helper in known if COME_WHEN_CALLED.intersection(helper.roles)]


def _friends(user: User, vault: OpenVault) -> list[Opened[Channel, ChannelContents]]:
    rows = Channel.objects.visible_to(user).order_by("on", "id")
    doors = vault.open_all(rows, ChannelContents)
    return [door for door in doors if door.contents and door.contents.kind == ChannelKind.FRIEND]
