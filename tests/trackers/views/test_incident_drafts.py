"""Leaving in the middle costs nothing."""

import re

import pytest
from django.test import Client

from tests.trackers.incident_log import (
    NOW,
    entry_of,
    form_of,
    page,
    record_entry,
    save,
    text,
)
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.models import Incident, IncidentDraft
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

DRAFT = "/own/log/draft/"


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def test_what_is_typed_is_kept_and_offered_again_after_leaving(at_home, ada, vault):
    form = form_of(page(at_home, "/own/log/new/"))
    typed = {"happened": "Begun <and>", "kinds": ["call", "threat"], "on": "no day", "note": "N"}
    kept = at_home.post(DRAFT, form | typed)
    assert "Kept, sealed." in kept.content.decode()
    at_home.post("/leave/")
    again = Client()
    again.force_login(ada)
    open_own_pages(again)
    for url in ("/own/log/", "/own/log/new/"):
        assert "Begun <and>" in text(page(again, url))
    link = re.search(r'href="(/own/log/new/\?item=[^"]+)"', page(again, "/own/log/"))[1]
    there = form_of(page(again, link))
    assert there["happened"] == ["Begun <and>"]
    assert there["kinds"] == ["call", "threat"]
    assert there["on"] == ["no day"]
    assert there["note"] == ["N"]
    again.post("/own/log/new/", there | {"on": "2026-11-20"})
    assert "not in the log yet" not in page(again, "/own/log/")
    with rows_of(ada.pk):
        row = Incident.objects.get()
    assert str(row.pk) == there["item"][0]
    assert entry_of(ada, vault, row).happened == "Begun <and>"


def test_a_page_on_which_nothing_was_typed_leaves_no_draft(at_home, ada):
    form = form_of(page(at_home, "/own/log/new/"))
    assert "Kept" not in at_home.post(DRAFT, form).content.decode()
    with rows_of(ada.pk):
        assert not IncidentDraft.objects.exists()


def test_without_scripts_it_can_be_finished_later(at_home):
    html = page(at_home, "/own/log/new/")
    assert 'formaction="/own/log/draft/"' in html
    sent = at_home.post(DRAFT, form_of(html) | {"happened": "Begun", "later": "1"}, follow=True)
    assert "You can go on with it" in sent.content.decode()
    assert "Begun" in text(sent.content.decode())


def test_a_correction_that_was_not_saved_is_offered_on_its_entry(at_home, ada, vault):
    row = record_entry(ada, vault, happened="One.")
    url = f"/own/log/{row.pk}/change/"
    at_home.post(DRAFT, form_of(page(at_home, url)) | {"happened": "Two.", "reason": "R"})
    assert "did not save" in text(page(at_home, f"/own/log/{row.pk}/"))
    assert f'href="{url}"' in page(at_home, "/own/log/")
    html = page(at_home, url)
    assert "This is how far you had come" in html
    assert form_of(html)["happened"] == ["Two."]
    assert form_of(html)["reason"] == ["R"]
    at_home.post(f"{DRAFT}{row.pk}/dispose/", {"answer": "dispose"})
    assert form_of(page(at_home, url))["happened"] == ["One."]


def test_a_draft_of_a_version_that_is_not_the_newest_is_not_taken_for_one(at_home, ada, vault):
    row = record_entry(ada, vault, happened="One.")
    url = f"/own/log/{row.pk}/change/"
    late = form_of(page(at_home, url)) | {"happened": "Late."}
    save(at_home, url, happened="Two.", reason="R")
    assert "Kept" not in at_home.post(DRAFT, late).content.decode()
    assert form_of(page(at_home, url))["happened"] == ["Two."]


def test_a_draft_can_be_let_go(at_home):
    form = form_of(page(at_home, "/own/log/new/")) | {"happened": "Begun"}
    at_home.post(DRAFT, form)
    url = f"{DRAFT}{form['item'][0]}/dispose/"
    assert url in page(at_home, "/own/log/")
    at_home.post(url, {"answer": "keep"})
    assert "Begun" in page(at_home, "/own/log/")
    at_home.post(url, {"answer": "dispose"})
    assert "Begun" not in page(at_home, "/own/log/")


def test_a_damaged_draft_is_told(at_home, ada):
    at_home.post(DRAFT, form_of(page(at_home, "/own/log/new/")) | {"happened": "Begun"})
    with rows_of(ada.pk):
        IncidentDraft.objects.update(sealed=b"x")
        item = IncidentDraft.objects.get().pk
    for url in ("/own/log/", "/own/log/new/"):
        assert "a draft here that cannot be opened" in page(at_home, url)
    assert page(at_home, f"/own/log/new/?item={item}")


def test_what_is_no_form_keeps_nothing(at_home, ada):
    for broken in ({}, {"item": "x", "version": "0"}, {"item": str(ada.pk)}):
        assert at_home.post(DRAFT, broken | {"happened": "x"}).status_code == 200
    assert page(at_home, "/own/log/new/?item=nonsense")
    with rows_of(ada.pk):
        assert not IncidentDraft.objects.exists()


def test_a_vault_that_closes_in_the_middle_loses_nothing(at_home, ada, vault):
    form = form_of(page(at_home, "/own/log/new/")) | {
        "happened": "Typed",
        "kinds": ["call", "gift"],
    }
    at_home.post("/own/lock/")
    closed = at_home.post("/own/log/new/", form)
    assert "What you typed is kept" in closed.content.decode()
    carried = re.findall(r'name="(\w+)" value="([^"]*)"', closed.content.decode())
    sent = {}
    for name, value in carried:
        sent.setdefault(name, []).append(value)
    opened = at_home.post("/own/log/new/", sent | {"vault_passphrase": VAULT_PASSPHRASE})
    assert opened.status_code == 302
    with rows_of(ada.pk):
        row = Incident.objects.get()
    said = entry_of(ada, vault, row)
    assert (said.happened, said.kinds) == ("Typed", ["call", "gift"])


def test_somebody_elses_draft_is_not_there(at_home, cast, eves_vault):
    eve = open_own_pages(cast.client(cast.eve))
    form = form_of(page(eve, "/own/log/new/")) | {"happened": "Eve's"}
    eve.post(DRAFT, form)
    item = form["item"][0]
    assert "Eve&#x27;s" not in page(at_home, f"/own/log/new/?item={item}")
    assert at_home.post(DRAFT, form | {"happened": "Ada's"}).status_code == 404
    assert at_home.get(f"{DRAFT}{item}/dispose/").status_code == 404
    assert "Eve&#x27;s" in page(eve, "/own/log/")
