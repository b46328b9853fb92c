"""Whether the links of an export are those of one whole log, before anything of it is believed.

An export in which entries or files were left out is no whole log, and nothing is made of it. One
that was made without some layers is: what is missing of them is still committed to.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from trackers.choices import LinkKind
from trackers.models import (
    Entry,
    ExportEntry,
    FileEntry,
    IncidentEntry,
    RecordedContents,
    RemovalEntry,
)
from trackers.refusals import ExportRefused
from trackers.rules.chain import (
    FACTS,
    START,
    as_written,
    commitment_to,
    digests_of,
    link_hash,
)

FORMAT = 1
MOST_LINKS = 100_000
HEX = re.compile(r"[0-9a-f]{64}")
ENTRIES: dict[str, type[Entry]] = {
    LinkKind.INCIDENT: IncidentEntry,
    LinkKind.FILE: FileEntry,
    LinkKind.REMOVAL: RemovalEntry,
    LinkKind.EXPORT: ExportEntry,
}


class BroughtLink(msgspec.Struct, frozen=True):
    seq: int
    kind: str
    recorded_at: str
    commitment: str
    hash: str
    removed_by: int | None = None
    row: UUID | None = None
    layers: dict[str, dict[str, Any]] = {}
    salts: dict[str, str] = {}
    withheld: dict[str, str] = {}


class BroughtHead(msgspec.Struct, frozen=True):
    seq: int
    hash: str


class Brought(msgspec.Struct, frozen=True):
    """`entries.json` of an export."""

    format: int
    head: BroughtHead
    links: list[BroughtLink]
    zone: str = ""


@dataclass(frozen=True)
class Proven:
    """One link that fits, with what was recorded there; none where it was taken out."""

    link: BroughtLink
    recorded_at: datetime
    contents: RecordedContents | None = None
    entry: Entry | None = None


class _Wrong(Exception):
    """Something of one link is not what it can be."""


def proven(brought: Brought) -> list[Proven]:
    """All links, once they fit together. Raises ExportRefused."""
    if brought.format != FORMAT:
        raise ExportRefused(_("This file was made by a newer version of this site."))
    if not brought.links or len(brought.links) > MOST_LINKS:
        raise ExportRefused(why_not_ours())
    links, before = [], START
    for place, link in enumerate(brought.links, start=1):
        try:
            links.append(_proven(link, place, before))
        except (_Wrong, KeyError, ValueError, msgspec.ValidationError) as wrong:
            raise ExportRefused(why_changed(place)) from wrong
        before = link.hash
    if (brought.head.seq, brought.head.hash) != (len(links), before):
        raise ExportRefused(why_changed(len(links)))
    _check_whole(links)
    _check_removals(links)
    _check_entries(links)
    return links


def why_not_ours() -> str:
    return _(
        "This is not a whole export of such a log, or it is damaged. Nothing was brought back."
    )


def why_changed(place: int) -> str:
    said = _("What stands at place %(place)d of this file is not what was recorded there. ")
    return said % {"place": place} + _("Nothing was brought back.")


def why_left_out(places: Sequence[int]) -> str:
    said = _(
        "Some entries or files were left out of this file, so it is not the whole log "
        "(place %(place)d is one of them). Take an export of everything. "
    )
    return said % {"place": places[0]} + _("Nothing was brought back.")


def _proven(link: BroughtLink, place: int, before: str) -> Proven:
    at = datetime.fromisoformat(link.recorded_at)
    hashed = link_hash(
        before, seq=place, kind=link.kind, recorded_at=at, commitment=link.commitment
    )
    is_odd = (
        link.seq != place
        or link.kind not in ENTRIES
        or as_written(at) != link.recorded_at
        or not HEX.fullmatch(link.commitment)
        or hashed != link.hash
    )
    if is_odd:
        raise _Wrong
    if not link.layers:
        return Proven(link, at)
    contents = RecordedContents(
        seq=place,
        recorded_at=at,
        previous=before,
        layers=link.layers,
        salts=link.salts,
        withheld=link.withheld,
    )
    if link.row is None or not _is_committed_to(contents, link):
        raise _Wrong
    entry = contents.entry(ENTRIES[link.kind])
    if not _is_placed(entry, link.row):
        raise _Wrong
    return Proven(link, at, contents, entry)


def _is_committed_to(contents: RecordedContents, link: BroughtLink) -> bool:
    layers, withheld = contents.layers.keys(), contents.withheld.keys()
    known = {FACTS, *ENTRIES[link.kind].LAYERS.values()}
    hashes = [*contents.salts.values(), *contents.withheld.values()]
    return (
        FACTS in layers
        and layers | withheld == known
        and not layers & withheld
        and contents.salts.keys() == layers
        and all(HEX.fullmatch(one) for one in hashes)
        and commitment_to(digests_of(contents.layers, contents.salts, contents.withheld))
        == link.commitment
    )


def _is_placed(entry: Entry, row: UUID) -> bool:
    """Whether it says of itself what its link says, in a way that can be written down again."""
    if isinstance(entry, IncidentEntry):
        return UUID(entry.incident).version is not None and entry.at.tzinfo is not None
    if isinstance(entry, FileEntry):
        return (
            UUID(entry.file) == row
            and UUID(entry.incident).version is not None
            and entry.size >= 0
            and bool(HEX.fullmatch(entry.sha256))
        )
    return not isinstance(entry, RemovalEntry) or UUID(entry.incident).version is not None


def _check_whole(links: Sequence[Proven]) -> None:
    gone = [one.link.seq for one in links if one.entry is None and one.link.removed_by is None]
    if gone:
        raise ExportRefused(why_left_out(gone))
    rows = [one.link.row for one in links if one.entry is not None]
    if len(set(rows)) != len(rows):
        raise ExportRefused(why_not_ours())


def _check_removals(links: Sequence[Proven]) -> None:
    """What was taken out is what some later link says was."""
    removed: dict[int, list[int]] = defaultdict(list)
    for one in links:
        if (by := one.link.removed_by) is None:
            continue
        if one.entry is not None or not one.link.seq < by <= len(links):
            raise ExportRefused(why_changed(one.link.seq))
        removed[by].append(one.link.seq)
    for one in links:
        said = sorted(one.entry.links) if isinstance(one.entry, RemovalEntry) else []
        if said != removed[one.link.seq]:
            raise ExportRefused(why_changed(one.link.seq))


def _check_entries(links: Sequence[Proven]) -> None:
    """Every version and file belongs to an entry that is there, and every entry has one number."""
    numbers: dict[UUID, int] = {}
    standing = {UUID(one.entry.incident) for one in links if isinstance(one.entry, IncidentEntry)}
    removed = {
        UUID(one.entry.incident)
        for one in links
        if isinstance(one.entry, RemovalEntry) and not one.entry.file
    }
    for one in links:
        if not isinstance(one.entry, IncidentEntry | FileEntry | RemovalEntry):
            continue
        incident, number = UUID(one.entry.incident), one.entry.number
        is_there = incident in standing
        if isinstance(one.entry, RemovalEntry):
            is_there = (incident in standing) != (incident in removed)
        if not is_there or numbers.setdefault(incident, number) != number:
            raise ExportRefused(why_changed(one.link.seq))
    if len(set(numbers.values())) != len(numbers) or standing & removed:
        raise ExportRefused(why_not_ours())
