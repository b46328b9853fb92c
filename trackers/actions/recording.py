"""Putting something into the log. For verbs of this package only, inside `rows_of` and with the
vault's row locked: links are written one after the other."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

import msgspec

from accounts.models import User
from trackers.choices import LinkKind
from trackers.models import (
    Entry,
    Link,
    LogHead,
    LogHeadContents,
    RecordedContents,
    RecordedRow,
)
from trackers.queries.log import head_of, mark_of
from trackers.rules.chain import (
    commitment_to,
    digests_of,
    layers_of,
    link_hash,
    new_salts,
)
from trackers.vault.open_vault import OpenVault

Row = TypeVar("Row", bound=RecordedRow)


def record(
    row: Row,
    entry: Entry,
    *,
    by: User,
    vault: OpenVault,
    kind: LinkKind,
    now: datetime,
    removes: Collection[int] = (),
) -> Row:
    """Write a row as the next link. `removes` are the places of links whose contents go with it.

    Raises LogRefused where the head of the log cannot be opened or does not fit to its links:
    nothing is put on top of what was tampered with.
    """
    head = head_of(by, vault)
    layers = layers_of(entry)
    contents = RecordedContents(
        seq=head.seq + 1,
        recorded_at=now,
        previous=head.hash,
        layers=layers,
        salts=new_salts(layers),
    )
    row.owner = by
    vault.seal_into(row, contents)
    commitment = commitment_to(digests_of(contents.layers, contents.salts))
    row.link = _link(row, contents, kind=kind, commitment=commitment, removes=removes)
    row.save(force_insert=True)
    head = msgspec.structs.replace(head, seq=contents.seq, hash=bytes(row.link.hash).hex())
    _set_head(by, vault, head, row=row)
    return row


def _link(
    row: RecordedRow,
    contents: RecordedContents,
    *,
    kind: LinkKind,
    commitment: str,
    removes: Collection[int],
) -> Link:
    hashed = link_hash(
        contents.previous,
        seq=contents.seq,
        kind=kind,
        recorded_at=contents.recorded_at,
        commitment=commitment,
    )
    link = Link(
        owner_id=row.owner_id,
        seq=contents.seq,
        kind=kind,
        recorded_at=contents.recorded_at,
        commitment=bytes.fromhex(commitment),
        hash=bytes.fromhex(hashed),
    )
    link.mark = mark_of(link, row, removes=removes)
    link.save(force_insert=True)
    Link.objects.filter(owner_id=row.owner_id, seq__in=removes).update(removed_by=link)
    return link


def _set_head(by: User, vault: OpenVault, contents: LogHeadContents, *, row: RecordedRow) -> None:
    head = LogHead.objects.visible_to(by).first() or LogHead(owner=by, on=row.on)
    vault.seal_into(head, contents)
    head.save()
