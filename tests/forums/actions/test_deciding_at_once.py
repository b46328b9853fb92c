"""Several people at one case in the same moment, each on a connection of their own."""

from functools import partial

import pytest
from django.utils import timezone

from forums.actions.appeals import answer_appeal, appeal
from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.deciding import undo
from forums.actions.reporting import report
from forums.choices import AppealAnswer, CaseState, Concern, Outcome, Role
from forums.models import Appeal, Case, Decision, Measure, Original, Post, Rule
from forums.refusals import AppealRefused, DecisionRefused
from forums.rules import Step
from tests.cast import make_cast
from tests.forums.actions.test_doors_at_once import at_once
from tests.forums.deciding import case_about, decide, decided, measure_of, ruling

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


@pytest.fixture
def cast():
    cast = make_cast()
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    return cast


@pytest.fixture
def rule():
    return Rule.objects.get_or_create(place=90, defaults={"title": "Rule", "explanation": "x"})[0]


@pytest.fixture
def opening(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello")
    return topic.posts.get()


def said(cast, opening, number):
    return reply(by=cast.eve, parent=opening, words=f"Call {number}.")


def test_of_two_moderators_one_decides_and_the_other_is_told(cast, opening, rule):
    for number in range(ROUNDS):
        case = case_about(said(cast, opening, number), by=cast.ada)
        asked = ruling(case, rule)
        ended = at_once(*[partial(decide, by=user, **asked) for user in (cast.bel, cast.cy)])
        assert sorted(type(end).__name__ for end in ended) == ["Decision", "DecisionRefused"]
        assert case.decisions.count() == 1


def test_whoever_withdraws_while_it_is_removed_leaves_no_copy(cast, opening, rule):
    for number in range(ROUNDS):
        post = said(cast, opening, number)
        asked = ruling(case_about(post, by=cast.ada), rule, Step(Outcome.REMOVE))
        removed, _withdrawn = at_once(
            partial(decide, by=cast.bel, **asked), partial(withdraw, by=cast.eve, post=post)
        )
        assert isinstance(removed, (Decision, DecisionRefused))
        post.refresh_from_db()
        assert (post.source, post.withdrawn_at is None) == ("", False)
        assert not Original.objects.filter(post=post).exists()


def test_a_report_that_comes_while_it_is_decided_waits_for_nobody(cast, opening, rule):
    for number in range(ROUNDS):
        post = said(cast, opening, number)
        asked = ruling(case_about(post, by=cast.ada), rule)
        at_once(
            partial(decide, by=cast.bel, **asked),
            partial(report, by=cast.cy, subject=opening, concern=Concern.OTHER),
            partial(report, by=cast.dov, subject=post, concern=Concern.OTHER),
        )
        assert Case.objects.filter(post=post).count() == 1
        Case.objects.filter(post=opening).update(state=CaseState.FINAL, decided_at=timezone.now())
        opening.cases.get().reports.all().delete()


def test_somebody_asks_for_another_look_while_it_is_taken_back(cast, opening, rule):
    for number in range(ROUNDS):
        post = said(cast, opening, number)
        decision = decided(case_about(post, by=cast.ada), rule, by=cast.bel)
        ended = at_once(
            partial(undo, by=cast.cy, measure=measure_of(decision, Outcome.HIDE)),
            partial(appeal, by=cast.eve, decision=decision, words="Please."),
        )
        assert [type(end) for end in ended] == [Measure, Appeal]
        decision.case.refresh_from_db()
        assert decision.case.state == CaseState.APPEALED


def test_an_appeal_is_answered_once_and_taken_back_once(cast, opening, rule):
    appoint(by=None, user=cast.dov, circle=cast.circle, role=Role.MODERATOR)
    for number in range(ROUNDS):
        post = said(cast, opening, number)
        decision = decided(case_about(post, by=cast.ada), rule, by=cast.bel)
        asks = appeal(by=cast.eve, decision=decision, words="Please.")
        hiding = measure_of(decision, Outcome.HIDE)
        yes = {"outcome": AppealAnswer.UNDONE, "words": "Yes.", "undo": [hiding]}
        no = {"outcome": AppealAnswer.STANDS, "words": "No."}
        ended = at_once(
            partial(answer_appeal, by=cast.cy, appeal=asks, **yes),
            partial(answer_appeal, by=cast.dov, appeal=asks, **no),
        )
        assert sorted(type(end).__name__ for end in ended) == ["Appeal", AppealRefused.__name__]
        asks.refresh_from_db()
        is_undone = asks.outcome == AppealAnswer.UNDONE
        assert Post.objects.get(pk=post.pk).is_standing() is is_undone


def test_a_topic_is_moved_while_one_of_its_answers_is_decided(cast, opening, rule):
    elsewhere = open_circle(by=None, name="Elsewhere")
    for user in (cast.bel, cast.cy):
        appoint(by=None, user=user, circle=elsewhere, role=Role.MODERATOR)
    for number in range(ROUNDS):
        topic = open_topic(by=cast.ada, circle=cast.circle, title=f"T {number}", words="Hello")
        post = said(cast, topic.posts.get(), number)
        about_answer = case_about(post, by=cast.ada)
        about_topic = case_about(topic, by=cast.eve, seen_in=post)
        ended = at_once(
            partial(decide, by=cast.bel, **ruling(about_answer, rule)),
            partial(
                decide,
                by=cast.cy,
                **ruling(about_topic, rule, Step(Outcome.MOVE, circle=elsewhere)),
            ),
        )
        assert isinstance(ended[1], Decision)
        assert isinstance(ended[0], (Decision, DecisionRefused))
        topic.refresh_from_db()
        assert topic.circle == elsewhere
