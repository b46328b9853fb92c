"""Bringing back what was taken away, into pages that are still empty."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.actions.bring_back_log import ComingLog
from trackers.models import (
    FileEntry,
    Incident,
    Link,
    Occurrence,
    Reminder,
    ReminderContents,
    Vault,
)
from trackers.queries.takeaway import FORMAT, KINDS, PART_OF, Takeaway, TakenReminder
from trackers.refusals import ExportRefused, TakeawayRefused
from trackers.rules.brought import Brought, BroughtHead, Proven, proven
from trackers.rules.reminders import Rule, why_not_rule
from trackers.vault.contents import Contents, decode
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class BroughtPages:
    count: int
    # The log has files, or is not whole: it comes back from its own archive.
    without_log: bool = False


def bring_back(*, by: User, vault: OpenVault, file: bytes, now: datetime) -> BroughtPages:
    """Write everything of a takeaway, all of it or nothing.

    Reminders come back stopped: whether mail is wanted here is asked anew. The incident log comes
    back from here where it has no files; those are in its own archive, and what was recorded of
    them is no use without. Raises TakeawayRefused.
    """
    taken = _read(file)
    log = _log_in(taken)
    with rows_of(by.pk):
        own = Vault.objects.select_for_update().get(owner=by)
        if any(model._default_manager.filter(owner=by).exists() for model, _as in KINDS.values()):
            raise TakeawayRefused(
                _("There is something on your pages already. This works on empty ones only.")
            )
        try:
            with transaction.atomic():
                count = _write_rows(by, vault, taken)
                for reminder in taken.reminders:
                    _write_reminder(by, vault, reminder, now)
                if log and not _has_log(by):
                    ComingLog(by, vault, log, by.time_zone, now).write()
                    count += len({one.link.row for one in log if one.entry})
        except IntegrityError as taken_ids:
            raise TakeawayRefused(
                _("These pages are here already, under another account. Throw those away first.")
            ) from taken_ids
        own.made_on = min(own.made_on, taken.begun_on)
        own.save(update_fields=["made_on"])
    return BroughtPages(count + len(taken.reminders), without_log=bool(taken.log) and not log)


def _log_in(taken: Takeaway) -> list[Proven]:
    """None of it where it cannot come back whole from here."""
    if any(not link.layers and link.removed_by is None for link in taken.log) or not taken.log:
        return []
    last = taken.log[-1]
    try:
        log = proven(Brought(FORMAT, BroughtHead(last.seq, last.hash), taken.log))
    except ExportRefused as refusal:
        raise TakeawayRefused(str(refusal)) from refusal
    return [] if any(isinstance(one.entry, FileEntry) for one in log) else log


def _has_log(user: User) -> bool:
    """It has come back from its own archive already."""
    own = Link.objects.visible_to(user), Incident.objects.visible_to(user)
    return any(rows.exists() for rows in own)


def _read(file: bytes) -> Takeaway:
    no = _("This is not a file of these pages, or it is damaged. Nothing was changed.")
    try:
        taken = msgspec.json.decode(file, type=Takeaway)
        for kind, rows in taken.rows.items():
            _model, as_ = KINDS[kind]
            for row in rows:
                decode(msgspec.json.encode(row.contents), as_)
            _check_parts(kind, taken, no)
        for reminder in taken.reminders:
            _check_reminder(reminder, no)
    except (msgspec.DecodeError, KeyError, CannotBeOpened, UnicodeDecodeError) as wrong:
        raise TakeawayRefused(no) from wrong
    if taken.format != FORMAT:
        raise TakeawayRefused(_("This file was made by a newer version of this site."))
    return taken


def _check_parts(kind: str, taken: Takeaway, no: str) -> None:
    """What a row is a part of comes in the same file: it may be nobody else's."""
    whole = PART_OF[kind][0] if kind in PART_OF else ""
    wholes = {row.id for row in taken.rows.get(whole, [])}
    for row in taken.rows[kind]:
        if (row.part_of in wholes) if whole else (row.part_of is None):
            continue
        raise TakeawayRefused(no)


def _check_reminder(reminder: TakenReminder, no: str) -> None:
    line = ""
    if reminder.contents is not None:
        line = decode(msgspec.json.encode(reminder.contents), ReminderContents).line
    if why_not_rule(_rule(reminder), line=line):
        raise TakeawayRefused(no)


def _write_rows(by: User, vault: OpenVault, taken: Takeaway) -> int:
    count = 0
    for kind, (model, _as) in KINDS.items():
        made = []
        for row in taken.rows.get(kind, []):
            part = {PART_OF[kind][1]: row.part_of} if kind in PART_OF else {}
            written = model(id=row.id, owner=by, on=row.on, **part)
            vault.seal_into(written, Contents(newer=row.contents))
            made.append(written)
        model._default_manager.bulk_create(made, batch_size=ROWS_AT_ONCE)
        count += len(made)
    return count


def _write_reminder(by: User, vault: OpenVault, taken: TakenReminder, now: datetime) -> None:
    reminder = Reminder(
        id=taken.id,
        owner=by,
        local_time=taken.local_time,
        zone=taken.zone,
        days=taken.days,
        quiet_from=taken.quiet_from,
        quiet_until=taken.quiet_until,
        stopped_at=now,
    )
    if taken.contents is not None:
        vault.seal_into(reminder, Contents(newer=taken.contents))
    reminder.save(force_insert=True)
    Occurrence.objects.bulk_create(
        Occurrence(
            id=ring.id,
            owner=by,
            reminder=reminder,
            on=ring.on,
            outcome=ring.outcome,
            rung_at=ring.rung_at,
        )
        for ring in taken.rings
    )


def _rule(taken: TakenReminder) -> Rule:
    return Rule(taken.local_time, taken.zone, taken.days, taken.quiet_from, taken.quiet_until)
