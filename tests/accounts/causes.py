"""Each kind of mail, sent for a reason that it is sent for, to the same person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail_hours import choose_mail_hour
from accounts.models import MailSlot, Message
from accounts.tasks import send_messages
from forums.actions.conversation import open_topic, reply
from forums.tasks import announce_posts, tell_everybody_by_mail
from tests.cast import Cast
from trackers.choices import Weekday
from trackers.models import Reminder
from trackers.tasks import ring_due_reminders
from trackers.vault.rows import rows_of

ADDRESS = "a@example.org"


def give_address(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.ada, email=ADDRESS, verified=True, primary=True)


def proof(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.ada, email=ADDRESS)
    again = {"email": ADDRESS, "action_send": ""}
    cast.client(cast.ada).post(reverse("account_email"), again)


def reminder(cast: Cast) -> None:
    give_address(cast)
    now = timezone.now()
    with rows_of(cast.ada.pk):
        Reminder.objects.create(
            owner=cast.ada,
            local_time=time(20),
            zone="UTC",
            days=list(Weekday.values),
            due_at=now,
            due_on=now.date(),
        )
    ring_due_reminders()


def news(cast: Cast) -> None:
    give_address(cast)
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    reply(by=cast.cy, parent=topic.posts.get(), words="I know them.")
    announce_posts()
    now = timezone.now()
    choose_mail_hour(by=cast.ada, hour=20, days=Weekday.values, now=now)
    MailSlot.objects.update(due_at=now - timedelta(minutes=1))
    tell_everybody_by_mail()


@dataclass(frozen=True)
class Cause:
    kind: Message.Kind
    happen: Callable[[Cast], None]


CAUSES = {
    "proof": Cause(Message.Kind.PROOF, proof),
    "reminder": Cause(Message.Kind.REMINDER, reminder),
    "news": Cause(Message.Kind.NEWS, news),
}


def send_for(cast: Cast, cause: Cause) -> None:
    cause.happen(cast)
    assert send_messages() == 1
    assert Message.objects.get().kind == cause.kind
