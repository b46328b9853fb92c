"""The page on which another moderator answers."""

import pytest
from django.urls import reverse

from forums.actions.appeals import appeal
from forums.actions.circles import appoint
from forums.choices import Outcome, Role
from forums.models import Appeal, Notice, Trail
from forums.rules import Step
from tests.forums.deciding import case_about, cutting, decided, measure_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(cast, push, rule):
    """eve asks for another look at what bel took out of her words; cy can answer."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    cut = cutting(push, "answers")
    decision = decided(case_about(push, by=cast.ada), rule, cut, Step(Outcome.WARN), by=cast.bel)
    return appeal(by=cast.eve, decision=decision, words="I meant no harm.")


def url_of(asks):
    return reverse("forums:answer_appeal", args=[asks.ref])


def test_it_is_there_for_whoever_may_answer_and_for_nobody_else(cast, asks):
    assert cast.client(cast.cy).get(url_of(asks)).status_code == 200
    for user in (cast.bel, cast.eve, cast.ada, cast.dov):
        assert cast.client(user).get(url_of(asks)).status_code == 404


def test_it_shows_what_was_said_and_decided_and_what_it_said_before(cast, asks):
    page = cast.client(cast.cy).get(url_of(asks)).content.decode()
    for words in ("I meant no harm.", "For a reason.", "get your answers", "Please."):
        assert words in page
    for name in ("Linden", "Wren", cast.eve.sign_in_name):
        assert name not in page.split("<main")[1]
    assert Trail.objects.filter(verb="look_at_original", by=cast.cy).exists()


def test_the_answer_takes_back_what_is_chosen_and_is_told(cast, push, asks):
    measure = measure_of(asks.decision, Outcome.REDACT)
    fields = {"outcome": "undone", "undo": [measure.pk], "words": "You are right."}
    response = cast.client(cast.cy).post(url_of(asks), fields)
    assert response["Location"] == reverse("forums:desk")
    push.refresh_from_db()
    assert push.source == "Just call and get your answers."
    notice = Notice.objects.get(user=cast.eve, kind="appeal")
    told = cast.client(cast.eve).get(reverse("forums:notice", args=[notice.ref]), follow=True)
    page = told.content.decode()
    for words in ("You are right.", "The decision is undone", "Taken back on"):
        assert words in page


def test_an_answer_that_does_not_fit_keeps_its_words(cast, asks):
    fields = {"outcome": "undone", "words": "My careful words."}
    response = cast.client(cast.cy).post(url_of(asks), fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert "My careful words." in page
    assert "Please choose what is taken back." in page
    assert not Appeal.objects.get().is_answered()
