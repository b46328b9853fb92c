"""Riding out a pull to make contact."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from accounts.models import User
from trackers.actions.writing import insert_sealed
from trackers.choices import UrgeOutcome
from trackers.models import Urge, UrgeContents, Vault
from trackers.refusals import UrgeRefused
from trackers.rules.days import local_date
from trackers.rules.urges import why_not_end, why_not_rate
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def begin_urge(
    *, by: User, vault: OpenVault, strength: int, now: datetime, urge_id: UUID | None = None
) -> Urge:
    """Say how strong it is now. `urge_id` is the one that the page was given: pressing twice
    begins one. Raises UrgeRefused."""
    if no := why_not_rate(strength):
        raise UrgeRefused(no)
    urge_id = urge_id or uuid4()
    contents = UrgeContents(zone=by.time_zone, ratings=[(now, strength)])
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        if begun := Urge.objects.visible_to(by).filter(pk=urge_id).first():
            return begun
        on = local_date(now, by.time_zone)
        return insert_sealed(vault, Urge(id=urge_id, owner=by, on=on), contents)


def rate_urge(*, by: User, vault: OpenVault, urge: Urge, strength: int, now: datetime) -> Urge:
    """Say again how strong it is. Raises UrgeRefused, or CannotBeOpened."""

    def rated(contents: UrgeContents) -> UrgeContents:
        ratings, outcome = contents.ratings, contents.outcome
        if no := why_not_rate(strength, ratings=ratings, outcome=outcome):
            raise UrgeRefused(no)
        return msgspec.structs.replace(contents, ratings=[*ratings, (now, strength)])

    return _change(by, vault, urge, rated)


def end_urge(
    *,
    by: User,
    vault: OpenVault,
    urge: Urge,
    outcome: UrgeOutcome,
    helped: list[str],
    words: str = "",
) -> Urge:
    """Say how it ended, and what helped. It can be said anew. Raises UrgeRefused, or
    CannotBeOpened."""
    if no := why_not_end(words):
        raise UrgeRefused(no)

    def ended(contents: UrgeContents) -> UrgeContents:
        return msgspec.structs.replace(contents, outcome=outcome.value, helped=helped, words=words)

    return _change(by, vault, urge, ended)


def _change(
    by: User, vault: OpenVault, urge: Urge, change: Callable[[UrgeContents], UrgeContents]
) -> Urge:
    with rows_of(by.pk):
        # Two tabs may ask at once: each rating goes on from the one before it.
        urge = Urge.objects.select_for_update().get(pk=urge.pk, owner=by)
        vault.seal_into(urge, change(vault.open(urge, UrgeContents)))
        urge.save(update_fields=["sealed"])
    return urge
