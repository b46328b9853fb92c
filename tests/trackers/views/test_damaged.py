"""What is sealed and was meddled with fails closed, says so, and takes nothing else with it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from psycopg import sql

from tests.leaks.own_pages import plant
from tests.trackers.own_pages import CANARY, open_own_pages
from trackers.models import Channel, JournalEntry, Person, Reason, Reminder
from trackers.queries.takeaway import KINDS, takeaway
from trackers.urls import urlpatterns
from trackers.vault.contents import Contents
from trackers.vault.rows import rows_of
from trackers.vault.sealing import HEAD_LENGTH, CannotBeOpened

pytestmark = pytest.mark.django_db

TABLES = {model._meta.db_table for model, _as in KINDS.values()} | {Reminder._meta.db_table}
# They are asked for by other means than looking at them.
NOT_LOOKED_AT = {"lock", "set_up", "key", "anew", "rest", "unlock", "draft"}
LIST_PAGES = [
    pattern.name
    for pattern in urlpatterns
    if "<" not in str(pattern.pattern) and pattern.name not in NOT_LOOKED_AT
]


def flipped(sealed, at):
    changed = bytearray(sealed)
    changed[at] ^= 1
    return bytes(changed)


MEDDLED = {
    "empty": lambda sealed: b"",
    "cut off": lambda sealed: sealed[:-1],
    "cut off early": lambda sealed: sealed[:HEAD_LENGTH],
    "a bit of the version": lambda sealed: flipped(sealed, 0),
    "a bit of the key's name": lambda sealed: flipped(sealed, 1),
    "a bit of the nonce": lambda sealed: flipped(sealed, HEAD_LENGTH),
    "a bit of the words": lambda sealed: flipped(sealed, len(sealed) // 2),
    "a bit of the tag": lambda sealed: flipped(sealed, -1),
    "longer": lambda sealed: sealed + b"\x00",
}


@pytest.fixture
def full(ada, at_home):
    """Her pages with one of everything, by the pages themselves."""
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    return open_own_pages(at_home)


def set_sealed(table, row_id, sealed):
    """As somebody does it who can write to the database."""
    with connection.cursor() as cursor:
        statement = sql.SQL("update {} set sealed = %s where id = %s")
        cursor.execute(statement.format(sql.Identifier(table)), [sealed, row_id])
        assert cursor.rowcount == 1


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select id, sealed from {}").format(sql.Identifier(table)))
        return [(row_id, bytes(sealed)) for row_id, sealed in cursor.fetchall() if sealed]


def look_everywhere(browser):
    for name in LIST_PAGES:
        response = browser.get(reverse(f"trackers:{name}"))
        assert response.status_code in (200, 405), name


@pytest.mark.parametrize("how", MEDDLED)
def test_every_kind_fails_closed_and_every_page_stands(full, ada, vault, how):
    with rows_of(ada.pk):
        for table in TABLES:
            for row_id, sealed in rows(table):
                set_sealed(table, row_id, MEDDLED[how](sealed))
        for model, _as in KINDS.values():
            for row in model.objects.all():
                with pytest.raises(CannotBeOpened):
                    vault.open(row, Contents)
    look_everywhere(full)
    assert CANARY not in full.get("/own/notes/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_is_damaged_takes_no_other_with_it(full, ada, vault, kind):
    model, _as = KINDS[kind]
    with rows_of(ada.pk):
        before = takeaway(ada, vault)
        damaged, sealed = rows(model._meta.db_table)[0]
        set_sealed(model._meta.db_table, damaged, flipped(sealed, -1))
    look_everywhere(full)
    with rows_of(ada.pk):
        after = takeaway(ada, vault)
    assert after.left_out == 1
    whole = {
        name: [row for row in each if (name, row.id) != (kind, damaged)]
        for name, each in before.rows.items()
    }
    assert after.rows == whole
    # And the damaged row is still there: nobody throws it away but its owner.
    with rows_of(ada.pk):
        assert model.objects.filter(pk=damaged).exists()


def test_two_that_were_swapped_open_neither(full, ada, vault):
    with rows_of(ada.pk):
        table = JournalEntry._meta.db_table
        (one, sealed), (two, other) = rows(table)[:2]
        set_sealed(table, one, other)
        set_sealed(table, two, sealed)
    html = full.get("/own/notes/").content.decode()
    assert html.count("This entry cannot be opened") == 2


def test_one_of_another_table_does_not_open(full, ada, vault):
    """As a reason it would have the very fields that it needs."""
    with rows_of(ada.pk):
        ((_id, sealed),) = rows("trackers_instead")
        ((reason, _own),) = rows(Reason._meta.db_table)
        set_sealed(Reason._meta.db_table, reason, sealed)
    html = full.get("/own/lists/reasons/").content.decode()
    assert "This entry cannot be opened" in html
    assert CANARY not in html


def test_what_somebody_else_sealed_does_not_open(full, cast, ada, eves_vault):
    eve = open_own_pages(cast.client(cast.eve))
    eve.post("/own/lists/reasons/new/", {"text": "you will come back"})
    with rows_of(cast.eve.pk):
        ((_id, sealed),) = rows(Reason._meta.db_table)
    with rows_of(ada.pk):
        ((reason, _own),) = rows(Reason._meta.db_table)
        set_sealed(Reason._meta.db_table, reason, sealed)
    html = full.get("/own/lists/reasons/").content.decode()
    assert "come back" not in html
    assert "This entry cannot be opened" in html


def test_one_that_was_put_on_another_day_does_not_open(full, ada):
    with rows_of(ada.pk):
        entry = JournalEntry.objects.order_by("on").first()
        JournalEntry.objects.filter(pk=entry.pk).update(on="2020-01-01")
    html = full.get(f"/own/notes/{entry.pk}/").content.decode()
    assert "This entry cannot be opened" in html


def messages_of(browser, url):
    return re.findall(r"cannot be opened", browser.get(url).content.decode())


def test_its_own_page_says_so_and_offers_to_throw_it_away(full, ada):
    """For every kind that has a page of its own."""
    pages = {
        "events": "event",
        "urges": "urge",
        "entries": "note",
        "people": "change_person",
        "channels": "channel",
        "statements": "statement",
    }
    for kind, name in pages.items():
        model, _as = KINDS[kind]
        with rows_of(ada.pk):
            row, sealed = rows(model._meta.db_table)[0]
            set_sealed(model._meta.db_table, row, flipped(sealed, -1))
        url = reverse(f"trackers:{name}", args=[row])
        assert messages_of(full, url), name
        assert "Throw it away" in full.get(url).content.decode()
        # Nothing is written over it by mistake.
        full.post(url, {"text": "x", "state": "open", "name": "x"})
        with rows_of(ada.pk):
            assert dict(rows(model._meta.db_table))[row] == flipped(sealed, -1)


# --- Ids of others, in forms ----------------------------------------------------------------------


@pytest.fixture
def eves(cast, eves_vault):
    """What eve has, by the pages themselves: ids that ada must not be able to use."""
    eve = open_own_pages(cast.client(cast.eve))
    person = eve.post("/own/doors/new/", {"name": "A."})["Location"]
    eve.post(f"{person}channel/", {"kind": "mail", "state": "open"})
    with rows_of(cast.eve.pk):
        return {"person": str(Person.objects.get().pk), "channel": str(Channel.objects.get().pk)}


EVENT = {"what": "1", "response": "unanswered", "on": "2026-03-01", "time": "20:00"}


def test_no_list_to_choose_from_takes_an_id_of_another(full, ada, vault, eves):
    refused = full.post("/own/event/", EVENT | {"door": eves["channel"]})
    assert refused.status_code == 422
    with rows_of(ada.pk):
        person = Person.objects.first()
    url = reverse("trackers:except_channel", args=[person.pk])
    refused = full.post(url, {"channel": eves["channel"], "reason": "legal"})
    assert refused.status_code == 422


def test_a_new_row_under_an_id_of_another_gets_one_of_its_own(full, cast, ada, eves):
    """Nobody is told that the id is taken, and nothing of its owner's is touched."""
    sent = {
        "/own/event/": EVENT | {"entry": eves["channel"]},
        "/own/urge/": {"strength": "5", "urge": eves["channel"]},
        "/own/doors/new/": {"name": "B.", "item": eves["person"]},
        "/own/lists/reasons/new/": {"text": "mine", "item": eves["person"]},
    }
    with rows_of(cast.eve.pk):
        before = (Person.objects.values_list(), Channel.objects.values_list())
        before = [list(each) for each in before]
    for url, form in sent.items():
        assert full.post(url, form).status_code == 302, url
    with rows_of(ada.pk):
        person = Person.objects.filter(owner=ada).first()
        assert not Person.objects.filter(pk=eves["person"]).exists()
    new = reverse("trackers:new_channel", args=[person.pk])
    form = {"kind": "mail", "state": "open", "item": eves["channel"]}
    assert full.post(new, form).status_code == 302
    statement = reverse("trackers:new_statement", args=[person.pk, "short"])
    assert full.post(statement, {"text": "x", "item": eves["channel"]}).status_code == 302
    with rows_of(cast.eve.pk):
        after = [list(Person.objects.values_list()), list(Channel.objects.values_list())]
    assert after == before
