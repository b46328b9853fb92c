"""What stands under one link, compared with what the link says of it."""

from collections.abc import Iterator

import msgspec

from trackers.choices import LogTrouble
from trackers.models import (
    Attachment,
    Entry,
    ExportEntry,
    ExportRecord,
    FileEntry,
    IncidentContents,
    IncidentEntry,
    IncidentVersion,
    Link,
    RecordedContents,
    RecordedRow,
    Removal,
    RemovalEntry,
)
from trackers.queries.checking.material import TABLES, Material
from trackers.queries.log import mark_of
from trackers.rules.chain import as_written, commitment_to, digests_of, hash_of
from trackers.vault.files import parts_of
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

ENTRIES: dict[type[RecordedRow], type[Entry]] = {
    IncidentVersion: IncidentEntry,
    Attachment: FileEntry,
    Removal: RemovalEntry,
    ExportRecord: ExportEntry,
}
# What does not fit, and at which other place it belongs.
Trouble = tuple[LogTrouble, int | None]


def troubles_of(material: Material, vault: OpenVault | None) -> Iterator[Trouble]:
    link, rows = material.link, material.rows
    if link.removed_by is not None:
        if rows:
            yield LogTrouble.NOT_GONE, None
        elif link.removed_by.seq <= link.seq:
            yield LogTrouble.REMOVAL, link.removed_by.seq
    elif not rows:
        yield LogTrouble.WORDS_GONE, None
    elif len(rows) > 1:
        yield LogTrouble.INSERTED, None
    elif type(rows[0]) is not TABLES.get(link.kind):
        yield LogTrouble.LINK, None
    else:
        yield from _recorded(material, rows[0], vault)


def is_marked(material: Material) -> bool | None:
    """Whether the mark fits; none where what it was made over was taken out since."""
    if len(material.rows) != 1:
        return None
    row = material.rows[0]
    mark = mark_of(material.link, row, removes=material.removes)
    return bool(bytes(material.link.mark) == mark)


def number_of(material: Material, vault: OpenVault | None) -> int | None:
    """The number of the entry that it belongs to, where that can be told."""
    if vault is None:
        return None
    try:
        for row in material.rows:
            if isinstance(row, IncidentVersion | Attachment):
                return vault.open(row.incident, IncidentContents).number
            if isinstance(row, Removal):
                return vault.open(row, RecordedContents).entry(RemovalEntry).number
    except (CannotBeOpened, msgspec.ValidationError):
        pass
    return None


def _recorded(material: Material, row: RecordedRow, vault: OpenVault | None) -> Iterator[Trouble]:
    if isinstance(row, Attachment):
        yield from _stored(row)
    if vault is not None:
        yield from _opened(material, row, vault)


def _stored(row: Attachment) -> Iterator[Trouble]:
    if row.stored.dropped_at is not None:
        yield LogTrouble.FILE_GONE, None
    elif row.stored.wanted_until is not None or row.stored.parts != parts_of(row.stored.size):
        yield LogTrouble.FILE_PLACE, None


def _opened(material: Material, row: RecordedRow, vault: OpenVault) -> Iterator[Trouble]:
    try:
        contents = vault.open(row, RecordedContents)
        entry = contents.entry(ENTRIES[type(row)])
        digests = digests_of(contents.layers, contents.salts, contents.withheld)
    except (CannotBeOpened, msgspec.ValidationError, KeyError):
        yield LogTrouble.WORDS, None
        return
    if contents.seq != material.link.seq:
        yield LogTrouble.MOVED, contents.seq
    elif trouble := _linked(material.link, contents, commitment_to(digests)):
        yield trouble, None
    if trouble := _misplaced(material, row, entry):
        yield trouble, None


def _linked(link: Link, contents: RecordedContents, commitment: str) -> LogTrouble | None:
    """What the link says against what was sealed with it."""
    if as_written(contents.recorded_at) != as_written(link.recorded_at):
        return LogTrouble.TIME
    said = commitment, hash_of(link, after=contents.previous)
    found = bytes(link.commitment).hex(), bytes(link.hash).hex()
    return None if said == found else LogTrouble.LINK


def _misplaced(material: Material, row: RecordedRow, entry: Entry) -> LogTrouble | None:
    """What the columns beside a row say against what is sealed in it."""
    if isinstance(row, IncidentVersion | Attachment):
        said = [getattr(entry, "incident", ""), getattr(entry, "file", str(row.pk))]
        if said != [str(row.incident_id), str(row.pk)]:
            return LogTrouble.OTHER_ENTRY
    if isinstance(row, Attachment) and isinstance(entry, FileEntry):
        return None if entry.size == row.stored.size else LogTrouble.FILE_PLACE
    if isinstance(entry, RemovalEntry):
        whole = "" if entry.file else entry.incident
        fits = sorted(entry.links) == material.removes
        if not fits or whole != str(material.removed_incident or ""):
            return LogTrouble.REMOVAL
    return None
