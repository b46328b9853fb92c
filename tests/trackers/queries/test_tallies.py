"""What is kept of the months is what counting them anew gives, whatever was done before."""

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection, connections

from tests.trackers.own_pages import CANARY, event_at, noon
from trackers.actions.check_ins import check_in
from trackers.actions.disposal import dispose
from trackers.actions.events import correct_contact_event, log_contact_event
from trackers.actions.notes import write_entry
from trackers.actions.takeaway import bring_back
from trackers.actions.tallies import keep_counted
from trackers.actions.urges import begin_urge, end_urge, rate_urge
from trackers.choices import Response, TallyPart, UrgeOutcome
from trackers.models import (
    CheckIn,
    CheckInContents,
    ContactEvent,
    DaysContents,
    DetailsContents,
    EventContents,
    JournalEntry,
    Tally,
    Urge,
    UrgeContents,
)
from trackers.queries.takeaway import as_json, takeaway
from trackers.queries.tallies import all_days, details
from trackers.rules.events import meaning_of_event
from trackers.vault.rows import rows_of

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
EVER = {"since": date(2000, 1, 1), "until": date(2030, 1, 1)}


def read(user, vault):
    """As a page does it."""
    with rows_of(user.pk):
        days, found = all_days(user, vault), details(user, vault, **EVER)
        for months in (days, found):
            keep_counted(by=user, vault=vault, months=months)
    return days, found


def kept(user, vault):
    """What is there without counting anything."""
    with rows_of(user.pk):
        rows = {part: list(Tally.objects.filter(part=part)) for part in TallyPart}
        days = vault.open_all(rows[TallyPart.DAYS], DaysContents)
        found = vault.open_all(rows[TallyPart.DETAILS], DetailsContents)
    return [one for one in (*days, *found) if one.contents and one.contents.mark == one.row.mark]


def recounted(user, vault):
    """All rows opened, one by one, without a tally."""
    meanings, written, contacts, strengths = defaultdict(set), set(), set(), set()
    with rows_of(user.pk):
        for one in vault.open_all(ContactEvent.objects.all(), EventContents):
            if one.contents:
                meanings[one.row.on].add(str(meaning_of_event(one.contents)))
                contacts.add((one.row.on, one.contents.at, one.contents.channel))
        for one in vault.open_all(Urge.objects.all(), UrgeContents):
            strengths |= {(one.row.on, max(strength for _at, strength in one.contents.ratings))}
        moods = {
            (one.row.on, one.contents.mood)
            for one in vault.open_all(CheckIn.objects.all(), CheckInContents)
        }
        for model in (CheckIn, JournalEntry):
            written |= set(model.objects.values_list("on", flat=True))
    return dict(meanings), written, contacts, strengths, moods


def told(days, found):
    """The same, from the tallies."""
    meanings = {
        first.replace(day=number): set(words)
        for first, tally in days.tallies.items()
        for number, words in tally.meanings
    }
    written = {
        first.replace(day=number)
        for first, tally in days.tallies.items()
        for number in tally.written
    }
    months = found.tallies.values()
    contacts = {(one.on, one.at, one.channel) for month in months for one in month.contacts}
    strengths = {(one.on, one.strongest) for month in months for one in month.urges}
    moods = {(one.on, one.mood) for month in months for one in month.check_ins}
    return meanings, written, contacts, strengths, moods


