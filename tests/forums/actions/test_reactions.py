import threading

import pytest
from django.db import connection

from forums.actions.circles import join, open_circle, part
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.distance import block, mute
from forums.actions.notices import read_notices
from forums.actions.reactions import react, take_back
from forums.choices import NoticeKind, ReactionKind
from forums.models import Notice, Persona, Post, Reaction, Trail
from forums.queries.navigation import standing_of
from forums.refusals import ReactionRefused
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
WITH_YOU, SAME, HELPED = ReactionKind


def notices(user):
    return list(Notice.objects.visible_to(user).filter(kind=NoticeKind.WITH_YOU))


def read_all(user):
    read_notices(by=user, up_to=Notice.objects.order_by("pk").last().ref)


def face_of(user):
    return Persona.objects.get(owner=user, only_in=None)


def test_it_is_said_under_the_name_worn_and_its_author_is_told_once(cast, opening):
    reaction = react(by=cast.cy, post=opening, kind=WITH_YOU)
    react(by=cast.eve, post=opening, kind=HELPED)
    assert (reaction.by.name, reaction.kind) == ("Marlow", WITH_YOU)
    (notice,) = notices(cast.ada)
    assert (notice.post, notice.is_unread()) == (opening, True)
    assert not notices(cast.cy)


def test_saying_it_twice_says_it_once(cast, opening):
    assert react(by=cast.cy, post=opening, kind=SAME) == react(by=cast.cy, post=opening, kind=SAME)
    assert Reaction.objects.count() == 1


def test_a_notice_that_was_read_is_new_again_with_somebody_new(cast, opening):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    read_all(cast.ada)
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    assert not notices(cast.ada)[0].is_unread()
    react(by=cast.eve, post=opening, kind=WITH_YOU)
    (notice,) = notices(cast.ada)
    assert notice.is_unread()


@pytest.mark.parametrize("how", ["blocked", "blocks", "muted"])
def test_of_somebody_at_a_distance_nobody_is_told_any_more(cast, opening, how):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    assert standing_of(cast.ada).has_unread_notices
    if how == "blocked":
        block(by=cast.ada, persona=face_of(cast.cy))
    elif how == "blocks":
        block(by=cast.cy, persona=face_of(cast.ada))
    else:
        mute(by=cast.ada, persona=face_of(cast.cy))
    assert not notices(cast.ada)
    assert not standing_of(cast.ada).has_unread_notices
    # Of somebody else they hear as before.
    react(by=cast.eve, post=opening, kind=HELPED)
    assert len(notices(cast.ada)) == 1
    assert standing_of(cast.ada).has_unread_notices


def test_a_block_between_other_names_leaves_the_notice(cast, topic):
    said = reply(by=cast.ada, parent=topic.posts.get(), words="Here.")
    answer = reply(by=cast.eve, parent=said, words="I too.", face_name="Alder")
    react(by=cast.eve, post=said, kind=WITH_YOU)
    block(by=cast.ada, persona=face_of(cast.eve))
    assert len(notices(cast.ada)) == 1
    block(by=cast.ada, persona=answer.author)
    assert not notices(cast.ada)


def test_taken_back_it_was_never_said(cast, opening):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    react(by=cast.cy, post=opening, kind=HELPED)
    take_back(by=cast.cy, post=opening, kind=WITH_YOU)
    assert [each.kind for each in Reaction.objects.all()] == [HELPED]
    assert len(notices(cast.ada)) == 1
    take_back(by=cast.cy, post=opening, kind=HELPED)
    assert not notices(cast.ada)


def test_nobody_takes_back_what_somebody_else_said(cast, opening):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    take_back(by=cast.eve, post=opening, kind=WITH_YOU)
    assert Reaction.objects.count() == 1


def test_it_leaves_no_trail(cast, opening):
    before = Trail.objects.count()
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    take_back(by=cast.cy, post=opening, kind=WITH_YOU)
    assert Trail.objects.count() == before


def test_under_a_name_for_one_topic_it_is_said_under_that(cast, opening):
    reply(by=cast.cy, parent=opening, words="Here.", face_name="Alder")
    assert react(by=cast.cy, post=opening, kind=WITH_YOU).by.name == "Alder"
    take_back(by=cast.cy, post=opening, kind=WITH_YOU)
    assert not Reaction.objects.exists()


def test_the_same_person_says_it_once_whatever_their_names(cast, opening):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    reply(by=cast.cy, parent=opening, words="Here.", face_name="Alder")
    assert react(by=cast.cy, post=opening, kind=WITH_YOU).by.name == "Marlow"


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("own", "your own post"),
        ("own under another name", "your own post"),
        ("hidden", "gone already"),
        ("withdrawn", "gone already"),
        ("not a member", "Join this circle"),
        ("has left", "Join this circle"),
    ],
)
def test_why_not(cast, opening, why, says):
    by, post = cast.cy, opening
    if why == "own":
        by = cast.ada
    elif why == "own under another name":
        topic = open_topic(
            by=cast.cy, circle=cast.circle, title="Else", words="Here.", face_name="Alder"
        )
        post = topic.posts.get()
    elif why == "hidden":
        Post.objects.update(hidden_at="2026-01-01T00:00Z")
    elif why == "withdrawn":
        withdraw(by=cast.ada, post=opening)
    elif why == "not a member":
        by = cast.dov
    else:
        part(by=cast.cy, circle=cast.circle)
    with pytest.raises(ReactionRefused, match=says):
        react(by=by, post=post, kind=WITH_YOU)
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("how", ["muted", "blocked", "blocks"])
def test_nobody_hears_of_whom_they_keep_away_from(cast, opening, how):
    if how == "muted":
        mute(by=cast.ada, persona=face_of(cast.bel))
    elif how == "blocked":
        block(by=cast.ada, persona=face_of(cast.bel))
    else:
        block(by=cast.bel, persona=face_of(cast.ada))
    # A moderator sees what others behind a block do not.
    react(by=cast.bel, post=opening, kind=WITH_YOU)
    assert not Notice.objects.filter(user=cast.ada).exists()
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    assert len(notices(cast.ada)) == 1


def test_an_author_whom_nobody_knows_is_told_nothing(cast, opening):
    Persona.objects.filter(owner=cast.ada).update(owner=None)
    assert react(by=cast.cy, post=opening, kind=WITH_YOU)
    assert not Notice.objects.exists()


def test_only_in_the_circle_of_the_post(cast):
    other = open_circle(by=None, name="Elsewhere")
    join(by=cast.ada, circle=other)
    topic = open_topic(by=cast.ada, circle=other, title="There", words="Words.")
    with pytest.raises(ReactionRefused, match="Join this circle"):
        react(by=cast.cy, post=topic.posts.get(), kind=WITH_YOU)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_notice():
    cast = make_cast()
    opening = open_topic(by=cast.ada, circle=cast.circle, title="Day", words="x").posts.get()
    react(by=cast.bel, post=opening, kind=WITH_YOU)
    read_all(cast.ada)
    start = threading.Barrier(2)
    failed = []

    def press(user):
        try:
            start.wait(timeout=20)
            react(by=user, post=opening, kind=WITH_YOU)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=[user]) for user in (cast.cy, cast.eve)]
    for each in people:
        each.start()
    for each in people:
        each.join(timeout=60)
    assert not failed
    assert Reaction.objects.count() == 3
    assert [notice.is_unread() for notice in notices(cast.ada)] == [True]
