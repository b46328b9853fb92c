"""Workers that are killed at every step between an hour that has come and a mail that is owed."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions.mail_hours import choose_mail_hour
from accounts.choices import Weekday
from accounts.models import MailSlot, Message
from forums.actions.conversation import reply
from forums.models import Digest
from forums.tasks import announce_posts, tell_everybody_by_mail
from tests.trackers.reminders.workers import gate_at, kill, start

pytestmark = pytest.mark.django_db(transaction=True)

BEAT = "from forums.tasks import tell_everybody_by_mail; tell_everybody_by_mail()"
STEPS = {
    "the hour was won": "trigger gate before insert on accounts_message for each row",
    "the mail is owed": "trigger gate before insert on forums_digest for each row",
    "the digest says so": "trigger gate before update on accounts_mailslot for each row",
}
ALL_IS_WRITTEN = (
    "constraint trigger gate after update on accounts_mailslot "
    "deferrable initially deferred for each row"
)


@pytest.fixture
def slot(cast, opening):
    """ada's, in which there is something new, and which has come."""
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    reply(by=cast.cy, parent=opening, words="I know them.")
    announce_posts()
    now = timezone.now()
    slot = choose_mail_hour(by=cast.ada, hour=18, days=Weekday.values, now=now)
    MailSlot.objects.update(due_at=now - timedelta(minutes=1))
    return slot


def told():
    return Message.objects.count(), Digest.objects.count()


def is_due():
    return MailSlot.objects.due(at=timezone.now()).exists()


@pytest.mark.parametrize("trigger", STEPS.values(), ids=STEPS)
def test_killed_before_it_has_ended_it_has_done_nothing(slot, trigger):
    with gate_at(trigger) as gate:
        worker = start(BEAT)
        gate.wait_for(worker)
        kill(worker)
    assert told() == (0, 0)
    assert is_due()
    for _beat in range(2):
        tell_everybody_by_mail()
    assert told() == (1, 1)
    assert not is_due()


def test_killed_while_the_database_commits_all_of_it_is_there(slot):
    with gate_at(ALL_IS_WRITTEN) as gate:
        worker = start(BEAT)
        gate.wait_for(worker)
        kill(worker)
    assert told() == (1, 1)
    assert not is_due()
    tell_everybody_by_mail()
    assert told() == (1, 1)
