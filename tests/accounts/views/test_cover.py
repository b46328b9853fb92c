"""The cover: what a tab, a telephone and a mailbox show is what its owner chose."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail import owe_link, owe_message
from accounts.actions.preferences import choose_cover
from accounts.models import Message
from accounts.tasks import send_messages

pytestmark = pytest.mark.django_db

CHOSEN = {
    "cover_name": "Garden <plans>",
    "cover_icon": "leaf",
    "cover_colour": "meadow",
    "mail_subject": "list",
}


@pytest.fixture
def covered(cast):
    browser = cast.client(cast.ada)
    assert browser.post(reverse("accounts:cover"), CHOSEN).status_code == 302
    return browser


@pytest.mark.parametrize("url", ["/me/look/", "/circles/", "/own/cards/", "/nothing/here/"])
def test_the_tab_shows_it_on_every_page(covered, url):
    page = covered.get(url).content.decode()
    assert "· Garden &lt;plans&gt;</title>" in page
    assert "covers/leaf" in page
    assert 'content="#e8f1e4"' in page
    assert "Holdfast" not in page


def test_in_conversations_as_well_and_nobody_else_sees_it(covered, cast, topic):
    url = reverse("forums:topic", args=[topic.ref])
    assert "· Garden &lt;plans&gt;</title>" in covered.get(url).content.decode()
    others = cast.client(cast.cy).get(url).content.decode()
    assert "Garden" not in others
    assert "· Holdfast</title>" in others


def test_a_telephone_that_keeps_the_page_is_told_the_same(covered, client):
    told = json.loads(covered.get(reverse("manifest")).content)
    assert told["name"] == told["short_name"] == "Garden <plans>"
    assert "leaf" in told["icons"][0]["src"]
    assert "leaf" in covered.get(reverse("favicon"))["Location"]
    assert json.loads(client.get(reverse("manifest")).content)["name"] == "Holdfast"


def test_mails_carry_it(covered, cast):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    owe_message(to=cast.ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    EmailAddress.objects.create(user=cast.ada, email="b@example.org")
    owe_link(to=cast.ada, address="b@example.org", leads_to="/me/")
    owe_link(to=None, address="c@example.org", leads_to="/me/")
    send_messages()
    for sent in mail.outbox[:2]:
        assert sent.subject == "Your list"
        assert sent.message()["From"].startswith('"Garden <plans>" <')
        assert "Holdfast" not in sent.message().as_string()
    assert mail.outbox[2].subject == "A note for you"


def test_what_is_not_offered_is_refused_and_what_was_typed_stays(cast):
    browser = cast.client(cast.ada)
    page = browser.post(reverse("accounts:cover"), CHOSEN | {"cover_icon": "../../etc"})
    assert page.status_code == 422
    assert "Garden &lt;plans&gt;" in page.content.decode()
    cast.ada.refresh_from_db()
    assert cast.ada.cover_name == ""


def test_a_name_is_one_line(cast):
    named = CHOSEN | {"cover_name": "Notes\nBcc: x@example.org"}
    assert cast.client(cast.ada).post(reverse("accounts:cover"), named).status_code == 422


def test_an_empty_name_is_the_operators(covered, cast):
    choose_cover(by=cast.ada, name="", icon="sun", colour="sand", mail_subject="note")
    assert "· Holdfast</title>" in covered.get("/me/look/").content.decode()
