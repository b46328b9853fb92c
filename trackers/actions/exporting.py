"""Making an archive of the log, by a worker: docs/decisions/0030-export-of-the-log.md

Each try begins anew, in a place of its own. What came of it is written in one transaction: the
link in the log, the archive's row, and that nothing is owed any more. So whatever a worker dies
of, an archive is made once or not at all.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from trackers import shipped
from trackers.actions.owed import claim_work, finish_work
from trackers.actions.recording import record
from trackers.actions.stored_files import drop_stored, expect_file
from trackers.archive.container import Archive
from trackers.archive.pictures import small_picture
from trackers.archive.signing import fingerprint, fingerprint_of_certificate, signed
from trackers.archive.typesetting import Block, typeset
from trackers.choices import ExportState, ExportTrouble, LinkKind, WorkKind
from trackers.models import (
    Export,
    ExportContents,
    ExportEntry,
    ExportRecord,
    Link,
    OwedWork,
    StoredFile,
    Vault,
)
from trackers.queries.exporting.forms import entries_csv, entries_json, given_json
from trackers.queries.exporting.gathering import File, Gathered, gather
from trackers.queries.exporting.report import Report
from trackers.queries.stamps import stamps_json, stamps_of
from trackers.refusals import LogRefused
from trackers.rules.days import local_date
from trackers.rules.exports import READY_FOR, name_of_copy, name_of_original
from trackers.vault.files import NoRoom, SealedWriter, parts_of, read_part, read_parts
from trackers.vault.lent import borrow
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

SHIPPED = Path(shipped.__file__).parent
# Of an archive that was begun and not made; the next try makes one of its own.
HALF_MADE_FOR = timedelta(hours=1)
# What is around the members, and more: so far ahead parts are reserved.
AHEAD = 8 * 1024 * 1024
# How often it is written down how far a worker is.
MOST_TOLD = 60
PICTURE = "image/"

Clock = Callable[[], datetime]


class _ThrownAway(Exception):
    """Nobody wants it any more."""


def make_next_export(*, clock: Clock) -> bool:
    """Make the archive that waits longest; False where none waits."""
    work = claim_work(kind=WorkKind.EXPORT, now=clock())
    if work is None:
        return False
    vault = borrow(owner_id=work.owner_id, work=work.pk)
    if vault is None:
        _fail(work, None, ExportTrouble.CLOSED, clock())
        return True
    try:
        _Making(work, vault, clock).make()
    except _ThrownAway:
        _leave(work)
    except NoRoom:
        _fail(work, vault, ExportTrouble.NO_ROOM, clock())
    except (CannotBeOpened, LogRefused, msgspec.ValidationError):
        _fail(work, vault, ExportTrouble.BROKEN, clock())
    return True


def _fail(work: OwedWork, vault: OpenVault | None, trouble: ExportTrouble, now: datetime) -> None:
    """Without the key nothing can be written into it: then it says by itself that it was closed."""
    with rows_of(work.owner_id):
        exports = Export.objects.select_for_update(of=("self",)).select_related("owner")
        export = exports.filter(pk=work.pk, state=ExportState.OWED).first()
        if export is not None:
            if export.stored_id:
                drop_stored(by=export.owner, ids=[export.stored_id], now=now)
            export.state, export.stored = ExportState.FAILED, None
            if vault is not None:
                asked = vault.open(export, ExportContents)
                failed = msgspec.structs.replace(asked, passphrase="", trouble=trouble.value)
                vault.seal_into(export, failed)
            export.save()
        finish_work(work=work)


def _leave(work: OwedWork) -> None:
    """Where it was thrown away. Another try that has begun meanwhile goes on."""
    with rows_of(work.owner_id):
        if not Export.objects.filter(pk=work.pk, state=ExportState.OWED).exists():
            finish_work(work=work)


class _Making:
    """One try at one archive."""

    def __init__(self, work: OwedWork, vault: OpenVault, clock: Clock) -> None:
        self.work, self.vault, self.clock = work, vault, clock
        self.stored: StoredFile | None = None
        self.steps = self.done = self.told = 0
        self.reserved = 0
        self.stamps: list[dict[str, Any]] = []

    def make(self) -> None:
        export, found = self._begin()
        with override(found.asked.language):
            self._keep(found, self._write(export, found))

    def _begin(self) -> tuple[Export, Gathered]:
        now = self.clock()
        with rows_of(self.work.owner_id):
            Vault.objects.select_for_update().filter(owner=self.work.owner_id).first()
            rows = Export.objects.select_related("owner")
            export = rows.filter(pk=self.work.pk, state=ExportState.OWED).first()
            if export is None:
                raise _ThrownAway
            found = gather(export.owner, self.vault, self.vault.open(export, ExportContents))
            self.stamps = stamps_of(export.owner)
            if export.stored_id:
                drop_stored(by=export.owner, ids=[export.stored_id], now=now)
            self.stored = expect_file(
                by=export.owner, size=AHEAD, now=now, wanted_for=HALF_MADE_FOR
            )
            self.reserved = self.stored.parts
            export.stored = self.stored
            export.save(update_fields=["stored"])
            return export, found

    # --- What lies in it --------------------------------------------------------------------

    def _write(self, export: Export, found: Gathered) -> SealedWriter:
        report = Report(
            found, asked_at=export.asked_at, key=fingerprint(), picture_of=self._picture
        )
        parts = report.parts()
        pieces = sum(len(file.pieces) for file in found.archived)
        self._expect_steps(2 * len(parts) + len(found.archived) + pieces)
        pdf = signed(typeset(parts, frame=report.frame(), done=self._step))
        with SealedWriter(self.vault, self._stored_id()) as sealed:
            archive = Archive(sealed, passphrase=found.asked.passphrase)
            self._add(sealed, archive, "report.pdf", pdf)
            del pdf
            entries = b"".join(entries_json(found, made_at=export.asked_at))
            self._add(sealed, archive, "entries.json", entries)
            self._add(sealed, archive, "entries.csv", entries_csv(found))
            given = given_json(found, asked_at=export.asked_at)
            self._add(sealed, archive, "given.json", given)
            if self.stamps:
                self._add(sealed, archive, "stamps.json", stamps_json(self.stamps))
            for file in found.archived:
                self._add_file(sealed, archive, file)
            for name, content in self._how_to_check(found):
                self._add(sealed, archive, name, content)
            self._reserve(sealed.size + AHEAD)
            archive.end()
        return sealed

    def _how_to_check(self, found: Gathered) -> Iterator[tuple[str, bytes]]:
        words = (SHIPPED / "how-to-check.txt").read_text(encoding="utf-8")
        said = {
            "{key}": fingerprint(),
            "{certificate}": fingerprint_of_certificate(),
            "{seq}": str(found.head.seq),
            "{head}": found.head.hash,
        }
        for name, value in said.items():
            words = words.replace(name, value)
        yield "how-to-check.txt", words.encode()
        yield "verify.py", (SHIPPED / "verify.py").read_bytes()

    def _add(self, sealed: SealedWriter, archive: Archive, name: str, content: bytes) -> None:
        self._reserve(sealed.size + len(content) + AHEAD)
        archive.add(name, [content], size=len(content))

    def _add_file(self, sealed: SealedWriter, archive: Archive, file: File) -> None:
        entry = file.entry
        self._reserve(sealed.size + entry.size + AHEAD)
        name = name_of_original(file.seq, entry.media_type)
        parts = read_parts(self.vault, file.stored_id, file.parts)
        if archive.add(name, parts, size=entry.size) != entry.sha256:
            raise CannotBeOpened
        self._step()
        for number, (media_type, size) in enumerate(file.pieces):
            self._reserve(sealed.size + size + AHEAD)
            archive.add(name_of_copy(file.seq, number, media_type), [self._piece(file, number)])
            self._step()

    def _piece(self, file: File, number: int) -> bytes:
        if file.copy_id is None:
            raise CannotBeOpened
        is_last = number == len(file.pieces) - 1
        return read_part(self.vault, file.copy_id, number, is_last=is_last)

    def _picture(self, file: File, seen: bool) -> Block | None:
        """Of the first page of its copy. While pages are counted, what takes as much room."""
        if not (file.pieces and file.pieces[0][0].startswith(PICTURE)):
            return None
        alt = _("A small picture of the file %(name)s") % {"name": file.entry.name}
        return small_picture(self._piece(file, 0), alt=alt, seen=seen)

    # --- How far it is ----------------------------------------------------------------------

    def _expect_steps(self, steps: int) -> None:
        self.steps, self.done, self.told = steps, 0, 0
        self._tell(steps=steps, done=0)

    def _step(self) -> None:
        self.done += 1
        if self.done * MOST_TOLD // self.steps != self.told:
            self.told = self.done * MOST_TOLD // self.steps
            self._tell(done=self.done)

    def _tell(self, **said: int) -> None:
        """Each in a transaction of its own, so that its page sees it."""
        with rows_of(self.work.owner_id):
            mine = Export.objects.filter(pk=self.work.pk, stored=self._stored_id())
            if not mine.update(**said):
                raise _ThrownAway

    def _reserve(self, size: int) -> None:
        """So that the clock knows of every part that may be there, should this try be the last."""
        if (parts := parts_of(size)) > self.reserved:
            self.reserved = parts + parts_of(AHEAD)
            with rows_of(self.work.owner_id):
                StoredFile.objects.filter(pk=self._stored_id()).update(parts=self.reserved)

    def _stored_id(self) -> UUID:
        if self.stored is None:
            raise _ThrownAway
        return self.stored.pk

    # --- That it is made --------------------------------------------------------------------

    def _keep(self, found: Gathered, sealed: SealedWriter) -> None:
        now, owner_id = self.clock(), self.work.owner_id
        with rows_of(owner_id):
            if Vault.objects.select_for_update().filter(owner=owner_id).first() is None:
                raise _ThrownAway
            rows = Export.objects.select_for_update(of=("self",)).select_related("owner")
            export = rows.filter(
                pk=self.work.pk, stored=self._stored_id(), state=ExportState.OWED
            ).first()
            if export is None:
                raise _ThrownAway
            if self._was_taken_out_meanwhile(found):
                # Begun anew at once, without what is gone.
                OwedWork.objects.filter(pk=self.work.pk).update(claimed_until=None)
                return
            self._record(export, found, sealed, now)
            StoredFile.objects.filter(pk=self._stored_id()).update(
                parts=sealed.parts, size=sealed.size, wanted_until=now + READY_FOR
            )
            export.state, export.done = ExportState.MADE, export.steps
            export.expires_at = now + READY_FOR
            made = msgspec.structs.replace(
                found.asked, passphrase="", size=sealed.size, sha256=sealed.sha256.hexdigest()
            )
            self.vault.seal_into(export, made)
            export.save()
            finish_work(work=self.work)

    def _was_taken_out_meanwhile(self, found: Gathered) -> bool:
        later = Link.objects.filter(owner=self.work.owner_id, seq__gt=found.head.seq)
        return later.filter(kind=LinkKind.REMOVAL).exists()

    def _record(self, export: Export, found: Gathered, sealed: SealedWriter, now: datetime) -> None:
        asked = found.asked
        entry = ExportEntry(
            export=str(export.pk),
            asked_at=export.asked_at,
            for_whom=asked.for_whom,
            purpose=asked.purpose,
            first_day=asked.first_day,
            last_day=asked.last_day,
            kinds=asked.kinds,
            left_out=list(found.left_out),
            files_left_out=asked.files_left_out,
            incidents=len(found.told),
            files=len(found.archived),
            size=sealed.size,
            sha256=sealed.sha256.hexdigest(),
        )
        record(
            ExportRecord(on=local_date(now, export.owner.time_zone)),
            entry,
            by=export.owner,
            vault=self.vault,
            kind=LinkKind.EXPORT,
            now=now,
        )
