"""Another look, from every side: of whoever is suspended, of whoever reported, and of the moderator
who answers them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply
from forums.choices import Outcome, Role
from forums.models import Appeal, Post, Rule
from forums.rules import Step
from tests.forums.deciding import case_about, decided

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def decisions(cast):
    """What eve said is hidden, and she is suspended; what cy said stays. Both are bel's doing; cy
    and dov could answer for her, but cy not in a case about himself."""
    for user in (cast.cy, cast.dov):
        appoint(by=None, user=user, circle=cast.circle, role=Role.MODERATOR)
    rule = Rule.objects.get_or_create(
        place=3, defaults={"title": "No blame", "explanation": "It was not your fault."}
    )[0]
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Noon", words="Alone.")
    made = []
    for user, words, steps in (
        (
            cast.eve,
            "You asked for it.",
            [
                Step(Outcome.HIDE),
                Step(Outcome.SUSPEND, until=timezone.now() + timedelta(days=7)),
            ],
        ),
        (cast.cy, "Read it back to yourself.", [Step(Outcome.KEEP)]),
    ):
        post = reply(by=user, parent=topic.posts.get(parent=None), words=words)
        made.append(decided(case_about(post, by=cast.ada), rule, *steps, by=cast.bel))
    return made


def test_the_suspended_and_the_reporter_ask_and_somebody_else_answers(come_in, cast, decisions):
    eve = come_in()
    eve.sign_in(cast.eve)
    eve.open("/notices/")
    eve.follow("A decision about something you wrote")
    eve.see("You cannot write.")
    ask(eve, "I meant myself.")

    ada = come_in()
    ada.sign_in(cast.ada)
    ada.open(decisions[1].get_absolute_url())
    ask(ada, "It reads differently from here.")

    dov = come_in()
    dov.sign_in(cast.dov)
    dov.open("/desk/")
    dov.unfold(dov.main.get_by_role("link", name="Another look 2"))
    dov.follow("Whoever it is about asks for another look")
    dov.see("I meant myself.")
    expect(dov.main.get_by_text("You asked for it.")).to_have_count(1)
    dov.choose("The decision is undone")
    dov.main.get_by_label("Hide it", exact=True).uncheck()
    dov.type("Your answer", "It stays hidden, and you can write again.")
    dov.check_page()
    dov.press("Answer")
    dov.follow("Whoever reported it asks for another look")
    dov.choose("The decision stands")
    expect(dov.main.get_by_text("What is taken back")).to_be_hidden()
    dov.type("Your answer", "We have read it again, and it is meant kindly.")
    dov.check_page()
    dov.press("Answer")
    dov.not_see("asks for another look")
    assert set(Appeal.objects.values_list("outcome", flat=True)) == {"stands", "undone"}

    eve.open("/notices/")
    eve.follow("An answer to your appeal")
    eve.see("It stays hidden, and you can write again.")
    eve.see("Taken back on")
    eve.check_page()
    eve.open(Post.objects.get(author__owner=cast.cy).topic.get_absolute_url())
    expect(eve.main.get_by_role("link", name="Answer Wren")).to_be_visible()
    ada.open("/notices/")
    ada.follow("An answer to your appeal")
    ada.see("The decision stands")
    ada.see("it is meant kindly")
    ada.check_page()


def ask(somebody, words):
    somebody.check_page()
    somebody.type("What should we see differently?", words)
    somebody.press("Ask for another look")
    somebody.see("Somebody else than whoever decided will look")
    somebody.check_page()
