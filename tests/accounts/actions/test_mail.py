import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail import (
    LINKS_AT_ONCE,
    deliver,
    owe_link,
    owe_message,
    owe_own_link,
)
from accounts.actions.mailboxes import forget_address, stop_mail
from accounts.models import Message
from accounts.tasks import forget_old_messages, send_messages
from tests.accounts.mails import token_in, where_it_leads

REMINDER = Message.Kind.REMINDER


@pytest.fixture
def ada(cast):
    """ada, with an address that she has proved."""
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    return cast.ada


def owe(to, **fields):
    return owe_message(to=to, **{"kind": REMINDER, "due_at": timezone.now()} | fields)


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
    assert (message.address, message.leads_to) == ("", "")
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
    message = owe_link(to=None, address="a@example.org", leads_to="")
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


def test_every_mail_looks_alike_and_says_nothing(ada, settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://h.example", "n@h.example"
    settings.SITE_NAME = "Notes"
    owe(ada)
    owe_link(to=None, address="b@example.org", leads_to="/me/")
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
    return token_in(mail.outbox[-1], "m")


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
    owe_link(to=cast.cy, address="c@example.org", leads_to="/me/")
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


@pytest.mark.django_db
def test_the_link_in_a_mail_leads_to_its_page_and_signs_nobody_in(client):
    owe_link(to=None, address="a@example.org", leads_to="/me/sign-ins/")
    send_messages()
    assert where_it_leads() == "/me/sign-ins/"
    client.get(f"/n/{token_in(mail.outbox[0], 'n')}/")
    assert "_auth_user_id" not in client.session


def test_most_links_lead_to_the_front_door_and_so_does_whatever_is_no_link(ada, client):
    owe(ada)
    send_messages()
    known, made_up = client.get(f"/n/{token_in(mail.outbox[0], 'n')}/"), client.get("/n/made-up/")
    assert where_it_leads() == "/"
    assert known.headers == made_up.headers
    assert (known.status_code, known.content) == (made_up.status_code, made_up.content)


def test_no_token_does_what_another_is_for(ada, client):
    owe_link(to=ada, address="a@example.org", leads_to="/me/sign-ins/")
    send_messages()
    link, stop = (token_in(mail.outbox[0], kind) for kind in "nm")
    assert client.get(f"/n/{stop}/")["Location"] == "/"
    assert stop_mail(token=link) is False


@pytest.mark.django_db
def test_the_database_holds_no_link_and_no_page_that_one_leads_to():
    message = owe_link(to=None, address="a@example.org", leads_to="/me/mail/zebra/")
    send_messages()
    row = repr(Message.objects.filter(pk=message.pk).values().get())
    assert "zebra" not in row
    for kind in "nm":
        assert token_in(mail.outbox[0], kind) not in row


def test_what_a_mail_leaves_is_forgotten_after_a_year(ada):
    message = owe(ada)
    send_messages()
    Message.objects.update(expires_at=timezone.now() - timedelta(days=364))
    assert forget_old_messages() == 0
    Message.objects.update(expires_at=timezone.now() - timedelta(days=366))
    assert forget_old_messages() == 1
    assert not Message.objects.filter(pk=message.pk).exists()


def ask_for_link(cast, user):
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    typed = {"action_add": "", "email": "mo@example.org", "private": "on"}
    client.post(reverse("account_email"), typed)


def links_to_mo():
    return list(
        Message.objects.filter(address="mo@example.org")
        .order_by("due_at")
        .values_list("user_id", flat=True)
    )


def test_nobody_holds_back_a_link_by_asking_for_one_to_the_same_address(cast):
    for user in (cast.eve, cast.ada):
        ask_for_link(cast, user)
    assert links_to_mo() == [cast.eve.pk, cast.ada.pk]


def test_nobodys_mailbox_is_filled_with_links(cast):
    for _time in range(LINKS_AT_ONCE + 3):
        owe_own_link(to=cast.eve, address="mo@example.org", leads_to="/me/")
    assert links_to_mo() == [cast.eve.pk] * LINKS_AT_ONCE
    # Who asks for the first time is not kept waiting by that, and once an hour is over nobody is.
    owe_own_link(to=cast.ada, address="mo@example.org", leads_to="/me/")
    Message.objects.update(due_at=timezone.now() - timedelta(hours=2))
    owe_own_link(to=cast.eve, address="mo@example.org", leads_to="/me/")
    assert len(links_to_mo()) == LINKS_AT_ONCE + 2
