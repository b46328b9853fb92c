"""Those who moderate the whole house: what is said against a circle, what was done by whom, and
whose a name is."""

import re

import pytest
from playwright.sync_api import expect

from forums.actions.house import appoint_to_house
from forums.choices import Concern
from forums.models import BreakGlass, Decision, DueTime, Rule
from forums.queries.log import letters_of
from tests.forums.deciding import case_about

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_circle_is_reported_and_the_log_is_read(come_in, cast):
    for user in (cast.cy, cast.dov, cast.eve):
        appoint_to_house(by=None, user=user)
    Rule.objects.get_or_create(place=1, defaults={"title": "Be kind", "explanation": "Always."})
    case_about(cast.circle, by=cast.ada, concern=Concern.OTHER)

    cy = come_in()
    cy.sign_in(cast.cy)
    cy.open("/desk/")
    cy.press("Take the next one")
    cy.see("The circle Mending")
    cy.check_page()
    cy.choose("Talk to whoever wrote it, without a mark")
    cy.main.get_by_label("By which rule").select_option(index=1)
    cy.type("Why", "They should hear of it.")
    decide(cy)
    cy.see("only you know what to say")
    cy.check_page()
    area = cy.main.get_by_label("What the author reads")
    area.fill(area.input_value().replace("…", "Could somebody answer within a day?"))
    decide(cy)
    cy.see("Decided.")
    assert Decision.objects.get().decided_by == cast.cy

    dov = come_in()
    dov.sign_in(cast.dov)
    dov.open("/desk/")
    dov.follow("How soon somebody must look")
    dov.see("At the moment: 2")
    dov.type("Crisis", "30")
    dov.check_page()
    dov.press("Save")
    dov.see("It holds for what comes from now on.")
    assert DueTime.objects.get(harm="crisis").minutes == 30

    dov.open("/desk/log/")
    dov.check_page()
    dov.follow(f"Moderator {letters_of(cast.cy.pk)}")
    expect(dov.main.get_by_label("By whom")).to_have_value(letters_of(cast.cy.pk))
    dov.see("Decided: Talk to whoever wrote it")
    dov.not_see(f"Moderator {letters_of(cast.dov.pk)}")
    dov.check_page()
    dov.go_by(dov.main.get_by_role("link", name=Decision.objects.get().case.ref).first)
    dov.follow("Ask whose a name is")
    dov.choose(f"Moderator {letters_of(cast.cy.pk)}")
    dov.type("Why it has to be known", "They answer nobody.")
    dov.check_page()
    dov.press("Ask the others")
    dov.see("They have been called.")
    dov.check_page()
    expect(dov.page).to_have_url(re.compile(BreakGlass.objects.get().ref))


def decide(somebody):
    somebody.go_by(somebody.main.get_by_role("button", name="Decide", exact=True).last)
