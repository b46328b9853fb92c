"""Work that is owed, done row by row. For verbs of this package only."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from django.db import transaction

from forums.querysets.owed import OwedQuerySet, Row
from forums.rules import wait_before_try

log = logging.getLogger(__name__)


def do_next(rows: "OwedQuerySet[Row]", *, now: datetime, work: Callable[[Row], int]) -> int:
    """Do the first work of these that can be tried, and return how much that was: one for a try
    that failed, and nothing where there is none.

    The row is won with SKIP LOCKED, and the try is counted and committed before it begins. What
    fails, or dies with its worker, is tried again later, each time after a longer while, and
    nothing behind it waits for that. It is never given up.
    """
    with transaction.atomic():
        free = rows.to_be_tried(at=now).select_for_update(of=["self"], skip_locked=True)
        row = free.order_by("id").first()
        if row is None:
            return 0
        row.tries += 1
        row.next_try_at = now + wait_before_try(row.tries + 1)
        row.save(update_fields=["tries", "next_try_at"])
    try:
        with transaction.atomic():
            held = rows.select_for_update(of=["self"]).filter(pk=row.pk).first()
            return work(held) if held else 1
    except Exception as error:
        log.error(
            "%s %d failed at try %d: %s", type(row).__name__, row.pk, row.tries, wordless(error)
        )
        return 1


def wordless(error: Exception) -> str:
    """What went wrong, and where. Never its message: that may repeat what somebody wrote."""
    places = (f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(error.__traceback__))
    return f"{type(error).__name__} in {' '.join(places)}"
