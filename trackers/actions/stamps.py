"""One stamp a day over all logs (docs/decisions/0028-incident-log.md). By the clock.

Who wrote, how many did, and how much: nothing of it is in what the authority is asked. It is
asked every day, whether anything was written or not.
"""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max

from trackers.delivery import NotReached, ask_authority
from trackers.models import Link, Stamp, StampedHead
from trackers.rules.merkle import leaf, path_of, tree
from trackers.rules.stamps import NotStamped, request_for, stamped_at, wait_after
from trackers.vault.rows import as_clock

SALT_LENGTH = 32
ROWS_AT_ONCE = 500


def gather_heads(*, now: datetime) -> Stamp | None:
    """Make the day's tree over the heads of all logs that went on since the last one, and owe its
    stamp. Two at once make one."""
    day = now.date()
    if not settings.STAMP_URL or Stamp.objects.filter(day=day).exists():
        return None
    with as_clock():
        heads = _heads()
        salts = [secrets.token_bytes(SALT_LENGTH) for _head in heads]
        leaves = [
            leaf(salt, hash_) for salt, (_owner, _seq, hash_) in zip(salts, heads, strict=True)
        ]
        # So that there is a tree on a day on which nobody wrote, too.
        leaves.append(leaf(secrets.token_bytes(SALT_LENGTH), secrets.token_bytes(SALT_LENGTH)))
        levels = tree(leaves)
        owed = {"root": levels[-1][0], "next_try_at": now}
        stamp, is_new = Stamp.objects.get_or_create(day=day, defaults=owed)
        if not is_new:
            return None
        StampedHead.objects.bulk_create(
            (
                StampedHead(
                    owner_id=owner, stamp=stamp, seq=seq, salt=salt, path=path_of(levels, place)
                )
                for place, (salt, (owner, seq, _hash)) in enumerate(zip(salts, heads, strict=True))
            ),
            batch_size=ROWS_AT_ONCE,
        )
    return stamp


def ask_for_stamp(*, now: datetime) -> Stamp | None:
    """Ask the authority for the oldest stamp that is owed, and keep its receipt. Returns the
    stamp, or none where there is nothing to ask for now.

    The next try is set before anybody is asked: a worker that dies meanwhile leaves it to the
    next one, and two at once never ask for the same.
    """
    if not settings.STAMP_URL:
        return None
    stamp = Stamp.objects.owed(at=now).order_by("next_try_at", "day").first()
    if stamp is None:
        return None
    mine = Stamp.objects.owed(at=now).filter(pk=stamp.pk, tries=stamp.tries)
    if not mine.update(tries=stamp.tries + 1, next_try_at=now + wait_after(stamp.tries)):
        return stamp
    root = bytes(stamp.root)
    asked = request_for(root)
    try:
        receipt = ask_authority(settings.STAMP_URL, asked.as_bytes())
        at = stamped_at(receipt, root, asked=asked)
    except (NotReached, NotStamped):
        return stamp
    Stamp.objects.filter(pk=stamp.pk, receipt=None).update(
        receipt=receipt,
        stamped_at=at,
        authority=urlsplit(settings.STAMP_URL).hostname or "",
        next_try_at=None,
    )
    return stamp


def _heads() -> list[tuple[int, int, bytes]]:
    """Whose, how far, and its hash: in an order that says nothing."""
    stamped = dict(StampedHead.objects.values_list("owner").annotate(Max("seq")))
    last = Link.objects.order_by("owner_id", "-seq").distinct("owner_id")
    heads = [
        (owner, seq, bytes(hash_))
        for owner, seq, hash_ in last.values_list("owner_id", "seq", "hash").iterator()
        if seq > stamped.get(owner, 0)
    ]
    secrets.SystemRandom().shuffle(heads)
    return heads
