"""Content notes: chosen from a list, kept right on everything that carries them."""

import threading

import pytest
from django.db import connection, transaction

from forums.actions import notes as actions
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.notes import add_note, drop_note, rename_note
from forums.models import Circle, ContentNote, Mute, Post, Revision, Topic
from forums.queries.notes import notes_in_use
from forums.refusals import (
    ContentNoteRefused,
    ReplyRefused,
    RevisionRefused,
    TopicRefused,
)
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed(request):
    """A short list in place of the one that a house starts with."""
    if "transaction" not in request.node.get_closest_marker("django_db").kwargs:
        list_of("Stalking", "Court", "Death")


def list_of(*names):
    ContentNote.objects.all().delete()
    for name in names:
        add_note(by=None, name=name)


@pytest.fixture
def noted(cast):
    return open_topic(
        by=cast.ada, circle=cast.circle, title="x", words="y", notes=["Death", "Stalking"]
    )


def test_a_topic_and_its_opening_post_carry_the_same_notes_in_the_order_of_the_list(noted):
    assert noted.notes == noted.posts.get().notes == ["Stalking", "Death"]


def test_an_answer_has_notes_of_its_own(cast, noted):
    said = reply(by=cast.cy, parent=noted.posts.get(), words="z", notes=["Court"])
    noted.refresh_from_db()
    assert (said.notes, noted.notes) == (["Court"], ["Stalking", "Death"])


def test_notes_that_nobody_can_choose_are_refused_and_nothing_is_stored(cast, opening):
    Circle.objects.update(notes=["Court"])
    cast.circle.refresh_from_db()
    for notes in (["Death"], ["Court", "Nothing"], ["court"]):
        with pytest.raises(TopicRefused, match="list of content notes"):
            open_topic(by=cast.ada, circle=cast.circle, title="x", words="y", notes=notes)
        with pytest.raises(ReplyRefused, match="list of content notes"):
            reply(by=cast.cy, parent=opening, words="y", notes=notes)
        with pytest.raises(RevisionRefused, match="list of content notes"):
            revise(by=cast.ada, post=opening, words="new", notes=notes)
    assert (Post.objects.count(), Revision.objects.count()) == (1, 0)


def test_notes_are_changed_by_their_author_without_a_revision(cast, noted):
    opening = noted.posts.get()
    revise(by=cast.ada, post=opening, words=opening.source, notes=["Court"])
    opening.refresh_from_db()
    noted.refresh_from_db()
    assert opening.notes == noted.notes == ["Court"]
    assert (opening.edited_at, Revision.objects.count()) == (None, 0)


def test_a_revision_of_the_words_alone_leaves_the_notes(cast, noted):
    revise(by=cast.ada, post=noted.posts.get(), words="other")
    assert noted.posts.get().notes == ["Stalking", "Death"]


def test_an_answer_gives_its_topic_no_notes(cast, noted):
    said = reply(by=cast.cy, parent=noted.posts.get(), words="z")
    revise(by=cast.cy, post=said, words="z", notes=["Court"])
    noted.refresh_from_db()
    assert noted.notes == ["Stalking", "Death"]


def test_a_post_may_keep_what_is_in_the_list_no_more(cast, noted):
    drop_note(by=None, name="Death")
    opening = noted.posts.get()
    revise(by=cast.ada, post=opening, words="new", notes=["Death", "Court"])
    assert set(noted.posts.get().notes) == {"Court", "Death"}
    with pytest.raises(ReplyRefused):
        reply(by=cast.cy, parent=opening, words="z", notes=["Death"])


def test_withdrawn_words_have_no_notes(cast, noted):
    withdraw(by=cast.ada, post=noted.posts.get())
    noted.refresh_from_db()
    assert noted.posts.get().notes == noted.notes == []


def test_a_circle_uses_its_own_notes_or_all_of_them(cast):
    assert notes_in_use(cast.circle) == ["Stalking", "Court", "Death"]
    cast.circle.notes = ["Death", "Stalking"]
    assert notes_in_use(cast.circle) == ["Stalking", "Death"]
    assert notes_in_use(cast.circle, kept=["Court", "Death"]) == ["Stalking", "Death", "Court"]


