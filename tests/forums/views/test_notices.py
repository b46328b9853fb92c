"""What somebody should hear about, on its page."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from forums.actions.circles import appoint, appoint_named, join
from forums.actions.conversation import reply
from forums.actions.notices import read_notices
from forums.choices import NoticeKind, Role
from forums.models import Notice
from forums.queries.notices import NOTICES_PER_PAGE
from forums.refs import is_ref
from forums.tasks import announce_posts
from tests.forums.reading import links_on

pytestmark = pytest.mark.django_db
URL = "/notices/"


@pytest.fixture
def heard(cast, opening):
    """ada has heard of more than a page; cy of one thing in between."""
    with connection.cursor() as cursor:
        cursor.execute("select setval('forums_notice_id_seq', 7654321)")
    for number in range(NOTICES_PER_PAGE + 2):
        said = reply(by=cast.cy, parent=opening, words=f"answer {number}")
        if number == 3:
            reply(by=cast.ada, parent=said, words="Thank you.")
    announce_posts()
    return list(Notice.objects.filter(user=cast.ada).order_by("-pk"))


# --- Addresses without numbers -------------------------------------------------------------------


def test_pages_go_on_after_a_ref(cast, heard):
    client = cast.client(cast.ada)
    page = client.get(URL)
    url = links_on(page)["Older"]
    assert url == f"?after={heard[NOTICES_PER_PAGE - 1].ref}"
    html = client.get(URL + url).content.decode()
    assert html.count('<li class="notice"') == len(heard) - NOTICES_PER_PAGE


def test_a_page_carries_no_number_that_counts_up(cast, heard):
    client = cast.client(cast.ada)
    assert str(heard[0].pk).startswith("76543")
    assert "76543" not in client.get(URL).content.decode()
    assert client.get(f"{URL}{heard[0].pk}/").status_code == 404


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's", "a number"])
def test_a_ref_of_nothing_of_theirs_is_the_beginning(cast, heard, whose):
    after = {
        "somebody else's": Notice.objects.filter(user=cast.cy).get().ref,
        "nobody's": "23456789bcdf",
        "a number": str(heard[5].pk),
    }[whose]
    page = cast.client(cast.ada).get(URL, {"after": after}).content.decode()
    assert page.count('<li class="notice"') == NOTICES_PER_PAGE


def test_read_is_what_was_on_the_page_and_nothing_that_came_after(cast, heard):
    newest, later = heard[1], heard[0]
    read_notices(by=cast.ada, up_to=newest.ref)
    later.refresh_from_db()
    newest.refresh_from_db()
    assert (newest.is_unread(), later.is_unread()) == (False, True)


def test_somebody_elses_ref_reads_nothing(cast, heard):
    read_notices(by=cast.cy, up_to=heard[0].ref)
    assert Notice.objects.filter(read_at=None).count() == Notice.objects.count()


def test_notices_that_were_there_get_a_ref_of_their_own_each(cast, heard, monkeypatch):
    migration = import_module("forums.migrations.0023_notices_drafts_tries")
    monkeypatch.setattr(migration, "ROWS_AT_ONCE", 10)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table forums_notice alter column ref drop not null")
        cursor.execute("update forums_notice set ref = null where id <> %s", [heard[0].pk])
        migration.give_refs(None, SimpleNamespace(connection=connection))
    refs = list(Notice.objects.values_list("ref", flat=True))
    assert all(map(is_ref, refs))
    assert len(set(refs)) == len(refs) == len(heard) + 1
    assert heard[0].ref in refs


# --- Roles --------------------------------------------------------------------------------------


def kinds(user):
    return [notice.kind for notice in Notice.objects.visible_to(user).order_by("pk")]


@pytest.mark.parametrize(
    ("role", "kind", "words"),
    [
        (Role.HOST, NoticeKind.HOST, "You are a host of a circle now"),
        (Role.MODERATOR, NoticeKind.MODERATOR, "You are a moderator of a circle now"),
    ],
)
def test_whoever_is_given_a_role_hears_of_it_and_is_led_to_the_circle(cast, role, kind, words):
    appoint_named(by=cast.bel, circle=cast.circle, name="Marlow", role=role)
    assert kinds(cast.cy) == [kind]
    client = cast.client(cast.cy)
    page = client.get(URL)
    assert links_on(page)[words] == cast.circle.get_absolute_url()
    assert "Mending" in page.content.decode()
    assert "Linden" not in page.content.decode()
    notice = Notice.objects.get(user=cast.cy)
    answer = client.get(reverse("forums:notice", args=[notice.ref]))
    assert answer["Location"] == cast.circle.get_absolute_url()


def test_whoever_loses_a_role_hears_of_it_in_place_of_what_they_heard_before(cast):
    appoint(by=cast.bel, user=cast.cy, circle=cast.circle, role=Role.HOST)
    appoint(by=cast.bel, user=cast.cy, circle=cast.circle, role=Role.MEMBER)
    assert kinds(cast.cy) == [NoticeKind.NO_ROLE]
    page = cast.client(cast.cy).get(URL)
    assert "You do not look after a circle any more" in links_on(page)


def test_nobody_hears_of_what_they_did_themselves_or_of_nothing(cast):
    appoint(by=None, user=cast.ada, circle=cast.circle, role=Role.MODERATOR)
    Notice.objects.all().delete()
    appoint(by=cast.bel, user=cast.bel, circle=cast.circle, role=Role.MEMBER)
    appoint(by=cast.ada, user=cast.cy, circle=cast.circle, role=Role.MEMBER)
    appoint(by=None, user=cast.dov, circle=cast.circle, role=Role.MEMBER)
    join(by=cast.dov, circle=cast.circle)
    assert not Notice.objects.exists()


def test_a_command_tells_as_well(cast):
    appoint(by=None, user=cast.dov, circle=cast.circle, role=Role.HOST)
    assert kinds(cast.dov) == [NoticeKind.HOST]
