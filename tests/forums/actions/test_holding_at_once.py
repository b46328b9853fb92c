"""What waits, when several people come to it in the same moment, each on their own connection."""

from functools import partial

import pytest
from django.db import transaction

from forums.actions.circles import change_circle
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.holding import hold, let_out
from forums.actions.letting_appear import let_appear
from forums.choices import HeldFor, Holding, NoticeKind
from forums.models import Announcement, Case, Notice, Post, Rule, Topic
from tests.cast import make_cast
from tests.forums.actions.test_doors_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def opening(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    change_circle(by=None, circle=cast.circle, holding=Holding.NEWCOMERS, newcomer_posts=1)
    return topic.posts.get()


def newcomer_says(cast, opening, words):
    return reply(by=cast.cy, parent=Post.objects.get(pk=opening.pk), words=words)


def by_itself(verb, post, **arguments):
    with transaction.atomic():
        return verb(Post.objects.get(pk=post.pk), **arguments)


def assert_counts_are_true(opening):
    there = Post.objects.filter(topic=opening.topic_id, parent__isnull=False, held_at=None)
    topic, post = Topic.objects.get(pk=opening.topic_id), Post.objects.get(pk=opening.pk)
    assert (topic.replies_count, post.answers_count) == (there.count(), there.count())
    told = Announcement.objects.filter(post__parent__isnull=False).values_list("post", flat=True)
    assert set(told) >= set(there.values_list("pk", flat=True))


def test_two_first_posts_at_once_both_wait(cast, opening):
    one, two = at_once(
        partial(newcomer_says, cast, opening, "One."), partial(newcomer_says, cast, opening, "Two.")
    )
    assert not [str(end) for end in (one, two) if isinstance(end, Exception)]
    assert [post.held_for for post in (one, two)] == [HeldFor.NEWCOMER] * 2
    assert {one.path, two.path} == {"11", "12"}
    assert_counts_are_true(opening)


def test_what_is_let_out_and_withdrawn_at_once_is_counted_if_it_appeared(cast, opening):
    for number in range(ROUNDS):
        held = hold_one(cast, opening, f"Number {number}.")
        ended = at_once(
            partial(by_itself, let_out, held, by=cast.bel),
            partial(withdraw, by=cast.eve, post=held),
            partial(by_itself, let_out, held, by=cast.bel),
        )
        assert not [end for end in ended if isinstance(end, Exception)]
        assert_counts_are_true(opening)
        assert not Post.objects.get(pk=held.pk).is_standing()


def hold_one(cast, opening, words):
    with transaction.atomic():
        said = reply(by=cast.eve, parent=opening, words=words)
        return said if said.held_at else hold(said, held_for=HeldFor.NEWCOMER)


def test_two_moderators_who_let_it_appear_at_once_count_it_once(cast, opening):
    Rule.objects.get_or_create(place=1, defaults={"title": "A rule", "explanation": "x"})
    for number in range(ROUNDS):
        held = hold_one(cast, opening, f"Number {number}.")
        case = Case.objects.get(post=held)
        ended = at_once(
            *[partial(let_appear, by=cast.bel, case=case, seen_version=case.version)] * 2
        )
        assert len([end for end in ended if isinstance(end, Exception)]) == 1
        assert_counts_are_true(opening)
        assert Notice.objects.filter(post=held, kind=NoticeKind.HELD).count() == 1


def test_whoever_answers_and_whoever_lets_out_wait_for_nobody_for_ever(cast, opening):
    """The one answers what the other lets an answer appear to, and quotes that answer."""
    for number in range(ROUNDS):
        held = hold_one(cast, opening, f"Number {number}.")
        quote = f"> [Someone](/p/{held.ref}/)\n>\n> Number.\n\nYes, {number}."
        ended = at_once(
            partial(by_itself, let_out, held, by=cast.bel),
            partial(reply, by=cast.ada, parent=opening, words=quote),
            partial(by_itself, hold, opening, held_for=HeldFor.SCREEN),
        )
        assert "deadlock" not in str(ended)
        Post.objects.filter(pk=opening.pk).update(hidden_at=None, held_for=None)
        assert_counts_are_true(opening)


def test_what_is_answered_and_held_at_once_keeps_its_place_or_is_not_answered(cast, opening):
    for number in range(ROUNDS):
        said = reply(by=cast.ada, parent=opening, words=f"Said {number}.")
        answer, _held = at_once(
            partial(reply, by=cast.bel, parent=said, words=f"Yes {number}."),
            partial(by_itself, hold, said, held_for=HeldFor.SCREEN),
        )
        said.refresh_from_db()
        assert not said.is_standing()
        assert (said.held_at is None) is isinstance(answer, Post)
        if said.held_at:
            by_itself(let_out, said, by=cast.bel)
