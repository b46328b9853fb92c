"""What a sanction keeps somebody from, under any name; what it leaves them; and how it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.celery import app
from forums.actions.circles import join, open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.deciding import undo
from forums.actions.distance import block
from forums.actions.doors import ask_to_join
from forums.actions.reactions import react
from forums.actions.reporting import report
from forums.actions.sanctions import end_sanctions
from forums.actions.wishes import change_wishes
from forums.choices import Concern, HeldFor, NoticeKind, Outcome, ReactionKind
from forums.models import Case, Circle, HouseModerator, Notice, Post, Sanction, Topic
from forums.refusals import Refused
from forums.rules import PAUSES, Step
from forums.tasks import end_run_out_sanctions
from tests.forums.deciding import case_about, decided, in_days, measure_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    HouseModerator.objects.create(user=cast.dov)
    return case_about(push, by=cast.ada)


@pytest.fixture
def elsewhere(cast):
    circle = open_circle(by=None, name="Elsewhere")
    for user in (cast.eve, cast.ada):
        join(by=user, circle=circle)
    return circle


def suspend(cast, case, rule, *, days=3, **fields):
    return decided(case, rule, Step(Outcome.SUSPEND, until=in_days(days), **fields), by=cast.dov)


def ways_to_take_part(cast, topic, push, closed):
    opening = topic.posts.get(parent=None)
    own = Topic.objects.filter(opened_by__owner=cast.eve).get()
    return {
        "answer": lambda: reply(by=cast.eve, parent=opening, words="Me again."),
        "answer as another": lambda: reply(
            by=cast.eve, parent=opening, words="Not me.", face_name="Small Lantern"
        ),
        "open": lambda: open_topic(by=cast.eve, circle=cast.circle, title="Me", words="Again."),
        "change": lambda: revise(by=cast.eve, post=push, words="Call them."),
        "react": lambda: react(by=cast.eve, post=opening, kind=ReactionKind.WITH_YOU),
        "wish": lambda: change_wishes(by=cast.eve, topic=own, wish="listen"),
    }


@pytest.mark.parametrize("outcome", [Outcome.SUSPEND, Outcome.CLOSE])
def test_whoever_is_stopped_takes_no_part_under_any_name_and_is_told_until_when(
    cast, topic, push, case, rule, closed, outcome
):
    open_topic(by=cast.eve, circle=cast.circle, title="Mine", words="Earlier.")
    until = in_days(3) if outcome == Outcome.SUSPEND else None
    decided(case, rule, Step(outcome, until=until), by=cast.dov)
    # What a closed account cannot read is not there to be answered either.
    words = "Until" if outcome == Outcome.SUSPEND else "closed|not here any more"
    for way in ways_to_take_part(cast, topic, push, closed).values():
        with pytest.raises(Refused, match=words):
            way()


def test_in_another_circle_they_go_on(cast, push, case, rule, elsewhere):
    suspend(cast, case, rule)
    open_topic(by=cast.eve, circle=elsewhere, title="Here", words="I can.")


def test_in_the_whole_house_they_do_nothing_nor_come_in_anywhere(
    cast, case, rule, elsewhere, closed
):
    suspend(cast, case, rule, everywhere=True)
    with pytest.raises(Refused, match="Until"):
        open_topic(by=cast.eve, circle=elsewhere, title="Here", words="I cannot.")
    with pytest.raises(Refused, match="Until"):
        ask_to_join(by=cast.eve, circle=closed, answer="May I?")
    with pytest.raises(Refused, match="Until"):
        join(by=cast.eve, circle=open_circle(by=None, name="A third one"))


@pytest.mark.parametrize("outcome", [Outcome.SUSPEND, Outcome.CLOSE])
def test_what_is_everybodys_stays_theirs(cast, opening, push, case, rule, open_to_anyone, outcome):
    news = open_topic(by=cast.ada, circle=open_to_anyone, title="Slept", words="Seven hours.")
    until = in_days(3) if outcome == Outcome.SUSPEND else None
    decided(case, rule, Step(outcome, until=until), by=cast.dov)
    seen = news.posts.get()
    report(by=cast.eve, subject=seen, concern=Concern.OTHER)
    block(by=cast.eve, persona=seen.author, in_topic=news)
    withdraw(by=cast.eve, post=push)
    push.refresh_from_db()
    assert push.withdrawn_at is not None


def test_a_suspended_person_reads_on_and_one_whose_account_is_closed_does_as_anybody_does(
    cast, opening, case, rule, open_to_anyone
):
    suspend(cast, case, rule, everywhere=True)
    assert Post.objects.visible_to(cast.eve).filter(pk=opening.pk).exists()
    Case.objects.filter(pk=case.pk).update(state="open", decided_at=None)
    closing = decided(case, rule, Step(Outcome.CLOSE), by=cast.dov)
    assert not Post.objects.visible_to(cast.eve).filter(pk=opening.pk).exists()
    assert set(Circle.objects.visible_to(cast.eve)) == {open_to_anyone}
    undo(by=cast.dov, measure=measure_of(closing, Outcome.CLOSE))
    assert Post.objects.visible_to(cast.eve).filter(pk=opening.pk).exists()


def slow_down(case, rule, hours, *, by, days=3):
    step = Step(Outcome.SLOW, until=in_days(days), pause_hours=hours)
    return decided(case, rule, step, by=by)


@pytest.mark.parametrize("hours", PAUSES)
def test_whoever_is_slowed_down_waits_as_long_as_was_chosen(cast, opening, case, rule, hours):
    slow_down(case, rule, hours, by=cast.bel)
    told = "once in an hour" if hours == 1 else f"once in {hours} hours"
    with (
        time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=-5)),
        pytest.raises(Refused, match=told),
    ):
        reply(by=cast.eve, parent=opening, words="Again.")
    with time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=1)):
        reply(by=cast.eve, parent=opening, words="Again.")
        with pytest.raises(Refused, match=told):
            reply(by=cast.eve, parent=opening, words="And again.")


def test_of_two_pauses_the_longer_one_holds_as_long_as_it_does(cast, opening, case, rule, push):
    slow_down(case, rule, 24, by=cast.bel, days=2)
    slow_down(case_about(push.author, by=cast.ada, seen_in=push), rule, 1, by=cast.bel, days=9)
    with pytest.raises(Refused, match="once in 24 hours"):
        reply(by=cast.eve, parent=opening, words="Again.")
    with time_machine.travel(in_days(3)):
        reply(by=cast.eve, parent=opening, words="Again.")
        with pytest.raises(Refused, match="once in an hour"):
            reply(by=cast.eve, parent=opening, words="And again.")


def test_whoever_is_slowed_down_reads_by_how_much_and_then_that_it_is_over(cast, case, rule):
    decision = slow_down(case, rule, 12, by=cast.bel)
    page = cast.client(cast.eve).get(decision.get_absolute_url()).content.decode()
    assert "You can write once in 12 hours." in page
    assert end_sanctions(now=in_days(4)) == 1
    assert Notice.objects.filter(user=cast.eve, kind=NoticeKind.OVER).exists()


def test_the_database_knows_no_pause_without_an_end_and_none_of_other_kinds(cast, case, rule):
    slow_down(case, rule, 1, by=cast.bel)
    for change in ({"pause_hours": None}, {"pause_hours": 0}, {"kind": Outcome.HOLD}):
        with pytest.raises(IntegrityError, match="slowed_down"), transaction.atomic():
            Sanction.objects.update(**change)


def test_what_is_written_waits_while_that_holds(cast, opening, case, rule):
    decided(case, rule, Step(Outcome.HOLD, until=in_days(3)), by=cast.bel)
    said = reply(by=cast.eve, parent=opening, words="Again.")
    assert said.held_for == HeldFor.SANCTION
    with time_machine.travel(in_days(4)):
        assert reply(by=cast.eve, parent=opening, words="Later.").held_for is None


def test_a_warning_keeps_nobody_from_anything(cast, opening, case, rule):
    decided(case, rule, Step(Outcome.WARN), by=cast.bel)
    reply(by=cast.eve, parent=opening, words="I see.")


def test_it_is_over_at_its_time_whether_the_sweep_came_or_not(cast, opening, case, rule):
    suspend(cast, case, rule)
    with time_machine.travel(in_days(4)):
        reply(by=cast.eve, parent=opening, words="Back.")


def test_the_sweep_tells_once_that_it_is_over(cast, case, rule):
    suspend(cast, case, rule)
    assert end_sanctions(now=timezone.now()) == 0
    assert end_sanctions(now=in_days(4)) == 1
    assert end_sanctions(now=in_days(4)) == 0
    over = Notice.objects.filter(kind=NoticeKind.OVER)
    assert list(over.values_list("user", flat=True)) == [cast.eve.pk]


def test_the_clock_rings_the_sweep(cast, case, rule):
    suspend(cast, case, rule)
    with time_machine.travel(in_days(4)):
        assert end_run_out_sanctions() == 1
    assert app.conf.beat_schedule["end-sanctions"]["task"] == end_run_out_sanctions.name


def test_what_was_lifted_holds_no_more_and_its_end_is_told_to_nobody(cast, opening, case, rule):
    stop = measure_of(suspend(cast, case, rule), Outcome.SUSPEND)
    undo(by=cast.dov, measure=stop)
    reply(by=cast.eve, parent=opening, words="Back.")
    assert end_sanctions(now=in_days(4)) == 0


def test_only_the_house_closes_and_stops_everywhere(cast, case, rule):
    for step in (
        Step(Outcome.CLOSE),
        Step(Outcome.SUSPEND, until=in_days(3), everywhere=True),
    ):
        with pytest.raises(Refused, match="whole house"):
            decided(case, rule, step, by=cast.bel)
    assert not Sanction.objects.exists()


def test_the_pages_that_take_part_say_until_when_and_cost_no_more(
    cast, opening, case, rule, django_assert_max_num_queries
):
    client = cast.client(cast.eve)
    url = opening.topic.get_absolute_url()
    client.get(url)
    suspend(cast, case, rule)
    with django_assert_max_num_queries(8):
        page = client.get(url).content.decode()
    assert "you cannot write here" in page
    assert "/react/" not in page
