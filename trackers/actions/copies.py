"""Copies of files for looking at: without what was hidden in them, made by a worker in a process
of its own (accounts/decoding), and sealed like the files."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

from accounts.decoding import NotDecoded, Piece, Trouble, decoded
from accounts.models import User
from trackers.actions.owed import claim_work, finish_work, owe
from trackers.actions.stored_files import drop_stored, expect_file
from trackers.choices import CopyState, CopyTrouble, WorkKind
from trackers.models import (
    Attachment,
    AttachmentCopy,
    CopyContents,
    FileEntry,
    OwedWork,
    RecordedContents,
    StoredFile,
)
from trackers.queries.files import ShownFile
from trackers.rules.files import of_kind
from trackers.vault.files import NoRoom, read_parts, write_part
from trackers.vault.lent import borrow
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

# A copy has one part for each piece, and no decoder makes more.
MOST_PIECES = 64
# Less than a worker has for one task, and than it has a claim for.
SECONDS_OF_PATIENCE = 150
# Of a copy that was begun and not made; the next try makes one of its own.
HALF_MADE_FOR = timedelta(hours=1)


def owe_copy(
    *, by: User, vault: OpenVault, attachment: Attachment, kind: str, now: datetime
) -> AttachmentCopy:
    """In a transaction of `rows_of`."""
    is_made = of_kind(kind).making is not None
    copy = AttachmentCopy(
        id=uuid4(),
        owner=by,
        on=attachment.on,
        attachment=attachment,
        state=CopyState.OWED if is_made else CopyState.NONE,
    )
    vault.seal_into(copy, CopyContents(trouble="" if is_made else CopyTrouble.KIND))
    copy.save(force_insert=True)
    if is_made:
        owe(by=by, vault=vault, kind=WorkKind.COPY, work_id=copy.pk, now=now)
    return copy


def lend_again(*, by: User, vault: OpenVault, files: Collection[ShownFile], now: datetime) -> None:
    """Whoever looks at a file whose copy is still owed lends the key once more, where the worker
    has none any longer."""
    for file in files:
        if file.copy is None or not file.is_owed:
            continue
        if borrow(owner_id=by.pk, work=file.copy.pk) is not None:
            continue
        with rows_of(by.pk):
            OwedWork.objects.visible_to(by).filter(pk=file.copy.pk).update(claimed_until=None)
            owe(by=by, vault=vault, kind=WorkKind.COPY, work_id=file.copy.pk, now=now)


def make_next_copy(*, now: datetime) -> bool:
    """Make the copy that waits longest; False where none waits. One whose key is gone stays owed
    until its owner lends it again (lend_again)."""
    work = claim_work(kind=WorkKind.COPY, now=now)
    if work is None:
        return False
    vault = borrow(owner_id=work.owner_id, work=work.pk)
    if vault is not None:
        _make(work, vault, now)
    return True


def _make(work: OwedWork, vault: OpenVault, now: datetime) -> None:
    with rows_of(work.owner_id):
        copies = AttachmentCopy.objects.select_related("attachment__stored", "owner")
        copy = copies.filter(pk=work.pk, state=CopyState.OWED).first()
        if copy is None:
            finish_work(work=work)
            return
        stored = _begin(copy, now)
    try:
        pieces, trouble = _write(vault, copy.attachment, stored.pk)
    except (NoRoom, CannotBeOpened) as failed:
        pieces, trouble = [], CopyTrouble.DAMAGED
        if isinstance(failed, NoRoom):
            # Once there is room again, the next one makes it.
            return
    _keep(work, vault, stored, pieces, trouble, now)


def _begin(copy: AttachmentCopy, now: datetime) -> StoredFile:
    """A place of this try alone: one that was killed may have left half a copy in its own."""
    if copy.stored_id:
        drop_stored(by=copy.owner, ids=[copy.stored_id], now=now)
    stored = expect_file(by=copy.owner, size=0, now=now, wanted_for=HALF_MADE_FOR)
    StoredFile.objects.filter(pk=stored.pk).update(parts=MOST_PIECES)
    copy.stored = stored
    copy.save(update_fields=["stored"])
    return stored


def _write(
    vault: OpenVault, attachment: Attachment, stored: UUID
) -> tuple[list[tuple[str, int]], CopyTrouble | None]:
    """Its pieces, and why there are none or not all. Raises NoRoom, CannotBeOpened."""
    with rows_of(attachment.owner_id):
        entry = vault.open(attachment, RecordedContents).entry(FileEntry)
    making = of_kind(entry.media_type).making
    if making is None:
        return [], CopyTrouble.KIND
    whole = read_parts(vault, attachment.stored_id, attachment.stored.parts)
    made: list[tuple[str, int]] = []
    waiting: Piece | None = None
    trouble = None
    try:
        for piece in _some(decoded(making, whole, patience=SECONDS_OF_PATIENCE)):
            if waiting is not None:
                write_part(vault, stored, len(made) - 1, waiting.data, is_last=False)
            waiting = piece
            made.append((piece.media_type, len(piece.data)))
    except NotDecoded as refused:
        trouble = _trouble(refused.trouble)
    if waiting is not None:
        write_part(vault, stored, len(made) - 1, waiting.data, is_last=True)
    return made, trouble


def _some(pieces: Iterator[Piece]) -> Iterator[Piece]:
    yield from islice(pieces, MOST_PIECES)


def _trouble(trouble: Trouble) -> CopyTrouble:
    is_much = trouble in (Trouble.TOO_HEAVY, Trouble.TOO_MANY_PIXELS)
    return CopyTrouble.TOO_MUCH if is_much else CopyTrouble.DAMAGED


def _keep(
    work: OwedWork,
    vault: OpenVault,
    stored: StoredFile,
    pieces: list[tuple[str, int]],
    trouble: CopyTrouble | None,
    now: datetime,
) -> None:
    with rows_of(work.owner_id):
        mine = AttachmentCopy.objects.select_for_update(of=("self",)).select_related("owner")
        copy = mine.filter(pk=work.pk, stored=stored, state=CopyState.OWED).first()
        if copy is None:
            # Taken out meanwhile, or this try was taken for dead and another one has begun.
            StoredFile.objects.filter(pk=stored.pk).update(dropped_at=now, wanted_until=None)
            return
        copy.state = CopyState.MADE if pieces else CopyState.NONE
        vault.seal_into(copy, CopyContents(pieces=pieces, trouble=trouble or ""))
        if pieces:
            StoredFile.objects.filter(pk=stored.pk).update(
                parts=len(pieces), size=sum(size for _type, size in pieces), wanted_until=None
            )
        else:
            copy.stored = None
            drop_stored(by=copy.owner, ids=[stored.pk], now=now)
        copy.save()
        finish_work(work=work)
