"""What the months add up to. To be called inside `rows_of`.

A month is opened row by row only where one of its rows changed since it was counted last;
actions/tallies.py keeps what was counted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import User
from trackers.choices import Meaning, TallyPart
from trackers.models import (
    CheckIn,
    CheckInContents,
    ContactEvent,
    DaysContents,
    DetailsContents,
    EventContents,
    JournalEntry,
    PrivateRow,
    TalliedCheckIn,
    TalliedContact,
    TalliedUrge,
    Tally,
    TallyContents,
    Urge,
    UrgeContents,
)
from trackers.models.tallies import SHAPE
from trackers.querysets import PrivateQuerySet
from trackers.rules.events import meaning_of_event
from trackers.rules.urges import time_to_fall
from trackers.vault.contents import Contents
from trackers.vault.open_vault import OpenVault

AnyTally = TypeVar("AnyTally", bound=TallyContents)
Row = TypeVar("Row", bound=PrivateRow)
Inside = TypeVar("Inside", bound=Contents)
Count = Callable[[User, OpenVault, Sequence[Tally]], Iterator[tuple[Tally, AnyTally]]]
LONGEST_MONTH = timedelta(days=31)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Months(Generic[AnyTally]):
    # By their first days, in order.
    tallies: Mapping[date, AnyTally]
    # Those of them that had to be counted, with the row that they belong into.
    counted: Sequence[tuple[Tally, AnyTally]] = ()


def all_days(user: User, vault: OpenVault) -> Months[DaysContents]:
    """Every day on which something was written."""
    rows = Tally.objects.visible_to(user).filter(part=TallyPart.DAYS)
    return _months(user, vault, rows, DaysContents, _count_days)


def details(user: User, vault: OpenVault, *, since: date, until: date) -> Months[DetailsContents]:
    """All of the months that these two days lie in, and of those between."""
    rows = Tally.objects.visible_to(user).filter(
        part=TallyPart.DETAILS, on__gte=since.replace(day=1), on__lte=until
    )
    return _months(user, vault, rows, DetailsContents, _count_details)


def _months(
    user: User,
    vault: OpenVault,
    rows: "PrivateQuerySet[Tally]",
    as_: type[AnyTally],
    count: Count[AnyTally],
) -> Months[AnyTally]:
    """The marks are read before the rows are: a change that comes in between leaves a tally that
    is known to be too old, never one that is wrong."""
    kept: dict[date, AnyTally] = {}
    to_count: list[Tally] = []
    for opened in vault.open_all(rows.order_by("on"), as_):
        if opened.contents and _still_holds(opened.row, opened.contents):
            kept[opened.row.on] = opened.contents
        else:
            to_count.append(opened.row)
    if not to_count:
        return Months(kept)
    counted = list(count(user, vault, to_count))
    kept |= {tally.on: contents for tally, contents in counted}
    return Months({first: kept[first] for first in sorted(kept)}, counted)


def _still_holds(tally: Tally, contents: TallyContents) -> bool:
    return contents.mark == tally.mark and contents.shape == SHAPE


def _count_days(
    user: User, vault: OpenVault, tallies: Sequence[Tally]
) -> Iterator[tuple[Tally, DaysContents]]:
    firsts = [tally.on for tally in tallies]
    meanings: dict[date, dict[int, set[Meaning]]] = {first: {} for first in firsts}
    for on, event in _opened(ContactEvent.objects.visible_to(user), vault, EventContents, firsts):
        meanings[on.replace(day=1)].setdefault(on.day, set()).add(meaning_of_event(event))
    written = _written(user, firsts)
    for tally in tallies:
        days = [
            (number, sorted(map(str, found)))
            for number, found in sorted(meanings[tally.on].items())
        ]
        others = sorted(written[tally.on])
        yield tally, DaysContents(mark=tally.mark, meanings=days, written=others)


def _written(user: User, firsts: Collection[date]) -> defaultdict[date, set[int]]:
    """Of these the day alone counts, which need not be opened for it."""
    found: defaultdict[date, set[int]] = defaultdict(set)
    for model in (CheckIn, JournalEntry):
        rows = model.objects.visible_to(user).filter(_in_these(firsts))
        for on in rows.values_list("on", flat=True):
            found[on.replace(day=1)].add(on.day)
    return found


def _count_details(
    user: User, vault: OpenVault, tallies: Sequence[Tally]
) -> Iterator[tuple[Tally, DetailsContents]]:
    firsts = [tally.on for tally in tallies]
    contacts: defaultdict[date, list[TalliedContact]] = defaultdict(list)
    urges: defaultdict[date, list[TalliedUrge]] = defaultdict(list)
    check_ins: defaultdict[date, list[TalliedCheckIn]] = defaultdict(list)
    for on, event in _opened(ContactEvent.objects.visible_to(user), vault, EventContents, firsts):
        contacts[on.replace(day=1)].append(_tallied_contact(on, event))
    for on, urge in _opened(Urge.objects.visible_to(user), vault, UrgeContents, firsts):
        urges[on.replace(day=1)].append(_tallied_urge(on, urge))
    for on, said in _opened(CheckIn.objects.visible_to(user), vault, CheckInContents, firsts):
        check_ins[on.replace(day=1)].append(TalliedCheckIn(on, said.mood, said.urge))
    for tally in tallies:
        yield (
            tally,
            DetailsContents(
                mark=tally.mark,
                contacts=contacts[tally.on],
                urges=urges[tally.on],
                check_ins=check_ins[tally.on],
            ),
        )


def _tallied_contact(on: date, event: EventContents) -> TalliedContact:
    return TalliedContact(on, event.at, event.channel, event.direction, event.door, event.tactics)


def _tallied_urge(on: date, urge: UrgeContents) -> TalliedUrge:
    fell = time_to_fall(urge.ratings)
    return TalliedUrge(
        on,
        urge.ratings[0][0].astimezone(ZoneInfo(urge.zone)),
        max(strength for _at, strength in urge.ratings),
        urge.ratings[-1][1],
        fell / A_MINUTE if fell is not None else None,
        urge.helped,
    )


def _opened(
    rows: "PrivateQuerySet[Row]", vault: OpenVault, as_: type[Inside], firsts: Collection[date]
) -> Iterator[tuple[date, Inside]]:
    """What cannot be opened adds nothing, and takes nothing else away."""
    wanted = rows.filter(_in_these(firsts)).order_by("on", "id")
    for opened in vault.open_all(wanted.only("owner", "on", "sealed"), as_):
        if opened.contents is not None:
            yield opened.row.on, opened.contents


def _in_these(firsts: Collection[date]) -> Q:
    """Days of these months; those without another one between them are one stretch."""
    months = Q()
    for first, last in _stretches(sorted(firsts)):
        months |= Q(on__gte=first, on__lt=_month_after(last))
    return months


def _stretches(firsts: Sequence[date]) -> Iterator[tuple[date, date]]:
    begin = end = firsts[0]
    for first in firsts[1:]:
        if first != _month_after(end):
            yield begin, end
            begin = first
        end = first
    yield begin, end


def _month_after(first: date) -> date:
    return (first + LONGEST_MONTH).replace(day=1)


def is_anything_before(user: User, *, day: date) -> bool:
    """Whether an earlier month has something in it."""
    return Tally.objects.visible_to(user).filter(on__lt=day.replace(day=1)).exists()
