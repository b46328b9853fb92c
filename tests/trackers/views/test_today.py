"""Today and every other day."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from tests.trackers.own_pages import event_at
from trackers.actions.check_ins import check_in
from trackers.actions.events import log_contact_event
from trackers.actions.notes import keep_draft, write_entry
from trackers.actions.reminders import set_reminder
from trackers.models import CheckIn, CheckInContents, ContactEvent, JournalEntry
from trackers.rules.reminders import Rule
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def log(user, vault, at=NOW, **contents):
    return log_contact_event(by=user, vault=vault, contents=event_at(at, **contents), now=NOW)


def note(user, vault, text, *, now=NOW):
    return write_entry(by=user, vault=vault, note_id=uuid.uuid4(), title="", text=text, now=now)


def page(browser, url="/own/"):
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def state_of_today(html):
    return re.search(r'data-state="(\w+)" aria-current="date"', html)[1]


def test_the_first_page_shows_no_zero(at_home):
    html = page(at_home)
    assert re.findall(r"<dd>(.*?)</dd>", html) == ["1", "1", "1"]
    assert "1 quiet minute" not in html
    assert "closes after 10 quiet minutes" in html


@pytest.mark.parametrize(
    ("response", "state"),
    [("unanswered", "held"), ("no_choice", "neutral"), ("read", "indirect"), ("answered", "slip")],
)
def test_what_was_logged_shows_in_the_strip_at_once(at_home, ada, vault, response, state):
    assert state_of_today(page(at_home)) == "none"
    log(ada, vault, response=response)
    assert state_of_today(page(at_home)) == state


def test_the_strip_says_its_days_in_words_and_leads_to_them(at_home, ada, vault):
    log(ada, vault, at=NOW - timedelta(days=1))
    html = page(at_home)
    assert "Thursday 19 November: held" in html
    assert 'href="/own/day/2026-11-19/"' in html
    assert html.count('<li class="day"') == 14 + 5


def test_the_day_is_the_one_where_she_is(at_home, ada):
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    assert "Saturday, 21 November" in page(at_home)


def test_a_slip_is_met_without_a_zero_and_without_blame(at_home, ada, vault):
    log(ada, vault, response="answered")
    html = page(at_home)
    assert "The days you held stay yours" in html
    assert "<dd>0" not in html


def test_what_happened_today_is_told_in_words(at_home, ada, vault):
    log(ada, vault, words="Twice in a row.")
    log(ada, vault, at=NOW - timedelta(days=1), words="Yesterday's.")
    html = page(at_home)
    for words in ("They rang", "I did not answer", "Twice in a row.", "21:30"):
        assert words in html
    assert "Yesterday&#x27;s." not in html
    assert "Yesterday&#x27;s." in page(at_home, "/own/day/2026-11-19/")


def test_an_event_shows_the_hour_that_it_was_there(at_home, ada, vault):
    log(ada, vault, zone="Asia/Tokyo", at=NOW - timedelta(hours=8))
    assert "22:30" in page(at_home)


def test_what_cannot_be_opened_is_told_and_hides_nothing_else(at_home, ada, vault):
    log(ada, vault, words="still here")
    broken = log(ada, vault)
    torn = note(ada, vault, "torn")
    note(ada, vault, "a whole note")
    with rows_of(ada.pk):
        ContactEvent.objects.filter(pk=broken.pk).update(sealed=b"x")
        JournalEntry.objects.filter(pk=torn.pk).update(sealed=b"x")
    html = page(at_home)
    assert html.count("This entry cannot be opened.") == 2
    assert "still here" in html
    assert "a whole note" in html
    for url in (f"/own/event/{broken.pk}/", f"/own/notes/{torn.pk}/"):
        assert "This entry cannot be opened" in page(at_home, url)
        at_home.post(f"{url}dispose/", {"answer": "dispose"})
    assert "This entry cannot be opened." not in page(at_home)


def test_a_check_in_is_said_on_today_and_changed(at_home, ada, vault):
    sent = {"mood": "4", "urge": "0", "sleep": "well", "line": "Quiet."}
    assert at_home.post("/own/check-in/", sent)["Location"] == "/own/"
    html = page(at_home)
    for words in ("Good", "0 of 10", "Well", "Quiet."):
        assert words in html
    assert state_of_today(html) == "held"
    assert 'value="Quiet."' in page(at_home, "/own/check-in/")
    at_home.post("/own/check-in/", sent | {"mood": "2"})
    with rows_of(ada.pk):
        assert vault.open(CheckIn.objects.get(), CheckInContents).mood == 2


def test_an_empty_check_in_is_asked_again_kindly(at_home):
    refused = at_home.post("/own/check-in/", {})
    assert refused.status_code == 422
    assert "Choose one thing" in refused.content.decode()


def test_a_day_that_is_over_can_still_be_told(at_home):
    html = page(at_home, "/own/day/2026-11-01/")
    assert 'href="/own/event/?on=2026-11-01"' in html
    told = at_home.post("/own/check-in/2026-11-01/", {"mood": "3"})
    assert told["Location"] == "/own/day/2026-11-01/"
    assert "So-so" in page(at_home, "/own/day/2026-11-01/")


def test_days_that_have_not_come_are_not_there(at_home):
    assert at_home.get("/own/day/2026-11-22/").status_code == 404
    assert at_home.post("/own/check-in/2026-11-22/", {"mood": "3"}).status_code == 422
    for nonsense in ("2026-02-30", "0000-01-01", "0001-01-01"):
        assert at_home.get(f"/own/day/{nonsense}/").status_code == 404
    assert page(at_home, "/own/day/1999-12-31/")


def test_what_is_due_today_shows_its_line(at_home, ada, vault):
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    for day, line in ((TODAY.isoweekday(), "Breathe."), (TODAY.isoweekday() % 7 + 1, "Tomorrow.")):
        rule = Rule(NOW.time(), "UTC", [day])
        set_reminder(by=ada, vault=vault, rule=rule, line=line, now=NOW)
    html = page(at_home)
    assert "Breathe." in html
    assert "Tomorrow." not in html


def test_the_cost_is_the_same_for_one_of_each_and_for_many(
    at_home, ada, vault, django_assert_num_queries
):
    def live_through(days):
        for n in days:
            at = NOW - timedelta(days=n % 2, minutes=n)
            log(ada, vault, at=at)
            note(ada, vault, str(n), now=at)
            contents = CheckInContents(zone="UTC", mood=3)
            check_in(by=ada, vault=vault, on=at.date(), contents=contents, today=TODAY)
            keep_draft(
                by=ada, vault=vault, note_id=uuid.uuid4(), revision=0, title="", text="x", now=at
            )

    for days in (range(1), range(1, 9)):
        live_through(days)
        # The first time after a change, its month is counted.
        with django_assert_num_queries(27):
            page(at_home)
        with django_assert_num_queries(19):
            page(at_home)
        with django_assert_num_queries(12):
            page(at_home, f"/own/day/{TODAY}/")
