import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import MailSlot

pytestmark = pytest.mark.django_db
URL = "/me/hours/"
TYPED = {"hour": "7", "days": ["1", "5"]}


@pytest.fixture
def ada(cast):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    return cast.client(cast.ada)


def test_without_an_address_it_says_what_is_missing(cast):
    page = cast.client(cast.ada).get(URL).content.decode()
    assert "There is none yet" in page
    assert 'name="hour"' not in page
    refused = cast.client(cast.ada).post(URL, TYPED)
    assert refused.status_code == 422
    assert not MailSlot.objects.exists()


def test_nothing_is_on_until_it_is_chosen(ada):
    page = ada.get(URL).content.decode()
    assert "A mail may come between" not in page
    assert "Nothing is mailed when it happens" in page


def test_an_hour_and_days_are_chosen_and_shown(ada, cast):
    page = ada.post(URL, TYPED, follow=True).content.decode()
    slot = MailSlot.objects.get()
    assert (slot.user, slot.hour, slot.days) == (cast.ada, 7, [1, 5])
    assert "A mail may come between 07:00 and 08:00, Monday, Friday." in page
    page = ada.post(URL, {"hour": "23", "days": list("1234567")}, follow=True).content.decode()
    assert "A mail may come between 23:00 and 00:00, every day." in page
    assert MailSlot.objects.count() == 1


def test_it_can_be_ended(ada):
    ada.post(URL, TYPED)
    page = ada.post("/me/hours/off/", follow=True).content.decode()
    assert "no mail says so" in page
    assert not MailSlot.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"hour": "24", "days": ["1"]}, {"hour": "7"}, {"hour": "7", "days": ["8"]}, {}]
)
def test_what_is_not_offered_is_told_and_what_was_chosen_stays(ada, typed):
    ada.post(URL, TYPED)
    refused = ada.post(URL, typed or {"x": "y"})
    assert refused.status_code == 422
    assert MailSlot.objects.get().days == [1, 5]


def test_the_settings_lead_there(ada):
    assert URL in ada.get(reverse("accounts:settings")).content.decode()
    assert URL in ada.get(reverse("account_email")).content.decode()
