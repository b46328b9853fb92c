"""Another look: who may ask for it, who answers, and what is taken back by it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions.appeals import answer_appeal, appeal
from forums.actions.circles import appoint
from forums.actions.deciding import machine_decision
from forums.actions.reporting import report_as_visitor
from forums.choices import AppealAnswer, CaseState, Concern, NoticeKind, Outcome, Role
from forums.models import Appeal, HouseModerator, Notice, Trail
from forums.queries.decisions import appeals_waiting
from forums.refusals import AppealRefused
from forums.rules import Step
from tests.forums.deciding import case_about, decided, in_days, measure_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return case_about(push, by=cast.ada)


@pytest.fixture
def hiding(cast, case, rule):
    return decided(case, rule, by=cast.bel)


@pytest.fixture
def other_moderator(cast):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    Notice.objects.filter(user=cast.cy).delete()
    return cast.cy


def undoing(decision, *outcomes):
    return {
        "outcome": AppealAnswer.UNDONE,
        "words": "You are right.",
        "undo": [measure_of(decision, outcome) for outcome in outcomes],
    }


STANDS = {"outcome": AppealAnswer.STANDS, "words": "We see it as before."}


def test_author_and_reporter_ask_and_nobody_else(cast, hiding, case):
    for user in (cast.eve, cast.ada):
        appeal(by=user, decision=hiding, words="Please look again.")
    for user in (cast.cy, cast.dov, cast.bel):
        with pytest.raises(AppealRefused, match="not decided about"):
            appeal(by=user, decision=hiding, words="Please.")
    case.refresh_from_db()
    assert case.state == CaseState.APPEALED
    by_side = dict(Appeal.objects.values_list("user", "report__reporter"))
    assert by_side == {cast.eve.pk: None, cast.ada.pk: cast.ada.pk}


def test_whoever_reported_only_later_has_nothing_to_ask(cast, push, hiding):
    hiding.case.reports.update(filed_at=hiding.decided_at + timedelta(seconds=1))
    with pytest.raises(AppealRefused, match="not decided about"):
        appeal(by=cast.ada, decision=hiding, words="Please.")


def test_an_author_does_not_learn_that_somebody_complained_by_asking(cast, case, rule):
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    with pytest.raises(AppealRefused, match="not decided about"):
        appeal(by=cast.eve, decision=keeping, words="Please.")


def test_once_and_in_words_and_within_six_months(cast, hiding):
    with pytest.raises(AppealRefused, match="no words"):
        appeal(by=cast.eve, decision=hiding, words="  ")
    with time_machine.travel(in_days(184)), pytest.raises(AppealRefused, match="six months"):
        appeal(by=cast.eve, decision=hiding, words="Please.")
    with time_machine.travel(in_days(182)):
        appeal(by=cast.eve, decision=hiding, words="Please.")
        with pytest.raises(AppealRefused, match="already"):
            appeal(by=cast.eve, decision=hiding, words="Please, please.")


def test_of_what_the_site_did_a_person_looks_in_any_case(cast, case, rule):
    with pytest.raises(AppealRefused, match="in any case"):
        appeal(by=cast.eve, decision=machine_decision(case=case, rule=rule), words="Why?")


def test_whoever_is_suspended_asks_all_the_same(cast, case, rule):
    stop = decided(case, rule, Step(Outcome.SUSPEND, until=in_days(3)), by=cast.bel)
    assert appeal(by=cast.eve, decision=stop, words="Please.").user == cast.eve


def test_a_visitor_asks_by_their_report(cast, open_to_anyone, push, rule):
    filed, _token = report_as_visitor(subject=push, concern=Concern.HATE, seen_in=push)
    decision = decided(filed.case, rule, by=cast.bel)
    asks = appeal(by=None, decision=decision, words="Please.", report=filed)
    assert (asks.user, asks.report) == (None, filed)
    with pytest.raises(AppealRefused, match="already"):
        appeal(by=None, decision=decision, words="Again.", report=filed)


def test_a_report_of_something_else_is_no_way_to_ask(cast, open_to_anyone, push, topic, rule):
    filed, _token = report_as_visitor(subject=push, concern=Concern.HATE, seen_in=push)
    other, _token = report_as_visitor(subject=topic, concern=Concern.HATE)
    decision = decided(filed.case, rule, by=cast.bel)
    for by in (None, cast.cy):
        with pytest.raises(AppealRefused, match="not decided about"):
            appeal(by=by, decision=decision, words="Please.", report=other)
    with pytest.raises(AppealRefused, match="not decided about"):
        appeal(by=cast.cy, decision=decision, words="Please.", report=filed)


def test_the_database_takes_one_appeal_for_a_report(cast, open_to_anyone, push, rule):
    filed, _token = report_as_visitor(subject=push, concern=Concern.HATE, seen_in=push)
    decision = decided(filed.case, rule, by=cast.bel)
    appeal(by=None, decision=decision, words="Please.", report=filed)
    with pytest.raises(IntegrityError, match="once_for_a_report"), transaction.atomic():
        Appeal.objects.create(decision=decision, report=filed, words="Please.")


def test_it_waits_for_anybody_but_whoever_decided(cast, other_moderator, hiding):
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    assert list(appeals_waiting(other_moderator)) == [asks]
    for user in (cast.bel, cast.eve, cast.ada):
        assert list(appeals_waiting(user)) == []
        with pytest.raises(AppealRefused, match="Somebody else"):
            answer_appeal(by=user, appeal=asks, **STANDS)
    # In the circle there is somebody, so nobody else is called.
    assert not Notice.objects.filter(kind=NoticeKind.CASE).exists()


def test_where_the_circle_has_nobody_else_the_house_is_called(cast, hiding):
    HouseModerator.objects.create(user=cast.dov)
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    called = Notice.objects.filter(kind=NoticeKind.CASE)
    assert list(called.values_list("user", "case")) == [(cast.dov.pk, hiding.case_id)]
    answer_appeal(by=cast.dov, appeal=asks, **STANDS)


def test_the_database_refuses_an_answer_by_whoever_decided(cast, hiding):
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    answer = {"outcome": "stands", "answer": "No.", "answered_at": timezone.now()}
    for user, why in ((cast.bel, "own decision"), (cast.eve, "nobody_answers_their_own|about")):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            Appeal.objects.filter(pk=asks.pk).update(answered_by=user, **answer)


def test_what_is_chosen_is_taken_back_and_the_rest_stays(cast, other_moderator, push, case, rule):
    decision = decided(case, rule, Step(Outcome.HIDE), Step(Outcome.WARN), by=cast.bel)
    asks = appeal(by=cast.eve, decision=decision, words="Please.")
    answer_appeal(by=other_moderator, appeal=asks, **undoing(decision, Outcome.HIDE))
    push.refresh_from_db()
    assert push.is_standing()
    assert measure_of(decision, Outcome.WARN).undone_at is None
    assert list(
        Notice.objects.filter(user=cast.eve).order_by("id").values_list("kind", flat=True)
    ) == [NoticeKind.STATEMENT, NoticeKind.APPEAL]


def test_what_a_reporter_asks_and_gets_the_author_hears_of_as_well(
    cast, other_moderator, case, rule
):
    stop = decided(case, rule, Step(Outcome.WARN), by=cast.bel)
    asks = appeal(by=cast.ada, decision=stop, words="That is too hard.")
    answer_appeal(by=other_moderator, appeal=asks, **undoing(stop, Outcome.WARN))
    assert Notice.objects.filter(user=cast.eve, kind=NoticeKind.UNDONE).exists()
    assert Notice.objects.filter(user=cast.ada, kind=NoticeKind.APPEAL).exists()


def test_where_it_was_left_as_it_is_a_reporter_can_get_a_new_decision(
    cast, other_moderator, case, rule
):
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    asks = appeal(by=cast.ada, decision=keeping, words="It is not right.")
    answer_appeal(by=other_moderator, appeal=asks, **undoing(keeping, Outcome.KEEP))
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    assert not Notice.objects.filter(user=cast.eve).exists()


def test_the_case_is_final_once_everything_is_answered(cast, other_moderator, hiding, case):
    first, second = (
        appeal(by=user, decision=hiding, words="Please.") for user in (cast.eve, cast.ada)
    )
    for asks, state in ((first, CaseState.APPEALED), (second, CaseState.FINAL)):
        answer_appeal(by=other_moderator, appeal=asks, **STANDS)
        case.refresh_from_db()
        assert case.state == state
    assert Trail.objects.filter(verb="answer_appeal").count() == 2


@pytest.mark.parametrize("first", ["author", "reporter", "visitor"])
def test_as_long_as_somebody_else_can_ask_it_is_not_final(
    cast, other_moderator, open_to_anyone, push, case, rule, first
):
    filed, _token = report_as_visitor(subject=push, concern=Concern.HATE, seen_in=push)
    hiding = decided(case, rule, by=cast.bel)
    asking = {
        "author": {"by": cast.eve},
        "reporter": {"by": cast.ada},
        "visitor": {"by": None, "report": filed},
    }
    order = [first, *(who for who in asking if who != first)]
    for who in order:
        asks = appeal(decision=hiding, words="Please.", **asking[who])
        answer_appeal(by=other_moderator, appeal=asks, **STANDS)
        case.refresh_from_db()
        assert case.state == (CaseState.FINAL if who == order[-1] else CaseState.DECIDED)


def test_of_what_was_left_as_it_is_an_author_has_nothing_to_ask(cast, other_moderator, case, rule):
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    asks = appeal(by=cast.ada, decision=keeping, words="Please.")
    answer_appeal(by=other_moderator, appeal=asks, **STANDS)
    case.refresh_from_db()
    assert case.state == CaseState.FINAL


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (STANDS | {"words": " "}, "no words"),
        ({"outcome": AppealAnswer.UNDONE, "words": "Yes."}, "choose what"),
    ],
)
def test_an_answer_says_something_and_does_what_it_says(cast, other_moderator, hiding, answer, why):
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    with pytest.raises(AppealRefused, match=why):
        answer_appeal(by=other_moderator, appeal=asks, **answer)
    with pytest.raises(AppealRefused, match="Either"):
        answer_appeal(
            by=other_moderator,
            appeal=asks,
            **undoing(hiding, Outcome.HIDE) | {"outcome": AppealAnswer.STANDS},
        )


def test_nothing_of_another_decision_is_taken_back(cast, other_moderator, hiding, topic, rule):
    other = decided(case_about(topic.posts.get(parent=None), by=cast.eve), rule, by=cast.bel)
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    with pytest.raises(AppealRefused, match="another decision"):
        answer_appeal(by=other_moderator, appeal=asks, **undoing(other, Outcome.HIDE))


def test_nobody_answers_twice(cast, other_moderator, hiding):
    asks = appeal(by=cast.eve, decision=hiding, words="Please.")
    answer_appeal(by=other_moderator, appeal=asks, **STANDS)
    with pytest.raises(AppealRefused, match="faster"):
        answer_appeal(by=other_moderator, appeal=asks, **STANDS)
