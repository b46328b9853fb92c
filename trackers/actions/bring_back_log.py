"""Bringing an export of the log back, into a log that is still empty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.actions.copies import owe_copy
from trackers.choices import LinkKind
from trackers.models import (
    Attachment,
    ExportRecord,
    FileEntry,
    Incident,
    IncidentContents,
    IncidentEntry,
    IncidentVersion,
    Link,
    LogHead,
    LogHeadContents,
    RecordedRow,
    Removal,
    RemovalEntry,
    StoredFile,
    Vault,
)
from trackers.queries.brought import BroughtArchive
from trackers.queries.files import used_by
from trackers.queries.log import mark_of
from trackers.refusals import ExportRefused
from trackers.rules.brought import Proven, proven, why_changed, why_left_out
from trackers.rules.days import local_date
from trackers.rules.files import why_harmful, why_no_room, why_scanner_away
from trackers.scanning import ScannerAway, is_harmful
from trackers.vault.files import NoRoom, SealedWriter, delete_parts, sealed_sha256
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of

ROWS_AT_ONCE = 500
# Of what was taken out nothing is left that a mark could be made over.
NO_MARK = bytes(32)


@dataclass(frozen=True)
class BroughtBack:
    """How much came back, and which layers the file did not have."""

    entries: int
    files: int
    withheld: frozenset[str]


def bring_back_log(
    *, by: User, vault: OpenVault, archive: BroughtArchive, now: datetime
) -> BroughtBack:
    """Write everything of an export, all of it or nothing: with the ids, places, times and hashes
    that it had. Raises ExportRefused.

    Anybody can make a file that fits together, with any times in it: that they came from a file
    is remembered in the head of the log, and said wherever they are relied upon.
    """
    archive.check()
    brought = archive.entries()
    links = proven(brought)
    files = [one for one in links if isinstance(one.entry, FileEntry)]
    _check_files(files, archive)
    _scan(files, archive)
    zone = brought.zone if _is_zone(brought.zone) else by.time_zone
    coming = ComingLog(by, vault, links, zone, now, archive)
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        if no := _why_not_here(by, files):
            raise ExportRefused(no)
        try:
            with transaction.atomic():
                coming.write()
        except (IntegrityError, NoRoom) as failed:
            coming.take_bytes_away()
            full = isinstance(failed, NoRoom)
            raise ExportRefused(why_no_room() if full else _is_elsewhere()) from failed
        except BaseException:
            coming.take_bytes_away()
            raise
    return BroughtBack(
        entries=len(coming.incidents),
        files=len(files),
        withheld=frozenset(name for one in links for name in one.link.withheld),
    )


def _check_files(files: Iterable[Proven], archive: BroughtArchive) -> None:
    for one in files:
        entry = one.entry
        name = archive.originals.get(one.link.seq)
        if name is None:
            raise ExportRefused(why_left_out([one.link.seq]))
        said = archive.manifest.files[name]
        if isinstance(entry, FileEntry) and (entry.size, entry.sha256) != (said.size, said.sha256):
            raise ExportRefused(why_changed(one.link.seq))


def _scan(files: Iterable[Proven], archive: BroughtArchive) -> None:
    """As files that come one by one are."""
    try:
        for one in files if settings.CLAMD_URL else ():
            if is_harmful(settings.CLAMD_URL, archive.pieces(archive.originals[one.link.seq])):
                raise ExportRefused(why_harmful())
    except ScannerAway as away:
        raise ExportRefused(why_scanner_away()) from away


def _why_not_here(by: User, files: Iterable[Proven]) -> str | None:
    if Link.objects.visible_to(by).exists() or Incident.objects.visible_to(by).exists():
        return _("There is something in your log already. This works on an empty one only.")
    size = sum(one.entry.size for one in files if isinstance(one.entry, FileEntry))
    # The archive itself lies here until it is read.
    if size + used_by(by) > settings.OWN_FILES_MAX_BYTES + settings.OWN_FILE_MAX_BYTES:
        return _("The files in it are larger together than what one member may keep here.")
    return None


def _is_elsewhere() -> str:
    return _("These entries are here already, under another account. Throw those away first.")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True


@dataclass
class ComingLog:
    """A log on its way into the database, once all of it is proven."""

    by: User
    vault: OpenVault
    proven: Sequence[Proven]
    zone: str
    now: datetime
    # Where its files come from, if it has any.
    archive: BroughtArchive | None = None
    incidents: dict[UUID, Incident] = field(default_factory=dict)
    stored: list[StoredFile] = field(default_factory=list)

    def write(self) -> None:
        self._write_incidents()
        ids = {one.link.seq: uuid4() for one in self.proven}
        removes: dict[int | None, list[int]] = defaultdict(list)
        for one in self.proven:
            removes[one.link.removed_by].append(one.link.seq)
        links: list[Link] = []
        rows: dict[type[RecordedRow], list[RecordedRow]] = defaultdict(list)
        for one in self.proven:
            link = _link(one, self.by, ids)
            links.append(link)
            if row := self._row(one, link):
                link.mark = mark_of(link, row, removes=removes[one.link.seq])
                rows[type(row)].append(row)
        Link.objects.bulk_create(links, batch_size=ROWS_AT_ONCE)
        for model, of_kind in rows.items():
            model._default_manager.bulk_create(of_kind, batch_size=ROWS_AT_ONCE)
        self._point(rows)
        self._set_head(links[-1])

    def take_bytes_away(self) -> None:
        for stored in self.stored:
            delete_parts(stored.pk, stored.parts)

    def _write_incidents(self) -> None:
        for one in self.proven:
            entry = one.entry
            if isinstance(entry, IncidentEntry):
                self._expect(entry, on=entry.at.date())
            elif isinstance(entry, RemovalEntry) and not entry.file:
                self._expect(entry, on=local_date(one.recorded_at, self.zone))
        Incident.objects.bulk_create(self.incidents.values(), batch_size=ROWS_AT_ONCE)

    def _expect(self, entry: IncidentEntry | RemovalEntry, *, on: date) -> None:
        incident = Incident(id=UUID(entry.incident), owner=self.by, on=on)
        self.vault.seal_into(incident, IncidentContents(number=entry.number))
        # The newest version says which day it is.
        self.incidents[incident.pk] = incident

    def _row(self, one: Proven, link: Link) -> RecordedRow | None:
        entry, day = one.entry, local_date(one.recorded_at, self.zone)
        if one.contents is None:
            return None
        known = {"id": one.link.row, "owner": self.by, "link": link, "on": day}
        row: RecordedRow
        if isinstance(entry, IncidentEntry):
            known["on"] = entry.at.date()
            row = IncidentVersion(**known, incident=self.incidents[UUID(entry.incident)])
        elif isinstance(entry, FileEntry):
            stored = self._store(one.link.seq)
            row = Attachment(**known, incident=self.incidents[UUID(entry.incident)], stored=stored)
            row.sealed_sha256 = sealed_sha256(stored.pk, stored.parts)
        else:
            row = (Removal if link.kind == LinkKind.REMOVAL else ExportRecord)(**known)
        self.vault.seal_into(row, one.contents)
        return row

    def _store(self, seq: int) -> StoredFile:
        if self.archive is None:
            raise ValueError(seq)
        stored = StoredFile(id=uuid4(), owner=self.by, made_at=self.now)
        writer = SealedWriter(self.vault, stored.pk)
        self.stored.append(stored)
        for piece in self.archive.pieces(self.archive.originals[seq]):
            writer.write(piece)
            # As many as are there, whatever comes in between.
            stored.parts = writer.parts + 1
        writer.close()
        stored.parts, stored.size = writer.parts, writer.size
        stored.save(force_insert=True)
        return stored

    def _point(self, rows: dict[type[RecordedRow], list[RecordedRow]]) -> None:
        for version in rows[IncidentVersion]:
            if isinstance(version, IncidentVersion):
                self.incidents[version.incident_id].current = version
        entries = {one.link.row: one.entry for one in self.proven if one.entry is not None}
        for row in rows[Removal]:
            entry = entries[row.pk]
            if isinstance(entry, RemovalEntry) and isinstance(row, Removal) and not entry.file:
                self.incidents[UUID(entry.incident)].removal = row
        Incident.objects.bulk_update(
            self.incidents.values(), ["current", "removal"], batch_size=ROWS_AT_ONCE
        )
        for row in rows[Attachment]:
            entry = entries[row.pk]
            if isinstance(row, Attachment) and isinstance(entry, FileEntry):
                kind = entry.media_type
                owe_copy(by=self.by, vault=self.vault, attachment=row, kind=kind, now=self.now)

    def _set_head(self, last: Link) -> None:
        on = local_date(self.now, self.by.time_zone)
        head = LogHead.objects.visible_to(self.by).first() or LogHead(owner=self.by, on=on)
        contents = LogHeadContents(
            seq=last.seq,
            hash=bytes(last.hash).hex(),
            brought_up_to=last.seq,
            brought_at=self.now,
        )
        self.vault.seal_into(head, contents)
        head.save()


def _link(one: Proven, by: User, ids: dict[int, UUID]) -> Link:
    return Link(
        id=ids[one.link.seq],
        owner=by,
        seq=one.link.seq,
        kind=one.link.kind,
        recorded_at=one.recorded_at,
        commitment=bytes.fromhex(one.link.commitment),
        hash=bytes.fromhex(one.link.hash),
        mark=NO_MARK,
        removed_by_id=ids[one.link.removed_by] if one.link.removed_by else None,
    )
