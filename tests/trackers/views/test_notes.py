"""The journal, and the drafts that make leaving cost nothing."""

import re
import uuid

import pytest
from django.test import Client

from tests.trackers.own_pages import noon, open_own_pages
from trackers.actions.notes import write_entry
from trackers.models import Draft, EntryContents, JournalEntry
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOON = noon(2026, 3, 1)


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def sent(html, **typed):
    """What the form on a page sends: its hidden fields, and what is typed."""
    hidden = dict(re.findall(r'<input type="hidden" name="(note|revision)" value="([^"]*)"', html))
    assert hidden.keys() == {"note", "revision"}
    return {"title": "", **hidden, **typed}


def write(user, vault, text="Slept.", **given):
    given = {"note_id": uuid.uuid4(), "title": "", "now": NOON} | given
    return write_entry(by=user, vault=vault, text=text, **given)


def entry(user, vault):
    with rows_of(user.pk):
        return vault.open(JournalEntry.objects.get(), EntryContents)


def test_a_note_is_written_read_and_changed(at_home, ada, vault):
    html = page(at_home, "/own/notes/new/")
    saved = at_home.post("/own/notes/new/", sent(html, title="Sunday", text="One.\n\nTwo <b>."))
    html = page(at_home, saved["Location"])
    assert "<h1>Sunday</h1>" in html
    assert "<p>One.</p>" in html
    assert "<p>Two &lt;b&gt;.</p>" in html
    html = page(at_home, f"{saved['Location']}change/")
    at_home.post(f"{saved['Location']}change/", sent(html, text="Three."))
    assert entry(ada, vault).text == "Three."
    assert "Three." in page(at_home, "/own/notes/")


def test_a_page_without_words_comes_back_with_its_title(at_home, ada, vault):
    html = page(at_home, "/own/notes/new/")
    refused = at_home.post("/own/notes/new/", sent(html, title="Sunday", text=" "))
    assert refused.status_code == 422
    assert "no words" in refused.content.decode()
    assert 'value="Sunday"' in refused.content.decode()


def test_what_is_typed_is_kept_and_offered_again_after_leaving(cast, ada, vault, at_home):
    html = page(at_home, "/own/notes/new/")
    kept = at_home.post("/own/notes/draft/", sent(html, text="Begun and"))
    assert "Kept, sealed." in kept.content.decode()
    at_home.post("/leave/")
    again = Client()
    again.force_login(ada)
    open_own_pages(again)
    for url in ("/own/", "/own/notes/", "/own/notes/new/"):
        assert "Begun and" in page(again, url)
    link = re.search(r'href="(/own/notes/new/\?note=[^"]+)"', page(again, "/own/notes/new/"))[1]
    html = page(again, link)
    assert "Begun and</textarea>" in html
    again.post("/own/notes/new/", sent(html, text="Begun and done."))
    assert "Begun" not in page(again, "/own/notes/new/")
    assert entry(ada, vault).text == "Begun and done."


def test_a_change_that_was_not_saved_is_offered_on_its_note(at_home, ada, vault):
    note = write(ada, vault)
    html = page(at_home, f"/own/notes/{note.pk}/change/")
    at_home.post("/own/notes/draft/", sent(html, text="Slept and dreamt"))
    html = page(at_home, f"/own/notes/{note.pk}/change/")
    assert "Slept and dreamt</textarea>" in html
    assert "This is how far you had come" in html
    assert f'href="/own/notes/{note.pk}/change/"' in page(at_home, "/own/notes/")
    at_home.post(f"/own/notes/draft/{note.pk}/dispose/", {"answer": "dispose"})
    assert "Slept.</textarea>" in page(at_home, f"/own/notes/{note.pk}/change/")


def test_a_draft_can_be_let_go(at_home, ada, vault):
    html = page(at_home, "/own/notes/new/")
    form = sent(html, text="Begun and")
    at_home.post("/own/notes/draft/", form)
    url = f"/own/notes/draft/{form['note']}/dispose/"
    assert url in page(at_home, "/own/notes/")
    at_home.post(url, {"answer": "keep"})
    assert "Begun and" in page(at_home, "/own/notes/")
    at_home.post(url, {"answer": "dispose"})
    assert "Begun and" not in page(at_home, "/own/notes/")


def test_a_damaged_draft_is_told_and_can_be_let_go(at_home, ada, vault):
    html = page(at_home, "/own/notes/new/")
    at_home.post("/own/notes/draft/", sent(html, text="Begun and"))
    with rows_of(ada.pk):
        Draft.objects.update(sealed=b"x")
    assert "a draft here that cannot be opened" in page(at_home, "/own/notes/")


def test_a_draft_that_is_no_form_keeps_nothing(at_home, ada):
    for broken in ({}, {"note": "x", "revision": "0"}, {"note": str(uuid.uuid4())}):
        assert at_home.post("/own/notes/draft/", broken | {"text": "x"}).status_code == 200
    assert page(at_home, "/own/notes/new/?note=nonsense")
    with rows_of(ada.pk):
        assert not Draft.objects.exists()


def test_throwing_a_note_away_is_asked_about_once(at_home, ada, vault):
    note = write(ada, vault)
    url = f"/own/notes/{note.pk}/dispose/"
    at_home.post(url, {"answer": "keep"})
    assert "kept, sealed, on" in page(at_home, f"/own/notes/{note.pk}/")
    at_home.post(url, {"answer": "dispose"})
    assert "Nothing here yet" in page(at_home, "/own/notes/")


def test_many_notes_are_in_pages_newest_first(at_home, ada, vault):
    for day in range(1, 32):
        write(ada, vault, f"Day {day:02}.", now=noon(2026, 1, day))
    first = page(at_home, "/own/notes/")
    second = page(at_home, "/own/notes/" + re.search(r'href="(\?after=[^"]+)"', first)[1])
    found = re.findall(r"Day (\d\d)\.", first)
    assert found == [f"{day:02}" for day in range(31, 1, -1)]
    assert re.findall(r"Day (\d\d)\.", second) == ["01"]
    assert page(at_home, "/own/notes/?after=nonsense")


@pytest.mark.parametrize("notes", [1, 3])
def test_a_list_costs_the_same_however_long(at_home, ada, vault, notes, django_assert_num_queries):
    for _ in range(notes):
        write(ada, vault)
    with django_assert_num_queries(8):
        page(at_home, "/own/notes/")
