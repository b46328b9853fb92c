import time
from typing import Any

from celery import shared_task
from django.utils import timezone

from trackers.actions.copies import make_next_copy
from trackers.actions.erasing import go_on_erasing
from trackers.actions.exporting import make_next_export
from trackers.actions.reminders import forget_rings, ring_reminders
from trackers.actions.stamps import ask_for_stamp, gather_heads
from trackers.actions.stored_files import drop_left_unfinished, sweep_strays, take_dropped_away

# In one transaction.
BATCH = 500
# The next copy is begun no later than this, so that it ends before a worker's time does.
COPIES_FOR_SECONDS = 120
# The same of archives, of which one takes longer.
EXPORTS_FOR_SECONDS = 60


@shared_task(name="trackers.ring_reminders")
def ring_due_reminders(**_newer: Any) -> int:
    """Ring what is due. Two of these at once never ring the same reminder twice."""
    now = timezone.now()
    rung = 0
    while count := ring_reminders(now=now, most=BATCH):
        rung += count
        if count < BATCH:
            break
    return rung


@shared_task(name="trackers.forget_rings")
def forget_old_rings(**_newer: Any) -> int:
    gone, now = 0, timezone.now()
    while count := forget_rings(now=now):
        gone += count
    return gone


@shared_task(name="trackers.erase_rows")
def erase_owed_rows(**_newer: Any) -> int:
    """Take away what was erased. Two of these at once do not get in each other's way."""
    done = 0
    while count := go_on_erasing():
        done += count
    return done


@shared_task(name="trackers.make_copies")
def make_owed_copies(**_newer: Any) -> int:
    """Make copies of files for looking at. Two of these at once never make the same one."""
    made, until = 0, time.monotonic() + COPIES_FOR_SECONDS
    while time.monotonic() < until and make_next_copy(now=timezone.now()):
        made += 1
    return made


@shared_task(name="trackers.take_files_away")
def take_files_away(**_newer: Any) -> int:
    """Take away the bytes of what nothing points at, and of what was begun and never ended."""
    drop_left_unfinished(now=timezone.now())
    taken = 0
    while count := take_dropped_away():
        taken += count
    return taken


@shared_task(name="trackers.sweep_files")
def sweep_files(**_newer: Any) -> int:
    return sweep_strays(now=timezone.now())


@shared_task(name="trackers.make_exports")
def make_owed_exports(**_newer: Any) -> int:
    """Make archives that were asked for. Two of these at once never make the same one."""
    made, until = 0, time.monotonic() + EXPORTS_FOR_SECONDS
    while time.monotonic() < until and make_next_export(clock=timezone.now):
        made += 1
    return made


@shared_task(name="trackers.stamp_logs")
def stamp_logs(**_newer: Any) -> int:
    """Have the day's hash over all logs stamped, and those of days before that are still owed.
    Where the operator chose no authority, nothing is done. Returns how many were asked for."""
    now = timezone.now()
    gather_heads(now=now)
    asked = 0
    while ask_for_stamp(now=now):
        asked += 1
    return asked
