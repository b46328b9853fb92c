"""Working on a case: taking it, saying how grave it is, asking others, letting it rest."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions.cases import (
    ask_opinion,
    claim,
    give_opinion,
    look_at,
    note,
    release,
    set_harm,
    set_rule,
    wait_for_author,
)
from forums.actions.circles import appoint
from forums.actions.conversation import reply
from forums.actions.deciding import decide
from forums.actions.distance import block
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Harm, NoticeKind, Outcome, Role
from forums.models import Case, CaseNote, Notice, Trail
from forums.refusals import CaseRefused, DecisionRefused
from forums.rules import LEASE, Step
from tests.forums.deciding import decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderators(cast):
    """bel and cy moderate the circle."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)


@pytest.fixture
def case(cast, moderators, push):
    return report(by=cast.ada, subject=push, concern=Concern.THREAT).case


def long_ago(case):
    Case.objects.filter(pk=case.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


# Taking


def test_the_first_look_is_the_one_that_counts(cast, case):
    look_at(by=cast.bel, case=case)
    case.refresh_from_db()
    first = case.looked_at
    look_at(by=cast.cy, case=case)
    case.refresh_from_db()
    assert case.looked_at == first


def test_what_one_has_taken_another_cannot_take_and_is_told(cast, case):
    taken = claim(by=cast.bel, case=case)
    assert taken.is_claimed(at=timezone.now())
    with pytest.raises(CaseRefused, match="Somebody was faster"):
        claim(by=cast.cy, case=case)
    case.refresh_from_db()
    assert case.claimed_by == cast.bel
    assert Trail.objects.get(verb="claim").by == cast.bel


def test_a_lease_runs_out_by_itself_and_then_it_can_be_taken_over(cast, case):
    claim(by=cast.bel, case=case)
    long_ago(case)
    assert claim(by=cast.cy, case=case).claimed_by == cast.cy


def test_what_was_given_back_is_free_and_only_its_holder_gives_it_back(cast, case):
    claim(by=cast.bel, case=case)
    release(by=cast.cy, case=case)
    with pytest.raises(CaseRefused):
        claim(by=cast.cy, case=case)
    release(by=cast.bel, case=case)
    assert claim(by=cast.cy, case=case).claimed_by == cast.cy


@pytest.mark.parametrize("work", ["look", "note", "harm", "rule"])
def test_working_on_a_case_renews_its_lease_and_nobody_elses(cast, case, rule, work):
    works = {
        "look": lambda by: look_at(by=by, case=case),
        "note": lambda by: note(by=by, case=case, words="Hm."),
        "harm": lambda by: set_harm(by=by, case=case, harm=Harm.CRISIS),
        "rule": lambda by: set_rule(by=by, case=case, rule=rule),
    }
    claim(by=cast.bel, case=case)
    soon = timezone.now() + timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(claimed_until=soon)
    works[work](cast.cy)
    assert Case.objects.get(pk=case.pk).claimed_until == soon
    works[work](cast.bel)
    assert Case.objects.get(pk=case.pk).claimed_until > soon + LEASE / 2


def test_what_is_decided_is_taken_by_nobody(cast, case, rule):
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    case.refresh_from_db()
    with pytest.raises(CaseRefused, match="decided already"):
        claim(by=cast.cy, case=case)


def test_deciding_frees_the_case_and_asks_for_no_lease(cast, case, rule):
    claim(by=cast.bel, case=case)
    decided(case, rule, Step(Outcome.KEEP), by=cast.cy)
    case.refresh_from_db()
    assert case.claimed_by is None


# Who may


def about_bel(cast, opening):
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    return report(by=cast.ada, subject=own, concern=Concern.OTHER).case


@pytest.mark.parametrize("why", ["a member", "about them", "kept away from", "another circle"])
def test_whoever_may_not_handle_a_case_does_nothing_in_it(cast, moderators, opening, push, why):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    who = cast.bel
    if why == "a member":
        who = cast.ada
    if why == "about them":
        case = about_bel(cast, opening)
    if why == "kept away from":
        block(by=cast.bel, persona=push.author)
    if why == "another circle":
        cast.bel.memberships.all().delete()
    later = timezone.now() + timedelta(days=1)
    for work in (
        lambda: claim(by=who, case=case),
        lambda: note(by=who, case=case, words="x"),
        lambda: set_harm(by=who, case=case, harm=Harm.CRISIS),
        lambda: set_rule(by=who, case=case, rule=None),
        lambda: ask_opinion(by=who, case=case, words="x"),
        lambda: wait_for_author(by=who, case=case, until=later),
    ):
        with pytest.raises(CaseRefused, match="for somebody else"):
            work()
    assert not CaseNote.objects.exists()


def test_the_database_refuses_a_handler_whom_it_is_about(cast, moderators, opening):
    case = about_bel(cast, opening)
    with pytest.raises(IntegrityError, match="nobody handles a case"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(
            claimed_by=cast.bel, claimed_until=timezone.now() + LEASE
        )


def test_whoever_blocks_a_moderator_does_not_get_out_of_their_sight(cast, case):
    block(by=cast.eve, persona=cast.bel.personas.get())
    assert claim(by=cast.bel, case=case).claimed_by == cast.bel


def test_whoever_moderates_the_house_works_on_every_case(cast, case):
    appoint_to_house(by=None, user=cast.dov)
    assert claim(by=cast.dov, case=case).claimed_by == cast.dov


# How grave


def test_whoever_finds_it_graver_makes_it_due_sooner(cast, case):
    before = case.due_at
    graver = set_harm(by=cast.bel, case=case, harm=Harm.CRISIS)
    assert graver.harm == Harm.CRISIS
    assert graver.due_at < before
    assert graver.version == case.version + 1
    assert Trail.objects.get(verb="set_harm").detail == {"was": "danger", "harm": "crisis"}


def test_whoever_finds_it_less_grave_says_why_and_the_others_read_it(cast, case):
    with pytest.raises(CaseRefused, match="say why"):
        set_harm(by=cast.bel, case=case, harm=Harm.NONE, reason="  ")
    case.refresh_from_db()
    assert case.harm == Harm.DANGER
    set_harm(by=cast.bel, case=case, harm=Harm.NONE, reason="A line of a song.")
    case.refresh_from_db()
    assert case.harm == Harm.NONE
    assert case.due_at > timezone.now() + timedelta(hours=24)
    assert case.notes.get().words == "A line of a song."


def test_no_report_lowers_what_a_moderator_raised(cast, case, push):
    set_harm(by=cast.bel, case=case, harm=Harm.CRISIS)
    assert report(by=cast.dov, subject=push, concern=Concern.SPAM).case.harm == Harm.CRISIS


# Notes and opinions


def test_a_decision_from_a_page_that_misses_a_note_is_refused(cast, case, rule):
    seen = case.version
    note(by=cast.cy, case=case, words="I am on the phone with them.")
    with pytest.raises(DecisionRefused, match="faster"):
        decide(
            by=cast.bel,
            case=case,
            seen_version=seen,
            steps=[Step(Outcome.KEEP)],
            rule=rule,
            reason="x",
            statement_to_reporter="x",
        )


@pytest.mark.parametrize("words", ["", "  ", "x" * 4001])
def test_a_note_without_words_or_without_end_is_refused(cast, case, words):
    with pytest.raises(CaseRefused):
        note(by=cast.bel, case=case, words=words)


def test_a_second_opinion_is_asked_of_the_others_and_its_answer_is_told(cast, case):
    claim(by=cast.bel, case=case)
    ask_opinion(by=cast.bel, case=case, words="Is this a threat?")
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (CaseState.OPINION, None)
    assert [notice.user for notice in Notice.objects.filter(kind=NoticeKind.CASE)] == [cast.cy]
    with pytest.raises(CaseRefused, match="yourself"):
        give_opinion(by=cast.bel, case=case, words="Yes.")
    give_opinion(by=cast.cy, case=case, words="I think so.")
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    assert Notice.objects.filter(user=cast.bel, kind=NoticeKind.CASE, case=case).count() == 1
    with pytest.raises(CaseRefused, match="any more"):
        give_opinion(by=cast.cy, case=case, words="Once more.")


def test_where_the_circle_has_no_other_the_house_is_asked_and_where_nobody_is_it_is_said(
    cast, push
):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    with pytest.raises(CaseRefused, match="nobody else"):
        ask_opinion(by=cast.bel, case=case, words="Hm?")
    appoint_to_house(by=None, user=cast.dov)
    ask_opinion(by=cast.bel, case=case, words="Hm?")
    assert Notice.objects.get(kind=NoticeKind.CASE).user == cast.dov


def test_an_opinion_does_not_make_what_was_passed_on_look_fresh(cast, case):
    Case.objects.filter(pk=case.pk).update(
        level=1, escalated_at=timezone.now(), state=CaseState.ESCALATED
    )
    ask_opinion(by=cast.bel, case=case, words="Hm?")
    give_opinion(by=cast.cy, case=case, words="Hm.")
    assert Case.objects.get(pk=case.pk).state == CaseState.ESCALATED


# Waiting


def test_it_waits_for_its_author_until_a_day(cast, case):
    until = timezone.now() + timedelta(days=3)
    claim(by=cast.bel, case=case)
    wait_for_author(by=cast.bel, case=case, until=until)
    case.refresh_from_db()
    assert (case.state, case.due_at, case.claimed_by) == (CaseState.AUTHOR, until, None)


@pytest.mark.parametrize("days", [-1, 0, 15])
def test_it_does_not_wait_for_longer_nor_into_the_past(cast, case, days):
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(CaseRefused, match="at most"):
        wait_for_author(by=cast.bel, case=case, until=until)


def test_whoever_may_be_in_danger_is_waited_for_by_nobody(cast, case):
    set_harm(by=cast.bel, case=case, harm=Harm.CRISIS)
    with pytest.raises(CaseRefused, match="danger"):
        wait_for_author(by=cast.bel, case=case, until=timezone.now() + timedelta(days=1))


def test_a_circle_is_no_author_to_wait_for(cast, closed):
    appoint_to_house(by=None, user=cast.dov)
    case = report(by=cast.ada, subject=closed, concern=Concern.OTHER).case
    with pytest.raises(CaseRefused, match="nobody here"):
        wait_for_author(by=cast.dov, case=case, until=timezone.now() + timedelta(days=1))
