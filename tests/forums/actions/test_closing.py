"""What becomes of a case when its author takes back what it is about."""

import pytest
from django.utils import timezone

from forums.actions.appeals import appeal
from forums.actions.cases import ask_opinion, claim, look_at, set_harm, wait_for_author
from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.deciding import undo
from forums.actions.escalating import escalate
from forums.actions.holding import hold
from forums.actions.reporting import report
from forums.actions.screening import screen_posts
from forums.actions.sending_in import send_in_again
from forums.choices import CaseState, Concern, Harm, HeldFor, Holding, Outcome, Role, ScreenKind
from forums.models import Case, Measure, Notice, Post, ScreenRule, Trail
from forums.queries.cases import desk_page
from forums.queries.holding import waiting_page
from forums.rules import Step
from tests.forums.deciding import case_about, decided, in_days, measure_of
from tests.forums.holding import now_holds
from tests.forums.screening import screen_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_all(cast):
    now_holds(cast.circle, holding=Holding.EVERYTHING)


def on_desk(cast):
    now = timezone.now()
    return {case.pk for case in desk_page(cast.bel, now=now).cases} | {
        case.pk for case in waiting_page(cast.circle, cast.bel).cases
    }


def assert_closed(cast, case, state):
    case.refresh_from_db()
    assert (case.state, case.is_open(), case.claimed_by) == (state, False, None)
    assert on_desk(cast) == set()
    assert Trail.objects.filter(verb="close", subject_ref=case.ref, by=None).count() == 1
    assert escalate(now=in_days(20)) == 0


def assert_stays(cast, case):
    case.refresh_from_db()
    assert case.is_open()
    assert case.pk in on_desk(cast)
    assert not Trail.objects.filter(verb="close").exists()


@pytest.mark.parametrize("is_opening", [True, False])
def test_what_only_waited_waits_no_more(cast, opening, reads_all, is_opening):
    if is_opening:
        post = open_topic(by=cast.cy, circle=cast.circle, title="Hm", words="Hello.").posts.get()
    else:
        post = reply(by=cast.cy, parent=opening, words="Hello.")
    case = Case.objects.get(post=post)
    assert on_desk(cast) == {case.pk}
    claim(by=cast.bel, case=case)
    withdraw(by=cast.cy, post=post)
    assert_closed(cast, case, CaseState.FINAL)
    # Nobody else learns that anything was there, and the place stays out of all counts.
    assert not Post.objects.visible_to(cast.ada).filter(pk=post.pk).exists()
    opening.refresh_from_db()
    assert opening.answers_count == 0


def test_what_waits_in_its_place_is_taken_off_the_desk_as_well(cast, opening):
    post = reply(by=cast.cy, parent=opening, words="Hello.")
    reply(by=cast.ada, parent=post, words="Yes?")
    post = hold(post, held_for=HeldFor.CIRCLE)
    withdraw(by=cast.cy, post=post)
    assert_closed(cast, Case.objects.get(post=post), CaseState.FINAL)


def test_what_somebody_said_against_is_decided_all_the_same_and_reads_as_it_stood(cast, push, rule):
    """Also where it began to wait after it was reported."""
    filed = report(by=cast.ada, subject=push, concern=Concern.BLAMES)
    push = hold(push, held_for=HeldFor.CIRCLE)
    withdraw(by=cast.eve, post=push)
    assert_stays(cast, filed.case)
    filed.refresh_from_db()
    assert filed.frozen_html == "<p>Just call and get your answers.</p>"
    decision = decided(filed.case, rule, Step(Outcome.WARN), by=cast.bel)
    assert Notice.objects.filter(user=cast.ada, decision=decision).exists()


def test_what_was_said_against_the_person_or_the_topic_stays_with_them(cast, opening, reads_all):
    post = open_topic(by=cast.cy, circle=cast.circle, title="Hm", words="Hello.").posts.get()
    withdraw_of = Case.objects.get(post=post)
    about_cy = case_about(cast.cy.personas.get(), by=cast.ada, seen_in=opening)
    withdraw(by=cast.cy, post=post)
    withdraw_of.refresh_from_db()
    about_cy.refresh_from_db()
    assert (withdraw_of.is_open(), about_cy.is_open()) == (False, True)


