import threading

import pytest
from django.db import connection
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, choose_muted_notes, mute, unblock, unmute
from forums.actions.following import announce
from forums.models import Block, ContentNote, Mute, Notice, Persona, Post, Trail
from forums.refusals import DistanceRefused, ReplyRefused
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def name_of(user):
    return user.personas.get(only_in=None)


@pytest.fixture
def face(cast, topic):
    """Another name of ada's, in one topic."""
    return Persona.objects.create(owner=cast.ada, only_in=topic, name="Quiet Fern")


def test_a_block_lies_between_the_everyday_names(cast):
    made = block(by=cast.ada, persona=name_of(cast.eve))
    assert (made.by, made.persona, made.name) == (name_of(cast.ada), name_of(cast.eve), "Someone")


def test_in_a_topic_where_another_name_is_worn_it_is_that_one(cast, topic, face):
    elsewhere = open_topic(by=cast.cy, circle=cast.circle, title="Elsewhere", words="Hello.")
    assert block(by=cast.ada, persona=name_of(cast.eve), in_topic=topic).by == face
    assert block(by=cast.ada, persona=name_of(cast.eve), in_topic=elsewhere).by == name_of(cast.ada)


def test_a_block_is_taken_back_for_the_name_under_which_it_was_made(cast, topic, face):
    eve = name_of(cast.eve)
    everyday = block(by=cast.ada, persona=eve)
    block(by=cast.ada, persona=eve, in_topic=topic)
    unblock(by=cast.ada, persona=eve, in_topic=topic)
    assert list(Block.objects.all()) == [everyday]
    unblock(by=cast.ada, persona=eve)
    unblock(by=cast.ada, persona=eve)
    assert not Block.objects.exists()


def test_nobody_takes_back_the_block_of_somebody_else(cast):
    block(by=cast.ada, persona=name_of(cast.eve))
    unblock(by=cast.eve, persona=name_of(cast.eve))
    unblock(by=cast.eve, persona=name_of(cast.ada))
    assert Block.objects.count() == 1


@pytest.mark.parametrize("verb", [block, mute])
def test_nobody_keeps_away_from_themselves_under_any_name(cast, face, verb):
    for own in (name_of(cast.ada), face):
        with pytest.raises(DistanceRefused, match="a name of your own"):
            verb(by=cast.ada, persona=own)


def test_blocking_asks_for_a_name_and_muting_does_not(cast):
    Persona.objects.filter(owner=cast.dov).delete()
    with pytest.raises(DistanceRefused, match="Choose the name"):
        block(by=cast.dov, persona=name_of(cast.eve))
    mute(by=cast.dov, persona=name_of(cast.eve))
    assert Mute.objects.count() == 1


def test_a_moderator_can_be_blocked_like_anybody(cast):
    assert block(by=cast.ada, persona=name_of(cast.bel)).persona == name_of(cast.bel)


def test_none_of_it_leaves_a_trail(cast, topic):
    before = Trail.objects.count()
    block(by=cast.ada, persona=name_of(cast.eve))
    mute(by=cast.ada, topic=topic)
    unmute(by=cast.ada, topic=topic)
    unblock(by=cast.ada, persona=name_of(cast.eve))
    choose_muted_notes(by=cast.ada, notes=[])
    assert Trail.objects.count() == before


def test_one_thing_at_a_time_is_muted_once_and_taken_back(cast, topic):
    things = [
        {"persona": name_of(cast.eve)},
        {"topic": topic},
        {"circle": cast.circle},
        {"note": "the sea"},
    ]
    for thing in things:
        assert mute(by=cast.ada, **thing) == mute(by=cast.ada, **thing)
    assert Mute.objects.count() == 4
    for left, thing in zip((3, 2, 1, 0), things, strict=True):
        unmute(by=cast.eve, **thing)
        unmute(by=cast.ada, **thing)
        assert Mute.objects.count() == left


def test_chosen_notes_take_the_place_of_those_before_and_leave_other_mutes_alone(cast, topic):
    for place, name in enumerate(("fire", "water", "earth"), start=500):
        ContentNote.objects.create(name=name, place=place)
    mute(by=cast.ada, topic=topic)
    choose_muted_notes(by=cast.ada, notes=["fire", "water", "no such note"])
    choose_muted_notes(by=cast.ada, notes=["water", "earth"])
    notes = Mute.objects.filter(user=cast.ada, note__isnull=False)
    assert set(notes.values_list("note", flat=True)) == {"water", "earth"}
    assert Mute.objects.filter(topic=topic).exists()


def test_a_note_that_left_the_list_stays_muted_until_it_is_let_go(cast):
    mute(by=cast.ada, note="gone from the list")
    choose_muted_notes(by=cast.ada, notes=["gone from the list"])
    assert Mute.objects.count() == 1
    choose_muted_notes(by=cast.ada, notes=[])
    assert Mute.objects.count() == 0


# Two at once


def together(*works):
    """Each on a connection of its own, all at the same moment; what each raised or returned."""
    start, ended = threading.Barrier(len(works)), []

    def one(work):
        start.wait()
        try:
            ended.append(work())
        except Exception as trouble:
            ended.append(trouble)
        connection.close()

    threads = [threading.Thread(target=one, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_everything_is_done_once_and_nothing_breaks():
    cast = make_cast()
    ada, eve = name_of(cast.ada), name_of(cast.eve)

    def press():
        return block(by=cast.ada, persona=eve)

    def back():
        return block(by=cast.eve, persona=ada)

    def quiet():
        return mute(by=cast.ada, persona=eve)

    ends = together(press, press, back, quiet, quiet)
    assert all(isinstance(end, Block | Mute) for end in ends)
    assert (Block.objects.count(), Mute.objects.count()) == (2, 1)

    def take_back():
        return unblock(by=cast.ada, persona=eve)

    assert together(take_back, take_back, lambda: unblock(by=cast.eve, persona=ada)) == [None] * 3
    assert not Block.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_meets_a_block_is_refused_or_seen_by_neither():
    """A block that is there before an answer is begun refuses it. Of two in the same moment either
    may be first; then the answer stands for everybody else, and neither of the two is told of it,
    or meets it."""
    cast = make_cast()
    topic = open_topic(by=cast.cy, circle=cast.circle, title="Day nine", words="Hello.")
    for number in range(4):
        said = reply(by=cast.ada, parent=topic.posts.get(parent=None), words=f"{number}")
        announce(now=timezone.now())
        ends = together(
            lambda parent=said: reply(by=cast.eve, parent=parent, words="And now?"),
            lambda: block(by=cast.ada, persona=name_of(cast.eve)),
        )
        announce(now=timezone.now())
        assert all(isinstance(end, Post | Block | ReplyRefused) for end in ends)
        answers = Post.objects.filter(parent=said)
        assert answers.count() == sum(isinstance(end, Post) for end in ends)
        assert answers.visible_to(cast.cy).count() == answers.count()
        assert not answers.visible_to(cast.ada)
        assert not answers.visible_to(cast.eve)
        assert not Notice.objects.visible_to(cast.ada).exists()
        with pytest.raises(ReplyRefused):
            reply(by=cast.eve, parent=said, words="Too late.")
        unblock(by=cast.ada, persona=name_of(cast.eve))
        Notice.objects.all().delete()
