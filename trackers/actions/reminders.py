from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actions.mail import owe_messages
from accounts.models import Message, User
from trackers.choices import Outcome
from trackers.models import Occurrence, Reminder, ReminderContents
from trackers.queries.reminders import has_address, with_address
from trackers.refusals import ReminderRefused
from trackers.rules.days import A_DAY
from trackers.rules.reminders import (
    MOST_REMINDERS,
    RINGS_KEPT_FOR,
    TOO_LATE,
    Ring,
    Rule,
    next_ring,
    outcome,
    why_not_remind,
    why_not_rule,
)
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import as_clock, rows_of


def set_reminder(
    *,
    by: User,
    vault: OpenVault,
    rule: Rule,
    line: str,
    now: datetime,
    reminder: Reminder | None = None,
) -> Reminder:
    """Set a reminder, or set one anew; it runs from now on. Raises ReminderRefused."""
    no = why_not_remind(has_address=has_address(by)) or why_not_rule(rule, line=line)
    if no:
        raise ReminderRefused(no)
    with rows_of(by.pk):
        if reminder is None and Reminder.objects.visible_to(by).count() >= MOST_REMINDERS:
            raise ReminderRefused(_("These are as many reminders as there can be."))
        reminder = reminder or Reminder(owner=by)
        for name, value in asdict(rule).items():
            setattr(reminder, name, value)
        reminder.sealed = b""
        if line:
            vault.seal_into(reminder, ReminderContents(line=line))
        reminder.stopped_at = None
        _schedule(reminder, now=now, not_on=_rung_lately(reminder, now=now))
        reminder.save()
        return reminder


def stop_reminder(*, by: User, reminder: Reminder, now: datetime) -> Reminder:
    """Let it rest. It is kept, and can be started again."""
    with rows_of(by.pk):
        reminder.stopped_at = reminder.stopped_at or now
        reminder.due_at = reminder.due_on = None
        reminder.save(update_fields=["stopped_at", "due_at", "due_on"])
        return reminder


def start_reminder(*, by: User, reminder: Reminder, now: datetime) -> Reminder:
    """Let a stopped one run again. Raises ReminderRefused."""
    if no := why_not_remind(has_address=has_address(by)):
        raise ReminderRefused(no)
    with rows_of(by.pk):
        reminder.stopped_at = None
        _schedule(reminder, now=now, not_on=_rung_lately(reminder, now=now))
        reminder.save(update_fields=["stopped_at", "due_at", "due_on"])
        return reminder


def ring_reminders(*, now: datetime, most: int = 200) -> int:
    """Ring what is due, at most so many, and return how many those were. By the clock.

    The ring, the mail that it owes and the time of the next ring are one transaction: a crash
    undoes them together. Another worker's rows are stepped over.
    """
    with as_clock():
        due = list(
            Reminder.objects.due(at=now)
            .order_by("due_at")
            .select_for_update(skip_locked=True)[:most]
        )
        _owe_mails(_ring(due, now=now))
        _move_on(due, now=now)
        return len(due)


def forget_rings(*, now: datetime, most: int = 500) -> int:
    """Forget what rang long ago, of at most so many members, and return how many rings those were.
    By the clock; each member's rows are there for their own sake alone."""
    until = now - RINGS_KEPT_FOR
    with as_clock():
        old = Occurrence.objects.filter(rung_at__lte=until).order_by("owner_id")
        owners = list(old.values_list("owner_id", flat=True).distinct()[:most])
    gone = 0
    for owner_id in owners:
        with rows_of(owner_id):
            gone += Occurrence.objects.filter(rung_at__lte=until).delete()[0]
    return gone


def _ring(due: list[Reminder], *, now: datetime) -> list[Occurrence]:
    """Write down each ring, and return those that were not written down already."""
    can_be_reached = with_address([reminder.owner_id for reminder in due])
    rings = [
        Occurrence(
            owner_id=reminder.owner_id,
            reminder=reminder,
            on=reminder.due_on,
            outcome=outcome(
                _rule_of(reminder),
                due_at=reminder.due_at,
                now=now,
                has_address=reminder.owner_id in can_be_reached,
            ),
            rung_at=now,
        )
        for reminder in due
        if reminder.due_at is not None and reminder.due_on is not None
    ]
    Occurrence.objects.bulk_create(rings, ignore_conflicts=True)
    written = set(
        Occurrence.objects.filter(pk__in=[ring.pk for ring in rings]).values_list("pk", flat=True)
    )
    return [ring for ring in rings if ring.pk in written]


def _owe_mails(rings: list[Occurrence]) -> None:
    """Each is owed since its ring was due: one that lies in the outbox for too long is as late as
    one that rang too late, and is not sent either."""
    owed_since: dict[datetime, list[int]] = defaultdict(list)
    for ring in rings:
        if ring.outcome == Outcome.MAILED and ring.reminder.due_at is not None:
            owed_since[ring.reminder.due_at].append(ring.owner_id)
    for due_at, owners in owed_since.items():
        owe_messages(to=owners, kind=Message.Kind.REMINDER, due_at=due_at)


def _move_on(due: list[Reminder], *, now: datetime) -> None:
    """To the next ring of each. One that came due meanwhile, while no worker was there, is still
    to be rung where it is not too late for it."""
    together: dict[Ring, list[UUID]] = defaultdict(list)
    for reminder in due:
        if reminder.due_at is not None:
            after = max(reminder.due_at, now - TOO_LATE)
            ring = next_ring(_rule_of(reminder), after=after, not_on=[reminder.due_on])
            together[ring].append(reminder.pk)
    for ring, ids in together.items():
        Reminder.objects.filter(pk__in=ids).update(due_at=ring.at, due_on=ring.on)


def _rung_lately(reminder: Reminder, *, now: datetime) -> list[date]:
    """The dates that it cannot ring on again: yesterday's, and those in zones ahead of ours."""
    rings = reminder.occurrences.filter(on__gte=now.date() - A_DAY)
    return list(rings.values_list("on", flat=True))


def _schedule(reminder: Reminder, *, now: datetime, not_on: Collection[date | None]) -> None:
    ring = next_ring(_rule_of(reminder), after=now, not_on=not_on)
    reminder.due_at, reminder.due_on = ring.at, ring.on


def _rule_of(reminder: Reminder) -> Rule:
    return Rule(
        local_time=reminder.local_time,
        zone=reminder.zone,
        days=reminder.days,
        quiet_from=reminder.quiet_from,
        quiet_until=reminder.quiet_until,
    )
