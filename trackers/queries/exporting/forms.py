"""What was gathered, in the forms in which it lies in an archive: docs/decisions/0030."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from trackers.queries.exporting.gathering import Gathered, Place, Told, Version
from trackers.queries.incident_words import LABELS, in_words
from trackers.rules.chain import as_written
from trackers.rules.exports import name_of_original

FORMAT = 1
# Of a number or a text that a spreadsheet takes for a formula.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NEVER_SHOWN = "note"
BEFORE = ("Entry", "Version", "Versions", "From", "Until", "Zone", "Precision", "Recorded at")
AFTER = ("Reason of the correction", "Files", "Place", "Hash")


def entries_json(found: Gathered, *, made_at: datetime) -> Iterator[bytes]:
    """In pieces, one for each link."""
    head = {
        "format": FORMAT,
        "made_at": as_written(made_at),
        "zone": found.asked.zone,
        "head": {"seq": found.head.seq, "hash": found.head.hash},
    }
    yield msgspec.json.encode(head)[:-1] + b',"links":['
    for place in found.places:
        yield (b",\n" if place.seq > 1 else b"\n") + msgspec.json.encode(_link(place))
    yield b"\n]}\n"


def given_json(found: Gathered, *, asked_at: datetime) -> bytes:
    """What this archive holds and for whom it is, and the same of every earlier one."""
    asked = found.asked
    this: dict[str, Any] = {
        "asked_at": as_written(asked_at),
        "for_whom": asked.for_whom,
        "purpose": asked.purpose,
        "first_day": asked.first_day,
        "last_day": asked.last_day,
        "kinds": asked.kinds,
        "left_out": found.left_out,
        "files_left_out": asked.files_left_out,
        "incidents": len(found.told),
        "files": len(found.archived),
    }
    if found.head.brought_up_to and found.head.brought_at:
        this["brought_up_to"] = found.head.brought_up_to
        this["brought_at"] = as_written(found.head.brought_at)
    earlier = [
        {"seq": place.seq, "recorded_at": as_written(place.recorded_at)} | place.content.fields()
        for place, _entry in found.earlier
        if place.content
    ]
    said = msgspec.json.encode({"format": FORMAT, "this": this, "earlier": earlier})
    return msgspec.json.format(said, indent=1) + b"\n"


def entries_csv(found: Gathered) -> bytes:
    """A row for each version of each entry, for a spreadsheet."""
    out = io.StringIO()
    rows = csv.writer(out)
    names = [name for name in LABELS if name != NEVER_SHOWN]
    rows.writerow([*BEFORE, *(str(LABELS[name]) for name in names), *AFTER])
    for told in found.told:
        for version in told.versions:
            rows.writerow(map(_cell, _row(told, version, names)))
    # With a mark that tells spreadsheets that it is UTF-8.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(told: Told, version: Version, names: list[str]) -> list[object]:
    entry, place = version.entry, version.place
    return [
        entry.number,
        entry.version,
        len(told.versions),
        entry.at.isoformat(),
        entry.until.isoformat() if entry.until else "",
        entry.zone,
        entry.precision,
        as_written(place.recorded_at),
        *(in_words(name, getattr(entry, name)) for name in names),
        entry.reason,
        " ".join(name_of_original(file.seq, file.entry.media_type) for file in told.files),
        place.seq,
        place.hash,
    ]


def _cell(value: object) -> str:
    """One that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text


def _link(place: Place) -> Mapping[str, Any]:
    content = place.content
    return {
        "seq": place.seq,
        "kind": place.kind,
        "recorded_at": as_written(place.recorded_at),
        "commitment": place.commitment,
        "hash": place.hash,
        "removed_by": place.removed_by,
        "row": str(content.row) if content else None,
        "layers": content.layers if content else {},
        "salts": content.salts if content else {},
        "withheld": content.withheld if content else {},
    }
