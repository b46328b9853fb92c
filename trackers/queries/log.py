"""The log's own bookkeeping. To be called inside `rows_of`."""

import hashlib
from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from trackers.models import (
    Attachment,
    IncidentVersion,
    Link,
    LogHead,
    LogHeadContents,
    RecordedRow,
)
from trackers.refusals import LogRefused
from trackers.rules.chain import START, as_written
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened


def head_of(user: User, vault: OpenVault) -> LogHeadContents:
    """How far the log goes. Raises LogRefused where that cannot be relied upon."""
    last = Link.objects.visible_to(user).order_by("-seq").first()
    row = LogHead.objects.visible_to(user).first()
    try:
        kept = vault.open(row, LogHeadContents) if row else LogHeadContents(seq=0, hash=START)
    except CannotBeOpened as damaged:
        raise LogRefused(_does_not_fit()) from damaged
    found = (last.seq, bytes(last.hash).hex()) if last else (0, START)
    if found != (kept.seq, kept.hash):
        raise LogRefused(_does_not_fit())
    return kept


def mark_of(link: Link, row: RecordedRow, *, removes: Collection[int]) -> bytes:
    """Over a link and what is stored under it, keyed by settings.HASH_KEY: whoever can write to
    the database alone cannot make one that fits. The vault's key is not needed to look."""
    stored = [hashlib.sha256(bytes(row.sealed)).hexdigest(), row._meta.db_table, str(row.pk)]
    stored.append(row.on.isoformat())
    if isinstance(row, IncidentVersion | Attachment):
        stored.append(str(row.incident_id))
    if isinstance(row, Attachment):
        stored += [bytes(row.sealed_sha256).hex(), str(row.stored_id)]
    parts = [
        str(link.owner_id),
        str(link.seq),
        str(link.kind),
        as_written(link.recorded_at),
        bytes(link.hash).hex(),
        *stored,
        ",".join(map(str, sorted(removes))),
    ]
    return bytes.fromhex(keyed_hash("log", "\n".join(parts)))


def _does_not_fit() -> str:
    return _(
        "The log does not fit together, so nothing is added to it now. Nothing that you typed is "
        "lost. Check the log: it shows what does not fit, and where."
    )
