"""Closing an account: nothing comes in any more, nothing leads back, and nobody does it for her."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import ask_to_close, choose_closing_wait, close_account, keep_account
from accounts.actions.mail import owe_message
from accounts.actions.recovery import make_recovery_key
from accounts.models import Closing, Message, SignIn, User
from accounts.refusals import ClosingRefused
from accounts.tasks import close_accounts, send_message
from forums.actions.conversation import reply
from forums.models import Membership, Notice, Post
from forums.tasks import erase_owed_posts
from tests.trackers.conftest import own_pages_of
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.models import KeySlot, PrivateRow, Vault
from trackers.tasks import erase_owed_rows
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
AWAY = {"words": "away", "is_sure": "on"}


def sign_in(cast, user):
    client = Client()
    typed = {"login": user.sign_in_name, "password": cast.passphrase}
    client.post(reverse("account_login"), typed)
    return client


def is_in(client):
    return client.get(reverse("accounts:settings")).status_code == 200


def confirmed(cast, user):
    """Their browser, just after the passphrase was given once more."""
    client = sign_in(cast, user)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    return client


@pytest.fixture
def ada(cast, topic):
    """With everything that somebody can have."""
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    make_recovery_key(by=cast.ada)
    reply(by=cast.ada, parent=topic.posts.get(), words="Seven boats.")
    return cast.ada


def everything_about(user):
    """Every row of every table of ours that points at somebody."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is User and model is not User:
                with rows_of(user.pk):
                    found = model._default_manager.filter(**{field.name: user.pk}).count()
                if found:
                    yield f"{model._meta.label}.{field.name}"


def test_nobody_comes_in_any_more_and_nothing_says_who_it_was(cast, ada):
    here, there = confirmed(cast, ada), sign_in(cast, ada)
    name = ada.sign_in_name
    assert here.post(reverse("close"), AWAY)["Location"] == reverse("start")
    assert not is_in(here)
    assert not is_in(there)
    assert not is_in(sign_in(cast, ada))
    assert not User.objects.filter(sign_in_name=name).exists()
    left = User.objects.get(pk=ada.pk)
    assert (left.is_active, left.email, left.cover_name) == (False, "", "")
    assert not EmailAddress.objects.exists()
    assert not SignIn.objects.filter(user=ada).exists()


@pytest.mark.parametrize(("words", "left"), [("away", 0), ("leave", 2)])
def test_what_was_said_goes_or_stays_without_a_name(cast, ada, words, left):
    own_pages_of(ada)
    close_account(by=ada, leave_words=words == "leave")
    erase_owed_posts()
    while erase_owed_rows():
        pass
    assert not Post.objects.filter(author__owner=ada).exists()
    assert Post.objects.filter(withdrawn_at=None).count() == left
    assert not Membership.objects.filter(user=ada).exists()
    assert not Notice.objects.filter(user=ada).exists()
    # The names stay taken, so that nobody takes them on; the trail says that somebody closed.
    assert set(everything_about(ada)) <= {"forums.Persona.owner", "forums.Trail.by"}


def test_own_pages_cannot_be_opened_from_that_moment_on(cast, ada):
    own_pages_of(ada)
    client = open_own_pages(confirmed(cast, ada))
    typed = AWAY | {"own_passphrase": VAULT_PASSPHRASE}
    assert client.post(reverse("close"), typed)["Location"] == reverse("start")
    with rows_of(ada.pk):
        assert not Vault.objects.exists()
        assert not KeySlot.objects.exists()
    assert not list(valkey.scan_iter(f"vault:opening:{ada.pk}:*"))
    while erase_owed_rows():
        pass
    private = [m for m in apps.get_app_config("trackers").get_models() if issubclass(m, PrivateRow)]
    with rows_of(ada.pk):
        assert not any(model.objects.exists() for model in private)


def test_the_passphrase_of_the_account_alone_waits_and_can_be_taken_back(cast, ada, time_machine):
    time_machine.move_to(NOW)
    own_pages_of(ada)
    somebody_else = confirmed(cast, ada)
    somebody_else.post(reverse("close"), AWAY)
    assert close_accounts() == 0
    owner = sign_in(cast, ada)
    told = owner.get(reverse("accounts:settings")).content.decode()
    assert "asked to close this account. That will be on Friday 27 November" in told
    owner.post(reverse("keep_account"))
    time_machine.move_to(NOW + timedelta(days=8))
    assert close_accounts() == 0
    assert User.objects.get(pk=ada.pk).is_active


def test_after_the_wait_the_clock_closes_it_once(cast, ada, time_machine):
    time_machine.move_to(NOW)
    own_pages_of(ada)
    confirmed(cast, ada).post(reverse("close"), AWAY)
    time_machine.move_to(NOW + timedelta(days=7, minutes=1))
    assert close_accounts() == 1
    assert close_accounts() == 0
    assert not User.objects.get(pk=ada.pk).is_active


def test_a_wrong_passphrase_of_the_own_pages_closes_nothing(cast, ada):
    own_pages_of(ada)
    page = confirmed(cast, ada).post(reverse("close"), AWAY | {"own_passphrase": "not that one"})
    assert page.status_code == 422
    assert not Closing.objects.exists()
    assert User.objects.get(pk=ada.pk).is_active


def test_a_phone_left_open_is_not_enough(cast, ada):
    client = sign_in(cast, ada)
    answer = client.post(reverse("close"), AWAY)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(pk=ada.pk).is_active


def test_whoever_gave_themselves_time_has_it_and_nobody_shortens_it(cast, ada):
    choose_closing_wait(by=ada, days=30)
    with pytest.raises(ClosingRefused):
        choose_closing_wait(by=ada, days=0)
    closing = ask_to_close(by=ada, leave_words=True, wait=timedelta(days=7), now=NOW)
    assert closing.due_at == NOW + timedelta(days=30)
    assert keep_account(by=ada)
    assert not keep_account(by=ada)


def test_what_was_queued_does_nothing_any_more(cast, ada):
    message = owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    close_account(by=ada, leave_words=True)
    assert not send_message(str(message.pk))
    assert mail.outbox == []


def test_whoever_looked_after_others_can_go_and_what_they_decided_stands(cast, ada):
    close_account(by=cast.bel, leave_words=True)
    erase_owed_posts()
    assert not User.objects.get(pk=cast.bel.pk).is_active
    assert not Membership.objects.filter(user=cast.bel).exists()


def test_nothing_of_them_is_left_in_the_database(cast, ada):
    ada.cover_name = "zyzzyva"
    ada.save()
    name = ada.sign_in_name
    close_account(by=ada, leave_words=False)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select t::text from "{table}" t')  # noqa: S608 (our own tables)
            for (row,) in cursor.fetchall():
                assert name not in row, table
                assert "zyzzyva" not in row, table
                assert "a@example.org" not in row, table
