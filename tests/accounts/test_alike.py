"""Every mail, byte for byte, as a mail server gets it.

The files in golden/ are what is sent, with what is another each time replaced. To write them anew:

    GOLDEN=write make test ARGS=tests/accounts/test_alike.py
"""

import ast
import os
import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as site
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.actions.mail import owe_link
from accounts.actions.preferences import choose_cover
from accounts.choices import MailSubject
from accounts.models import Message
from accounts.tasks import send_messages
from forums.actions.claims import claim
from forums.tasks import see_to_claims
from tests.accounts.causes import ADDRESS, CAUSES, send_for
from tests.forums.actions.claims.asking import MO, bring_mos_posts
from tests.mail_server import mail_server_of
from tests.world.settings_table import ROOT

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = [code for code, _name in site.LANGUAGES]
CHANGES = {
    rb"(?m)^Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]0000": b"Date: TIME",
    rb"Message-ID: <[0-9a-f]{32}@": b"Message-ID: <CHANCE@",
    rb"(https://h\.example/[nm]/)[0-9a-f]{32}/": rb"\1TOKEN/",
}


@pytest.fixture
def server(settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://h.example", "n@h.example"
    settings.SITE_NAME, settings.MAIL_BOUNCES = "Notes", "back@h.example"
    with mail_server_of(settings) as running:
        yield running


def as_it_is(raw):
    """Without what is another each time, all of which is there."""
    for pattern, instead in CHANGES.items():
        # A line that is too long goes on in the next: so does a link in it.
        raw, found = re.subn(pattern, instead, raw.replace(b"=\r\n", b""))
        assert found
    return raw


def sent(cast, server, cause):
    """What the mail server got for it."""
    with transaction.atomic():
        send_for(cast, CAUSES[cause])
        raw, sender = server.mails[-1], server.envelope_sender()
        transaction.set_rollback(True)
    return raw, sender


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", CAUSES)
def test_a_mail_is_as_it_was(cast, server, settings, cause, language):
    settings.LANGUAGE_CODE = language
    raw, _sender = sent(cast, server, cause)
    file = GOLDEN / language / f"{cause}.eml"
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_it_is(raw))
    assert file.read_bytes() == as_it_is(raw)


def test_there_is_a_file_of_every_mail_and_of_no_other():
    assert {cause.kind for cause in CAUSES.values()} == set(Message.Kind)
    files = {str(file.relative_to(GOLDEN)) for file in GOLDEN.rglob("*.*")}
    assert files == {f"{code}/{cause}.eml" for code in LANGUAGES for cause in CAUSES}


@pytest.mark.parametrize("name", ["", "Garten & Küche", "Заметки"])
@pytest.mark.parametrize("subject", MailSubject)
def test_mails_for_different_causes_are_the_same(cast, server, subject, name):
    choose_cover(by=cast.ada, name=name, icon="leaf", colour="sky", mail_subject=subject)
    mails, senders = zip(*[sent(cast, server, cause) for cause in CAUSES], strict=True)
    assert len({as_it_is(raw) for raw in mails}) == 1
    assert len({len(raw) for raw in mails}) == 1
    assert len({re.sub("[0-9a-f]{32}", "TOKEN", sender) for sender in senders}) == 1
    assert len(set(senders)) == len(CAUSES)


def test_a_link_to_old_posts_is_the_same_as_any_that_goes_to_nobodys_account(cast, server):
    bring_mos_posts()
    claim(by=cast.ada, address=MO, now=timezone.now())
    see_to_claims()
    owe_link(to=None, address=MO, leads_to="/me/")
    assert send_messages() == 2
    assert len({as_it_is(raw) for raw in server.mails}) == 1


def test_no_mail_tells_of_anybody_or_of_this_machine(cast, server):
    for cause in CAUSES:
        raw, _sender = sent(cast, server, cause)
        names = {line.partition(b":")[0] for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")}
        assert names - {b"", b" "} == {
            b"Content-Type", b"MIME-Version", b"Content-Transfer-Encoding", b"Subject", b"From",
            b"To", b"Date", b"Message-ID", b"List-Id", b"List-Unsubscribe",
            b"List-Unsubscribe-Post", b"Auto-Submitted",
        }  # fmt: skip
        for word in ("ada", "Wren", "Marlow", "Mending", "Day nine", os.uname().nodename):
            assert word.encode() not in as_it_is(raw).replace(ADDRESS.encode(), b"")
        assert raw.isascii()
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert max(map(len, raw.split(b"\r\n"))) <= 78


DOORS = {"accounts/delivery/handing_over.py", "accounts/delivery/smtp.py"}
# Writes a mail, and sends none.
WRITES = {"accounts/emails.py", "accounts/actions/mail.py"}
SENDS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "get_connection"}


def test_there_is_one_door_to_the_mail_server():
    found = {}
    for app in ("accounts", "forums", "trackers", "config"):
        for file in (ROOT / app).rglob("*.py"):
            if used := set(_of_mail(ast.parse(file.read_text()))):
                found[str(file.relative_to(ROOT))] = used
    assert found.keys() == DOORS | WRITES
    for file in WRITES:
        assert not found[file] & (SENDS | {"smtplib", "send"})


def _of_mail(tree):
    """What a file takes from the libraries that send mail, or calls of them by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if _is_about_mail(each.name))
        elif isinstance(node, ast.ImportFrom) and _is_about_mail(node.module or ""):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.Attribute) and node.attr in {"email_user", "send_messages"}:
            yield node.attr


def _is_about_mail(module):
    return module == "smtplib" or module.startswith("django.core.mail")


def test_what_a_library_would_send_goes_through_it_as_well(cast):
    get_adapter().send_mail("x", ADDRESS, {"user": cast.ada, "key": "abc"})
    assert mail.outbox == []
    assert Message.objects.get().address == ADDRESS
