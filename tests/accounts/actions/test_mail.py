import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actions.mail import deliver, forget_address, owe_link, owe_message, stop_mail
from accounts.models import Message
from accounts.tasks import send_messages

REMINDER = Message.Kind.REMINDER


@pytest.fixture
def ada(cast):
    """ada, with an address that she has proved."""
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    return cast.ada


def owe(to, **fields):
    return owe_message(
        to=to, **{"kind": REMINDER, "body": "Hello.", "due_at": timezone.now()} | fields
    )


def test_nothing_is_owed_to_somebody_without_a_proved_address(cast):
    assert owe(cast.cy) is None
    EmailAddress.objects.create(user=cast.cy, email="c@example.org", verified=False, primary=True)
    assert owe(cast.cy) is None
    assert not Message.objects.exists()


def test_a_mail_is_sent_when_it_is_due_and_not_before(ada):
    owe(ada, due_at=timezone.now() + timedelta(minutes=5))
    assert send_messages() == 0
    Message.objects.update(due_at=timezone.now())
    assert send_messages() == 1
    assert [sent.to for sent in mail.outbox] == [["a@example.org"]]


def test_what_a_mail_said_and_where_it_went_is_wiped_once_it_is_out(ada):
    message = owe(ada)
    send_messages()
    message.refresh_from_db()
    assert (message.address, message.body) == ("", "")
    assert message.sent_at is not None


def test_the_database_refuses_a_sent_mail_that_still_says_something(ada):
    message = owe(ada)
    with pytest.raises(IntegrityError, match="message_wiped_when_out"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(
            claimed_at=timezone.now(), sent_at=timezone.now()
        )


def test_a_second_beat_sends_nothing_twice(ada):
    message = owe(ada)
    assert send_messages() == 1
    assert send_messages() == 0
    assert deliver(message_id=message.pk, now=timezone.now()) is False
    assert len(mail.outbox) == 1


def test_a_worker_that_died_over_a_mail_does_not_make_another_one_send_it(ada):
    message = owe(ada)
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now())
    assert send_messages() == 0
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_sends():
    message = owe_link(to=None, address="a@example.org", body="Hello.")
    start, results = threading.Barrier(2), []

    def work():
        start.wait()
        results.append(deliver(message_id=message.pk, now=timezone.now()))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(results) == [False, True]
    assert len(mail.outbox) == 1


def test_a_server_that_does_not_take_a_mail_loses_it_and_says_no_address(ada, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = owe(ada)
    assert send_messages() == 0
    message.refresh_from_db()
    assert message.dropped_at is not None
    assert (message.address, message.body) == ("", "")
    assert "example.org" not in caplog.text


def test_every_mail_looks_alike_and_says_nothing(ada, settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://h.example", "n@h.example"
    settings.SITE_NAME = "Notes"
    owe(ada, body="There is a note for you.")
    owe_link(to=None, address="b@example.org", body="Open this.")
    send_messages()
    seen = []
    for sent in mail.outbox:
        raw = sent.message()
        assert raw["Subject"] == "A note for you"
        assert raw["From"] == "Notes <n@h.example>"
        assert raw["List-Id"] == "<notes.h.example>"
        assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert raw["List-Unsubscribe"].startswith("<https://h.example/m/")
        assert re.fullmatch(r"<[0-9a-f]{32}@h\.example>", raw["Message-ID"])
        assert raw.get_content_type() == "text/plain"
        seen.append(sorted(raw.keys()))
    assert seen[0] == seen[1]


def stop_token():
    return mail.outbox[-1].extra_headers["List-Unsubscribe"].rstrip("/>").rsplit("/", 1)[1]


def test_the_link_in_a_mail_stops_all_mail_and_forgets_the_address(ada):
    owe(ada)
    send_messages()
    owe(ada, due_at=timezone.now() + timedelta(hours=1))
    assert stop_mail(token=stop_token()) is True
    assert not EmailAddress.objects.filter(user=ada).exists()
    assert not Message.objects.owed().exists()
    assert owe(ada) is None


def test_a_link_from_an_older_mailbox_leaves_the_new_address_alone(ada):
    owe(ada)
    send_messages()
    EmailAddress.objects.filter(user=ada).delete()
    EmailAddress.objects.create(user=ada, email="new@example.org", verified=True, primary=True)
    stop_mail(token=stop_token())
    assert EmailAddress.objects.get(user=ada).email == "new@example.org"


def test_the_link_in_a_proof_forgets_the_address_that_was_to_be_proved(cast):
    EmailAddress.objects.create(user=cast.cy, email="c@example.org", verified=False, primary=False)
    owe_link(to=cast.cy, address="c@example.org", body="Open this.")
    send_messages()
    assert stop_mail(token=stop_token()) is True
    assert not EmailAddress.objects.filter(user=cast.cy).exists()


def test_an_unknown_token_stops_nobodys_mail(ada):
    owe(ada)
    send_messages()
    assert stop_mail(token="made-up") is False
    assert EmailAddress.objects.filter(user=ada).exists()


def test_forgetting_ones_address_leaves_other_peoples_mail_alone(ada, cast):
    EmailAddress.objects.create(user=cast.cy, email="c@example.org", verified=True, primary=True)
    owe(cast.cy)
    forget_address(by=ada)
    assert send_messages() == 1
