"""The last words to each person, and what came after them. To be called inside `rows_of`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from accounts.models import User
from trackers.models import Channel, Statement, StatementContents
from trackers.queries.days import ShownEvent
from trackers.rules.statements import days_after, told_at
from trackers.vault.open_vault import Opened, OpenVault

Shown = Opened[Statement, StatementContents]


def statements_to(user: User, vault: OpenVault, *, person: str) -> list[Shown]:
    """What was written for one person, the newest first; and what cannot be opened, whoever it
    was for."""
    found = vault.open_all(_rows(user), StatementContents)
    own = (shown for shown in found if not shown.contents or shown.contents.person == person)
    return sorted(own, key=_moment, reverse=True)


def with_days_after(user: User, vault: OpenVault, events: Sequence[ShownEvent]) -> list[ShownEvent]:
    """Each event with the day on which it was after the last words to whoever it came from."""
    sent = first_sent(user, vault) if events else {}
    if not sent:
        return list(events)
    channels = Channel.objects.visible_to(user).values_list("pk", "person_id")
    person_of = {str(channel): str(person) for channel, person in channels}
    return [_with_day(event, sent, person_of) for event in events]


def _with_day(
    event: ShownEvent, sent: dict[str, datetime], person_of: dict[str, str]
) -> ShownEvent:
    if event.contents is None:
        return event
    told = told_at(person_of.get(event.contents.door), sent)
    if told is None:
        return event
    return replace(event, days_after=days_after(event.contents.at, sent_at=told))


def first_sent(user: User, vault: OpenVault) -> dict[str, datetime]:
    """By person: when they were told for the first time."""
    found = vault.open_all(_rows(user), StatementContents)
    sent = sorted(
        (shown.contents.sent_at, shown.contents.person)
        for shown in found
        if shown.contents and shown.contents.sent_at
    )
    return {person: at for at, person in reversed(sent)}


def _rows(user: User) -> "Sequence[Statement]":
    return list(Statement.objects.visible_to(user).order_by("on", "id"))


def _moment(shown: Shown) -> float:
    return shown.contents.at.timestamp() if shown.contents else 0
