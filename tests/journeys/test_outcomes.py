"""Each outcome as a moderator chooses it, and as it is then read; and another look at it."""

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import expect

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply
from forums.choices import Outcome, Role
from forums.models import ContentNote, Decision, HouseModerator, Notice, Post, Rule
from tests.forums.deciding import case_about, decided

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What is chosen on the page, and what else it asks for.
CHOSEN = {
    Outcome.KEEP: "Leave it as it is",
    Outcome.REDACT: "Take parts out and leave the rest",
    Outcome.NOTE: "Add a content note",
    Outcome.RETURN: "Give it back to its author to change",
    Outcome.HIDE: "Hide it",
    Outcome.REMOVE: "Remove it",
    Outcome.LOCK: "Close the topic to answers",
    Outcome.MOVE: "Move the topic to another circle",
    Outcome.TALK: "Talk to whoever wrote it, without a mark",
    Outcome.WELFARE: "Ask how they are, and look again",
    Outcome.WARN: "Warn them",
    Outcome.SLOW: "Slow them down",
    Outcome.HOLD: "Hold what they write from now on",
    Outcome.SUSPEND: "Suspend them for a time",
    Outcome.CLOSE: "Close their account here",
}
# What the author reads of it, and what others then find.
TO_AUTHOR = {
    Outcome.REDACT: "We took a part out",
    Outcome.NOTE: "We added a content note",
    Outcome.RETURN: "We gave back to you",
    Outcome.HIDE: "We took out what you wrote",
    Outcome.REMOVE: "We removed what you wrote",
    Outcome.LOCK: "We closed the topic to answers",
    Outcome.MOVE: "We moved the topic to the circle “Elsewhere”",
    Outcome.TALK: "This is no warning",
    Outcome.WELFARE: "we would like to know how you are",
    Outcome.WARN: "Please take this as a warning",
    Outcome.SLOW: "only once in 12 hours",
    Outcome.HOLD: "a moderator reads what you write",
    Outcome.SUSPEND: "you cannot write here",
    Outcome.CLOSE: "We closed your account for the circles",
}
FOUND = {
    Outcome.REDACT: "(a detail was taken out)",
    Outcome.NOTE: "Threats",
    Outcome.HIDE: "A moderator took this out.",
    Outcome.REMOVE: "A moderator took this out.",
    Outcome.LOCK: "A moderator closed this topic to answers.",
    Outcome.MOVE: "Elsewhere",
}
# A draft cannot know what a moderator has to say here.
UNFINISHED = {Outcome.RETURN, Outcome.TALK}
GONE = {Outcome.REDACT, Outcome.RETURN, Outcome.HIDE, Outcome.REMOVE}
SECRET = "the bakery by the station"


@pytest.fixture
def opening(cast):
    """What eve said, of which one part says too much."""
    Rule.objects.get_or_create(
        place=2, defaults={"title": "No push in either direction", "explanation": "No urging."}
    )
    ContentNote.objects.get_or_create(name="Threats", defaults={"place": 2})
    elsewhere = open_circle(by=None, name="Elsewhere")
    HouseModerator.objects.create(user=cast.bel)
    appoint(by=None, user=cast.ada, circle=elsewhere, role=Role.MEMBER)
    topic = open_topic(
        by=cast.eve,
        circle=cast.circle,
        title="Who knows?",
        words=f"They work at {SECRET}, I think.",
    )
    return topic.posts.get()


def enters_as(somebody, cast, user):
    """Signed in already: how that is done is told elsewhere."""
    session = cast.client(user).cookies[settings.SESSION_COOKIE_NAME].value
    somebody.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": somebody.base}]
    )
    return somebody


def choose_on(page, outcome):
    page.choose(CHOSEN[outcome])
    if outcome == Outcome.REDACT:
        area = page.main.get_by_label("What is taken out")
        area.fill(area.input_value().replace(SECRET, f"[[{SECRET}]]"))
    elif outcome == Outcome.NOTE:
        page.choose("Threats")
    elif outcome == Outcome.MOVE:
        page.main.get_by_label("To which circle").select_option(label="Elsewhere")
    elif outcome in (Outcome.SLOW, Outcome.HOLD, Outcome.SUSPEND):
        if outcome == Outcome.SLOW:
            page.main.get_by_label("How often they can write").select_option(
                label="Once in twelve hours"
            )
        page.main.get_by_label("For how long").select_option(label="A week")
    elif outcome == Outcome.WELFARE:
        page.main.get_by_label("When somebody looks again").select_option(label="Tomorrow")


