"""Another name, for one topic: how it is taken, and by whom it is not."""

import threading
from contextlib import suppress

import pytest
from django.db import connection

from forums.actions.circles import choose_persona
from forums.actions.conversation import open_topic, reply
from forums.models import Persona, Post, Topic, Trail
from forums.queries.faces import FIRST_WORDS, SECOND_WORDS, free_names
from forums.refusals import PersonaRefused, ReplyRefused, TopicRefused
from tests.cast import make_cast
from tests.forums.actions.test_pressed_twice import at_once

pytestmark = pytest.mark.django_db


def open_as(cast, name, *, by=None, title="Quietly"):
    return open_topic(
        by=by or cast.ada, circle=cast.circle, title=title, words="Lamps.", face_name=name
    )


def test_a_topic_is_opened_under_a_name_that_is_worn_in_it_alone(cast):
    topic = open_as(cast, "  Willow ")
    assert topic.opened_by.name == topic.posts.get().author.name == "Willow"
    assert topic.opened_by.only_in == topic
    again = reply(by=cast.ada, parent=topic.posts.get(), words="Still here.")
    assert again.author == topic.opened_by
    elsewhere = open_topic(by=cast.ada, circle=cast.circle, title="Loudly", words="Day.")
    assert elsewhere.opened_by.name == "Wren"


def test_a_first_answer_takes_a_name_and_the_next_one_keeps_it(cast, opening):
    first = reply(by=cast.cy, parent=opening, words="Me too.", face_name="Willow")
    second = reply(by=cast.cy, parent=first, words="And you?")
    assert first.author.name == second.author.name == "Willow"
    assert first.author.only_in == opening.topic


def test_the_trail_says_that_it_was_done_and_not_under_which_name(cast):
    topic = open_as(cast, "Willow")
    line = Trail.objects.get(verb="wear")
    assert (line.by, line.detail) == (cast.ada, {})
    assert not Trail.objects.filter(verb="wear", subject_ref=topic.ref).exists()


def test_whoever_has_written_in_a_topic_cannot_come_back_to_it_as_somebody_else(cast, opening):
    for parent in (opening, reply(by=cast.cy, parent=opening, words="Hello.")):
        with pytest.raises(PersonaRefused, match="everyday name"):
            reply(by=cast.ada, parent=parent, words="I agree.", face_name="Willow")
    assert Post.objects.count() == 2
    assert not Persona.objects.filter(name="Willow").exists()


def test_there_is_one_name_in_a_topic(cast):
    opening = open_as(cast, "Willow").posts.get()
    with pytest.raises(PersonaRefused, match="already"):
        reply(by=cast.ada, parent=opening, words="I agree.", face_name="Hazel")


@pytest.mark.parametrize("name", ["Wren", "wREN", "Marlow", "\uff37ren"])
def test_nobody_wears_a_name_that_somebody_has_not_even_their_own(cast, opening, name):
    with pytest.raises(PersonaRefused, match="already"):
        open_as(cast, name)
    with pytest.raises(PersonaRefused, match="already"):
        reply(by=cast.eve, parent=opening, words="Hello.", face_name=name)
    assert (Topic.objects.count(), Post.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["***", "W\u202eren", "x" * 41])
def test_a_name_that_does_not_do_is_refused_and_nothing_is_stored(cast, name):
    with pytest.raises(PersonaRefused):
        open_as(cast, name)
    assert not Topic.objects.exists()
    assert not Persona.objects.filter(owner=None).exists()


def test_a_name_that_is_worn_is_taken_for_everybody(cast):
    open_as(cast, "Willow")
    with pytest.raises(PersonaRefused):
        choose_persona(by=cast.ada, name="willow")
    with pytest.raises(PersonaRefused):
        open_as(cast, "Willow", title="Again")


def test_where_something_else_is_refused_no_name_is_taken(cast, opening):
    with pytest.raises(TopicRefused):
        open_topic(by=cast.ada, circle=cast.circle, title=" ", words="x", face_name="Willow")
    with pytest.raises(TopicRefused):
        open_topic(
            by=cast.ada, circle=cast.circle, title="x", words="x", face_name="Willow", notes=["?"]
        )
    with pytest.raises(ReplyRefused):
        reply(by=cast.dov, parent=opening, words="x", face_name="Willow")
    assert not Persona.objects.filter(name="Willow").exists()


def test_a_button_pressed_twice_takes_one_name(cast, opening):
    assert open_as(cast, "Willow") == open_as(cast, "Willow")
    said = reply(by=cast.cy, parent=opening, words="Me too.", face_name="Hazel")
    assert reply(by=cast.cy, parent=opening, words="Me too.", face_name="Hazel") == said


@pytest.mark.django_db(transaction=True)
def test_five_presses_at_once_take_one_name():
    cast = make_cast()
    at_once(lambda: open_as(cast, "Willow"))
    opening = Topic.objects.get().posts.get()
    at_once(lambda: reply(by=cast.cy, parent=opening, words="Me too.", face_name="Hazel"))
    assert Post.objects.filter(parent=opening).count() == 1
    assert Persona.objects.exclude(only_in=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_under_two_names_one_counts():
    """In two places of one topic: no post is locked by both."""
    cast = make_cast()
    opening = open_topic(by=cast.ada, circle=cast.circle, title="x", words="x").posts.get()
    places = [opening, reply(by=cast.ada, parent=opening, words="y")]
    start = threading.Barrier(2)

    def answer(place, **name):
        start.wait()
        with suppress(PersonaRefused):
            reply(by=cast.cy, parent=place, words="Me.", **name)
        connection.close()

    threads = [
        threading.Thread(target=answer, args=[places[0]], kwargs={"face_name": "Willow"}),
        threading.Thread(target=answer, args=[places[1]]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = Post.objects.filter(author__owner=cast.cy)
    assert said.values("author").distinct().count() == 1


def test_the_names_that_are_suggested_are_free_and_gentle(cast, monkeypatch):
    names = free_names(3)
    assert len(names) == len(set(names)) == 3
    assert all(name.split()[0] in FIRST_WORDS and name.split()[1] in SECOND_WORDS for name in names)
    monkeypatch.setattr(
        "forums.queries.faces._draw", iter(["Wren", "wren", *"ABCDEFGHIJ"]).__next__
    )
    assert free_names(3) == ["A", "B", "C"]
