"""Mail that comes back days later, as a report of some mail server, and what is no such report."""

import io
import sys
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts.actions.mail import owe_link, owe_message
from accounts.actions.mailboxes import begin_to_use
from accounts.delivery import read_returned
from accounts.delivery.returned import LONGEST
from accounts.delivery.statuses import is_no_such_address
from accounts.models import Message, Returned
from accounts.tasks import send_messages
from tests.accounts.mails import where_it_leads
from tests.mail_server import mail_server_of

ADDRESS = "a@example.org"
BOUNCES = "back@h.example"


@pytest.fixture
def ada(cast, settings):
    settings.MAIL_BOUNCES = BOUNCES
    EmailAddress.objects.create(user=cast.ada, email=ADDRESS, verified=True, primary=True)
    begin_to_use(address=EmailAddress.objects.get(), on=timezone.now().date())
    cast.ada.refresh_from_db()
    cast.ada.email = ADDRESS
    cast.ada.save()
    return cast.ada


@pytest.fixture
def sender(ada):
    """To whom what cannot be delivered to ada comes back."""
    owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    send_messages()
    return mail.outbox[-1].from_email


REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

It could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sat, 1 Aug 2026 12:00:00 +0000

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--part
Content-Type: message/rfc822

To: {address}
Subject: A note for you

There is a note for you.
--part--
"""


def report(to, *, address=ADDRESS, action="failed", status="5.1.1"):
    return REPORT.format(to=to, address=address, action=action, status=status).encode()


@pytest.fixture
def take(monkeypatch):
    """As a mail server does: through the command's standard input."""

    def taken(raw, *came_to):
        stdin = io.TextIOWrapper(io.BytesIO(raw))
        monkeypatch.setattr(sys, "stdin", stdin)
        call_command("take_bounce", *came_to)
        assert stdin.buffer.read() == b""

    return taken


def is_used():
    return EmailAddress.objects.filter(email=ADDRESS, verified=True).exists()


def test_each_mail_comes_back_to_an_address_of_its_own(ada, sender):
    owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    send_messages()
    other = mail.outbox[-1].from_email
    assert sender.startswith("back+")
    assert sender.endswith("@h.example")
    assert sender != other
    assert len(sender) == len(other)
    assert {sent.message()["From"] for sent in mail.outbox} == {"Holdfast <notes@localhost>"}


def test_the_envelope_carries_it_and_the_mail_does_not(ada, settings):
    with mail_server_of(settings) as server:
        owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
        send_messages()
        assert server.envelope_sender().startswith("back+")
        assert b"back" not in server.mails[0]


def test_what_can_never_arrive_ends_all_mail_to_that_address(ada, sender, take, capsys, caplog):
    waiting = owe_message(
        to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now() + timedelta(hours=1)
    )
    take(report(sender))
    assert not is_used()
    waiting.refresh_from_db()
    assert (waiting.address, waiting.dropped_at is not None) == ("", True)
    ada.refresh_from_db()
    assert (ada.email, ada.mailbox_private_on) == ("", None)
    assert owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now()) is None
    assert capsys.readouterr() == ("", "")
    assert "example" not in caplog.text


def test_the_address_that_it_came_to_may_be_told_by_the_mail_server(sender, take):
    take(report("somebody@h.example"), sender.upper())
    assert not is_used()


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To"])
def test_or_stand_in_other_headers(sender, take, header):
    take(f"{header}: <{sender}>\n".encode() + report("postmaster@h.example"))
    assert not is_used()


NO_END = [
    {"action": "delayed", "status": "4.4.1"},
    {"action": "delayed", "status": "5.1.1"},
    {"action": "failed", "status": "4.4.7"},
    {"action": "failed", "status": "5.7.1"},
    {"action": "failed", "status": "5.2.2"},
    {"action": "failed", "status": ""},
    {"action": "delivered", "status": "2.0.0"},
    {"action": "relayed", "status": "2.0.0"},
    {"address": "somebody-else@example.org"},
    {"to": "back@h.example"},
    {"to": f"back+{'0' * 32}@h.example"},
    {"to": "back+../../etc@h.example"},
]


@pytest.mark.parametrize("said", NO_END, ids=str)
def test_what_is_no_end_or_names_no_mail_of_ours_changes_nothing(sender, take, said):
    take(report(**{"to": sender} | said))
    assert is_used()


def test_an_answer_by_itself_changes_nothing(sender, take):
    take(f"To: {sender}\nAuto-Submitted: auto-replied\n\nI am away. 550 5.1.1\n".encode())
    assert is_used()


def test_a_report_inside_the_mail_that_it_returns_is_none(sender, take):
    inner = report(sender).decode().partition("\n\n")[2]
    take(f"To: {sender}\nContent-Type: message/rfc822\n\n{inner}".encode())
    assert is_used()