def test_what_was_decided_before_it_waited_stays_decided(cast, push, rule, reads_all):
    case = case_about(push, by=cast.ada)
    decision = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    push = hold(push, held_for=HeldFor.CIRCLE)
    case.refresh_from_db()
    assert case.is_open()
    withdraw(by=cast.eve, post=push)
    assert_closed(cast, case, CaseState.DECIDED)
    # Whoever reported it can ask for another look, as before.
    assert appeal(by=cast.ada, decision=decision, words="Please.").pk


def test_somebody_who_asked_for_another_look_still_waits_for_it(cast, push, rule):
    case = case_about(push, by=cast.ada)
    appeal(by=cast.ada, decision=decided(case, rule, Step(Outcome.KEEP), by=cast.bel), words="Hm.")
    withdraw(by=cast.eve, post=hold(push, held_for=HeldFor.CIRCLE))
    case.refresh_from_db()
    assert case.state == CaseState.APPEALED


@pytest.mark.parametrize("sent_in", [False, True])
def test_what_was_given_back_and_is_withdrawn_is_decided(cast, push, rule, sent_in):
    case = case_about(push, by=cast.ada)
    decided(case, rule, Step(Outcome.RETURN), by=cast.bel)
    push.refresh_from_db()
    if sent_in:
        push = send_in_again(by=cast.eve, post=push, words="Better so.")
    withdraw(by=cast.eve, post=push)
    assert_closed(cast, case, CaseState.DECIDED)


def test_what_waits_for_an_author_without_a_decision_goes_on(cast, push):
    case = case_about(push, by=cast.ada)
    wait_for_author(by=cast.bel, case=case, until=in_days(2))
    withdraw(by=cast.eve, post=push)
    assert_stays(cast, case)


def test_what_a_moderator_opened_again_goes_on(cast, push, rule):
    case = case_about(push, by=cast.ada)
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    undo(by=cast.bel, measure=measure_of(keeping, Outcome.KEEP))
    withdraw(by=cast.eve, post=push)
    assert_stays(cast, case)


def test_where_a_moderator_has_seen_something_it_goes_on(cast, opening, reads_all):
    appoint(by=None, user=cast.ada, circle=cast.circle, role=Role.MODERATOR)
    grave, asked = (reply(by=cast.cy, parent=opening, words=f"Number {n}.") for n in range(2))
    set_harm(by=cast.bel, case=Case.objects.get(post=grave), harm=Harm.DANGER)
    ask_opinion(by=cast.bel, case=Case.objects.get(post=asked), words="Hm?")
    for post in (grave, asked):
        withdraw(by=cast.cy, post=post)
        assert_stays(cast, Case.objects.get(post=post))


@pytest.fixture
def finds(db):
    ScreenRule.objects.all().delete()
    return screen_rule(ScreenKind.PHRASE, watched="casino", action="hold")


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_what_the_screen_held_and_nobody_read_goes_with_its_case(
    cast, opening, finds, is_looked_at
):
    post = reply(by=cast.cy, parent=opening, words="Come to the casino.")
    case = Case.objects.get(post=post)
    if is_looked_at:
        look_at(by=cast.bel, case=case)
    withdraw(by=cast.cy, post=post)
    assert_closed(cast, case, CaseState.FINAL)
    assert not Measure.objects.filter(outcome=Outcome.AWAIT, undone_at=None).exists()
    assert ("casino" in case.reports.get().frozen_html) is is_looked_at


def test_what_the_screen_found_in_what_others_could_read_is_looked_at(cast, opening):
    ScreenRule.objects.all().delete()
    post = reply(by=cast.cy, parent=opening, words="Come to the casino.")
    reply(by=cast.ada, parent=post, words="No.")
    screen_rule(ScreenKind.PHRASE, watched="casino", action="hold")
    screen_posts(now=timezone.now())
    withdraw(by=cast.cy, post=post)
    assert_stays(cast, Case.objects.get(post=post))


def test_somebody_who_may_be_in_danger_is_not_lost_by_taking_it_back(cast, opening, reads_all):
    ScreenRule.objects.all().delete()
    screen_rule(ScreenKind.CRISIS, harm=Harm.CRISIS, action="tell")
    post = reply(by=cast.cy, parent=opening, words="I want to kill myself tonight.")
    screen_posts(now=timezone.now())
    case = Case.objects.get(post=post)
    assert case.harm == Harm.CRISIS
    withdraw(by=cast.cy, post=post)
    assert_stays(cast, case)
