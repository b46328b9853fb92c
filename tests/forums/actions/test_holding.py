"""What waits for a moderator: when it does, and that nothing counts it until it appears."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.following import follow
from forums.actions.holding import let_out
from forums.choices import Concern, HeldFor, Holding, NoticeKind, Outcome, Source
from forums.models import (
    Announcement,
    Case,
    Decision,
    Measure,
    Notice,
    Post,
    Report,
    Sanction,
    SearchEntry,
    Topic,
    Trail,
)
from forums.refusals import ReplyRefused
from forums.rules import waits
from tests.forums.holding import counts_of, now_holds, told

pytestmark = pytest.mark.django_db

NAME_FOR_ONE_TOPIC = "Small Lantern"


@pytest.fixture
def reads_first(cast):
    """In the circle, a moderator reads the first two posts of somebody new."""
    now_holds(cast.circle, holding=Holding.NEWCOMERS, newcomer_posts=2)


@pytest.fixture
def reads_all(cast):
    now_holds(cast.circle, holding=Holding.EVERYTHING)


# --- When ---------------------------------------------------------------------------------------


def test_a_newcomers_first_posts_wait_until_so_many_have_appeared(cast, opening, reads_first):
    one, two, three = (reply(by=cast.cy, parent=opening, words=f"Number {n}.") for n in range(3))
    assert [post.held_for for post in (one, two, three)] == [HeldFor.NEWCOMER] * 3
    let_out(one, by=cast.bel)
    assert waits(reply(by=cast.cy, parent=opening, words="Still new."))
    let_out(two, by=cast.bel)
    assert reply(by=cast.cy, parent=opening, words="Not new any more.").is_standing()


def test_a_name_for_one_topic_is_as_new_as_whoever_wears_it(cast, opening, reads_first):
    """And who is not new is so under any name, though nobody else learns why."""
    new = reply(by=cast.cy, parent=opening, words="Me.", face_name=NAME_FOR_ONE_TOPIC)
    assert new.held_for == HeldFor.NEWCOMER
    now_holds(cast.circle, newcomer_posts=1)
    other = open_topic(
        by=cast.ada, circle=cast.circle, title="x", words="y", face_name="Quiet Heron"
    )
    assert other.posts.get().is_standing()


def test_what_was_taken_out_makes_nobody_known(cast, opening, reads_first):
    now_holds(cast.circle, newcomer_posts=1)
    Post.objects.filter(pk=opening.pk).update(hidden_at=timezone.now(), hidden_by=cast.bel)
    assert open_topic(by=cast.ada, circle=cast.circle, title="x", words="y").held_at


def test_posts_in_another_circle_make_nobody_known_here(cast, open_to_anyone, reads_first):
    for number in range(3):
        open_topic(by=cast.ada, circle=open_to_anyone, title=f"{number}", words="x")
    assert open_topic(by=cast.ada, circle=cast.circle, title="x", words="y").held_at


def test_where_everything_is_read_first_everything_waits_but_what_moderators_write(
    cast, opening, reads_all
):
    assert reply(by=cast.ada, parent=opening, words="x").held_for == HeldFor.CIRCLE
    assert reply(by=cast.bel, parent=opening, words="y").is_standing()


def sanction(user, *, circle=None, until=timedelta(days=3), rule=None):
    about = open_topic_for(user, circle)
    decision = Decision.objects.create(
        case=about, outcomes=[Outcome.HOLD], rule=rule, reason="x",
        statement_to_author="x", statement_to_reporter="x",
    )  # fmt: skip
    measure = Measure.objects.create(decision=decision, outcome=Outcome.HOLD)
    now = timezone.now()
    return Sanction.objects.create(
        user=user, circle=circle, kind=Outcome.HOLD, measure=measure, until=now + until
    )


def open_topic_for(user, circle):
    post = Post.objects.filter(author__owner=user).first()
    now = timezone.now()
    return Case.objects.create(
        circle=post.topic.circle, post=post, harm="none", due_at=now + timedelta(days=1)
    )


def test_what_somebody_writes_under_a_sanction_waits_for_its_time_and_in_its_place(
    cast, opening, open_to_anyone, rule
):
    mine = sanction(cast.ada, circle=cast.circle, rule=rule)
    assert reply(by=cast.ada, parent=opening, words="x").held_for == HeldFor.SANCTION
    assert open_topic(by=cast.ada, circle=open_to_anyone, title="x", words="y").held_at is None
    Sanction.objects.filter(pk=mine.pk).update(circle=None)
    assert open_topic(by=cast.ada, circle=open_to_anyone, title="z", words="y").held_at
    Sanction.objects.filter(pk=mine.pk).update(until=timezone.now())
    assert reply(by=cast.ada, parent=opening, words="later").is_standing()


# --- Counted nowhere, and then everywhere ---------------------------------------------------------


def test_what_waits_has_a_number_and_is_counted_nowhere(cast, opening, reads_all):
    follow(by=cast.dov, topic=opening.topic)
    before = opening.topic.last_post_at
    held = reply(by=cast.cy, parent=opening, words="Hello.")
    beside = reply(by=cast.bel, parent=opening, words="Beside it.")
    assert (held.path, beside.path) == ("11", "12")
    assert counts_of(held) == (1, 1, 2)
    Post.objects.filter(pk=beside.pk).delete()
    opening.topic.refresh_from_db()
    assert opening.topic.last_post_at == beside.said_at > before
    assert not Announcement.objects.filter(post=held).exists()
    told()
    assert not Notice.objects.filter(post=held).exists()
    assert not SearchEntry.objects.filter(post=held).exists()


def test_what_is_let_out_is_counted_and_told_now(cast, opening, reads_all):
    follow(by=cast.dov, topic=opening.topic)
    words = "Hello @Wren, and all."
    held = reply(by=cast.eve, parent=opening, words="First.")
    let_out(held, by=cast.bel)
    said = reply(by=cast.cy, parent=opening, words=words)
    held_since = timezone.now() - timedelta(days=2)
    Post.objects.filter(pk=said.pk).update(said_at=held_since, held_at=held_since)
    Topic.objects.update(last_post_at=held_since)
    let_out(said, by=cast.bel)
    assert counts_of(said) == (2, 2, 2)
    topic = Topic.objects.get(pk=opening.topic_id)
    assert topic.last_post_at == said.said_at > held_since
    told()
    kinds = dict(Notice.objects.filter(post=said).values_list("user", "kind"))
    assert kinds == {
        cast.ada.pk: NoticeKind.ANSWER,
        cast.dov.pk: NoticeKind.POST,
        cast.cy.pk: NoticeKind.HELD,
    }
    assert SearchEntry.objects.filter(post=said).exists()
    assert said.is_standing()


def test_a_held_topic_is_opened_when_it_is_let_out(cast, reads_all):
    follow(by=cast.dov, circle=cast.circle)
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day one", words="Hello.")
    assert topic.held_at
    Topic.objects.update(opened_at=topic.opened_at - timedelta(days=1))
    told()
    assert not Notice.objects.filter(user=cast.dov).exists()
    opening = let_out(topic.posts.get(), by=cast.bel)
    topic.refresh_from_db()
    assert (topic.held_at, topic.replies_count) == (None, 0)
    assert topic.opened_at == topic.last_post_at == opening.said_at
    told()
    assert Notice.objects.get(user=cast.dov).kind == NoticeKind.TOPIC


def test_letting_out_twice_counts_once(cast, opening, reads_all):
    held = reply(by=cast.cy, parent=opening, words="Hello.")
    let_out(Post.objects.get(pk=held.pk), by=cast.bel)
    let_out(held, by=cast.bel)
    assert counts_of(held) == (1, 1, 1)
    assert Notice.objects.filter(user=cast.cy, post=held).count() == 1
    assert Trail.objects.filter(verb="let_out").count() == 1


def test_what_was_withdrawn_while_it_waited_is_never_let_out(cast, opening, reads_all):
    held = reply(by=cast.cy, parent=opening, words="Hello.")
    withdraw(by=cast.cy, post=held)
    assert not let_out(held, by=cast.bel).is_standing()
    assert counts_of(held) == (0, 0, 1)
    assert not Post.objects.visible_to(cast.ada).filter(pk=held.pk).exists()


def test_nobody_answers_what_waits(cast, opening, reads_all):
    held = reply(by=cast.cy, parent=opening, words="Hello.")
    for user, words in (
        (cast.ada, "not here"),
        (cast.cy, "once it has"),
        (cast.bel, "once it has"),
    ):
        with pytest.raises(ReplyRefused, match=words):
            reply(by=user, parent=held, words="What?")


def test_what_is_pressed_twice_waits_once(cast, opening, reads_all):
    first = reply(by=cast.cy, parent=opening, words="Hello.")
    assert reply(by=cast.cy, parent=opening, words="Hello.") == first
    topic = open_topic(by=cast.cy, circle=cast.circle, title="x", words="y")
    assert open_topic(by=cast.cy, circle=cast.circle, title="x", words="y") == topic


# --- The moderators are asked ---------------------------------------------------------------------


def test_what_waits_opens_a_case_like_any_other(cast, opening, reads_all):
    held = reply(by=cast.cy, parent=opening, words="Hello.")
    report = Report.objects.get()
    assert (report.source, report.concern, report.reporter) == (
        Source.HOLDING,
        Concern.WAITS,
        None,
    )
    assert report.case.subject == held
    assert report.case in Case.objects.visible_to(cast.bel)
    assert Trail.objects.filter(verb="hold", subject_ref=held.ref).get().detail == {
        "held_for": "circle"
    }


def test_what_nobody_has_looked_at_is_withdrawn_from_the_moderators_as_well(
    cast, opening, reads_all
):
    unseen, seen = (reply(by=cast.cy, parent=opening, words=words) for words in "xy")
    Case.objects.filter(post=seen).update(looked_at=timezone.now())
    for post in (unseen, seen):
        withdraw(by=cast.cy, post=post)
    assert Report.objects.get(case__post=unseen).frozen_html == ""
    assert "y" in Report.objects.get(case__post=seen).frozen_html
