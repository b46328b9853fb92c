"""Taking back what a decision did, where something else has happened since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.deciding import machine_decision, undo
from forums.actions.sending_in import send_in_again
from forums.choices import CaseState, NoticeKind, Outcome, Reading, Role
from forums.models import Case, HouseModerator, Notice, Original, Sanction, Trail
from forums.refusals import DecisionRefused
from forums.rules import Step
from tests.forums.deciding import case_about, cutting, decided, in_days, measure_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return case_about(push, by=cast.ada)


def again(case):
    """The same case, opened once more by somebody else's report."""
    Case.objects.filter(pk=case.pk).update(state="open", decided_at=None)
    case.refresh_from_db()
    return case


def test_nothing_is_taken_back_twice_and_the_author_hears_of_it_once(cast, case, rule):
    hiding = measure_of(decided(case, rule, by=cast.bel), Outcome.HIDE)
    undo(by=cast.bel, measure=hiding)
    with pytest.raises(DecisionRefused, match="already"):
        undo(by=cast.bel, measure=hiding)
    kinds = list(Notice.objects.filter(user=cast.eve).values_list("kind", flat=True))
    assert kinds.count(NoticeKind.UNDONE) == 1
    assert Trail.objects.filter(verb="undo", subject_ref=case.ref).count() == 1


def test_whoever_does_not_handle_the_case_takes_nothing_back(cast, case, rule):
    hiding = measure_of(decided(case, rule, by=cast.bel), Outcome.HIDE)
    for user in (cast.eve, cast.ada, cast.dov):
        with pytest.raises(DecisionRefused, match="somebody else"):
            undo(by=user, measure=hiding)


def test_what_is_hidden_twice_stays_so_until_both_are_taken_back(cast, push, case, rule):
    hiding = measure_of(decided(case, rule, by=cast.bel), Outcome.HIDE)
    removing = decided(again(case), rule, Step(Outcome.REMOVE), by=cast.bel)
    undo(by=cast.bel, measure=hiding)
    push.refresh_from_db()
    assert not push.is_standing()
    undo(by=cast.bel, measure=measure_of(removing, Outcome.REMOVE))
    push.refresh_from_db()
    assert push.is_standing()
    assert push.source == "Just call and get your answers."


def test_parts_are_put_back_in_the_order_opposite_to_that_in_which_they_were_taken_out(
    cast, push, case, rule
):
    first = decided(case, rule, cutting(push, "Just call"), by=cast.bel)
    push.refresh_from_db()
    second = decided(again(case), rule, cutting(push, "answers"), by=cast.bel)
    with pytest.raises(DecisionRefused, match="after this"):
        undo(by=cast.bel, measure=measure_of(first, Outcome.REDACT))
    for decision in (second, first):
        undo(by=cast.bel, measure=measure_of(decision, Outcome.REDACT))
    push.refresh_from_db()
    assert push.source == "Just call and get your answers."
    assert not Original.objects.exists()


def test_what_its_author_wrote_since_is_not_overwritten(cast, push, case, rule):
    cut = decided(case, rule, cutting(push, "answers"), by=cast.bel)
    push.refresh_from_db()
    revise(by=cast.eve, post=push, words="I would not call.")
    undo(by=cast.bel, measure=measure_of(cut, Outcome.REDACT))
    push.refresh_from_db()
    assert push.source == "I would not call."
    assert not Original.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.REDACT, Outcome.REMOVE])
def test_nothing_is_put_back_that_its_author_has_withdrawn(cast, push, case, rule, outcome):
    step = cutting(push, "answers") if outcome == Outcome.REDACT else Step(outcome)
    decision = decided(case, rule, step, by=cast.bel)
    withdraw(by=cast.eve, post=push)
    assert not Original.objects.exists()
    undo(by=cast.bel, measure=measure_of(decision, outcome))
    push.refresh_from_db()
    assert (push.source, push.html) == ("", "")


def test_words_that_are_gone_for_good_are_not_promised(cast, case, rule):
    removing = decided(case, rule, Step(Outcome.REMOVE), by=cast.bel)
    Original.objects.all().delete()
    with pytest.raises(DecisionRefused, match="gone for good"):
        undo(by=cast.bel, measure=measure_of(removing, Outcome.REMOVE))


def test_what_was_sent_in_again_waits_whether_the_giving_back_is_taken_back_or_not(
    cast, push, case, rule
):
    giving_back = decided(case, rule, Step(Outcome.RETURN), by=cast.bel)
    push.refresh_from_db()
    send_in_again(by=cast.eve, post=push, words="I would not call.")
    undo(by=cast.bel, measure=measure_of(giving_back, Outcome.RETURN))
    push.refresh_from_db()
    assert not push.is_standing()


