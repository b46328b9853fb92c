"""One-click unsubscribe (RFC 8058), as mail programs do it, and scanners before them."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions.mail import owe_message
from accounts.models import Message
from accounts.tasks import send_messages
from tests.accounts.mails import path_in

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(cast):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    owe_message(to=cast.ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    send_messages()
    return path_in(mail.outbox[0], "m")


@pytest.fixture
def program():
    """No cookies, no page that it has seen, and the site's checks as they are online."""
    return Client(enforce_csrf_checks=True)


def test_the_header_names_the_same_address_as_the_foot(path, settings):
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert header == f"<{settings.SITE_URL}{path}>"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart"])
def test_one_post_ends_it_at_once(path, program, content_type):
    if content_type == "multipart":
        done = program.post(path, ONE_CLICK)
    else:
        done = program.post(path, "List-Unsubscribe=One-Click", content_type=content_type)
    assert done.status_code == 200
    assert not done.cookies
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_nothing_else_does(path, program, method):
    done = getattr(program, method)(path)
    assert done.status_code == (200 if method in ("get", "head") else 405)
    assert EmailAddress.objects.filter(verified=True).exists()


def test_twice_is_as_good_as_once_and_an_unknown_link_answers_the_same(path, program):
    answers = [program.post(to, ONE_CLICK) for to in (path, path, "/m/" + "0" * 32 + "/", "/m/x/")]
    assert len({answer.status_code for answer in answers}) == 1
    assert len({without_nonce(answer) for answer in answers}) == 1
    assert len({tuple(answer.headers) for answer in answers}) == 1


def test_looking_answers_the_same_for_an_unknown_link(path, program):
    pages = [program.get(to) for to in (path, "/m/x/")]
    assert without_nonce(pages[0]) == without_nonce(pages[1])
    assert not pages[0].cookies
    assert b"example.org" not in pages[0].content


def without_nonce(response):
    nonce = response.headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    return response.content.replace(nonce.encode(), b"") if nonce else response.content


def test_it_signs_nobody_in_and_nobody_out(path, cast):
    browser = cast.client(cast.cy)
    browser.post(path, ONE_CLICK)
    assert browser.session["_auth_user_id"] == str(cast.cy.pk)
    assert EmailAddress.objects.count() == 0
