"""Beats that come twice, or never; a queue that is emptied; a clock that is put on and back."""

import threading
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.db import connection

from accounts.actions.mail import deliver_what_is_due
from accounts.models import Message
from accounts.tasks import send_messages
from tests.config.front_door import until
from tests.trackers.reminders.setting import EVERY_DAY, owed, remind_now, rings, utc
from tests.trackers.reminders.workers import kill, start_command
from trackers.actions.reminders import ring_reminders, set_reminder
from trackers.models import Occurrence
from trackers.rules.reminders import Rule
from trackers.tasks import ring_due_reminders
from trackers.vault.rows import as_clock
from trackers.vault.valkey import client as valkey

DUE = utc(2026, 3, 1, 20)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
WORKER = ["-m", "celery", "-q", "-A", "config", "worker", "-c", "2", "--without-gossip"]


def remind_at_eight(user, vault):
    rule = Rule(time(20), "UTC", EVERY_DAY)
    return set_reminder(by=user, vault=vault, rule=rule, line="", now=DUE - AN_HOUR)


def days():
    with as_clock():
        found = Occurrence.objects.order_by("on").values_list("on", "outcome")
        return {on.isoformat()[5:]: outcome for on, outcome in found}


@pytest.mark.django_db(transaction=True)
def test_of_many_beats_at_once_each_ring_is_one_workers(ada, vault, monkeypatch):
    monkeypatch.setattr("trackers.tasks.BATCH", 2)
    for _some in range(3):
        remind_now(ada, vault, count=3)
    all_are_there, rung = threading.Barrier(4), []

    def beat():
        try:
            all_are_there.wait(timeout=60)
            rung.append(ring_due_reminders())
            send_messages()
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever found all that is left in other hands has gone: the next beat finds nothing more.
    assert ring_due_reminders() + sum(rung) == len(rings()) == owed() == 9
    assert len({reminder for reminder, _outcome in rings()}) == 9


@pytest.mark.django_db(transaction=True)
def test_with_the_queue_emptied_nothing_is_lost_and_nothing_comes_twice(ada, vault, box):
    remind_now(ada, vault, count=3)
    ring_due_reminders.delay()
    assert valkey.llen("celery") == 1
    valkey.flushdb()
    # Two beats where one should be, as after a beat that was started twice.
    for _beat in range(2):
        ring_due_reminders.delay()
    worker = start_command(WORKER, EMAIL_URL=box.url)
    try:
        until(lambda: owed() == 3, "nothing was rung")
        valkey.flushdb()
        for _beat in range(2):
            send_messages.delay()
        until(lambda: not Message.objects.filter(sent_at=None).exists(), "nothing was sent")
    finally:
        kill(worker)
    valkey.flushdb()
    ring_due_reminders()
    send_messages()
    assert len(rings()) == len(box.mails) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "sent"), [(119, 1), (121, 0)])
def test_a_mail_that_does_not_get_out_for_two_hours_after_its_ring_was_due_stays_in(
    ada, vault, minutes, sent
):
    """However late it rang itself."""
    remind_at_eight(ada, vault)
    assert ring_reminders(now=DUE + AN_HOUR) == 1
    assert deliver_what_is_due(now=DUE + timedelta(minutes=minutes), most=9) == sent
    assert deliver_what_is_due(now=DUE + 3 * AN_HOUR, most=9) == 0
    assert len(mail.outbox) == sent


@pytest.mark.django_db
def test_a_clock_that_is_put_back_rings_nothing_again(ada, vault):
    remind_at_eight(ada, vault)
    assert ring_reminders(now=DUE) == 1
    for now in (DUE - AN_HOUR, DUE - A_DAY, DUE, DUE + AN_HOUR):
        assert ring_reminders(now=now) == 0
    assert ring_reminders(now=DUE + A_DAY) == 1
    assert days() == {"03-01": "mailed", "03-02": "mailed"}


@pytest.mark.django_db
def test_a_clock_that_jumps_on_and_back_rings_no_day_twice(ada, vault):
    remind_at_eight(ada, vault)
    jumped = DUE + A_DAY + AN_HOUR
    assert [ring_reminders(now=jumped) for _beat in range(3)] == [1, 1, 0]
    assert days() == {"03-01": "late", "03-02": "mailed"}
    for now in (DUE, DUE + A_DAY, DUE + A_DAY + AN_HOUR):
        assert ring_reminders(now=now) == 0
    assert ring_reminders(now=DUE + 2 * A_DAY) == 1
    assert owed() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("away_for", "expected"),
    [
        (2 * AN_HOUR, {"03-01": "mailed"}),
        (3 * AN_HOUR, {"03-01": "late"}),
        (A_DAY + AN_HOUR, {"03-01": "late", "03-02": "mailed"}),
        (A_DAY + 3 * AN_HOUR, {"03-01": "late"}),
        (9 * A_DAY, {"03-01": "late", "03-10": "mailed"}),
    ],
)
def test_after_hours_or_days_without_a_worker_only_what_is_not_too_late_is_mailed(
    ada, vault, away_for, expected
):
    remind_at_eight(ada, vault)
    while ring_reminders(now=DUE + away_for):
        pass
    assert days() == expected
    assert owed() == list(expected.values()).count("mailed")
    over = max(date(2026, *map(int, day.split("-"))) for day in [*days(), "03-01"])
    assert ring_reminders(now=DUE + (over - DUE.date()) + A_DAY * 10) == 1
