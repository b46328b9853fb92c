"""How far somebody's log was stamped, and by whom. To be called inside `rows_of`."""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec

from accounts.models import User
from trackers.models import StampedHead

FORMAT = 1


def last_stamped(user: User) -> StampedHead | None:
    """The newest head with a receipt."""
    heads = StampedHead.objects.stamped().visible_to(user).select_related("stamp")
    return heads.order_by("-seq").first()


def stamps_of(user: User) -> list[dict[str, Any]]:
    """What belongs into `stamps.json` of an export: every stamp that has a receipt, in order."""
    heads = StampedHead.objects.stamped().visible_to(user).select_related("stamp")
    return [
        {
            "seq": head.seq,
            "salt": bytes(head.salt).hex(),
            "path": head.path,
            "root": bytes(head.stamp.root).hex(),
            "day": head.stamp.day.isoformat(),
            "stamped_at": head.stamp.stamped_at.isoformat() if head.stamp.stamped_at else "",
            "authority": head.stamp.authority,
            "receipt": base64.b64encode(bytes(head.stamp.receipt or b"")).decode(),
        }
        for head in heads.order_by("seq")
    ]


def stamps_json(stamps: Sequence[dict[str, Any]]) -> bytes:
    said = msgspec.json.encode({"format": FORMAT, "stamps": stamps})
    return msgspec.json.format(said, indent=1) + b"\n"
