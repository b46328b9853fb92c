"""Letters, words to find things by, what was said before, and this day of other years."""

import re
import uuid
from datetime import UTC, datetime

import pytest

from trackers.actions.notes import write_entry
from trackers.actions.urges import begin_urge
from trackers.markup import html_from_markdown
from trackers.models import EntryContents, EntryVersion, JournalEntry, VersionContents
from trackers.rules.notes import fits, tags_in
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW, tick=False)


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def found(browser, words):
    response = browser.post("/own/notes/", {"q": words})
    assert response.status_code == 200
    return response.content.decode()


def write(user, vault, text, *, now=NOW, **about):
    return write_entry(
        by=user, vault=vault, note_id=uuid.uuid4(), title="", text=text, now=now, **about
    )


def save(browser, text, url="/own/notes/new/", *, revision=0, **more):
    form = {"note": str(uuid.uuid4()), "revision": str(revision), "text": text}
    response = browser.post(url, form | more)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def shown(html):
    return re.findall(r'<h3><a href="/own/notes/[^"]+">(.*?)</a>', html)


def test_a_letter_is_to_somebody_and_goes_nowhere(at_home):
    empty = page(at_home, "/own/notes/new/?letter=1")
    assert "nothing here that could send it" in empty
    assert 'name="to"' in empty
    assert 'name="to"' not in page(at_home, "/own/notes/new/")
    letter = save(at_home, "You never asked.", letter="on", to="E.", title="Late")
    html = page(at_home, letter)
    assert "a letter to E., not to be sent" in html
    assert 'name="to"' in page(at_home, f"{letter}change/")


def test_one_for_weak_hours_is_there_when_it_pulls(at_home, ada, vault):
    write(ada, vault, "Not this one.")
    write(ada, vault, "You were right to go.", letter=True, when_weak=True)
    urge = begin_urge(by=ada, vault=vault, strength=8, now=NOW)
    html = page(at_home, f"/own/urge/{urge.pk}/")
    assert "You were right to go." in html
    assert "Not this one." not in html


def test_what_was_written_is_found_by_its_words(at_home, ada, vault):
    write(ada, vault, "The Café by the harbour", tags=["summer"])
    write(ada, vault, "A letter about the harbour", letter=True, to="Mo")
    write(ada, vault, "Something else")
    for words, number in [
        ("harbour", 2),
        ("HARBOUR cafe", 1),
        ("summer", 1),
        ("mo letter", 1),
        ("nowhere", 0),
    ]:
        assert len(shown(found(at_home, words))) == number, words
    assert "None of what you wrote has these words" in found(at_home, "nowhere")
    assert len(shown(found(at_home, ""))) == 3


def test_what_is_looked_for_stands_in_no_address(at_home, ada, vault):
    row = write(ada, vault, "The harbour", tags=["summer"])
    assert "?q=" not in page(at_home, f"/own/notes/{row.pk}/")
    assert 'method="get"' not in page(at_home, "/own/notes/")
    assert len(shown(page(at_home, "/own/notes/?q=nowhere"))) == 1


def test_what_cannot_be_opened_is_not_found_and_hides_nothing(at_home, ada, vault):
    row = write(ada, vault, "harbour one")
    write(ada, vault, "harbour two")
    with rows_of(ada.pk):
        JournalEntry.objects.filter(pk=row.pk).update(sealed=b"x")
    assert len(shown(found(at_home, "harbour"))) == 1


@pytest.mark.parametrize(
    ("typed", "tags"),
    [("", []), (" , ,", []), ("Work,  the  House , work", ["work", "the house"])],
)
def test_words_between_commas(typed, tags):
    assert tags_in(typed) == tags


def test_words_fit_whatever_their_case_and_accents():
    assert fits("ETE cafe", "L'été au café")
    assert not fits("winter cafe", "L'été au café")
    assert fits("", "anything")


def test_what_it_said_before_is_kept(at_home, ada, vault):
    note = save(at_home, "First.", title="T")
    assert "What it said before" not in page(at_home, note)
    save(at_home, "Second.", f"{note}change/", revision=1)
    save(at_home, "Third.", f"{note}change/", revision=2)
    html = page(at_home, f"{note}before/")
    assert html.index("Second.") < html.index("First.")
    assert "Third." not in html
    with rows_of(ada.pk):
        kept = [vault.open(row, VersionContents) for row in EntryVersion.objects.all()]
    assert {one.revision for one in kept} == {1, 2}


def test_changing_only_the_tags_keeps_no_version(at_home, ada):
    note = save(at_home, "First.")
    save(at_home, "First.", f"{note}change/", revision=1, tags="new")
    with rows_of(ada.pk):
        assert not EntryVersion.objects.exists()


def test_throwing_a_note_away_takes_what_it_said_before_with_it(at_home, ada):
    note = save(at_home, "First.")
    save(at_home, "Second.", f"{note}change/", revision=1)
    at_home.post(f"{note}dispose/", {"answer": "dispose"})
    with rows_of(ada.pk):
        assert not EntryVersion.objects.exists()


def test_this_day_of_other_years_is_shown_to_whoever_asks(at_home, ada, vault):
    write(ada, vault, "A year ago", now=NOW.replace(year=2025))
    write(ada, vault, "Yesterday a year ago", now=NOW.replace(year=2025, day=19))
    write(ada, vault, "Written just now")
    html = page(at_home, "/own/notes/this-day/")
    assert "A year ago" in html
    assert "Yesterday" not in html
    assert "Written just now" not in html
    assert "A year ago" not in page(at_home, "/own/")


def test_a_question_to_begin_with_comes_when_it_is_asked_for(at_home):
    assert "in three sentences" not in page(at_home, "/own/notes/new/")
    html = page(at_home, "/own/notes/new/?prompt=0")
    assert "in three sentences" in html
    assert 'href="?prompt=1"' in html
    assert 'href="?prompt=0"' in page(at_home, "/own/notes/new/?prompt=99999")
    assert page(at_home, "/own/notes/new/?prompt=x")


def test_a_draft_keeps_what_it_is(at_home):
    note = str(uuid.uuid4())
    at_home.post(
        "/own/notes/draft/",
        {"note": note, "revision": "0", "text": "Dear", "letter": "on", "to": "E.", "tags": "a"},
    )
    html = page(at_home, f"/own/notes/new/?note={note}")
    assert "nothing here that could send it" in html
    assert 'value="E."' in html
    assert 'value="a"' in html


def test_too_many_words_to_find_it_by(at_home):
    form = {"note": str(uuid.uuid4()), "revision": "0", "text": "x"}
    refused = at_home.post("/own/notes/new/", form | {"tags": ",".join(map(str, range(21)))})
    assert refused.status_code == 422
    assert ">x</textarea>" in refused.content.decode().replace("\n", "")


def test_it_reads_as_markdown_and_nothing_in_it_acts(at_home):
    note = save(at_home, "*soft*\n\n<script>alert(1)</script>\n\n[a](/own/lock/) ![b](http://c/d)")
    html = page(at_home, note)
    assert "<em>soft</em>" in html
    assert "<script>alert" not in html
    assert 'href="/own/lock/"' not in html
    assert "<img" not in html


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_no_link_leads_anywhere_odd(source):
    assert "href" not in html_from_markdown(f"[a]({source})")


def test_an_entry_from_before_there_were_letters_opens(ada, vault):
    row = JournalEntry(owner=ada, on=NOW.date())
    vault.seal_into(row, EntryContents(at=NOW, zone="UTC", text="old"))
    assert vault.open(row, EntryContents).letter is False
