from trackers.models.contents import (
    CheckInContents,
    DraftContents,
    EntryContents,
    EventContents,
    KeepableContents,
    ReminderContents,
)
from trackers.models.reminders import Occurrence, Reminder
from trackers.models.rows import CheckIn, ContactEvent, Draft, JournalEntry, PrivateRow
from trackers.models.vault import KeySlot, Vault

__all__ = [
    "CheckIn",
    "CheckInContents",
    "ContactEvent",
    "Draft",
    "DraftContents",
    "EntryContents",
    "EventContents",
    "JournalEntry",
    "KeepableContents",
    "KeySlot",
    "Occurrence",
    "PrivateRow",
    "Reminder",
    "ReminderContents",
    "Vault",
]