def finish(page):
    area = page.main.get_by_label("What the author reads")
    area.fill(area.input_value().replace("…", "Speak of yourself, please."))


@pytest.mark.parametrize(
    ("outcome", "scripts"),
    # Every other one without scripts: each way of choosing is met in both.
    [(outcome, number % 2 == 0) for number, outcome in enumerate(CHOSEN)],
)
def test_a_moderator_decides_and_everybody_reads_what_it_means(
    come_in, cast, opening, outcome, scripts
):
    case = case_about(opening, by=cast.ada)
    bel = enters_as(come_in(), cast, cast.bel)
    bel.open(case.get_absolute_url())
    choose_on(bel, outcome)
    bel.main.get_by_label("By which rule").select_option(label="No push in either direction")
    bel.press("Preview")
    bel.see("Whoever reported it will read this. It is not sent yet.")
    bel.check_page()
    if outcome != Outcome.KEEP:
        expect(bel.main.get_by_label("What the author reads")).to_contain_text(TO_AUTHOR[outcome])
    bel.type("Why", "For a reason.")
    if outcome in UNFINISHED:
        finish(bel)
    bel.press("Decide")
    bel.see("Decided.")
    assert Decision.objects.get().outcomes == [outcome]

    eve = enters_as(come_in(), cast, cast.eve)
    eve.open("/notices/")
    if outcome == Outcome.KEEP:
        eve.see("Nothing here.")
    else:
        eve.follow("A decision about something you wrote")
        eve.see(TO_AUTHOR[outcome])
        eve.see("No push in either direction")
        eve.see(SECRET)
        eve.check_page()

    ada = enters_as(come_in(), cast, cast.ada)
    ada.open("/notices/")
    ada.follow("An answer to your report")
    ada.see("Thank you for telling us.")
    ada.check_page()
    ada.open(opening.topic.get_absolute_url())
    if outcome in FOUND:
        ada.see(FOUND[outcome])
    if outcome in GONE:
        ada.not_see(SECRET)
    else:
        ada.see(SECRET)
    ada.check_page()


def test_somebody_asks_for_another_look_and_gets_their_words_back(come_in, cast, opening):
    cache.clear()
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    answer = reply(by=cast.eve, parent=opening, words="Just call them.")
    decision = decided(case_about(answer, by=cast.ada), Rule.objects.first(), by=cast.bel)

    eve = enters_as(come_in(), cast, cast.eve)
    eve.open(decision.get_absolute_url())
    eve.check_page()
    eve.type("What should we see differently?", "I meant the office, not them.")
    eve.press("Ask for another look")
    eve.see("Somebody else than whoever decided will look")
    eve.check_page()

    cy = enters_as(come_in(), cast, cast.cy)
    cy.open("/desk/")
    cy.follow("Whoever it is about asks for another look")
    cy.see("I meant the office, not them.")
    cy.see("Just call them.")
    cy.check_page()
    cy.choose("The decision is undone")
    cy.choose("Hide it")
    cy.type("Your answer", "You are right, and we are sorry.")
    cy.press("Answer")
    cy.see("Answered.")
    assert Post.objects.get(pk=answer.pk).is_standing()

    eve.open("/notices/")
    eve.follow("An answer to your appeal")
    eve.see("You are right, and we are sorry.")
    eve.see("Taken back on")
    eve.check_page()
    assert Notice.objects.filter(user=cast.bel).count() == 0


def test_what_is_typed_is_still_there_when_somebody_was_faster(come_in, cast, opening):
    case = case_about(opening, by=cast.ada)
    bel = enters_as(come_in(), cast, cast.bel)
    bel.open(case.get_absolute_url())
    choose_on(bel, Outcome.REDACT)
    bel.main.get_by_label("By which rule").select_option(label="No push in either direction")
    bel.unfold(bel.main.locator("summary", has_text="Say it in your own words"))
    for label, words in (
        ("Why", "It says where they are."),
        ("What the author reads", "One place is out, kindly."),
        ("What whoever reported it reads", "It is out."),
    ):
        bel.type(label, words)
    case_about(opening, by=cast.cy)
    bel.press("Decide")
    bel.see("Somebody was faster")
    expect(bel.main.get_by_label("What is taken out")).to_have_value(
        f"They work at [[{SECRET}]], I think."
    )
    expect(bel.main.get_by_label("Why", exact=False).first).to_have_value("It says where they are.")
    bel.check_page()
    bel.press("Decide")
    bel.see("Decided.")
