"""From an event, or from last words, to an entry in one step."""

import uuid

import pytest

from tests.trackers.incident_log import NOW, entry_of, form_of, page, text
from tests.trackers.own_pages import event_at
from trackers.actions.doors import add_channel
from trackers.actions.events import log_contact_event
from trackers.actions.shelves import put_on_shelf
from trackers.actions.statements import say_sent, write_statement
from trackers.models import (
    ChannelContents,
    Incident,
    Person,
    PersonContents,
    StatementContents,
)
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def log(user, vault, **contents):
    contents = event_at(NOW, **contents)
    return log_contact_event(by=user, vault=vault, contents=contents, now=NOW)


def the_entry(user, vault):
    with rows_of(user.pk):
        row = Incident.objects.get()
    return row, entry_of(user, vault, row)


def test_an_event_becomes_an_entry_with_one_press(at_home, ada, vault):
    event = log(ada, vault, channel="mail", words="A <mail>.", tactics=["pity"])
    html = page(at_home, f"/own/event/{event.pk}/")
    assert f'href="/own/log/new/?event={event.pk}"' in html
    filled = page(at_home, f"/own/log/new/?event={event.pk}")
    assert "It is filled in" in filled
    at_home.post("/own/log/new/", form_of(filled))
    row, said = the_entry(ada, vault)
    assert (said.at, said.precision, said.kinds) == (NOW, "about", ["mail"])
    assert said.tactics == ["pity"]
    assert said.happened == "They wrote. I did not answer.\n\nA <mail>."
    assert said.event == str(event.pk)
    linked = f'href="/own/log/{row.pk}/"'
    for url in (f"/own/event/{event.pk}/", "/own/", "/own/day/2026-11-20/"):
        assert linked in page(at_home, url)
        assert f"?event={event.pk}" not in page(at_home, url)
    again = at_home.get(f"/own/log/new/?event={event.pk}")
    assert again["Location"] == f"/own/log/{row.pk}/"
    assert "/own/day/2026-11-20/" in page(at_home, f"/own/log/{row.pk}/")


def test_the_door_says_about_whom_it_was_and_as_what_it_was_shown(at_home, ada, vault):
    person = put_on_shelf(
        by=ada, vault=vault, model=Person, contents=PersonContents(name="E."), today=NOW.date()
    )
    door = add_channel(
        by=ada,
        vault=vault,
        person=person,
        contents=ChannelContents(kind="phone", label="+49 151 000"),
        today=NOW.date(),
    )
    event = log(ada, vault, door=str(door.pk))
    at_home.post("/own/log/new/", form_of(page(at_home, f"/own/log/new/?event={event.pk}")))
    row, said = the_entry(ada, vault)
    assert (said.person, said.shown_as) == (str(person.pk), "+49 151 000")
    assert "About E." in text(page(at_home, f"/own/log/{row.pk}/"))


def test_a_day_offers_each_event_of_theirs_and_none_of_ones_own(at_home, ada, vault):
    theirs, mine = log(ada, vault), log(ada, vault, direction="mine", response="looked")
    for url in ("/own/", "/own/day/2026-11-20/"):
        html = page(at_home, url)
        assert f"?event={theirs.pk}" in html
        assert f"?event={mine.pk}" not in html
    assert "Keep it in the log" not in page(at_home, f"/own/event/{mine.pk}/")
    assert at_home.get(f"/own/log/new/?event={mine.pk}").status_code == 404


def test_an_entry_that_was_corrected_to_another_day_is_still_the_one(at_home, ada, vault):
    event = log(ada, vault)
    at_home.post("/own/log/new/", form_of(page(at_home, f"/own/log/new/?event={event.pk}")))
    row, _said = the_entry(ada, vault)
    url = f"/own/log/{row.pk}/change/"
    at_home.post(url, form_of(page(at_home, url)) | {"on": "2026-11-19", "reason": "R"})
    assert f"/own/log/{row.pk}/" in page(at_home, f"/own/event/{event.pk}/")


def test_an_entry_that_was_taken_out_can_be_made_anew(at_home, ada, vault):
    event = log(ada, vault)
    at_home.post("/own/log/new/", form_of(page(at_home, f"/own/log/new/?event={event.pk}")))
    row, _said = the_entry(ada, vault)
    at_home.post(f"/own/log/{row.pk}/out/", {"answer": "dispose", "reason": "R"})
    assert "It is filled in" in page(at_home, f"/own/log/new/?event={event.pk}")


def sent_statement(user, vault):
    contents = StatementContents(
        person=str(uuid.uuid4()), kind="short", at=NOW, zone="UTC", text="No <more>."
    )
    row = write_statement(by=user, vault=vault, contents=contents)
    said = {"channel": "mail", "to": "e@example.org", "words": ""}
    return say_sent(by=user, vault=vault, statement=row, at=NOW, now=NOW, **said)


def contents_of(user, vault, statement):
    with rows_of(user.pk):
        return vault.open(statement, StatementContents)


def test_last_words_become_an_entry_and_later_ones_say_the_day(at_home, ada, vault, time_machine):
    statement = sent_statement(ada, vault)
    url = f"/own/statement/{statement.pk}/"
    assert f'href="/own/log/new/?statement={statement.pk}"' in page(at_home, url)
    at_home.post("/own/log/new/", form_of(page(at_home, f"/own/log/new/?statement={statement.pk}")))
    row, said = the_entry(ada, vault)
    assert (said.kinds, said.said, said.shown_as) == (["statement"], "No <more>.", "e@example.org")
    # Also where they are in no list any more.
    assert said.person == contents_of(ada, vault, statement).person
    assert f'href="/own/log/{row.pk}/"' in page(at_home, url)
    shown = text(page(at_home, f"/own/log/{row.pk}/"))
    assert "after your last words" not in shown
    time_machine.move_to(NOW.replace(day=21))
    later = at_home.post("/own/log/new/", form_of(page(at_home, "/own/log/new/")))
    assert "day 1 after your last words" in text(page(at_home, later["Location"]))
    assert "day 1 after your last words" in text(page(at_home, "/own/log/"))
    again = at_home.get(f"/own/log/new/?statement={statement.pk}")
    assert again["Location"] == f"/own/log/{row.pk}/"


def test_what_is_somebody_elses_or_not_sent_is_not_there(at_home, cast, vault, eves_vault):
    event = log(cast.eve, eves_vault)
    assert at_home.get(f"/own/log/new/?event={event.pk}").status_code == 404
    contents = StatementContents(person="p", kind="short", at=NOW, zone="UTC", text="No.")
    unsent = write_statement(by=cast.ada, vault=vault, contents=contents)
    assert at_home.get(f"/own/log/new/?statement={unsent.pk}").status_code == 404
    assert page(at_home, "/own/log/new/?event=nonsense")
