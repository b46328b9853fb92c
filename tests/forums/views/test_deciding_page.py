"""The page of a case, for somebody who is tired: nothing twice, nothing guessed, nothing sent half
done."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions.appeals import appeal
from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.escalating import follow_up
from forums.actions.reporting import report
from forums.choices import Concern, Holding, Outcome, Role
from forums.models import Case, Decision, Rule
from forums.rules import Step
from tests.forums.deciding import case_about, decided, in_days
from tests.forums.holding import now_holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def blame(db):
    return Rule.objects.get_or_create(
        place=3, defaults={"title": "No blame", "explanation": "Never."}
    )[0]


def page_of(cast, case, by=None):
    response = cast.client(by or cast.bel).get(case.get_absolute_url())
    return response.context, response.content.decode().split("<main")[1]


def another(cast, opening, words, concern):
    return case_about(reply(by=cast.eve, parent=opening, words=words), by=cast.ada, concern=concern)


# --- By which rule --------------------------------------------------------------------------------


def suggested(cast, case):
    return page_of(cast, case)[0]["asked"].form["rule"].value()


def test_the_rule_is_the_one_by_which_the_same_was_decided_last(cast, opening, push, blame):
    first = case_about(push, by=cast.ada, concern=Concern.BLAMES)
    assert suggested(cast, first) is None
    decided(first, blame, by=cast.bel)
    assert suggested(cast, another(cast, opening, "Your fault.", Concern.BLAMES)) == blame.pk
    assert suggested(cast, another(cast, opening, "Buy.", Concern.SPAM)) is None


def test_of_something_else_nobody_knows_by_which_rule(cast, opening, push, blame):
    decided(case_about(push, by=cast.ada, concern=Concern.OTHER), blame, by=cast.bel)
    assert suggested(cast, another(cast, opening, "Hm.", Concern.OTHER)) is None


def test_no_rule_is_cited_by_accident(cast, push):
    case = case_about(push, by=cast.ada)
    data = {"seen_version": case.version, "outcomes": ["hide"], "reason": "x", "rule": ""}
    response = cast.client(cast.bel).post(case.get_absolute_url(), data)
    assert response.status_code == 422
    assert "Please choose the rule" in response.content.decode()


# --- What is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["return", "talk"])
def test_a_draft_that_a_moderator_has_to_finish_is_not_sent_as_it_is(cast, push, rule, outcome):
    case = case_about(push, by=cast.ada)
    client, url = cast.client(cast.bel), case.get_absolute_url()
    data = {
        "seen_version": case.version,
        "outcomes": [outcome],
        "rule": rule.pk,
        "reason": "For a reason.",
    }
    drafted = client.post(url, data)
    assert "only you know what to say" in drafted.content.decode()
    form = drafted.context["asked"].form
    data |= {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "where “…” stands" in answer.content.decode()
    assert not Decision.objects.exists()
    data["statement_to_author"] = data["statement_to_author"].replace("…", "speak of yourself.")
    assert client.post(url, data).status_code == 302


def test_words_that_end_with_dots_of_their_own_are_sent(cast, push, rule):
    decided(
        case_about(push, by=cast.ada),
        rule,
        Step(Outcome.TALK),
        by=cast.bel,
        statement_to_author="We wondered…\nWhat did you mean?",
    )
    assert Decision.objects.exists()


def test_whoever_reported_nothing_is_told_nothing(cast, opening):
    now_holds(cast.circle, holding=Holding.EVERYTHING)
    reply(by=cast.eve, parent=opening, words="Waiting.")
    context, page = page_of(cast, Case.objects.get())
    assert [field.name for field in context["asked"].form.statements()] == ["statement_to_author"]
    assert "Let it appear as it is" in page
    assert "As it was sent" in page
    assert "when it was reported" not in page


def test_the_same_words_are_read_once_and_others_where_they_stand(cast, push):
    case = case_about(push, by=cast.ada)
    assert page_of(cast, case)[1].count("Just call and get your answers.</p>") == 1
    revise(by=cast.eve, post=push, words="Perhaps call.")
    assert "Perhaps call.</p>" in page_of(cast, case)[1]


@pytest.mark.parametrize("of", ["post", "topic", "name"])
def test_the_heading_says_what_it_is_about(cast, opening, of):
    topic = open_topic(by=cast.eve, circle=cast.circle, title="Day one", words="Today.")
    post = topic.posts.get()
    subject = {"post": post, "topic": topic, "name": post.author}[of]
    seen_in = post if of == "name" else None
    case = case_about(subject, by=cast.ada, seen_in=seen_in)
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page_of(cast, case)[1])
    said = {"post": "A post by", "topic": "A topic by", "name": "The name"}
    assert said[of] in heading


def test_when_it_is_time_to_look_again_the_page_says_so(cast, push, rule):
    case = case_about(push, by=cast.ada, concern=Concern.AT_RISK)
    decided(case, rule, Step(Outcome.WELFARE, until=in_days(1)), by=cast.bel)
    assert "Somebody was asked" not in page_of(cast, case)[1]
    follow_up(now=timezone.now() + timedelta(days=2))
    assert "Somebody was asked" in page_of(cast, case)[1]
    report(by=cast.cy, subject=push, concern=Concern.AT_RISK)
    assert "Somebody was asked" not in page_of(cast, case)[1]


def test_of_somebody_who_may_be_known_the_other_is_told_nothing(cast, push):
    said = "nothing that they read may tell them"
    known = case_about(push, by=cast.cy, concern=Concern.KNOWS_ME)
    assert said in page_of(cast, known)[1]
    other = reply(by=cast.eve, parent=push.parent, words="Hm.")
    assert said not in page_of(cast, case_about(other, by=cast.ada, concern=Concern.THREAT))[1]


# --- The desk -------------------------------------------------------------------------------------


def test_the_desk_begins_with_cases_and_leads_to_those_who_ask_for_another_look(
    cast, opening, push, rule
):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    decision = decided(case_about(push, by=cast.ada), rule, by=cast.bel)
    appeal(by=cast.ada, decision=decision, words="Not enough.")
    another(cast, opening, "I cannot go on.", Concern.AT_RISK)
    page = cast.client(cast.cy).get(reverse("forums:desk")).content.decode()
    assert page.index("data-case") < page.index("Whoever reported it asks for another look")
    assert '<a href="#appeals">Another look <strong>1</strong></a>' in page


def test_what_is_decided_says_what_became_of_it(cast, push, rule):
    decided(case_about(push, by=cast.ada), rule, Step(Outcome.LOCK), by=cast.bel)
    page = cast.client(cast.bel).get(reverse("forums:desk") + "?show=decided").content.decode()
    assert "<strong>Close the topic to answers</strong>" in page


def test_an_answer_that_lets_the_decision_stand_takes_nothing_back(cast, push, rule):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    decision = decided(case_about(push, by=cast.ada), rule, by=cast.bel)
    asks = appeal(by=cast.eve, decision=decision, words="Please.")
    url = reverse("forums:answer_appeal", args=[asks.ref])
    marked = cast.client(cast.cy).get(url).context["form"]["undo"].value()
    assert marked == [decision.measures.get().pk]
    data = {"outcome": "stands", "undo": marked, "words": "We see it as before."}
    assert cast.client(cast.cy).post(url, data).status_code == 302
    assert decision.measures.get().undone_at is None