@pytest.mark.parametrize("rows_at_once", [1, 1000])
def test_a_new_name_reaches_everything_that_carries_the_old_one(
    cast, noted, rows_at_once, monkeypatch
):
    monkeypatch.setattr(actions, "ROWS_AT_ONCE", rows_at_once)
    for number in range(3):
        reply(by=cast.cy, parent=noted.posts.get(parent=None), words=f"{number}", notes=["Death"])
    Circle.objects.update(notes=["Death"])
    Mute.objects.create(user=cast.eve, note="Death")
    note = rename_note(by=None, name="Death", to="  Dying ")
    assert (note.name, note.place) == ("Dying", 3)
    assert Post.objects.get(parent=None).notes == ["Stalking", "Dying"]
    assert [post.notes for post in Post.objects.exclude(parent=None)] == [["Dying"]] * 3
    assert Topic.objects.get().notes == ["Stalking", "Dying"]
    assert Circle.objects.get().notes == ["Dying"]
    assert Mute.objects.get().note == "Dying"


def test_a_new_name_that_once_was_dropped_stands_nowhere_twice(cast):
    topic = open_topic(
        by=cast.ada, circle=cast.circle, title="x", words="y", notes=["Court", "Death"]
    )
    for note in ("Court", "Death"):
        Mute.objects.create(user=cast.eve, note=note)
    Mute.objects.create(user=cast.cy, note="Court")
    drop_note(by=None, name="Death")
    rename_note(by=None, name="Court", to="Death")
    assert topic.posts.get().notes == ["Death"]
    assert set(Mute.objects.values_list("user", "note")) == {
        (cast.eve.pk, "Death"),
        (cast.cy.pk, "Death"),
    }


def test_what_is_dropped_can_be_chosen_no_more_and_stays_where_it_is(cast, noted):
    Circle.objects.update(notes=["Death", "Court"])
    Mute.objects.create(user=cast.eve, note="Death")
    drop_note(by=None, name="Death")
    assert Circle.objects.get().notes == ["Court"]
    assert noted.posts.get().notes == ["Stalking", "Death"]
    assert not Topic.objects.unmuted_for(cast.eve).exists()


@pytest.mark.parametrize("name", ["", "  ", "Court", "COURT", "x" * 61])
def test_a_name_that_does_not_do_is_refused(name):
    with pytest.raises(ContentNoteRefused):
        add_note(by=None, name=name)
    with pytest.raises(ContentNoteRefused):
        rename_note(by=None, name="Death", to=name)
    assert set(ContentNote.objects.values_list("name", flat=True)) == {"Stalking", "Court", "Death"}


def test_a_note_can_be_written_another_way():
    assert rename_note(by=None, name="Court", to="COURT").name == "COURT"


def test_a_note_that_is_not_in_the_list_is_neither_renamed_nor_dropped():
    with pytest.raises(ContentNoteRefused, match="Rain"):
        rename_note(by=None, name="Rain", to="Snow")
    with pytest.raises(ContentNoteRefused, match="Rain"):
        drop_note(by=None, name="Rain")


@pytest.mark.django_db(transaction=True)
def test_a_post_that_is_just_written_gets_the_new_name():
    """Whoever renames waits for who is writing: else the post would keep the old name for ever."""
    list_of("Death")
    cast = make_cast()
    written, renamed = threading.Event(), threading.Event()

    def rename():
        written.wait()
        rename_note(by=None, name="Death", to="Dying")
        renamed.set()
        connection.close()

    thread = threading.Thread(target=rename)
    thread.start()
    with transaction.atomic():
        open_topic(by=cast.ada, circle=cast.circle, title="x", words="y", notes=["Death"])
        written.set()
        assert not renamed.wait(0.5)
    thread.join()
    assert Post.objects.get().notes == Topic.objects.get().notes == ["Dying"]
    with pytest.raises(TopicRefused):
        open_topic(by=cast.ada, circle=cast.circle, title="z", words="y", notes=["Death"])
