"""A vault of ten years, made in bulk: every row sealed by the vault itself, as the verbs do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from tqdm import tqdm

from accounts.models import User
from tests.performance.words import chances, sentence, text, title
from trackers.choices import ChannelKind, HelperRole, Mood, Sleep, Tactic, UrgeOutcome
from trackers.models import (
    Channel,
    ChannelContents,
    CheckIn,
    CheckInContents,
    ContactEvent,
    EntryContents,
    EventContents,
    Helper,
    HelperContents,
    Instead,
    InsteadContents,
    JournalEntry,
    Person,
    PersonContents,
    PrivateRow,
    Reason,
    ReasonContents,
    Urge,
    UrgeContents,
    Vault,
)
from trackers.rules.events import KINDS
from trackers.vault.contents import Contents
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of

ROWS_AT_ONCE = 500
ZONES = ("Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "America/New_York")
INSTEAD = ("Walk to the river", "Ring Noor", "Write instead", "Cook something slow")
WHEN_WEAK = 10


@dataclass(frozen=True)
class Amounts:
    days: int = 3_650
    events: int = 5_000
    entries: int = 2_000
    letters: int = 300
    urges: int = 1_200


TEN_YEARS = Amounts()
Written = tuple[PrivateRow, Contents]


def fill_vault(user: User, vault: OpenVault, *, today: date, amounts: Amounts = TEN_YEARS) -> None:
    """Write all of it into pages that have nothing on them yet."""
    filling = _Filling(user, today, amounts)
    with rows_of(user.pk), transaction.atomic():
        begun_on = today - timedelta(days=amounts.days - 1)
        Vault.objects.visible_to(user).update(made_on=begun_on)
        for kind in (
            filling.people(),
            filling.check_ins(),
            filling.events(),
            filling.entries(),
            filling.urges(),
            filling.lists(),
        ):
            _write(vault, kind)


def _write(vault: OpenVault, kind: Iterator[Written]) -> None:
    with tqdm(desc="sealing", unit=" rows", disable=None) as bar:
        while some := list(islice(kind, ROWS_AT_ONCE)):
            by_model: dict[type[PrivateRow], list[PrivateRow]] = {}
            for row, contents in some:
                vault.seal_into(row, contents)
                by_model.setdefault(type(row), []).append(row)
            for model, rows in by_model.items():
                model._default_manager.bulk_create(rows)
            bar.update(len(some))


class _Filling:
    def __init__(self, user: User, today: date, amounts: Amounts) -> None:
        self.user, self.today, self.amounts = user, today, amounts
        self.persons = [Person(owner=user, on=today) for _number in range(2)]
        self.channels = [
            Channel(owner=user, on=today, person=person)
            for person in self.persons
            for _kind in range(6)
        ]

    def people(self) -> Iterator[Written]:
        for number, person in enumerate(self.persons):
            yield person, PersonContents(name=f"Somebody {number}", place=number)
        for number, channel in enumerate(self.channels):
            kind = list(ChannelKind)[number % len(ChannelKind)]
            yield channel, ChannelContents(kind=kind.value, label=f"number {number}")

    def check_ins(self) -> Iterator[Written]:
        random = chances(1)
        for back in range(self.amounts.days):
            yield (
                CheckIn(owner=self.user, on=self.today - timedelta(days=back)),
                CheckInContents(
                    zone=ZONES[0],
                    mood=random.choice(Mood.values),
                    urge=random.randrange(11),
                    sleep=random.choice(Sleep.values),
                    line=sentence(random),
                ),
            )

    def events(self) -> Iterator[Written]:
        random = chances(2)
        for _number in range(self.amounts.events):
            at, zone = self._moment(random)
            kind = random.choice(list(KINDS.values()))
            # Most of what comes is let pass; a slip is rare.
            response = kind.responses[0] if random.random() < 0.9 else random.choice(kind.responses)
            door = random.choice(self.channels)
            yield (
                ContactEvent(owner=self.user, on=at.date()),
                EventContents(
                    at=at,
                    zone=zone,
                    channel=random.choice(kind.channels).value,
                    response=response.value,
                    direction=kind.direction.value,
                    tactics=random.sample(Tactic.values, random.randrange(3)),
                    words=" ".join(sentence(random) for _ in range(random.randrange(4))),
                    door=str(door.pk) if random.random() < 0.7 else "",
                ),
            )

    def entries(self) -> Iterator[Written]:
        random = chances(3)
        for number in range(self.amounts.entries + self.amounts.letters):
            at, zone = self._moment(random)
            is_letter = number >= self.amounts.entries
            yield (
                JournalEntry(owner=self.user, on=at.date()),
                EntryContents(
                    at=at,
                    zone=zone,
                    title=title(random),
                    text=text(random),
                    letter=is_letter,
                    to="myself" if is_letter else "",
                    when_weak=is_letter and number < self.amounts.entries + WHEN_WEAK,
                ),
            )

    def urges(self) -> Iterator[Written]:
        random = chances(4)
        for _number in range(self.amounts.urges):
            at, zone = self._moment(random)
            strength = random.randint(3, 10)
            ratings = [
                (at.astimezone(UTC) + step * timedelta(minutes=5), max(strength - 2 * step, 0))
                for step in range(random.randint(1, 5))
            ]
            yield (
                Urge(owner=self.user, on=at.date()),
                UrgeContents(
                    zone=zone,
                    ratings=ratings,
                    outcome=random.choice((UrgeOutcome.PASSED, UrgeOutcome.WEAKER)).value,
                    helped=random.sample(INSTEAD, random.randrange(3)),
                ),
            )

    def lists(self) -> Iterator[Written]:
        random = chances(5)
        for number in range(20):
            yield (
                Reason(owner=self.user, on=self.today),
                ReasonContents(text=sentence(random), place=number),
            )
        for number, words in enumerate(INSTEAD):
            yield (
                Instead(owner=self.user, on=self.today),
                InsteadContents(text=words, place=number),
            )
        yield (
            Helper(owner=self.user, on=self.today),
            HelperContents(name="Noor", roles=[HelperRole.CALL.value]),
        )

    def _moment(self, random: Random) -> tuple[datetime, str]:
        """Some time of the ten years that is over, by the clock of where it was."""
        back = random.randrange(1, self.amounts.days)
        day = self.today - timedelta(days=back)
        zone = random.choice(ZONES)
        clock = time(random.choice((1, 8, 12, 17, 20, 21, 22, 23)), random.randrange(60))
        return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)), zone