class Life:
    """Something is logged, corrected, thrown away, in any order."""

    def __init__(self, user, vault, seed):
        self.user, self.vault, self.random = user, vault, random.Random(seed)  # noqa: S311 (chance, no secret)

    def goes_on(self):
        deeds = (self.log, self.correct, self.check_in, self.write, self.urge, self.throw_away)
        self.random.choice(deeds)()

    def day(self):
        return NOW - timedelta(days=self.random.randrange(120), hours=self.random.randrange(24))

    def event(self):
        zone = self.random.choice(["UTC", "Pacific/Apia", "Europe/Berlin"])
        response = self.random.choice(Response.values)
        return event_at(self.day(), zone=zone, response=response)

    def log(self):
        log_contact_event(by=self.user, vault=self.vault, contents=self.event(), now=NOW)

    def correct(self):
        with rows_of(self.user.pk):
            events = list(ContactEvent.objects.order_by("id"))
        if events:
            correct_contact_event(
                by=self.user,
                vault=self.vault,
                event=self.random.choice(events),
                contents=self.event(),
                now=NOW,
            )

    def check_in(self):
        contents = CheckInContents(zone="UTC", mood=self.random.randint(1, 5))
        on = self.day().date()
        check_in(by=self.user, vault=self.vault, on=on, contents=contents, today=NOW.date())

    def write(self):
        about = {"note_id": uuid4(), "title": "", "text": "Quiet."}
        write_entry(by=self.user, vault=self.vault, now=self.day(), **about)

    def urge(self):
        at = self.day()
        urge = begin_urge(by=self.user, vault=self.vault, strength=5, now=at)
        for minutes in range(self.random.randrange(3)):
            rate_urge(
                by=self.user,
                vault=self.vault,
                urge=urge,
                strength=self.random.randrange(11),
                now=at + timedelta(minutes=minutes),
            )
        end_urge(
            by=self.user, vault=self.vault, urge=urge, outcome=UrgeOutcome.PASSED, helped=["walk"]
        )

    def throw_away(self):
        model = self.random.choice([ContactEvent, CheckIn, JournalEntry, Urge])
        with rows_of(self.user.pk):
            rows = list(model.objects.order_by("id"))
        if rows:
            dispose(by=self.user, row=self.random.choice(rows))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_it_is_always_what_counting_anew_gives(ada, vault, seed):
    life = Life(ada, vault, seed)
    for step in range(40):
        life.goes_on()
        # Some changes meet what was kept, others what was not counted yet.
        if step % 3 == 0:
            assert told(*read(ada, vault)) == recounted(ada, vault)
    assert told(*read(ada, vault)) == recounted(ada, vault)


@pytest.mark.django_db
def test_what_did_not_change_is_not_opened_again(ada, vault, django_assert_num_queries):
    for month in (1, 2, 3):
        at = noon(2026, month, 3)
        log_contact_event(by=ada, vault=vault, contents=event_at(at), now=NOW)
    read(ada, vault)
    assert len(kept(ada, vault)) == 6
    with rows_of(ada.pk), django_assert_num_queries(2):
        assert not all_days(ada, vault).counted
        assert not details(ada, vault, **EVER).counted


@pytest.mark.django_db
def test_a_change_empties_its_own_months_and_no_other(ada, vault):
    events = [
        log_contact_event(by=ada, vault=vault, contents=event_at(noon(2026, month, 3)), now=NOW)
        for month in (1, 2, 3)
    ]
    read(ada, vault)
    moved = event_at(noon(2026, 2, 4), response="answered")
    correct_contact_event(by=ada, vault=vault, event=events[0], contents=moved, now=NOW)
    days, found = read(ada, vault)
    for months in (days, found):
        assert [tally.on.month for tally, _contents in months.counted] == [1, 2]


@pytest.mark.django_db
def test_what_was_thrown_away_is_in_no_tally_from_then_on(ada, vault):
    event = log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)
    read(ada, vault)
    dispose(by=ada, row=event)
    with rows_of(ada.pk):
        assert not any(bytes(sealed) for sealed in Tally.objects.values_list("sealed", flat=True))


@pytest.mark.django_db
def test_a_row_that_cannot_be_opened_takes_no_other_with_it(ada, vault):
    first = log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)
    log_contact_event(by=ada, vault=vault, contents=event_at(NOW, response="read"), now=NOW)
    read(ada, vault)
    with rows_of(ada.pk):
        ContactEvent.objects.filter(pk=first.pk).update(sealed=b"broken")
    days, found = read(ada, vault)
    assert days.tallies[date(2026, 11, 1)].meanings == [(20, ["indirect"])]
    assert len(found.tallies[date(2026, 11, 1)].contacts) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["flipped", "cut", "swapped"])
