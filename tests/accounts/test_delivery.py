"""What becomes of a mail that the server does not take."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.actions.mail import owe_link, owe_message
from accounts.actions.mailboxes import forget_address
from accounts.models import Message, Returned
from accounts.tasks import send_messages
from tests.mail_server import HANGS_UP, mail_server_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server_of(settings) as running:
        yield running


@pytest.fixture
def ada(cast):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    return cast.ada


@pytest.fixture
def owed(ada):
    return owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())


def state(message):
    message.refresh_from_db()
    if message.sent_at:
        return "sent"
    if message.dropped_at:
        return "dropped"
    return "claimed" if message.claimed_at else "owed"


def later(minutes=11):
    """As if so much time had passed."""
    Message.objects.update(
        due_at=F("due_at") - timedelta(minutes=minutes),
        expires_at=F("expires_at") - timedelta(minutes=minutes),
    )


def test_a_server_that_takes_it_gets_it_once(owed, server):
    assert send_messages() == 1
    assert send_messages() == 0
    assert state(owed) == "sent"
    assert len(server.mails) == 1


def test_nothing_of_this_machine_is_said(owed, server, settings):
    settings.SITE_URL = "https://h.example"
    send_messages()
    assert server.commands[0] == "ehlo h.example"
    assert server.commands[1].split()[1] == f"FROM:<{settings.DEFAULT_FROM_EMAIL}>"


NOT_TAKEN = [
    ("greeting", "421 too busy"),
    ("mail", "451 4.7.1 wait"),
    ("mail", HANGS_UP),
    ("rcpt", "450 4.2.0 greylisted"),
    ("rcpt", "421 4.3.2 going down"),
    ("rcpt", HANGS_UP),
    ("data", "451 4.3.0 not now"),
    (".", "452 4.3.1 no room"),
]


@pytest.mark.parametrize(("word", "answer"), NOT_TAKEN)
def test_what_it_certainly_does_not_have_is_tried_again_later(owed, server, word, answer):
    server.answers[word] = [answer]
    assert send_messages() == 0
    assert state(owed) == "owed"
    assert send_messages() == 0
    later()
    assert send_messages() == 1
    assert state(owed) == "sent"
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("word", ["data", "."])
def test_where_nobody_knows_whether_it_has_it_it_is_not_sent_again(owed, server, word):
    server.answers[word] = [HANGS_UP]
    assert send_messages() == 0
    assert state(owed) == "dropped"
    later()
    assert send_messages() == 0
    assert EmailAddress.objects.get().verified


def test_a_goodbye_that_never_comes_does_not_matter(owed, server):
    server.answers["quit"] = [HANGS_UP]
    assert send_messages() == 1
    assert state(owed) == "sent"


def test_a_server_that_is_not_there_is_asked_once_in_a_round_and_nothing_is_lost(
    ada, owed, server, settings, caplog
):
    other = owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    settings.EMAIL_PORT = 1
    assert send_messages() == 0
    assert {state(owed), state(other)} == {"owed"}
    assert caplog.text.count("a mail was not taken") == 1
    assert "example.org" not in caplog.text
    settings.EMAIL_PORT = server.port
    later()
    assert send_messages() == 2


def test_what_would_come_at_an_hour_that_nobody_chose_does_not_come(owed, server):
    server.answers["rcpt"] = ["450 4.2.0 greylisted"]
    send_messages()
    later(minutes=121)
    assert send_messages() == 0
    assert state(owed) == "dropped"
    assert owed.address == ""


def test_a_link_that_somebody_waits_for_is_tried_for_a_day(cast, server):
    link = owe_link(to=None, address="a@example.org", leads_to="/me/")
    later(minutes=23 * 60)
    assert send_messages() == 1
    another = owe_link(to=None, address="a@example.org", leads_to="/me/")
    later(minutes=24 * 60)
    assert send_messages() == 0
    assert (state(link), state(another)) == ("sent", "dropped")


def test_an_address_that_was_forgotten_while_it_was_tried_gets_nothing(ada, owed, server):
    server.answers["rcpt"] = ["450 4.2.0 greylisted"]
    send_messages()
    EmailAddress.objects.all().delete()
    later()
    assert send_messages() == 0
    assert state(owed) == "dropped"
    assert server.mails == []


@pytest.mark.parametrize("end", [forget_address, lambda by: close_account(by=by, leave_words=True)])
def test_what_ends_while_a_worker_speaks_with_the_server_harms_nothing(
    ada, owed, server, monkeypatch, end
):
    from accounts.actions import mail

    def ends_meanwhile(*args, **kwargs):
        end(by=ada)
        return hand_over(*args, **kwargs)

    hand_over = mail.hand_over
    monkeypatch.setattr(mail, "hand_over", ends_meanwhile)
    assert send_messages() == 1
    assert not Message.objects.exclude(address="").exists()


NO_MAILBOX = [
    ("rcpt", "550 5.1.1 no such user"),
    ("rcpt", "550 no such user here"),
    ("rcpt", "553 5.1.3 bad address"),
    ("rcpt", "550 5.5.0 mailbox unavailable"),
    ("rcpt", "550 5.4.1 no such recipient"),
    (".", "550 5.1.1 no such user"),
    (".", "554 5.2.1 mailbox disabled"),
]


@pytest.mark.parametrize(("word", "answer"), NO_MAILBOX)
def test_an_address_that_does_not_exist_gets_no_more(ada, owed, server, word, answer, caplog):
    server.answers[word] = [answer]
    waiting = owe_message(
        to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now() + timedelta(hours=1)
    )
    assert send_messages() == 0
    assert (state(owed), state(waiting)) == ("dropped", "dropped")
    address = EmailAddress.objects.get()
    assert (address.verified, address.returned.found_on) == (False, timezone.now().date())
    assert owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now()) is None
    assert "example.org" not in caplog.text


NOT_THE_ADDRESS = [
    ("mail", "550 5.7.1 you may not send"),
    ("rcpt", "554 5.7.1 relay access denied"),
    ("rcpt", "550 5.7.1 your server is on a list"),
    ("rcpt", "552 5.2.2 mailbox full"),
    ("rcpt", "571 blocked"),
    ("data", "554 no valid recipients"),
    (".", "554 5.6.0 we do not like what it says"),
    (".", "550 rejected"),
]


@pytest.mark.parametrize(("word", "answer"), NOT_THE_ADDRESS)
def test_where_somebody_dislikes_us_or_the_mail_the_address_stays(owed, server, word, answer):
    server.answers[word] = [answer]
    assert send_messages() == 0
    assert state(owed) == "dropped"
    assert EmailAddress.objects.get().verified
    assert not Returned.objects.exists()


def test_one_connection_does_for_many_and_a_bad_one_among_them(ada, cast, server):
    for number in range(4):
        owe_link(to=None, address=f"{number}@example.org", leads_to="")
    server.answers["rcpt"] = ["250 ok", "550 5.1.1 no such user"]
    assert send_messages() == 3
    assert len(server.heard) == 2


def test_an_address_that_cannot_be_written_harms_no_other(cast, server):
    owe_link(to=None, address="a\nb@example.org", leads_to="")
    owe_link(to=None, address="c@example.org", leads_to="")
    assert send_messages() == 1
    assert sorted(Message.objects.values_list("address", flat=True)) == ["", ""]
