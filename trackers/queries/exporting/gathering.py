"""What of the log was asked for, opened. To be called inside `rows_of`, with the vault's row
locked: all of it is of one moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from trackers.choices import CopyState, LinkKind
from trackers.models import (
    Attachment,
    AttachmentCopy,
    CopyContents,
    ExportContents,
    ExportEntry,
    ExportRecord,
    FileEntry,
    Incident,
    IncidentEntry,
    IncidentVersion,
    Link,
    LogHeadContents,
    RecordedContents,
    RecordedRow,
    Removal,
    RemovalEntry,
)
from trackers.models.log_contents import AnyEntry
from trackers.queries.log import head_of
from trackers.queries.statements import first_sent
from trackers.rules.exports import is_chosen, left_out_of, revealed
from trackers.rules.statements import days_after, told_at
from trackers.vault.open_vault import OpenVault

ROWS_AT_ONCE = 100


@dataclass(frozen=True)
class Revealed:
    """What a link stands for, without what is left out."""

    row: UUID
    layers: Mapping[str, Mapping[str, Any]]
    salts: Mapping[str, str]
    withheld: Mapping[str, str]

    def fields(self) -> dict[str, Any]:
        return {name: value for layer in self.layers.values() for name, value in layer.items()}


@dataclass(frozen=True)
class Place:
    """One link; `content` where it was chosen and is still there."""

    seq: int
    kind: str
    recorded_at: datetime
    commitment: str
    hash: str
    removed_by: int | None
    content: Revealed | None


@dataclass(frozen=True)
class Version:
    place: Place
    entry: IncidentEntry


@dataclass(frozen=True)
class File:
    """One original, and the copy for looking at that was made of it."""

    place: Place
    entry: FileEntry
    stored_id: UUID
    parts: int
    copy_id: UUID | None
    pieces: Sequence[tuple[str, int]]

    @property
    def seq(self) -> int:
        return self.place.seq


@dataclass(frozen=True)
class Told:
    """One incident with all that belongs to it, the newest version last."""

    versions: Sequence[Version]
    files: Sequence[File]
    # On which day after the last words to whoever it was about.
    days_after: int | None

    @property
    def entry(self) -> IncidentEntry:
        return self.versions[-1].entry


@dataclass(frozen=True)
class Gathered:
    asked: ExportContents
    left_out: Sequence[str]
    head: LogHeadContents
    places: Sequence[Place]
    # In the order in which they happened.
    told: Sequence[Told]
    removals: Sequence[tuple[Place, RemovalEntry]]
    earlier: Sequence[tuple[Place, ExportEntry]]

    @property
    def files(self) -> list[File]:
        return sorted((file for one in self.told for file in one.files), key=lambda f: f.seq)

    @property
    def archived(self) -> list[File]:
        """Those whose bytes are wanted."""
        return [] if self.asked.files_left_out else self.files


def gather(user: User, vault: OpenVault, asked: ExportContents) -> Gathered:
    """Raises LogRefused where the log does not fit together, and CannotBeOpened or
    msgspec.ValidationError where something in it cannot be opened."""
    left_out = left_out_of(asked)
    head = head_of(user, vault)
    chosen = _chosen(user, vault, asked)
    kinds: tuple[type[RecordedRow], ...] = (IncidentVersion, Attachment, Removal, ExportRecord)
    contents: dict[UUID, Revealed] = {}
    for kind in kinds:
        for row in _rows(kind, user, chosen):
            contents[row.link_id] = _revealed(vault, row, left_out)
    places = _places(user, contents)
    sent = first_sent(user, vault)
    files = _files(user, vault, chosen, places)
    told = [
        Told(versions, files.get(incident, []), _days_after(versions[-1].entry, sent))
        for incident, versions in _versions(places).items()
    ]
    return Gathered(
        asked=asked,
        left_out=left_out,
        head=head,
        places=places,
        told=sorted(told, key=lambda one: (one.entry.at, one.entry.number)),
        removals=_of_kind(places, LinkKind.REMOVAL, RemovalEntry),
        earlier=_of_kind(places, LinkKind.EXPORT, ExportEntry),
    )


def count_chosen(user: User, vault: OpenVault, asked: ExportContents) -> tuple[int, int]:
    """How many incidents are chosen, and how many bytes their files have."""
    chosen = _chosen(user, vault, asked)
    if asked.files_left_out:
        return len(chosen), 0
    rows = Attachment.objects.visible_to(user).filter(incident__in=chosen)
    return len(chosen), rows.aggregate(size=Coalesce(Sum("stored__size"), 0))["size"]


def _chosen(user: User, vault: OpenVault, asked: ExportContents) -> list[UUID]:
    """By their newest versions. What was taken out has none."""
    rows = Incident.objects.visible_to(user).standing().select_related("current")
    return [
        row.pk
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE)
        if row.current
        and is_chosen(vault.open(row.current, RecordedContents).entry(IncidentEntry), asked)
    ]


def _rows(kind: type[RecordedRow], user: User, chosen: list[UUID]) -> Iterator[RecordedRow]:
    rows: QuerySet[Any] = kind._default_manager.filter(owner=user)
    if kind in (IncidentVersion, Attachment):
        rows = rows.filter(incident__in=chosen)
    yield from rows.iterator(chunk_size=ROWS_AT_ONCE)


def _revealed(vault: OpenVault, row: RecordedRow, left_out: Sequence[str]) -> Revealed:
    return Revealed(row.pk, *revealed(vault.open(row, RecordedContents), left_out))


def _places(user: User, contents: Mapping[UUID, Revealed]) -> list[Place]:
    links = Link.objects.visible_to(user).in_order()
    seqs = dict(links.values_list("pk", "seq"))
    return [
        Place(
            seq=link.seq,
            kind=link.kind,
            recorded_at=link.recorded_at,
            commitment=bytes(link.commitment).hex(),
            hash=bytes(link.hash).hex(),
            removed_by=seqs[link.removed_by_id] if link.removed_by_id else None,
            content=contents.get(link.pk),
        )
        for link in links.iterator(chunk_size=ROWS_AT_ONCE)
    ]


def _versions(places: Sequence[Place]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for place, entry in _of_kind(places, LinkKind.INCIDENT, IncidentEntry):
        found.setdefault(entry.incident, []).append(Version(place, entry))
    return found


def _files(
    user: User, vault: OpenVault, chosen: list[UUID], places: Sequence[Place]
) -> dict[str, list[File]]:
    rows = Attachment.objects.visible_to(user).filter(incident__in=chosen)
    stored = {row.pk: row.stored for row in rows.select_related("stored").defer("sealed")}
    copies = AttachmentCopy.objects.visible_to(user).filter(
        attachment__in=stored, state=CopyState.MADE
    )
    copied = {
        copy.attachment_id: (copy.stored_id, vault.open(copy, CopyContents).pieces)
        for copy in copies
    }
    found: dict[str, list[File]] = {}
    for place, entry in _of_kind(places, LinkKind.FILE, FileEntry):
        row = place.content.row if place.content else None
        if row is None or row not in stored:
            continue
        copy_id, pieces = copied.get(row, (None, []))
        file = File(place, entry, stored[row].pk, stored[row].parts, copy_id, pieces)
        found.setdefault(entry.incident, []).append(file)
    return found


def _of_kind(
    places: Sequence[Place], kind: LinkKind, as_: type[AnyEntry]
) -> list[tuple[Place, AnyEntry]]:
    return [
        (place, msgspec.convert(place.content.fields(), as_))
        for place in places
        if place.kind == kind and place.content
    ]


def _days_after(entry: IncidentEntry, sent: Mapping[str, datetime]) -> int | None:
    told = told_at(entry.person or None, sent)
    return days_after(entry.at, sent_at=told) if told else None
