"""A reminder rings once, at its hour, or not at all."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction

from accounts.models import Message
from trackers.actions.disposal import dispose
from trackers.actions.reminders import (
    ring_reminders,
    set_reminder,
    start_reminder,
    stop_reminder,
)
from trackers.choices import Outcome, Weekday
from trackers.models import Occurrence, Reminder, ReminderContents
from trackers.refusals import ReminderRefused
from trackers.rules.reminders import Rule
from trackers.tasks import forget_old_rings, ring_due_reminders
from trackers.vault.rows import as_clock, rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = datetime(2026, 3, 1, 20, tzinfo=UTC)
AT_EIGHT = Rule(time(20), "UTC", list(Weekday.values))


@pytest.fixture(autouse=True)
def address(ada):
    return EmailAddress.objects.create(
        user=ada, email="ada@example.org", verified=True, primary=True
    )


def remind(user, vault, rule=AT_EIGHT, **given):
    return set_reminder(by=user, vault=vault, rule=rule, **({"line": "", "now": NOW} | given))


def rings(user):
    with rows_of(user.pk):
        found = Occurrence.objects.order_by("on").values_list("on", "outcome")
        return [(str(on), outcome) for on, outcome in found]


def test_it_is_due_at_its_hour_and_its_line_is_sealed(ada, vault):
    reminder = remind(ada, vault, line="Breathe.")
    assert (reminder.due_at, reminder.due_on) == (DUE, date(2026, 3, 1))
    assert b"Breathe" not in reminder.sealed
    assert vault.open(reminder, ReminderContents).line == "Breathe."
    assert remind(ada, vault, reminder=reminder).sealed == b""


def test_before_its_hour_nothing_happens(ada, vault):
    remind(ada, vault)
    assert ring_reminders(now=DUE - timedelta(seconds=1)) == 0
    assert rings(ada) == []


def test_at_its_hour_it_owes_one_mail_and_is_due_tomorrow(ada, vault):
    reminder = remind(ada, vault, line="Breathe.")
    assert ring_reminders(now=DUE) == 1
    assert ring_reminders(now=DUE) == 0
    assert rings(ada) == [("2026-03-01", Outcome.MAILED)]
    message = Message.objects.get()
    assert (message.user, message.kind, message.address) == (ada, "reminder", "ada@example.org")
    assert message.leads_to == ""
    with rows_of(ada.pk):
        reminder.refresh_from_db()
    assert reminder.due_at == DUE + timedelta(days=1)


def test_day_after_day(ada, vault):
    remind(ada, vault)
    for day in range(3):
        ring_reminders(now=DUE + timedelta(days=day, minutes=1))
    assert len(rings(ada)) == Message.objects.count() == 3


@pytest.mark.parametrize(
    ("late", "outcome"),
    [(timedelta(hours=2), Outcome.MAILED), (timedelta(hours=3), Outcome.LATE)],
)
def test_late_is_late(ada, vault, late, outcome):
    remind(ada, vault)
    ring_reminders(now=DUE + late)
    assert rings(ada) == [("2026-03-01", outcome)]
    assert Message.objects.exists() is (outcome == Outcome.MAILED)


def test_after_days_without_a_clock_one_ring_is_dropped_and_the_next_is_ahead(ada, vault):
    reminder = remind(ada, vault)
    now = DUE + timedelta(days=5, hours=5)
    assert ring_reminders(now=now) == 1
    assert rings(ada) == [("2026-03-01", Outcome.LATE)]
    with rows_of(ada.pk):
        reminder.refresh_from_db()
    assert reminder.due_at == DUE + timedelta(days=6)


def test_inside_the_quiet_hours_nothing_is_sent(ada, vault):
    remind(ada, vault, Rule(time(20), "UTC", [7], time(21), time(7)))
    ring_reminders(now=DUE + timedelta(hours=1, minutes=30))
    assert rings(ada) == [("2026-03-01", Outcome.QUIET)]
    assert not Message.objects.exists()


def test_whoever_took_the_address_away_gets_none(ada, vault, address):
    remind(ada, vault)
    address.delete()
    ring_reminders(now=DUE)
    assert rings(ada) == [("2026-03-01", Outcome.NO_ADDRESS)]
    assert not Message.objects.exists()


def test_what_rests_does_not_ring_and_runs_again_when_it_is_told_to(ada, vault):
    reminder = stop_reminder(by=ada, reminder=remind(ada, vault), now=NOW)
    assert (reminder.due_at, reminder.stopped_at) == (None, NOW)
    assert ring_reminders(now=DUE) == 0
    start_reminder(by=ada, reminder=reminder, now=NOW)
    assert ring_reminders(now=DUE) == 1


def test_set_to_a_later_hour_of_a_day_that_it_rang_on_it_waits_for_the_next(ada, vault):
    reminder = remind(ada, vault)
    ring_reminders(now=DUE)
    later = Rule(time(21), "UTC", list(Weekday.values))
    remind(ada, vault, later, reminder=reminder, now=DUE + timedelta(minutes=1))
    assert reminder.due_on == date(2026, 3, 2)


def test_a_ring_that_is_written_down_already_owes_nothing(ada, vault):
    reminder = remind(ada, vault)
    with as_clock():
        Occurrence.objects.create(
            owner=ada, reminder=reminder, on=reminder.due_on, outcome="mailed", rung_at=NOW
        )
    assert ring_reminders(now=DUE) == 1
    assert not Message.objects.exists()


def test_without_an_address_none_is_set(cast, ada, vault, address):
    reminder = stop_reminder(by=ada, reminder=remind(ada, vault), now=NOW)
    EmailAddress.objects.update(verified=False)
    with pytest.raises(ReminderRefused, match="no confirmed address"):
        remind(ada, vault)
    with pytest.raises(ReminderRefused, match="no confirmed address"):
        start_reminder(by=ada, reminder=reminder, now=NOW)


def test_there_is_an_end_to_them(ada, vault):
    for _ in range(10):
        remind(ada, vault)
    with pytest.raises(ReminderRefused, match="as many"):
        remind(ada, vault)


def test_thrown_away_it_takes_its_rings_along(ada, vault):
    reminder = remind(ada, vault)
    ring_reminders(now=DUE)
    dispose(by=ada, row=reminder)
    assert rings(ada) == []


def test_what_rang_long_ago_is_forgotten(cast, ada, vault, eves_vault, time_machine):
    EmailAddress.objects.create(user=cast.eve, email="eve@example.org", verified=True, primary=True)
    remind(ada, vault), remind(cast.eve, eves_vault)
    for day in (0, 1):
        ring_reminders(now=DUE + timedelta(days=day))
    time_machine.move_to(DUE + timedelta(days=30, hours=1), tick=False)
    assert forget_old_rings(from_a_newer_beat=True) == 2
    assert [len(rings(user)) for user in (ada, cast.eve)] == [1, 1]
    assert rings(ada) == [("2026-03-02", Outcome.MAILED)]
    assert forget_old_rings() == 0


@pytest.mark.parametrize(
    "broken",
    [{"due_at": None}, {"stopped_at": NOW}, {"days": []}, {"days": [8]}, {"quiet_from": time(1)}],
)
def test_the_database_refuses_half_told_rules(ada, vault, broken):
    reminder = remind(ada, vault)
    with pytest.raises(IntegrityError), transaction.atomic(), rows_of(ada.pk):
        Reminder.objects.filter(pk=reminder.pk).update(**broken)


def test_a_tick_rings_everything_that_is_due(ada, vault, time_machine, monkeypatch):
    monkeypatch.setattr("trackers.tasks.BATCH", 2)
    for _ in range(5):
        remind(ada, vault)
    time_machine.move_to(DUE, tick=False)
    assert ring_due_reminders(from_a_newer_beat=True) == 5
    assert Message.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_ring_once(cast, ada, vault):
    for _ in range(4):
        remind(ada, vault)
    both_are_there = threading.Barrier(2)

    def tick():
        try:
            both_are_there.wait(timeout=20)
            ring_reminders(now=DUE)
        finally:
            connection.close()

    ticks = [threading.Thread(target=tick) for _ in range(2)]
    for thread in ticks:
        thread.start()
    for thread in ticks:
        thread.join()
    assert len(rings(ada)) == Message.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_tick_steps_over_what_another_one_holds(ada, vault):
    remind(ada, vault)
    rung = []

    def other_tick():
        try:
            rung.append(ring_reminders(now=DUE))
        finally:
            connection.close()

    with as_clock():
        assert Reminder.objects.select_for_update().get()
        thread = threading.Thread(target=other_tick)
        thread.start()
        # Where it waited for the row instead, it would wait for us.
        thread.join(timeout=20)
        assert rung == [0]
    thread.join()
    assert ring_reminders(now=DUE) == 1


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_breaks_leaves_everything_as_it_was(ada, vault, monkeypatch):
    remind(ada, vault)

    def breaks(**_given):
        raise RuntimeError

    monkeypatch.setattr("trackers.actions.reminders.owe_messages", breaks)
    with pytest.raises(RuntimeError):
        ring_reminders(now=DUE)
    assert rings(ada) == []
    monkeypatch.undo()
    assert ring_reminders(now=DUE) == 1
    assert Message.objects.count() == 1


def test_the_cost_does_not_grow_with_what_is_not_due(ada, vault, django_assert_num_queries):
    for _ in range(9):
        stop_reminder(by=ada, reminder=remind(ada, vault), now=NOW)
    # Transaction begin and end, the setting twice, what is due.
    with django_assert_num_queries(5):
        ring_reminders(now=DUE)
