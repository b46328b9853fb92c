"""Whether the log still is what was stamped."""

from collections.abc import Iterator

from django.conf import settings

from accounts.models import User
from trackers.choices import LogTrouble
from trackers.models import Link, StampedHead
from trackers.queries.checking.findings import Finding
from trackers.rules.merkle import leaf, root_from
from trackers.rules.stamps import NotStamped, stamped_at

HEADS_AT_ONCE = 500


def check_stamps(user: User) -> Iterator[Finding]:
    after = 0
    while heads := list(_heads(user).filter(seq__gt=after).order_by("seq")[:HEADS_AT_ONCE]):
        places = [head.seq for head in heads]
        links = Link.objects.visible_to(user).filter(seq__in=places)
        hashes = {seq: bytes(hash_) for seq, hash_ in links.values_list("seq", "hash")}
        for head in heads:
            if not _fits(head, hashes.get(head.seq)):
                yield Finding(LogTrouble.STAMP, (head.seq, head.seq), head.stamp.stamped_at)
        after = places[-1]
    newest = _heads(user).exclude(stamp__receipt=None).order_by("-seq").first()
    if newest and settings.STAMP_CA and not _is_of_authority(newest):
        yield Finding(LogTrouble.STAMP, (newest.seq, newest.seq), newest.stamp.stamped_at)


def _heads(user: User):  # type: ignore[no-untyped-def]  # a row of values has no name
    return StampedHead.objects.visible_to(user).select_related("stamp")


def _fits(head: StampedHead, hash_: bytes | None) -> bool:
    if hash_ is None:
        return False
    try:
        return root_from(leaf(bytes(head.salt), hash_), head.path) == bytes(head.stamp.root)
    except (ValueError, TypeError):
        return False


def _is_of_authority(head: StampedHead) -> bool:
    try:
        at = stamped_at(bytes(head.stamp.receipt or b""), bytes(head.stamp.root))
    except NotStamped:
        return False
    return at == head.stamp.stamped_at
