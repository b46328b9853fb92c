"""What the incident log holds, sealed. Nothing of it is changed: what was wrong is said anew."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

import msgspec

from trackers.models.contents import KeepableContents
from trackers.vault.contents import Contents


class Entry(msgspec.Struct, kw_only=True, frozen=True):
    """What one link of the chain stands for, as plain fields.

    Each field belongs to a layer, to "facts" where LAYERS does not say otherwise. A layer can be
    left out of an export, and what is left is still provable (rules/chain.py). Times are ISO 8601
    with the offset that held there and then.
    """

    LAYERS: ClassVar[dict[str, str]] = {}


AnyEntry = TypeVar("AnyEntry", bound=Entry)


class IncidentEntry(Entry, kw_only=True, frozen=True):
    """One version of an incident. All optional but when it was."""

    LAYERS: ClassVar[dict[str, str]] = {
        "where": "where",
        "witness_contacts": "witnesses",
        "felt": "feelings",
        "effect": "feelings",
        "note": "private",
    }

    # The id of the incident, the number it was given, and which version of it this is, from 1.
    incident: str
    number: int
    version: int = 1
    # Why it was written anew; empty in a first version.
    reason: str = ""

    at: datetime
    zone: str
    precision: str
    # Of a range, and of what lasted.
    until: datetime | None = None
    title: str = ""
    kinds: list[str] = []
    # What happened, and the exact words that were said or written.
    happened: str = ""
    said: str = ""
    # Who was there; children: what they saw or heard.
    present: str = ""
    children: str = ""
    witnesses: str = ""
    # The number or account as it was shown, not the name that a telephone gives it.
    shown_as: str = ""
    attempts: int | None = None
    vehicle: str = ""
    weapon: str = ""
    tactics: list[str] = []
    police: str = ""
    report_number: str = ""
    officer: str = ""
    badge: str = ""
    outcome: str = ""
    # An order of a court that was in force, its number, and whether this broke it.
    order: str = ""
    order_number: str = ""
    breached: str = ""
    injury: str = ""
    medical: str = ""
    # Which of the person's entries it was made from, where it was: their ids.
    event: str = ""
    statement: str = ""
    # The person stepped away from whom it was about, where that was said: an id.
    person: str = ""

    # Layer "where".
    where: str = ""
    # Layer "witnesses".
    witness_contacts: str = ""
    # Layer "feelings".
    felt: str = ""
    effect: str = ""
    # Layer "private", which no export holds.
    note: str = ""


class FileEntry(Entry, kw_only=True, frozen=True):
    """A file that came to an incident, as it came."""

    # The ids of the incident and of the file, and the incident's number.
    incident: str
    file: str
    number: int
    # What its sender called it, what it is by its first bytes, and its size in bytes.
    name: str
    media_type: str
    size: int
    # SHA-256 in hex of the bytes as they arrived, and when the last of them did.
    sha256: str
    received_at: datetime
    # How it was made, and what it shows, in words.
    captured: str = ""
    shows: str = ""


class RemovalEntry(Entry, kw_only=True, frozen=True):
    """That something was taken out of the log, for good. The places of its links stay."""

    incident: str
    number: int
    # Which links' contents are gone.
    links: list[int]
    # A file alone, or the incident with all that belongs to it.
    file: str = ""
    reason: str = ""


class ExportEntry(Entry, kw_only=True, frozen=True):
    """That something of the log was taken out into the world: the record of custody."""

    # The id of the export.
    export: str
    asked_at: datetime
    for_whom: str = ""
    purpose: str = ""
    first_day: str = ""
    last_day: str = ""
    # Only these; all where it is empty.
    kinds: list[str] = []
    # Which layers were left out, and whether the files were.
    left_out: list[str] = []
    files_left_out: bool = False
    incidents: int
    files: int
    # Of the archive that was made: size in bytes, and SHA-256 in hex.
    size: int
    sha256: str


class RecordedContents(Contents, kw_only=True, frozen=True):
    """One sealed entry of the log: what it says, layer by layer, and its place in the chain.

    The layers are kept as they were committed to, field for field: what a later version of the
    site adds to an entry must not change what an earlier one stood for.
    """

    seq: int
    recorded_at: datetime
    # The hash of the link before, in hex.
    previous: str
    layers: dict[str, dict[str, Any]]
    # By layer: 32 random bytes in hex.
    salts: dict[str, str]
    # Of an entry that came back from an export without some layers: their digests, in hex.
    withheld: dict[str, str] = {}

    def entry(self, as_: type[AnyEntry]) -> AnyEntry:
        """Raises msgspec.ValidationError where this is not what `as_` describes."""
        fields = {name: value for layer in self.layers.values() for name, value in layer.items()}
        return msgspec.convert(fields, as_)


class LogHeadContents(Contents, kw_only=True, frozen=True):
    """How far the log went, so that nobody can cut off its end or write it anew."""

    seq: int
    hash: str
    # Up to which place the log was brought back from a file, and when: the times before that are
    # the file's, which anybody could have made.
    brought_up_to: int = 0
    brought_at: datetime | None = None


class IncidentContents(KeepableContents, kw_only=True, frozen=True):
    """What does not change with a version: the number that an incident was given."""

    number: int


class IncidentDraftContents(Contents, kw_only=True, frozen=True):
    """What was typed of an incident and not recorded yet: the fields of its form, as typed."""

    fields: dict[str, list[str]]
    # The version that it goes on from; 0 where there is no entry yet.
    version: int = 0


class UploadContents(Contents, kw_only=True, frozen=True):
    """A file that is on its way."""

    name: str
    # As the browser says, to know the same file again.
    modified: str = ""
    captured: str = ""
    shows: str = ""


class CopyContents(Contents, kw_only=True, frozen=True):
    """A copy for looking at: its parts, each a picture or a text, in order."""

    # (media type, size in bytes) of each piece; piece n is stored under the number n.
    pieces: list[tuple[str, int]] = []
    # Why there is none, or not all of it: a word of CopyTrouble.
    trouble: str = ""


class ExportContents(Contents, kw_only=True, frozen=True):
    """What was asked for of an export, and what came of it."""

    for_whom: str = ""
    purpose: str = ""
    first_day: str = ""
    last_day: str = ""
    kinds: list[str] = []
    left_out: list[str] = []
    files_left_out: bool = False
    # Of the archive itself, where it was asked for. Gone once the archive is made.
    passphrase: str = ""
    # The language and zone that the report is written in.
    language: str = "en"
    zone: str = "UTC"
    size: int = 0
    sha256: str = ""
    # A word of ExportTrouble.
    trouble: str = ""
