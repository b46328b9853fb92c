"""Last words: built here, sent from elsewhere or not at all, and counted from."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trackers.own_pages import event_at, open_own_pages
from trackers.actions.doors import add_channel
from trackers.actions.events import log_contact_event
from trackers.actions.shelves import put_on_shelf
from trackers.models import ChannelContents, Person, PersonContents, Statement, StatementContents
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 9, 17, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def person(ada, vault):
    contents = PersonContents(name="E.")
    return put_on_shelf(by=ada, vault=vault, model=Person, contents=contents, today=NOW.date())


@pytest.fixture
def channel(ada, vault, person):
    contents = ChannelContents(kind="mail", label="the old one")
    return add_channel(by=ada, vault=vault, person=person, contents=contents, today=NOW.date())


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def kept(user, vault):
    with rows_of(user.pk):
        return [vault.open(row, StatementContents) for row in Statement.objects.all()]


def write(browser, person, kind="short", **form):
    sent = {"item": str(uuid.uuid4()), "text": "No more."} | form
    return browser.post(f"/own/doors/{person.pk}/statement/{kind}/", sent)


def say_sent(browser, url, **form):
    given = {"on": "2026-03-09", "time": "17:00", "channel": "mail"} | form
    return browser.post(f"{url}sent/", given)


def test_three_ways_stand_side_by_side_with_the_danger_before_them(at_home, person):
    html = page(at_home, f"/own/doors/{person.pk}/statement/")
    choices = [
        html.index(f"<h2>{one}</h2>") for one in ("A short one", "One with a warning", "None")
    ]
    assert choices == sorted(choices)
    assert html.count('<li class="card">') == 3
    assert html.index("Before anything is sent") < choices[0]
    assert "/help/" in html
    assert f'href="/own/doors/{person.pk}/statement/"' in page(at_home, f"/own/doors/{person.pk}/")


def test_the_words_are_filled_in_and_can_be_changed(cast, ada, at_home, person, channel):
    ada.time_zone = "Europe/Berlin"
    ada.save()
    html = page(at_home, f"/own/doors/{person.pk}/statement/warning/")
    assert "9 March 2026, 18:05 (Europe/Berlin)" in html
    assert "not by e-mail or in any other way" in html
    assert "the old one" not in html
    assert "Warn only of what you would do" in html
    assert "Warn only" not in page(at_home, f"/own/doors/{person.pk}/statement/short/")
    assert at_home.get(f"/own/doors/{person.pk}/statement/none/").status_code == 404
    assert at_home.get(f"/own/doors/{person.pk}/statement/loud/").status_code == 404


def test_it_is_kept_sealed_and_nothing_goes_anywhere(at_home, ada, vault, person, mailoutbox):
    url = write(at_home, person, text="No\r\nmore. ")["Location"]
    (contents,) = kept(ada, vault)
    assert (contents.kind, contents.text, contents.sent_at) == ("short", "No\nmore. ", None)
    html = page(at_home, url)
    assert "data-print" in html
    assert "not sent" in page(at_home, f"/own/doors/{person.pk}/statement/")
    assert at_home.post(f"{url}change/", {"text": "Nothing more."}).status_code == 302
    assert "Nothing more." in page(at_home, url)
    assert mailoutbox == []


def test_pressed_twice_it_is_kept_once(at_home, ada, vault, person):
    item = str(uuid.uuid4())
    assert (
        write(at_home, person, item=item)["Location"]
        == write(at_home, person, item=item)["Location"]
    )
    assert len(kept(ada, vault)) == 1


def test_what_is_too_long_or_empty_comes_back(at_home, ada, vault, person):
    for text, why in (("  ", "no words"), ("y" * 5001, "5000")):
        refused = write(at_home, person, text=text)
        assert refused.status_code == 422
        assert why in refused.content.decode()
        assert text.strip() in refused.content.decode()
    assert kept(ada, vault) == []


def test_to_send_none_is_a_choice_like_the_others(at_home, ada, vault, person):
    response = at_home.post(f"/own/doors/{person.pk}/statement/", {"item": str(uuid.uuid4())})
    assert response.status_code == 302
    (contents,) = kept(ada, vault)
    assert (contents.kind, contents.text) == ("none", "")
    html = page(at_home, f"/own/doors/{person.pk}/statement/")
    assert "To send none" in html
    url = re.search(r'href="(/own/statement/[^"]+)"', html).group(1)
    assert "That needs no reason" in page(at_home, url)
    assert say_sent(at_home, url).status_code == 422


def test_how_it_was_sent_is_noted_and_the_words_stay(at_home, ada, vault, person):
    url = write(at_home, person)["Location"]
    assert say_sent(at_home, url, to="e@example.org", words="Mo sat beside me.").status_code == 302
    html = page(at_home, url)
    for said in ("9 March 2026, 17:00", "E-mail", "e@example.org", "Mo sat beside me."):
        assert said in html
    refused = at_home.post(f"{url}change/", {"text": "Something else."})
    assert refused.status_code == 422
    assert "stays here as it was sent" in refused.content.decode()
    assert say_sent(at_home, url, to="f@example.org").status_code == 302
    (contents,) = kept(ada, vault)
    assert (contents.text, contents.to) == ("No more.", "f@example.org")


def test_it_was_not_sent_tomorrow(at_home, ada, vault, person):
    url = write(at_home, person)["Location"]
    refused = say_sent(at_home, url, time="17:06")
    assert refused.status_code == 422
    assert "ahead of now" in refused.content.decode()
    assert kept(ada, vault)[0].sent_at is None


def log(ada, vault, at, **more):
    log_contact_event(by=ada, vault=vault, contents=event_at(at, **more), now=at)


def test_what_comes_after_it_shows_which_day_it_was(
    at_home, ada, vault, person, channel, time_machine
):
    say_sent(at_home, write(at_home, person)["Location"])
    log(ada, vault, NOW - timedelta(days=1))
    later = NOW + timedelta(days=12)
    log(ada, vault, later, door=str(channel.pk), channel="mail")
    time_machine.move_to(later, tick=False)
    at_home = open_own_pages(at_home)
    said = "day 12 after your last words"
    for url in ("/own/", "/own/day/2026-03-21/", f"/own/channel/{channel.pk}/"):
        assert said in page(at_home, url), url
    assert "after your last words" not in page(at_home, "/own/day/2026-03-08/")


def test_with_two_people_only_what_is_known_to_be_theirs_counts(
    at_home, ada, vault, person, channel
):
    other = put_on_shelf(
        by=ada, vault=vault, model=Person, contents=PersonContents(name="F."), today=NOW.date()
    )
    for one in (person, other):
        say_sent(at_home, write(at_home, one)["Location"])
    log(ada, vault, NOW)
    assert "after your last words" not in page(at_home, "/own/")
    log(ada, vault, NOW, door=str(channel.pk), channel="mail")
    assert page(at_home, "/own/").count("day 0 after your last words") == 1


def queries_of_today(browser):
    # What the month adds up to is counted with the first look at it, and kept.
    page(browser, "/own/")
    with CaptureQueriesContext(connection) as queries:
        page(browser, "/own/")
    return len(queries)


def test_the_days_after_cost_the_same_for_one_event_and_for_many(
    at_home, ada, vault, person, channel
):
    say_sent(at_home, write(at_home, person)["Location"])
    log(ada, vault, NOW, door=str(channel.pk), channel="mail")
    one = queries_of_today(at_home)
    for _ in range(5):
        log(ada, vault, NOW, door=str(channel.pk), channel="mail")
    assert queries_of_today(at_home) == one


def test_a_damaged_one_says_so_and_takes_no_other_with_it(at_home, ada, vault, person):
    damaged, whole = write(at_home, person)["Location"], write(at_home, person)["Location"]
    with rows_of(ada.pk):
        Statement.objects.filter(pk=damaged.split("/")[-2]).update(sealed=b"x")
    for url in (damaged, f"{damaged}change/", f"{damaged}sent/"):
        assert "cannot be opened" in page(at_home, url)
    assert "No more." in page(at_home, whole)
    listed = page(at_home, f"/own/doors/{person.pk}/statement/")
    assert "This entry cannot be opened" in listed
    assert whole in listed
    assert at_home.post(f"{damaged}dispose/", {"answer": "dispose"}).status_code == 302
    assert "cannot be opened" not in page(at_home, f"/own/doors/{person.pk}/statement/")


def test_it_stays_when_the_person_is_thrown_away(at_home, person):
    url = write(at_home, person)["Location"]
    at_home.post(f"/own/doors/{person.pk}/dispose/", {"answer": "dispose"})
    assert "No more." in page(at_home, url)
