"""Telling the moderators: by somebody who may be known, and by somebody without an account."""

import re

import pytest
from playwright.sync_api import expect

from forums.actions.appeals import answer_appeal
from forums.actions.circles import join, open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report_as_visitor
from forums.choices import AppealAnswer, Concern, Outcome, Reading
from forums.models import Appeal, Block, Case, Report, Rule
from forums.rules import Step
from tests.forums.deciding import decided

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_whoever_may_be_known_is_out_of_sight_at_once(come_in, cast):
    topic = open_topic(by=cast.eve, circle=cast.circle, title="Day nine", words="The evenings.")
    reply(by=cast.ada, parent=topic.posts.get(), words="Like mine, in the house by the mill.")
    her = come_in()
    her.sign_in(cast.ada)
    her.open(topic.get_absolute_url())
    opening = her.page.get_by_role("article").filter(has_text="The evenings.").first
    her.unfold(opening.get_by_label("More about this post").first)
    her.go_by(opening.get_by_role("link", name="Report").first)
    her.follow("The person")
    her.check_page()
    her.press("Send it")
    her.see("Please choose what comes closest.")
    her.choose("I may know them, and they may know me")
    her.type("Anything else", "It sounds like somebody from before.")
    her.press("Send it")
    her.see("You and they do not meet here any more.")
    her.see("It sounds like somebody from before.")
    her.check_page()
    assert Block.objects.count() == 1
    assert Case.objects.get().harm == "danger"

    her.follow("Kept at a distance")
    her.see("Someone")
    her.open(topic.get_absolute_url())
    her.not_see("The evenings.")
    her.open("/notices/")
    her.follow("What I reported")
    her.check_page()
    her.follow("Somebody in a circle")
    her.see("A moderator will look at it.")


def test_a_visitor_reports_a_topic_and_hears_of_it_under_a_link(come_in, cast):
    circle = open_circle(by=None, name="Good news", reading=Reading.ANYONE)
    join(by=cast.ada, circle=circle)
    topic = open_topic(by=cast.ada, circle=circle, title="Sun", words="Out it comes.")
    visitor = come_in()
    visitor.open(topic.get_absolute_url())
    opening = visitor.page.get_by_role("article").first
    visitor.unfold(opening.get_by_label("More about this post"))
    visitor.go_by(opening.get_by_role("link", name="Report"))
    visitor.follow("The whole topic")
    visitor.see("You need no account for this")
    visitor.check_page()
    visitor.choose("It is against the law")
    visitor.press("Send it")
    visitor.see("Copy this if you want to hear what came of it")
    visitor.check_page()
    link = visitor.page.locator(".link-to-copy").inner_text()
    assert Report.objects.get().case.topic == topic
    visitor.follow("Done")
    expect(visitor.page).to_have_url(re.compile("/t/"))

    later = come_in()
    later.page.goto(link)
    later.see("It has arrived. A moderator will look at it.")
    later.not_see("Out it comes.")
    later.check_page()


def test_a_visitor_asks_for_another_look_and_reads_the_answer_under_the_link(come_in, cast):
    appoint_to_house(by=None, user=cast.bel)
    appoint_to_house(by=None, user=cast.dov)
    circle = open_circle(by=None, name="Good news", reading=Reading.ANYONE)
    join(by=cast.ada, circle=circle)
    topic = open_topic(by=cast.ada, circle=circle, title="Sun", words="Out it comes.")
    filed, token = report_as_visitor(subject=topic, concern=Concern.HATE)
    rule = Rule.objects.get_or_create(place=90, defaults={"title": "Rule", "explanation": "x"})[0]
    decided(filed.case, rule, Step(Outcome.KEEP), by=cast.bel)

    visitor = come_in()
    visitor.open(f"/reported/{token}/")
    visitor.see("To whoever reported it.")
    visitor.check_page()
    visitor.press("Ask for another look")
    visitor.see("Please say it in a sentence or two.")
    visitor.type("What should we see differently?", "It names my sister.")
    visitor.press("Ask for another look")
    visitor.see("It has arrived. Somebody else than whoever decided will look")
    visitor.not_see("It names my sister.")
    visitor.check_page()
    answer_appeal(
        by=cast.dov,
        appeal=Appeal.objects.get(report=filed),
        outcome=AppealAnswer.STANDS,
        words="We have looked again, with care.",
    )
    visitor.open(f"/reported/{token}/")
    visitor.see("The decision stands")
    visitor.see("We have looked again, with care.")
    visitor.check_page()
