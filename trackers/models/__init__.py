from trackers.models.contents import (
    CheckInContents,
    DraftContents,
    EntryContents,
    EventContents,
    KeepableContents,
    PreferencesContents,
    ReminderContents,
)
from trackers.models.reminders import Occurrence, Reminder
from trackers.models.rows import (
    CheckIn,
    ContactEvent,
    Draft,
    JournalEntry,
    Preferences,
    PrivateRow,
)
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
    "Preferences",
    "PreferencesContents",
    "PrivateRow",
    "Reminder",
    "ReminderContents",
    "Vault",
]
