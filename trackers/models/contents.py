"""What the private rows hold, sealed. Their tables know an owner and a day, and no more."""

from datetime import date, datetime
from typing import TypedDict

from trackers.choices import Direction, DoorState
from trackers.vault.contents import Contents


class KeepableContents(Contents, kw_only=True, frozen=True):
    """Of rows that can be thrown away, which is asked about once."""

    # The answer, where it was to keep it.
    kept_at: datetime | None = None


class EventContents(KeepableContents, kw_only=True, frozen=True):
    """One contact, or try at one."""

    # With the offset that held there and then; `zone` says where that was.
    at: datetime
    zone: str
    channel: str
    response: str
    direction: str = Direction.THEIRS
    got_through: str = ""
    tactics: list[str] = []
    words: str = ""
    # The id of the member's own channel that it came through, where they said so.
    door: str = ""
    # Whether that was the one that has to stay, when it was logged. It remains so when it need
    # not stay any more.
    excepted: bool = False
    # When the member took it up again, after they had answered or reached out.
    recommitted_at: datetime | None = None


class PreferencesContents(Contents, kw_only=True, frozen=True):
    """How somebody wants their days counted."""

    # Whether looking and reading break a run as well.
    indirect_counts: bool = False
    # From which day on a day of the thirty has which number (rules/challenge.py).
    challenge: list[tuple[date, int]] = []


class UrgeContents(KeepableContents, kw_only=True, frozen=True):
    """A pull to make contact, ridden out: how strong it was, when, and how it ended."""

    zone: str
    # (when, 0 to 10), the first one first.
    ratings: list[tuple[datetime, int]]
    outcome: str = ""
    # What was done instead and helped: the words of the list as they then were.
    helped: list[str] = []
    words: str = ""


class ShelfContents(KeepableContents, kw_only=True, frozen=True):
    """One thing on one of the small lists, which are in the order of `place`."""

    place: int = 0

    @property
    def headline(self) -> str:
        """The field that says what it is."""
        raise NotImplementedError

    @property
    def texts(self) -> list[str]:
        """All that somebody typed."""
        return [
            value
            for name in self.__struct_fields__
            if isinstance(value := getattr(self, name), str)
        ]


class ReasonContents(ShelfContents, kw_only=True, frozen=True):
    """Why somebody left."""

    text: str

    @property
    def headline(self) -> str:
        return self.text


class InsteadContents(ShelfContents, kw_only=True, frozen=True):
    """Something to do while a pull lasts."""

    text: str

    @property
    def headline(self) -> str:
        return self.text


class HelperContents(ShelfContents, kw_only=True, frozen=True):
    """Somebody who stands by, and what they do."""

    name: str
    roles: list[str] = []
    reached_by: str = ""
    code_word: str = ""
    words: str = ""

    @property
    def headline(self) -> str:
        return self.name


class PlacePlanContents(ShelfContents, kw_only=True, frozen=True):
    """A place where they could turn up, and what to do then."""

    where: str
    variant: str = ""
    sentence: str = ""
    words: str = ""

    @property
    def headline(self) -> str:
        return self.where


class BelongingContents(ShelfContents, kw_only=True, frozen=True):
    """A thing of theirs, or of both."""

    what: str
    fate: str = ""
    words: str = ""

    @property
    def headline(self) -> str:
        return self.what


class PersonContents(ShelfContents, kw_only=True, frozen=True):
    """Somebody whom the member steps away from."""

    name: str
    words: str = ""

    @property
    def headline(self) -> str:
        return self.name


class ChannelContents(KeepableContents, kw_only=True, frozen=True):
    """One way in which a person could reach the member."""

    kind: str
    label: str = ""
    state: str = DoorState.OPEN.value
    # Names of the steps that are taken (rules/doors.py).
    steps: list[str] = []
    words: str = ""


class ExceptionContents(Contents, kw_only=True, frozen=True):
    """The one channel that has to stay, and what it is for."""

    # The id of the channel.
    channel: str
    reason: str
    topics: str = ""
    hours: str = ""
    until: date | None = None


class SweepContents(Contents, kw_only=True, frozen=True):
    """A search for forgotten accounts: which corners were looked into."""

    corners: list[str]


class HandOverContents(ShelfContents, kw_only=True, frozen=True):
    """One time at which children or things were handed over."""

    when: date
    what: str
    who: str = ""
    words: str = ""

    @property
    def headline(self) -> str:
        return self.what


class StatementContents(KeepableContents, kw_only=True, frozen=True):
    """The last words to somebody, or that there are to be none. Nothing here sends them."""

    # The id of the person.
    person: str
    kind: str
    at: datetime
    zone: str
    text: str = ""
    # Said once it was sent, by the member, elsewhere: when, which way, to which address or number.
    sent_at: datetime | None = None
    channel: str = ""
    to: str = ""
    words: str = ""


class StepContents(ShelfContents, kw_only=True, frozen=True):
    """Something to see to, when there is strength for it."""

    text: str
    done: bool = False
    words: str = ""

    @property
    def headline(self) -> str:
        return self.text


class KeptCheckContents(KeepableContents, kw_only=True, frozen=True):
    """What somebody answered to a self-check, where they asked that it is kept."""

    at: datetime
    zone: str
    # The key of the self-check, and the questions as they were then, with a yes to each.
    check: str
    title: str
    asked: int
    said_yes: list[str] = []


class CheckInContents(Contents, kw_only=True, frozen=True):
    """How one day was."""

    zone: str
    mood: int | None = None
    urge: int | None = None
    sleep: str = ""
    line: str = ""


class About(TypedDict, total=False):
    """What a text is, beside its words."""

    # A letter is to somebody, and nothing here can send it.
    letter: bool
    to: str
    # To be shown when a pull comes.
    when_weak: bool
    tags: list[str]


class EntryContents(KeepableContents, kw_only=True, frozen=True):
    """One entry of the journal, or a letter."""

    at: datetime
    zone: str
    text: str
    title: str = ""
    letter: bool = False
    to: str = ""
    when_weak: bool = False
    tags: list[str] = []
    # Goes up with every change, so that a draft that comes too late is known.
    revision: int = 1


class DraftContents(Contents, kw_only=True, frozen=True):
    """What was typed of a journal entry and not saved yet."""

    # The entry's revision that it goes on from; 0 where there is no entry yet.
    revision: int
    title: str
    text: str
    letter: bool = False
    to: str = ""
    when_weak: bool = False
    tags: list[str] = []


class VersionContents(Contents, kw_only=True, frozen=True):
    """What an entry said before it was changed."""

    revision: int
    title: str
    text: str
    replaced_at: datetime


class ReminderContents(Contents, kw_only=True, frozen=True):
    line: str
