"""What is overdue goes to more people; what was to be looked at again comes back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from config.celery import app
from forums.actions.appeals import appeal
from forums.actions.cases import wait_for_author
from forums.actions.circles import appoint
from forums.actions.conversation import reply
from forums.actions.deciding import decide, undo
from forums.actions.escalating import escalate, follow_up, make_final
from forums.actions.house import appoint_to_house, dismiss_from_house
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, NoticeKind, Outcome, Role
from forums.models import Case, Notice, Trail
from forums.rules import DUE_WITHIN, Step
from forums.tasks import escalate_cases, make_old_cases_final
from tests.forums.deciding import decided, in_days, measure_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast):
    appoint_to_house(by=None, user=cast.dov)


@pytest.fixture
def case(cast, house, push):
    return report(by=cast.ada, subject=push, concern=Concern.THREAT).case


def told(case):
    return sorted(
        Notice.objects.filter(kind=NoticeKind.CASE, case=case).values_list("user", flat=True)
    )


def test_what_is_not_due_yet_stays_where_it_is(cast, case):
    assert escalate(now=case.due_at) == 0
    case.refresh_from_db()
    assert (case.state, case.level) == (CaseState.OPEN, 0)


def test_what_is_overdue_goes_to_the_house_and_to_all_of_the_circle_once(cast, case):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    late = case.due_at + timedelta(minutes=1)
    assert escalate(now=late) == 1
    case.refresh_from_db()
    assert (case.state, case.level, case.escalated_at) == (CaseState.ESCALATED, 1, late)
    assert told(case) == sorted([cast.bel.pk, cast.cy.pk, cast.dov.pk])
    assert escalate(now=late + timedelta(minutes=1)) == 0
    assert len(told(case)) == 3
    assert Trail.objects.get(verb="escalate").detail == {"level": 1}


def test_it_goes_on_after_the_same_time_again_and_ends_at_nobody_more_to_call(cast, case):
    now = case.due_at + timedelta(minutes=1)
    within = DUE_WITHIN[case.harm]
    for level in (1, 2, 3):
        assert escalate(now=now - timedelta(seconds=1) if level > 1 else now) == (level == 1)
        if level > 1:
            assert escalate(now=now) == 1
        case.refresh_from_db()
        assert case.level == level
        now += within
    assert escalate(now=now + timedelta(days=365)) == 0
    case.refresh_from_db()
    # Never closed, and never forgotten.
    assert (case.state, case.decided_at) == (CaseState.ESCALATED, None)
    # From the second time on, the house alone hears of it.
    assert told(case).count(cast.bel.pk) == 1
    assert told(case).count(cast.dov.pk) == 3


def test_what_is_decided_is_passed_on_to_nobody(cast, case, rule):
    decide(
        by=cast.bel,
        case=case,
        seen_version=case.version,
        steps=[Step(Outcome.KEEP)],
        rule=rule,
        reason="x",
        statement_to_reporter="x",
    )
    assert escalate(now=case.due_at + timedelta(days=1)) == 0


def test_what_waits_for_its_author_waits_until_then_and_says_so_afterwards(cast, case):
    until = timezone.now() + timedelta(days=3)
    wait_for_author(by=cast.bel, case=case, until=until)
    assert escalate(now=until) == 0
    assert escalate(now=until + timedelta(minutes=1)) == 1
    case.refresh_from_db()
    assert (case.state, case.level) == (CaseState.AUTHOR, 1)


def test_whoever_is_dismissed_hears_of_nothing_more(cast, case):
    dismiss_from_house(by=None, user=cast.dov)
    escalate(now=case.due_at + timedelta(minutes=1))
    assert told(case) == [cast.bel.pk]


def test_the_task_looks_for_all_of_it(cast, case):
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        due_at=now - timedelta(minutes=5), follow_up_at=now - timedelta(minutes=5)
    )
    assert escalate_cases.apply().get() == 2
    assert escalate_cases.apply().get() == 0


# Looking again


def test_a_decided_case_comes_back_when_somebody_is_to_be_asked_again(cast, case, rule):
    later = timezone.now() + timedelta(days=2)
    decide(
        by=cast.bel,
        case=case,
        seen_version=case.version,
        steps=[Step(Outcome.WELFARE, until=later)],
        rule=rule,
        reason="They may need somebody.",
        statement_to_author="How are you?",
        statement_to_reporter="Thank you.",
    )
    case.refresh_from_db()
    assert case.follow_up_at == later
    assert follow_up(now=later - timedelta(minutes=1)) == 0
    assert follow_up(now=later) == 1
    case.refresh_from_db()
    assert (case.state, case.decided_at, case.follow_up_at) == (CaseState.OPEN, None, None)
    assert case.due_at == later + DUE_WITHIN[case.harm]
    assert told(case) == [cast.bel.pk]
    assert follow_up(now=later) == 0


def test_an_open_case_stays_as_it_is_and_somebody_is_told(cast, case):
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(follow_up_at=now)
    before = case.due_at
    assert follow_up(now=now) == 1
    case.refresh_from_db()
    assert (case.state, case.due_at) == (CaseState.OPEN, before)
    assert told(case) == [cast.bel.pk]


def test_where_nobody_of_the_circle_is_left_the_house_is_told_once(cast, case):
    cast.bel.memberships.all().delete()
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(follow_up_at=now)
    follow_up(now=now)
    assert told(case) == [cast.dov.pk]


# What can be asked about no more


def test_what_was_decided_half_a_year_ago_is_final(cast, case, rule):
    decided(case, rule, by=cast.bel)
    assert make_final(now=in_days(182)) == 0
    assert make_final(now=in_days(184)) == 1
    assert make_final(now=in_days(184)) == 0
    case.refresh_from_db()
    assert case.state == CaseState.FINAL
    assert not case.is_open()
    assert Trail.objects.filter(verb="make_final", subject_ref=case.ref, by=None).count() == 1


def test_what_is_open_or_waits_for_an_answer_is_not(cast, case, opening, rule):
    asked = report(by=cast.eve, subject=opening, concern=Concern.OTHER).case
    appeal(by=cast.ada, decision=decided(asked, rule, by=cast.bel), words="Please.")
    assert make_final(now=in_days(184)) == 0


def test_what_was_decided_anew_since_has_all_its_time_again(cast, case, push, rule):
    decided(case, rule, by=cast.bel)
    with time_machine.travel(in_days(100)):
        undo(by=cast.bel, measure=measure_of(case.decisions.get(), Outcome.HIDE))
        report(by=cast.cy, subject=push, concern=Concern.OTHER)
        decided(case, rule, by=cast.bel)
    assert make_final(now=in_days(184)) == 0
    assert make_final(now=in_days(284)) == 1


def test_what_is_final_is_opened_again_by_a_report_and_can_be_taken_back(cast, case, push, rule):
    hiding = decided(case, rule, by=cast.bel)
    make_final(now=in_days(184))
    undo(by=cast.bel, measure=measure_of(hiding, Outcome.HIDE))
    case.refresh_from_db()
    assert case.state == CaseState.FINAL
    push.refresh_from_db()
    assert push.is_standing()
    report(by=cast.cy, subject=push, concern=Concern.OTHER)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_it_goes_in_batches_and_the_clock_rings_it(cast, opening, rule):
    for number in range(3):
        said = reply(by=cast.eve, parent=opening, words=f"Call {number}.")
        decided(report(by=cast.ada, subject=said, concern=Concern.OTHER).case, rule, by=cast.bel)
    assert make_final(now=in_days(184), most=2) == 2
    with time_machine.travel(in_days(184)):
        assert make_old_cases_final() == 1
    assert app.conf.beat_schedule["make-cases-final"]["task"] == make_old_cases_final.name