def test_a_topic_whose_beginning_was_given_back_is_open_again_once_it_is_sent_in(
    cast, topic, opening, push, rule
):
    about_topic = case_about(topic, by=cast.cy, seen_in=push)
    decided(about_topic, rule, Step(Outcome.RETURN), by=cast.bel)
    about_topic.refresh_from_db()
    assert about_topic.state == CaseState.AUTHOR
    send_in_again(by=cast.ada, post=opening, words="The mornings.")
    about_topic.refresh_from_db()
    assert about_topic.state == CaseState.OPEN


def test_a_note_that_was_there_before_stays(cast, topic, opening, rule):
    revise(by=cast.ada, post=opening, words=opening.source, notes=["Threats"])
    step = Step(Outcome.NOTE, notes=("Threats", "Court and police"))
    noting = decided(case_about(opening, by=cast.cy), rule, step, by=cast.bel)
    for noted in (opening, topic):
        noted.refresh_from_db()
        assert set(noted.notes) == {"Threats", "Court and police"}
    undo(by=cast.bel, measure=measure_of(noting, Outcome.NOTE))
    for noted in (opening, topic):
        noted.refresh_from_db()
        assert noted.notes == ["Threats"]


def test_a_topic_that_was_locked_twice_is_open_when_both_are_taken_back(
    cast, topic, push, case, rule
):
    about_topic = case_about(topic, by=cast.eve, seen_in=push)
    lock = Step(Outcome.LOCK)
    first = decided(case, rule, lock, by=cast.bel)
    with pytest.raises(DecisionRefused, match="already"):
        decided(about_topic, rule, lock, by=cast.bel)
    undo(by=cast.bel, measure=measure_of(first, Outcome.LOCK))
    topic.refresh_from_db()
    assert topic.locked_at is None


def test_nothing_goes_back_to_many_that_was_answered_before_few(cast, closed, rule):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    moving = decided(
        case_about(topic, by=cast.cy), rule, Step(Outcome.MOVE, circle=closed), by=cast.bel
    )
    measure = measure_of(moving, Outcome.MOVE)
    HouseModerator.objects.create(user=cast.bel)
    appoint(by=None, user=cast.eve, circle=closed, role=Role.MEMBER)
    reply(by=cast.cy, parent=topic.posts.get(), words="Only to the few.")
    with pytest.raises(DecisionRefused, match="fewer can read"):
        undo(by=cast.bel, measure=measure)
    topic.refresh_from_db()
    assert topic.circle == closed


def test_what_was_answered_before_as_many_goes_back(cast, topic, opening, rule):
    elsewhere = open_circle(by=None, name="Elsewhere", reading=Reading.MEMBERS)
    appoint(by=None, user=cast.cy, circle=elsewhere, role=Role.MEMBER)
    step = Step(Outcome.MOVE, circle=elsewhere)
    moving = decided(case_about(opening, by=cast.cy), rule, step, by=cast.bel)
    reply(by=cast.cy, parent=opening, words="Over here.")
    HouseModerator.objects.create(user=cast.bel)
    undo(by=cast.bel, measure=measure_of(moving, Outcome.MOVE))
    topic.refresh_from_db()
    assert topic.circle == cast.circle


def test_what_the_site_did_by_itself_is_decided_and_not_taken_back(cast, case, rule):
    waiting = machine_decision(case=case, rule=rule).measures.get()
    with pytest.raises(DecisionRefused, match="Decide it"):
        undo(by=cast.bel, measure=waiting)


def test_what_holds_in_the_whole_house_is_taken_back_by_the_house(cast, case, rule):
    HouseModerator.objects.create(user=cast.dov)
    step = Step(Outcome.SUSPEND, until=in_days(3), everywhere=True)
    stop = measure_of(decided(case, rule, step, by=cast.dov), Outcome.SUSPEND)
    with pytest.raises(DecisionRefused, match="whole house"):
        undo(by=cast.bel, measure=stop)
    undo(by=cast.dov, measure=stop)
    assert Sanction.objects.get().lifted_at is not None


def test_to_take_back_that_nothing_was_done_gives_the_case_its_time_anew(cast, case, rule):
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    Case.objects.update(due_at=timezone.now() - timedelta(days=9))
    undo(by=cast.bel, measure=measure_of(keeping, Outcome.KEEP))
    case.refresh_from_db()
    assert case.is_open()
    assert case.due_at > timezone.now()
