"""Several people at one case in the same moment, each on a connection of their own."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.actions.enrolment import enrol
from forums.actions.cases import claim
from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.deciding import decide
from forums.actions.escalating import escalate, follow_up
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, NoticeKind, Outcome, Role
from forums.models import Case, Decision, Notice, Report
from forums.refusals import CaseRefused, DecisionRefused, ReportRefused, WithdrawalRefused
from forums.rules import Step
from tests.cast import PASSPHRASE, make_cast
from tests.forums.actions.test_doors_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MODERATORS = 8


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def opening(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello.")
    return topic.posts.get()


def reported(cast, opening, words, concern=Concern.OTHER):
    post = reply(by=cast.eve, parent=opening, words=words)
    return report(by=cast.ada, subject=post, concern=concern).case


def test_of_eight_moderators_at_once_one_has_each_case_and_none_is_lost(cast, opening):
    moderators = [enrol(sign_in_name=f"mod{n}", passphrase=PASSPHRASE) for n in range(MODERATORS)]
    for user in moderators:
        appoint(by=None, user=user, circle=cast.circle, role=Role.MODERATOR)
    cases = [reported(cast, opening, f"Call {n}.") for n in range(5)]
    for case in cases:
        ended = at_once(*[partial(claim, by=user, case=case) for user in moderators])
        won = [end for end in ended if isinstance(end, Case)]
        assert len(won) == 1
        assert [type(end) for end in ended].count(CaseRefused) == MODERATORS - 1
        winner = moderators[next(n for n, end in enumerate(ended) if isinstance(end, Case))]
        case.refresh_from_db()
        assert case.claimed_by == winner
    assert Case.objects.filter(claimed_until__gt=timezone.now()).count() == len(cases)


def test_a_lease_that_ran_out_is_taken_over_by_one(cast, opening):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    appoint_to_house(by=None, user=cast.dov)
    case = reported(cast, opening, "Call.")
    claim(by=cast.bel, case=case)
    over = timezone.now() - timedelta(seconds=1)
    Case.objects.filter(pk=case.pk).update(claimed_until=over)
    ended = at_once(*[partial(claim, by=user, case=case) for user in (cast.cy, cast.dov)])
    assert [type(end) for end in ended].count(CaseRefused) == 1


def test_five_who_report_at_once_make_one_case_and_all_are_heard(cast, opening):
    people = [enrol(sign_in_name=f"fay{n}", passphrase=PASSPHRASE) for n in range(5)]
    post = reply(by=cast.eve, parent=opening, words="Call.")
    ended = at_once(
        *[partial(report, by=user, subject=post, concern=Concern.THREAT) for user in people]
    )
    assert {type(end) for end in ended} == {Report}
    assert Case.objects.count() == 1
    assert Report.objects.count() == 5


def test_one_person_who_presses_five_times_reports_once(cast, opening):
    post = reply(by=cast.eve, parent=opening, words="Call.")
    ended = at_once(*[lambda: report(by=cast.ada, subject=post, concern=Concern.OTHER)] * 5)
    assert [type(end) for end in ended].count(ReportRefused) == 4
    assert Report.objects.count() == 1


def keep(case, by, rule):
    return decide(
        by=by,
        case=case,
        seen_version=case.version,
        steps=[Step(Outcome.KEEP)],
        rule=rule,
        reason="It stays.",
        statement_to_reporter="Thank you.",
    )


@pytest.mark.parametrize("place", ["post", "topic"])
def test_reporting_deciding_and_withdrawing_at_once_wait_for_nobody_for_ever(
    cast, opening, rule, place
):
    for number in range(4):
        topic = open_topic(by=cast.eve, circle=cast.circle, title=f"Day {number}", words="Call.")
        post = topic.posts.get()
        subject = post if place == "post" else topic
        case = report(by=cast.ada, subject=subject, concern=Concern.OTHER).case
        ended = at_once(
            partial(keep, case, cast.bel, rule),
            partial(report, by=cast.cy, subject=subject, concern=Concern.THREAT),
            partial(withdraw, by=cast.eve, post=post),
            partial(claim, by=cast.bel, case=case),
        )
        known = (Decision, DecisionRefused, Report, ReportRefused, CaseRefused, Case)
        assert all(isinstance(end, (*known, type(post), WithdrawalRefused)) for end in ended)
        case.refresh_from_db()
        # Whoever reported after the decision opened it again; nobody's report is lost.
        if isinstance(ended[1], Report):
            late = isinstance(ended[0], Decision) and ended[1].case.decisions.count() == 1
            assert case.reports.count() == 2
            assert case.is_open() or late
        assert Case.objects.filter(**Case.naming(subject)).count() == 1


def test_two_sweeps_at_once_pass_each_case_on_once(cast, opening):
    cases = [reported(cast, opening, f"Call {n}.") for n in range(6)]
    late = timezone.now() + timedelta(days=3)
    Case.objects.update(follow_up_at=late)
    ended = at_once(
        partial(escalate, now=late),
        partial(escalate, now=late),
        partial(follow_up, now=late),
        partial(follow_up, now=late),
    )
    # What one sweep holds, the other leaves for the next minute.
    escalate(now=late)
    follow_up(now=late)
    assert all(isinstance(end, int) for end in ended)
    for case in cases:
        case.refresh_from_db()
        assert (case.state, case.level, case.follow_up_at) == (CaseState.ESCALATED, 1, None)
        assert Notice.objects.filter(kind=NoticeKind.CASE, case=case, user=cast.bel).count() == 2
