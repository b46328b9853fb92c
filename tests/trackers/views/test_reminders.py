"""The page of the reminders."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress

from trackers.models import Reminder, ReminderContents
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAILY = {
    "local_time": "20:00",
    "days": [str(day) for day in range(1, 8)],
    "line": "Breathe.",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": "Europe/Berlin",
}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def address(ada):
    return EmailAddress.objects.create(
        user=ada, email="ada@example.org", verified=True, primary=True
    )


def page(browser, url="/own/reminders/"):
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def reminder(user):
    with rows_of(user.pk):
        return Reminder.objects.get()


def test_without_an_address_it_says_how_to_get_there(at_home, ada):
    html = page(at_home)
    assert 'href="/me/mail/"' in html
    assert 'name="local_time"' not in html
    refused = at_home.post("/own/reminders/", DAILY)
    assert refused.status_code == 422
    with rows_of(ada.pk):
        assert not Reminder.objects.exists()


def test_a_daily_reminder_is_set_in_the_members_own_zone(at_home, ada, vault, address):
    ada.time_zone = "Europe/Berlin"
    ada.save()
    html = page(at_home)
    assert '<option value="Europe/Berlin" selected>' in html
    assert len(re.findall(r'name="days"[^>]*checked', html)) == 7
    assert at_home.post("/own/reminders/", DAILY)["Location"] == "/own/reminders/"
    found = reminder(ada)
    assert found.due_at == datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert vault.open(found, ReminderContents).line == "Breathe."
    html = page(at_home)
    for words in ("Breathe.", "every day", "next on Friday, 20 November", "Let it rest"):
        assert words in html


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"days": []}, "at least one day"),
        ({"local_time": "23:00"}, "never ring"),
        ({"quiet_until": ""}, "need both"),
        ({"zone": "Mars/Olympus"}, "Please choose one of these"),
    ],
)
def test_why_it_is_not_set(at_home, ada, address, typed, why):
    refused = at_home.post("/own/reminders/", DAILY | typed)
    assert refused.status_code == 422
    assert why in refused.content.decode()


def test_it_is_changed(at_home, ada, vault, address):
    at_home.post("/own/reminders/", DAILY)
    url = f"/own/reminders/{reminder(ada).pk}/"
    assert 'value="Breathe."' in page(at_home, url)
    changed = DAILY | {"days": ["1", "3"], "line": "", "zone": "UTC"}
    at_home.post(url, changed)
    found = reminder(ada)
    assert (found.days, bytes(found.sealed), found.zone) == ([1, 3], b"", "UTC")
    assert "Monday, Wednesday" in page(at_home)
    assert at_home.post(url, changed | {"days": []}).status_code == 422


def test_it_rests_and_runs_again_and_is_thrown_away(at_home, ada, address):
    at_home.post("/own/reminders/", DAILY)
    url = f"/own/reminders/{reminder(ada).pk}/"
    at_home.post(f"{url}stop/")
    assert not reminder(ada).is_running()
    assert "Start it again" in page(at_home)
    address.delete()
    at_home.post(f"{url}start/")
    assert not reminder(ada).is_running()
    assert "no confirmed address" in page(at_home)
    EmailAddress.objects.create(user=ada, email="b@example.org", verified=True, primary=True)
    at_home.post(f"{url}start/")
    assert reminder(ada).is_running()
    at_home.post(f"{url}dispose/", {"answer": "keep"})
    at_home.post(f"{url}dispose/", {"answer": "dispose"})
    with rows_of(ada.pk):
        assert not Reminder.objects.exists()


def test_a_damaged_line_is_told_and_the_reminder_still_runs(at_home, ada, address):
    at_home.post("/own/reminders/", DAILY)
    with rows_of(ada.pk):
        Reminder.objects.update(sealed=b"x")
    assert "Its line cannot be opened." in page(at_home)
    assert "cannot be opened" in page(at_home, "/own/")
    assert page(at_home, f"/own/reminders/{reminder(ada).pk}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(at_home, address, count, django_assert_num_queries):
    for _ in range(count):
        at_home.post("/own/reminders/", DAILY)
    page(at_home)
    with django_assert_num_queries(8):
        page(at_home)
