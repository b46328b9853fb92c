"""Copies for others, by their pages."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.trackers.exported import again, bytes_of, contents_of, make
from tests.trackers.incident_log import record_entry
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.exporting import make_next_export
from trackers.models import Export, OwedWork
from trackers.vault.files import storage
from trackers.vault.rows import rows_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_store")]

PAGE = "/own/log/export/"
LEFT = {"left_out": ["witnesses", "feelings"]}


@pytest.fixture
def recorded(ada, vault, at_home):
    record_entry(ada, vault, happened="They rang.", kinds=["call"])
    return at_home


def ask(browser, **fields):
    asked = {"whom": "lawyer", "name": "Kim", "passphrase": VAULT_PASSPHRASE} | LEFT
    return browser.post(PAGE, asked | fields)


def exports_of(user):
    with rows_of(user.pk):
        return list(Export.objects.visible_to(user))


def test_it_says_before_what_it_shows_and_what_it_cannot(recorded):
    page = recorded.get(PAGE).content.decode()
    for words in (
        "read by the other side one day",
        "how many entries there are",
        "cannot be called back",
        "Store it where the other person cannot look",
        "Private notes are never in it",
        "Nobody so far.",
    ):
        assert words in page
    ticked = re.findall(r'name="left_out" value="(\w+)"[^>]*checked', page)
    assert ticked == ["witnesses", "feelings"]


def test_from_asking_to_fetching(ada, vault, recorded):
    response = ask(recorded, purpose="advice", first="2026-01-01")
    export = exports_of(ada)[0]
    assert response["Location"] == f"{PAGE}{export.pk}/"
    page = recorded.get(response["Location"]).content.decode()
    assert "It will be made in a moment." in page
    assert 'hx-trigger="every 3s"' in page
    assert make_next_export(clock=timezone.now)
    page = recorded.get(response["Location"]).content.decode()
    assert "It is ready" in page
    assert "hx-trigger" not in page
    assert contents_of(ada, vault, export).for_whom == "A lawyer: Kim"
    fetched = recorded.get(f"{PAGE}{export.pk}/file/")
    assert b"".join(fetched.streaming_content) == bytes_of(vault, again(ada, export))
    assert fetched["Content-Disposition"] == 'attachment; filename="copy.zip"'
    assert "no-store" in fetched["Cache-Control"]
    assert int(fetched["Content-Length"]) == again(ada, export).stored.size
    listed = recorded.get(PAGE).content.decode()
    assert "A lawyer: Kim" in listed
    assert contents_of(ada, vault, export).sha256 in listed


def test_a_script_is_given_the_part_that_changes(ada, recorded):
    ask(recorded)
    address = f"{PAGE}{exports_of(ada)[0].pk}/"
    part = recorded.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="export"' in part


@pytest.mark.parametrize("passphrase", ["", "not that one at all"])
def test_it_asks_for_the_passphrase_once_more(ada, recorded, passphrase):
    response = ask(recorded, passphrase=passphrase, purpose="so that it stays")
    assert response.status_code == 422
    assert "so that it stays" in response.content.decode()
    assert not exports_of(ada)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first": "2026-05-01", "last": "2026-04-01"}, "The last day lies before the first"),
        ({"first": "2031-05-01"}, "No entry lies in these days"),
        ({"archive_passphrase": "short"}, "at least 12 characters"),
        ({"whom": "somebody"}, "Please choose one of these"),
        ({"left_out": ["facts"]}, "Please choose one of these"),
        ({"kinds": ["nonsense"]}, "Please choose one of these"),
        ({"name": "x" * 300}, "there is room for 200 characters, and it has 300"),
    ],
)
def test_what_is_said_where_it_cannot_be(ada, recorded, fields, said):
    response = ask(recorded, **fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not exports_of(ada)


def test_the_button_pressed_twice_asks_once(ada, recorded):
    item = re.search(r'name="item" value="([^"]+)"', recorded.get(PAGE).content.decode())[1]
    assert ask(recorded, item=item)["Location"] == ask(recorded, item=item)["Location"]
    assert len(exports_of(ada)) == 1


def test_private_notes_cannot_be_asked_for(ada, vault, recorded):
    record_entry(ada, vault, note="kingfisher")
    recorded.post(PAGE, {"whom": "myself", "passphrase": VAULT_PASSPHRASE})
    make_next_export(clock=timezone.now)
    assert b"kingfisher" not in bytes_of(vault, again(ada, exports_of(ada)[0]))


def test_passphrases_are_not_carried_through_a_closed_page(recorded):
    recorded.post("/own/lock/")
    page = ask(recorded, archive_passphrase="twelve grey geese", name="Kim").content.decode()
    assert 'value="Kim"' in page
    assert "twelve grey geese" not in page
    assert VAULT_PASSPHRASE not in page


def test_nothing_is_fetched_once_the_pages_are_closed(ada, vault, recorded):
    export = make(ada, vault)
    recorded.post("/own/lock/")
    response = recorded.get(f"{PAGE}{export.pk}/file/")
    assert response["Content-Type"].startswith("text/html")
    assert not response.streaming


def test_nothing_is_fetched_once_its_time_is_over(ada, vault, recorded):
    export = make(ada, vault)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = Client()
        later.force_login(ada)
        open_own_pages(later)
        assert later.get(f"{PAGE}{export.pk}/").status_code == 200
        assert later.get(f"{PAGE}{export.pk}/file/").status_code == 404


def test_one_of_another_does_not_exist(cast, ada, vault, recorded, eves_vault):
    export = make(ada, vault)
    eve = open_own_pages(cast.client(cast.eve))
    nowhere = uuid.uuid4()
    for way in ("", "file/"):
        one = eve.get(f"{PAGE}{export.pk}/{way}")
        other = eve.get(f"{PAGE}{nowhere}/{way}")
        assert one.status_code == other.status_code == 404
        assert len(one.content) == len(other.content)
    assert eve.post(f"{PAGE}{export.pk}/away/").status_code == 404
    assert again(ada, export).state == "made"
    # The id of somebody else's is no way to reach it, nor to know of it.
    record_entry(cast.eve, eves_vault)
    response = ask(eve, item=str(export.pk))
    assert response.status_code == 302
    assert str(export.pk) not in response["Location"]
    assert bytes_of(vault, again(ada, export))


def test_thrown_away_by_its_page(ada, vault, recorded):
    export = make(ada, vault)
    assert recorded.get(f"{PAGE}{export.pk}/away/").status_code == 405
    assert recorded.post(f"{PAGE}{export.pk}/away/")["Location"] == PAGE
    assert not exports_of(ada)
    assert "A lawyer: Kim" in recorded.get(PAGE).content.decode()
    with rows_of(ada.pk):
        assert not OwedWork.objects.exists()


def test_one_that_cannot_be_read_any_more_says_so(ada, vault, recorded):
    export = make(ada, vault)
    storage().delete(f"{export.stored_id.hex[:2]}/{export.stored_id.hex}/000000")
    response = recorded.get(f"{PAGE}{export.pk}/file/", follow=True)
    assert "cannot be read any more" in response.content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(ada, vault, recorded):

    counts = []
    for _more in range(3):
        make(ada, vault)
        with CaptureQueriesContext(connection) as captured:
            assert recorded.get(PAGE).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
