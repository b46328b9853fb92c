import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mail import owe_message
from accounts.models import Message
from accounts.tasks import send_messages
from tests.accounts.mails import where_it_leads

pytestmark = pytest.mark.django_db


def test_time_zone_and_exit_are_saved(cast, settings):
    settings.EXIT_TARGETS = ["https://one.example/", "https://two.example/"]
    typed = {"time_zone": "Pacific/Apia", "exit_target": "https://two.example/"}
    cast.client(cast.ada).post(reverse("accounts:settings"), typed)
    cast.ada.refresh_from_db()
    assert (cast.ada.time_zone, cast.ada.exit_target) == ("Pacific/Apia", "https://two.example/")


@pytest.mark.parametrize(
    "typed",
    [
        {"time_zone": "Mars/Olympus", "exit_target": "https://one.example/"},
        {"time_zone": "UTC", "exit_target": "https://evil.example/"},
    ],
)
def test_what_is_not_offered_is_refused_and_nothing_is_saved(cast, settings, typed):
    settings.EXIT_TARGETS = ["https://one.example/"]
    page = cast.client(cast.ada).post(reverse("accounts:settings"), typed)
    assert page.status_code == 422
    cast.ada.refresh_from_db()
    assert (cast.ada.time_zone, cast.ada.exit_target) == ("UTC", "")


def add_address(client, **fields):
    typed = {"email": "a@example.org", "private": "on", "action_add": "", **fields}
    return client.post(reverse("account_email"), typed, follow=True)


@pytest.fixture
def ada(cast):
    """ada's browser, just after she gave her passphrase once more."""
    client = cast.client(cast.ada)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    return client


def test_an_address_is_taken_only_after_the_passphrase_once_more_and_is_not_lost(cast):
    client = cast.client(cast.ada)
    typed = {"email": "a@example.org", "private": "on", "action_add": ""}
    asked = client.post(reverse("account_email"), typed)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Message.objects.exists()
    client.post(asked["Location"], {"password": cast.passphrase, "next": reverse("account_email")})
    assert Message.objects.get().address == "a@example.org"


def test_an_address_counts_once_its_link_was_followed(ada, cast):
    add_address(ada)
    send_messages()
    path = where_it_leads()
    assert path.startswith("/me/mail/")
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert ada.get(path).status_code == 200
    assert not EmailAddress.objects.filter(verified=True).exists()
    ada.post(path)
    assert EmailAddress.objects.get(verified=True).user == cast.ada


def test_an_address_that_others_can_read_is_not_taken(ada):
    page = add_address(ada, private="")
    assert page.context["form"].errors["private"]
    assert not EmailAddress.objects.exists()
    assert not Message.objects.exists()


def test_an_address_that_somebody_else_uses_is_answered_like_any_other(ada, cast):
    EmailAddress.objects.create(user=cast.cy, email="a@example.org", verified=True, primary=True)
    page = add_address(ada)
    assert not page.context["form"].errors
    assert Message.objects.filter(kind=Message.Kind.PROOF).count() == 1


def test_an_address_can_be_taken_away(ada, cast):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    ada.post(reverse("accounts:forget_mail"))
    assert not EmailAddress.objects.exists()


def test_the_stop_link_changes_nothing_when_it_is_only_opened(cast, client):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    owe_message(to=cast.ada, kind=Message.Kind.REMINDER, due_at=timezone.now())
    send_messages()
    url = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + url.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert EmailAddress.objects.exists()
    client.handler.enforce_csrf_checks = True
    done = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert "No more mail" in done.content.decode()
    assert not EmailAddress.objects.exists()
    assert "_auth_user_id" not in client.session


def test_the_dev_mailbox_shows_what_was_sent(client, settings, tmp_path):
    from django.core.mail import EmailMessage
    from django.core.mail.backends.filebased import EmailBackend

    settings.DEV_MAILBOX, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    EmailBackend(file_path=str(tmp_path)).send_messages(
        [EmailMessage("A note for you", "Zebra crossing", "n@h.example", ["a@example.org"])]
    )
    page = client.get(reverse("accounts:mailbox")).content.decode()
    assert "Zebra crossing" in page
    assert "a@example.org" in page


def test_there_is_no_mailbox_where_it_is_switched_off(client, settings, tmp_path):
    settings.DEV_MAILBOX, settings.EMAIL_FILE_PATH = False, str(tmp_path)
    assert client.get(reverse("accounts:mailbox")).status_code == 404


def signs_in(cast):
    client = Client()
    typed = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    return client, client.post(reverse("account_login"), typed, follow=True).content.decode()


def test_after_three_months_they_are_asked_whether_the_mailbox_is_still_theirs(
    ada, cast, time_machine
):
    time_machine.move_to("2026-08-01 12:00:00Z", tick=False)
    ada.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    add_address(ada)
    send_messages()
    ada.post(where_it_leads())
    time_machine.move_to("2026-10-29 12:00:00Z", tick=False)
    assert "Is that still so?" not in signs_in(cast)[1]
    time_machine.move_to("2026-10-30 12:00:00Z", tick=False)
    client, page = signs_in(cast)
    assert "Is that still so?" in page
    assert "On 1 August 2026 you said" in client.get(reverse("account_email")).content.decode()
    client.post(reverse("accounts:mailbox_is_private"))
    assert "Is that still so?" not in signs_in(cast)[1]


def test_without_an_address_nobody_is_asked(ada, cast, time_machine):
    time_machine.move_to("2027-10-30 12:00:00Z", tick=False)
    assert "Is that still so?" not in signs_in(cast)[1]
