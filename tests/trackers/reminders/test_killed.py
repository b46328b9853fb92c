"""Workers that are killed at every step between a ring that is due and a mail that went out."""

import pytest
from django.utils import timezone

from accounts.models import Message
from accounts.tasks import send_messages
from tests.config.front_door import until
from tests.trackers.reminders.setting import due_again, owed, remind_now, rings
from tests.trackers.reminders.workers import SEND, TICK, gate_at, kill, start
from trackers.tasks import ring_due_reminders

pytestmark = pytest.mark.django_db(transaction=True)

# At which step, and by which trigger a worker is held there.
STEPS = {
    "what is due was won": "trigger gate before insert on trackers_occurrence for each row",
    "the ring is written": "trigger gate before insert on accounts_message for each row",
    "the mail is owed": "trigger gate before update on trackers_reminder for each row",
    "all is written": (
        "constraint trigger gate after update on trackers_reminder "
        "deferrable initially deferred for each row"
    ),
}
ALL_IS_WRITTEN = STEPS["all is written"]


def beats():
    """Two, and what they bring about."""
    for _beat in range(2):
        ring_due_reminders()
        send_messages()


def all_went_well(box, user):
    """The next beats do what is left, and nothing twice."""
    beats()
    assert [outcome for _reminder, outcome in rings()] == ["mailed"]
    assert Message.objects.exclude(sent_at=None).count() == len(box.mails) == 1
    assert all(at > timezone.now() for at in due_again(user))


@pytest.mark.parametrize("trigger", STEPS.values(), ids=STEPS)
def test_killed_before_it_has_ended_it_has_done_nothing(ada, vault, box, trigger):
    remind_now(ada, vault)
    with gate_at(trigger) as gate:
        worker = start(TICK)
        connection = gate.wait_for(worker)
        assert rings() == []
        kill(worker)
        if trigger == ALL_IS_WRITTEN:
            gate.cut(connection)
    assert rings() == []
    assert owed() == 0
    all_went_well(box, ada)


def test_killed_while_the_database_commits_all_of_it_is_there(ada, vault, box):
    remind_now(ada, vault)
    with gate_at(ALL_IS_WRITTEN) as gate:
        worker = start(TICK)
        gate.wait_for(worker)
        # The database has been told already, and nobody hears that it did it.
        kill(worker)
    assert len(rings()) == owed() == 1
    all_went_well(box, ada)


def test_killed_in_a_later_batch_the_earlier_ones_stand(ada, vault):
    remind_now(ada, vault, count=4)
    (last,) = remind_now(ada, vault, minutes_ago=0)
    in_twos = f"import trackers.tasks; trackers.tasks.BATCH = 2; {TICK}"
    with gate_at(f"{STEPS['what is due was won']} when (new.reminder_id = '{last.pk}')") as gate:
        worker = start(in_twos)
        gate.wait_for(worker)
        kill(worker)
    assert len(rings()) == owed() == 4
    ring_due_reminders()
    assert len(rings()) == owed() == 5


@pytest.mark.parametrize(("step", "arrived"), [("greeting", 0), (".", 1)])
def test_killed_while_it_sends_it_is_not_sent_again(ada, vault, box, step, arrived):
    remind_now(ada, vault)
    ring_due_reminders()
    workers = []

    def kill_it():
        until(lambda: workers, "the worker was never started")
        kill(workers[0])

    box.before[step] = kill_it
    workers.append(start(SEND, EMAIL_URL=box.url))
    assert workers[0].wait(timeout=90) < 0
    del box.before[step]
    beats()
    assert len(box.mails) == arrived
    assert len(rings()) == owed() == 1


def test_killed_before_it_notes_that_it_was_taken_it_is_not_sent_again(ada, vault, box):
    remind_now(ada, vault)
    ring_due_reminders()
    noted = (
        "trigger gate before update on accounts_message for each row when (new.sent_at is not null)"
    )
    with gate_at(noted) as gate:
        worker = start(SEND, EMAIL_URL=box.url)
        gate.wait_for(worker)
        kill(worker)
    beats()
    assert len(box.mails) == 1