def test_another_address_that_was_set_since_is_left_alone(ada, sender, take):
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=ada, email="new@example.org", verified=True, primary=True)
    take(report(sender))
    assert EmailAddress.objects.get().verified
    assert not Returned.objects.exists()


def test_the_same_address_that_was_proved_since_is_left_alone(ada, sender, take):
    Message.objects.update(sent_at=timezone.now() - timedelta(days=2))
    take(report(sender))
    assert is_used()


def test_without_such_an_address_the_sender_is_the_envelopes_too_and_no_report_counts(
    ada, settings, take
):
    settings.MAIL_BOUNCES = ""
    owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    send_messages()
    assert mail.outbox[0].from_email == settings.DEFAULT_FROM_EMAIL
    take(report(settings.DEFAULT_FROM_EMAIL))
    assert is_used()


def test_a_claim_that_comes_back_is_nobodys(sender, take):
    owe_link(to=None, address=ADDRESS, leads_to="/me/")
    send_messages()
    take(report(mail.outbox[-1].from_email))
    assert is_used()


def nested(depth):
    """Parts inside of parts, each the only one of the one around it."""
    heads = (
        f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        for level in range(depth)
    )
    return "".join(heads)


HOSTILE = {
    "empty": b"",
    "nothing but zeros": b"\0" * 1000,
    "no end of a header": b"To: " + b"a" * (LONGEST * 2),
    "deep": b"To: SENDER\n" + nested(3000).encode(),
    "many parts": b'To: SENDER\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: message/delivery-status\n\nA: b\n\nAction: failed\n\n" * 2000,
    "a charset of nobody": report("SENDER").replace(
        b"message/delivery-status", b"text/x; charset=\xff"
    ),
    "a report that is a picture": report("SENDER").replace(b"multipart/report", b"image/png"),
    "bytes in headers": b"To: \xff\xfe SENDER\nSubject: =?utf-8?b?////?=\nAction: \xff\n\n",
    "far too long": b"To: SENDER\n\n" + b"x\n" * (4 * LONGEST),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_sent_does_no_harm(sender, take, raw):
    take(raw.replace(b"SENDER", sender.encode()))
    assert is_used()


@examples(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_is_cut_out_of_a_report_and_put_in_never_breaks(settings, data):
    settings.MAIL_BOUNCES = BOUNCES
    raw = report(f"back+{'a' * 32}@h.example")
    for _time in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 80)))
        raw = raw[:start] + data.draw(st.binary(max_size=40)) + raw[end:]
    found = read_returned(raw)
    assert found is None or (found.tokens and found.addresses)


@given(st.integers(2, 9), st.integers(0, 999), st.integers(0, 999))
def test_only_what_is_for_ever_and_about_the_address_ends_it(kind, subject, detail):
    status = f"{kind}.{subject}.{detail}"
    if is_no_such_address(status):
        assert kind == 5
        assert subject not in (3, 6, 7)
        assert (subject, detail) not in {(2, 2), (2, 3)}


# --- What its owner sees -------------------------------------------------------------------------


def comes_in(cast):
    browser = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    return browser, browser.post(reverse("account_login"), typed, follow=True).content.decode()


SAID = "Mail to your address did not arrive"


def test_its_owner_is_told_on_the_site_and_can_have_it_tried_again(ada, cast, sender, take):
    assert SAID not in comes_in(cast)[1]
    take(report(sender))
    browser, page = comes_in(cast)
    assert SAID in page
    page = browser.get(reverse("account_email")).content.decode()
    assert f"Mail to {ADDRESS} did not arrive" in page
    browser.post(reverse("account_email"), {"email": ADDRESS, "action_send": ""})
    send_messages()
    assert not is_used()
    browser.post(where_it_leads())
    assert is_used()
    ada.refresh_from_db()
    assert (ada.email, ada.mailbox_private_on) == (ADDRESS, timezone.localdate())
    assert "did not arrive" not in browser.get(reverse("account_email")).content.decode()
    assert SAID not in comes_in(cast)[1]


def test_or_take_the_address_away(ada, cast, sender, take):
    take(report(sender))
    browser, _page = comes_in(cast)
    browser.post(reverse("accounts:forget_mail"))
    assert not EmailAddress.objects.exists()
    assert not Returned.objects.exists()
    assert SAID not in comes_in(cast)[1]


def test_an_address_that_was_to_be_proved_and_is_none_is_told_too(cast, settings, take):
    settings.MAIL_BOUNCES = BOUNCES
    EmailAddress.objects.create(user=cast.ada, email=ADDRESS)
    owe_link(to=cast.ada, address=ADDRESS, leads_to="/me/")
    send_messages()
    take(report(mail.outbox[-1].from_email))
    page = cast.client(cast.ada).get(reverse("account_email")).content.decode()
    assert f"Mail to {ADDRESS} did not arrive" in page
