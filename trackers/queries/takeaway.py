"""Everything that somebody keeps here, as plain data that they take away. To be called inside
`rows_of`."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import msgspec

from accounts.models import User
from trackers.models import (
    Belonging,
    BelongingContents,
    Channel,
    ChannelContents,
    ChannelException,
    CheckIn,
    CheckInContents,
    ContactEvent,
    Draft,
    DraftContents,
    EntryContents,
    EntryVersion,
    EventContents,
    ExceptionContents,
    HandOver,
    HandOverContents,
    Helper,
    HelperContents,
    IncidentDraft,
    IncidentDraftContents,
    Instead,
    InsteadContents,
    JournalEntry,
    KeptCheck,
    KeptCheckContents,
    Link,
    Occurrence,
    Person,
    PersonContents,
    PlacePlan,
    PlacePlanContents,
    Preferences,
    PreferencesContents,
    PrivateRow,
    Reason,
    ReasonContents,
    RecordedContents,
    RecordedRow,
    Reminder,
    Statement,
    StatementContents,
    Step,
    StepContents,
    Sweep,
    SweepContents,
    Urge,
    UrgeContents,
    Vault,
    VersionContents,
)
from trackers.queries.checking.material import material_of
from trackers.rules.brought import BroughtLink
from trackers.rules.chain import as_written
from trackers.vault.contents import Contents
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

FORMAT = 1

# In the order in which they can be written: what is pointed at comes first.
KINDS: dict[str, tuple[type[PrivateRow], type[Contents]]] = {
    "preferences": (Preferences, PreferencesContents),
    "events": (ContactEvent, EventContents),
    "check_ins": (CheckIn, CheckInContents),
    "urges": (Urge, UrgeContents),
    "entries": (JournalEntry, EntryContents),
    "versions": (EntryVersion, VersionContents),
    "drafts": (Draft, DraftContents),
    "people": (Person, PersonContents),
    "channels": (Channel, ChannelContents),
    "exceptions": (ChannelException, ExceptionContents),
    "statements": (Statement, StatementContents),
    "sweeps": (Sweep, SweepContents),
    "reasons": (Reason, ReasonContents),
    "instead": (Instead, InsteadContents),
    "helpers": (Helper, HelperContents),
    "places": (PlacePlan, PlacePlanContents),
    "belongings": (Belonging, BelongingContents),
    "hand_overs": (HandOver, HandOverContents),
    "steps": (Step, StepContents),
    "checks": (KeptCheck, KeptCheckContents),
    "incident_drafts": (IncidentDraft, IncidentDraftContents),
}
# Of which kind a row is a part, and the column that says of which one.
PART_OF = {
    "versions": ("entries", "entry_id"),
    "channels": ("people", "person_id"),
    "exceptions": ("people", "person_id"),
}


class TakenRow(msgspec.Struct, frozen=True, omit_defaults=True):
    id: UUID
    on: date
    # As it was sealed, field for field.
    contents: dict[str, Any]
    part_of: UUID | None = None


class TakenRing(msgspec.Struct, frozen=True):
    id: UUID
    on: date
    outcome: str
    rung_at: datetime


class TakenReminder(msgspec.Struct, frozen=True):
    id: UUID
    local_time: time
    zone: str
    days: list[int]
    quiet_from: time | None
    quiet_until: time | None
    # The member's own line; none where there is none.
    contents: dict[str, Any] | None
    rings: list[TakenRing]


class Takeaway(msgspec.Struct, frozen=True):
    format: int
    begun_on: date
    closes_after_seconds: int
    rows: dict[str, list[TakenRow]]
    reminders: list[TakenReminder]
    # How many entries could not be opened, and so are not here.
    left_out: int = 0
    # The incident log, with all layers, as an export of it has them; of files, what was recorded.
    log: list[BroughtLink] = []


def takeaway(user: User, vault: OpenVault) -> Takeaway:
    own = Vault.objects.visible_to(user).get()
    rows: dict[str, list[TakenRow]] = {}
    left_out = 0
    for kind, (model, _as) in KINDS.items():
        rows[kind] = []
        for row in model._default_manager.filter(owner=user).order_by("on", "id"):
            contents = _contents(vault, row)
            if contents is None:
                left_out += 1
                continue
            part_of = getattr(row, PART_OF[kind][1]) if kind in PART_OF else None
            rows[kind].append(TakenRow(row.pk, row.on, contents, part_of))
    reminders, damaged = _reminders(user, vault)
    log, not_opened = _log(user, vault)
    left_out += damaged + not_opened
    return Takeaway(FORMAT, own.made_on, own.idle_seconds, rows, reminders, left_out, log)


def as_json(taken: Takeaway) -> bytes:
    return msgspec.json.format(msgspec.json.encode(taken), indent=1)


def schema() -> bytes:
    """What is in the file, as JSON Schema: its shape, and what each kind of entry can hold."""
    types = {kind: as_ for kind, (_model, as_) in KINDS.items()}
    (whole, *kinds), definitions = msgspec.json.schema_components([Takeaway, *types.values()])
    described = whole | {"$defs": definitions, "contents": dict(zip(types, kinds, strict=True))}
    return msgspec.json.format(msgspec.json.encode(described), indent=1)


def _contents(vault: OpenVault, row: PrivateRow | Reminder) -> dict[str, Any] | None:
    """All fields, those of a newer version of the site as well; none where it does not open."""
    try:
        return vault.open(row, Contents).newer
    except CannotBeOpened:
        return None


def _log(user: User, vault: OpenVault) -> tuple[list[BroughtLink], int]:
    taken, damaged = [], 0
    for material in material_of(user):
        contents = _recorded(vault, material.rows)
        damaged += bool(material.rows) and contents is None
        taken.append(_link(material.link, material.rows, contents))
    return taken, damaged


def _recorded(vault: OpenVault, rows: list[RecordedRow]) -> RecordedContents | None:
    return vault.open_all(rows[:1], RecordedContents)[0].contents if rows else None


def _link(link: Link, rows: list[RecordedRow], contents: RecordedContents | None) -> BroughtLink:
    return BroughtLink(
        seq=link.seq,
        kind=link.kind,
        recorded_at=as_written(link.recorded_at),
        commitment=bytes(link.commitment).hex(),
        hash=bytes(link.hash).hex(),
        removed_by=link.removed_by.seq if link.removed_by else None,
        row=rows[0].pk if contents else None,
        layers=contents.layers if contents else {},
        salts=contents.salts if contents else {},
        withheld=contents.withheld if contents else {},
    )


def _reminders(user: User, vault: OpenVault) -> tuple[list[TakenReminder], int]:
    taken, damaged = [], 0
    rings: dict[UUID, list[TakenRing]] = {}
    for ring in Occurrence.objects.visible_to(user).order_by("on", "id"):
        taken_ring = TakenRing(ring.pk, ring.on, ring.outcome, ring.rung_at)
        rings.setdefault(ring.reminder_id, []).append(taken_ring)
    for reminder in Reminder.objects.visible_to(user).order_by("id"):
        contents = _contents(vault, reminder) if reminder.sealed else None
        damaged += bool(reminder.sealed) and contents is None
        taken.append(
            TakenReminder(
                reminder.pk,
                reminder.local_time,
                reminder.zone,
                reminder.days,
                reminder.quiet_from,
                reminder.quiet_until,
                contents,
                rings.get(reminder.pk, []),
            )
        )
    return taken, damaged