def test_a_tally_that_was_meddled_with_is_counted_anew(ada, vault, harm):
    for month in (1, 2):
        at = noon(2026, month, 3)
        log_contact_event(by=ada, vault=vault, contents=event_at(at), now=NOW)
    before = told(*read(ada, vault))
    with rows_of(ada.pk):
        one, other = Tally.objects.filter(part=TallyPart.DAYS).order_by("on")
        sealed = bytes(one.sealed)
        one.sealed = {
            "flipped": sealed[:-1] + bytes([sealed[-1] ^ 1]),
            "cut": sealed[:-5],
            "swapped": bytes(other.sealed),
        }[harm]
        one.save()
    days, found = read(ada, vault)
    assert [tally.on.month for tally, _contents in days.counted] == [1]
    assert told(days, found) == before


@pytest.mark.django_db
def test_what_was_there_before_there_were_tallies_is_counted(cast, ada, vault, eves_vault):
    migration = import_module("trackers.migrations.0013_tallies")
    for user, its in ((ada, vault), (cast.eve, eves_vault)):
        log_contact_event(by=user, vault=its, contents=event_at(noon(2025, 3, 4)), now=NOW)
        log_contact_event(by=user, vault=its, contents=event_at(NOW), now=NOW)
        with rows_of(user.pk):
            Tally.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.MARK_WHAT_IS_THERE)
    for user, its in ((ada, vault), (cast.eve, eves_vault)):
        assert told(*read(user, its)) == recounted(user, its)
        assert len(kept(user, its)) == 4


@pytest.mark.django_db
def test_an_older_tally_that_is_put_back_is_known_by_its_mark(ada, vault):
    log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)
    read(ada, vault)
    with rows_of(ada.pk):
        before = {row.pk: bytes(row.sealed) for row in Tally.objects.all()}
    contents = event_at(NOW, response="answered")
    log_contact_event(by=ada, vault=vault, contents=contents, now=NOW)
    with rows_of(ada.pk):
        for pk, sealed in before.items():
            Tally.objects.filter(pk=pk).update(sealed=sealed)
    assert told(*read(ada, vault)) == recounted(ada, vault)


@pytest.mark.django_db
def test_no_word_of_it_is_plain(ada, vault):
    urge = begin_urge(by=ada, vault=vault, strength=5, now=NOW)
    end_urge(by=ada, vault=vault, urge=urge, outcome=UrgeOutcome.PASSED, helped=[CANARY])
    assert read(ada, vault)[1].tallies[date(2026, 11, 1)].urges[0].helped == [CANARY]
    with rows_of(ada.pk):
        rows = [bytes(sealed) for sealed in Tally.objects.values_list("sealed", flat=True)]
    assert rows
    assert all(CANARY.encode() not in sealed for sealed in rows)


@pytest.mark.django_db
def test_what_is_brought_back_is_counted(ada, vault):
    log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)
    with rows_of(ada.pk):
        file = as_json(takeaway(ada, vault))
        ContactEvent.objects.all().delete()
    assert told(*read(ada, vault))[0] == {}
    bring_back(by=ada, vault=vault, file=file, now=NOW)
    assert told(*read(ada, vault)) == recounted(ada, vault)
    assert told(*read(ada, vault))[0] == {NOW.date(): {"held"}}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["trackers_tally", "trackers_contactevent"])
def test_a_change_while_a_month_is_counted_is_not_lost(ada, vault, asked):
    """It comes from another connection, right after the marks or the rows were read."""
    log_contact_event(by=ada, vault=vault, contents=event_at(NOW), now=NOW)

    def log_meanwhile():
        contents = event_at(NOW, response="answered")
        log_contact_event(by=ada, vault=vault, contents=contents, now=NOW)
        connections.close_all()

    came = []

    def in_between(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and f'FROM "{asked}"' in sql and not came:
            came.append(sql)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(log_meanwhile).result(timeout=30)
        return result

    with connection.execute_wrapper(in_between):
        read(ada, vault)
    assert came
    # What was counted too early is not even kept: part of it may have been thrown away since.
    with rows_of(ada.pk):
        filled = [row for row in Tally.objects.all() if bytes(row.sealed)]
    assert len(filled) == len(kept(ada, vault))
    days, found = read(ada, vault)
    assert days.tallies[date(2026, 11, 1)].meanings == [(20, ["direct", "held"])]
    assert len(found.tallies[date(2026, 11, 1)].contacts) == 2
