"""Whoever reported something without an account asks for another look, and reads the answer."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from forums.actions.appeals import answer_appeal
from forums.actions.conversation import open_topic
from forums.actions.deciding import machine_decision
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report_as_visitor
from forums.choices import AppealAnswer, CaseState, Concern, Outcome
from forums.models import Appeal
from forums.rules import Step
from tests.forums.deciding import decided, in_days, measure_of

pytestmark = pytest.mark.django_db
WORDS = "My careful words."


@pytest.fixture
def told(cast, open_to_anyone):
    """What was reported without an account, and the address under which they hear of it."""
    for user in (cast.bel, cast.dov):
        appoint_to_house(by=None, user=user)
    topic = open_topic(by=cast.ada, circle=open_to_anyone, title="Sun", words="Out it comes.")
    filed, token = report_as_visitor(subject=topic.posts.get(), concern=Concern.HATE)
    return filed, reverse("forums:reported_as_visitor", args=[token])


@pytest.fixture
def keeping(cast, told, rule):
    return decided(told[0].case, rule, Step(Outcome.KEEP), by=cast.bel)


def test_whoever_has_the_link_asks_and_reads_the_answer_there(cast, told, keeping):
    report, url = told
    assert "Ask for another look" in Client().get(url).content.decode()
    page = Client().post(url, {"words": WORDS}, follow=True).content.decode()
    assert "It has arrived" in page
    assert "<textarea" not in page
    asks = Appeal.objects.get()
    assert (asks.user, asks.report, asks.decision, asks.words) == (None, report, keeping, WORDS)
    answer_appeal(
        by=cast.dov, appeal=asks, outcome=AppealAnswer.STANDS, words="We looked, all of us."
    )
    after = Client().get(url).content.decode()
    assert "The decision stands" in after
    assert "We looked, all of us." in after
    # Whoever else finds the link reads nothing of what they said.
    assert WORDS not in page + after


def test_where_it_is_decided_anew_both_answers_stand_there_and_they_can_ask_again(
    cast, told, keeping, rule
):
    report, url = told
    Client().post(url, {"words": WORDS})
    answer_appeal(
        by=cast.dov,
        appeal=Appeal.objects.get(),
        outcome=AppealAnswer.UNDONE,
        words="You are right.",
        undo=[measure_of(keeping, Outcome.KEEP)],
    )
    decided(report.case, rule, Step(Outcome.HIDE), by=cast.dov)
    page = Client().get(url).content.decode()
    assert "You are right." in page
    assert "To whoever reported it." in page
    Client().post(url, {"words": "And now?"})
    assert Appeal.objects.count() == 2


def test_nothing_typed_is_lost_and_every_no_is_a_sentence(told, keeping):
    _report, url = told
    empty = Client().post(url, {"words": " "})
    assert (empty.status_code, "say it in a sentence" in empty.content.decode()) == (422, True)
    with time_machine.travel(in_days(184)):
        late = Client().get(url).content.decode()
        assert "more than six months ago" in late
        assert "<textarea" not in late
        refused = Client().post(url, {"words": WORDS})
        assert refused.status_code == 422
        for said in (WORDS, "more than six months ago"):
            assert said in refused.content.decode()
    Client().post(url, {"words": WORDS})
    again = Client().post(url, {"words": "Once more."})
    assert again.status_code == 422
    for said in ("asked for another look already", "Once more."):
        assert said in again.content.decode()
    assert Appeal.objects.count() == 1


def test_what_nobody_has_decided_yet_cannot_be_asked_about(told, rule):
    report, url = told
    machine_decision(case=report.case, rule=rule)
    assert "<textarea" not in Client().get(url).content.decode()
    refused = Client().post(url, {"words": WORDS})
    assert refused.status_code == 422
    assert "Nobody has decided it yet" in refused.content.decode()


def test_too_many_from_one_place_are_asked_to_wait_and_lose_nothing(told, keeping):
    _report, url = told
    for _each in range(10):
        Client().post(url, {"words": WORDS})
    page = Client().post(url, {"words": WORDS})
    assert page.status_code == 422
    assert re.search("in an hour.*My careful words", page.content.decode(), re.DOTALL)


def test_a_link_that_never_was_asks_nothing(told, keeping):
    _report, url = told
    assert Client().post(url[:-2] + "/", {"words": WORDS}).status_code == 404
    assert not Appeal.objects.exists()


def test_one_report_gives_no_word_in_another_case(cast, told, keeping, rule, open_to_anyone):
    _report, url = told
    other = open_topic(by=cast.ada, circle=open_to_anyone, title="Rain", words="Down.")
    filed, _token = report_as_visitor(subject=other.posts.get(), concern=Concern.HATE)
    decided(filed.case, rule, Step(Outcome.HIDE), by=cast.bel)
    Client().post(url, {"words": WORDS})
    assert Appeal.objects.get().decision == keeping
    filed.case.refresh_from_db()
    assert filed.case.state == CaseState.DECIDED
