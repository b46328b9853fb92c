"""Deciding a case: whoever is late, whoever must not, and who hears what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions.circles import appoint
from forums.actions.conversation import reply
from forums.actions.deciding import decide, machine_decision
from forums.choices import CaseState, Concern, Maker, NoticeKind, Outcome, Role
from forums.models import Case, Decision, HouseModerator, Notice, Trail
from forums.refusals import DecisionRefused
from forums.rules import Step
from tests.forums.deciding import case_about, decided, ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return case_about(push, by=cast.ada, concern=Concern.URGES_CONTACT)


@pytest.fixture
def moderators(cast):
    """bel and cy."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    Notice.objects.filter(user=cast.cy).delete()


def test_a_hidden_post_keeps_its_place_and_its_words(cast, push, case, rule):
    decide(by=cast.bel, **ruling(case, rule))
    push.refresh_from_db()
    assert not push.is_standing()
    assert push.hidden_by == cast.bel
    assert push.source == "Just call and get your answers."


def test_author_and_reporter_are_told_each_in_their_own_words(cast, push, case, rule):
    decision = decide(by=cast.bel, **ruling(case, rule))
    told = dict(Notice.objects.values_list("user", "kind"))
    assert told == {cast.eve.pk: NoticeKind.STATEMENT, cast.ada.pk: NoticeKind.ANSWERED}
    assert decision.statement_to_author != decision.statement_to_reporter


def test_nobody_tells_an_author_that_somebody_complained_where_the_post_stays(
    cast, push, case, rule
):
    decision = decide(by=cast.bel, **ruling(case, rule, Step(Outcome.KEEP)))
    assert not Notice.objects.filter(user=cast.eve).exists()
    assert decision.statement_to_author == ""
    push.refresh_from_db()
    assert push.is_standing()


def test_a_decision_leaves_a_trail(cast, case, rule):
    decide(by=cast.bel, **ruling(case, rule))
    step = Trail.objects.get(verb="decide")
    assert (step.by, step.subject_ref) == (cast.bel, case.ref)
    assert step.detail == {"outcomes": ["hide"], "rule": rule.title}


@pytest.mark.parametrize("missing", ["reason", "statement_to_author", "statement_to_reporter"])
def test_a_decision_without_words_is_refused_and_nothing_happens(cast, push, case, rule, missing):
    with pytest.raises(DecisionRefused):
        decide(by=cast.bel, **ruling(case, rule, **{missing: "  "}))
    push.refresh_from_db()
    assert push.is_standing()
    assert not Decision.objects.exists()


def test_whoever_is_late_is_told_and_changes_nothing(cast, moderators, case, rule):
    decide(by=cast.bel, **ruling(case, rule, Step(Outcome.KEEP)))
    seen = ruling(case, rule)
    with pytest.raises(DecisionRefused, match="faster"):
        decide(by=cast.cy, **seen)
    with pytest.raises(DecisionRefused, match="faster"):
        decide(by=cast.cy, **seen | {"seen_version": 1})
    assert Decision.objects.count() == 1


def test_a_report_that_came_in_between_is_seen_first(cast, push, case, rule):
    seen = ruling(case, rule)
    case_about(push, by=cast.cy, concern=Concern.AT_RISK)
    with pytest.raises(DecisionRefused, match="faster"):
        decide(by=cast.bel, **seen)


def test_nobody_decides_about_themselves(cast, opening, rule):
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    case = case_about(own, by=cast.ada, concern=Concern.OTHER)
    with pytest.raises(DecisionRefused, match="yourself"):
        decide(by=cast.bel, **ruling(case, rule))


def test_the_database_refuses_a_judge_in_their_own_case(cast, case, rule):
    with pytest.raises(IntegrityError, match="nobody_decides_about_themselves"):
        Decision.objects.create(
            case=case,
            author=cast.bel,
            decided_by=cast.bel,
            outcomes=[Outcome.KEEP],
            rule=rule,
            reason="x",
            statement_to_reporter="x",
        )


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_decision_or_the_trail(cast, case, rule, verb):
    decide(by=cast.bel, **ruling(case, rule))
    for rows, change in (
        (Decision.objects.all(), {"reason": "another"}),
        (Trail.objects.all(), {"verb": "another"}),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows._raw_delete("default") if verb == "delete" else rows.update(**change)


def test_an_erased_account_leaves_its_decisions_without_a_name(cast, case, rule):
    decide(by=cast.bel, **ruling(case, rule))
    Decision.objects.update(decided_by=None, author=None)
    Trail.objects.update(by=None)
    assert Decision.objects.get().decided_by is None


@pytest.mark.parametrize(
    ("cases_at", "order"),
    [((2, 1), [1, 0]), ((1, 2), [0, 1])],
)
def test_what_is_due_first_is_on_top(cast, opening, cases_at, order):
    from forums.queries.cases import desk_page

    now = timezone.now()
    made = []
    for hours in cases_at:
        post = reply(by=cast.eve, parent=opening, words=f"x {hours}")
        case = case_about(post, by=cast.ada, concern=Concern.OTHER)
        Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(hours=hours))
        made.append(case)
    assert [case.pk for case in desk_page(cast.bel, now=now).cases] == [made[i].pk for i in order]


def test_whoever_does_not_moderate_there_decides_nothing(cast, case, rule):
    for user in (cast.ada, cast.cy, cast.dov):
        with pytest.raises(DecisionRefused, match="somebody else"):
            decided(case, rule, by=user)
    assert not Decision.objects.exists()


def test_whoever_moderates_the_house_decides_everywhere(cast, case, rule):
    HouseModerator.objects.create(user=cast.dov)
    assert decided(case, rule, by=cast.dov).decided_by == cast.dov


def test_a_moderator_who_is_suspended_decides_nothing(cast, moderators, opening, push, rule):
    own = reply(by=cast.cy, parent=opening, words="Mine.")
    stop = Step(Outcome.SUSPEND, until=timezone.now() + timedelta(days=3))
    decided(case_about(own, by=cast.ada), rule, stop, by=cast.bel)
    with pytest.raises(DecisionRefused, match="somebody else"):
        decided(case_about(push, by=cast.ada), rule, by=cast.cy)


def test_a_decision_frees_the_case_and_says_by_which_rule(cast, case, rule):
    decided(case, rule, by=cast.bel)
    case.refresh_from_db()
    assert (case.state, case.rule, case.claimed_by) == (CaseState.DECIDED, rule, None)
    assert case.decided_at is not None


def test_a_character_that_cannot_be_stored_is_refused_and_nothing_is_done(cast, push, case, rule):
    with pytest.raises(DecisionRefused, match="character"):
        decided(case, rule, by=cast.bel, reason="a\0b")
    push.refresh_from_db()
    assert push.is_standing()


# By the site itself


def test_what_the_site_does_by_itself_says_so_and_the_case_stays_open(cast, push, case, rule):
    decision = machine_decision(case=case, rule=rule)
    assert (decision.maker, decision.decided_by) == (Maker.MACHINE, None)
    assert "no person has looked yet" in decision.statement_to_author
    assert list(Notice.objects.values_list("user", "kind")) == [(cast.eve.pk, NoticeKind.STATEMENT)]
    case.refresh_from_db()
    assert case.is_open()


def test_it_ends_with_what_a_person_decides(cast, case, rule):
    waits = machine_decision(case=case, rule=rule).measures.get()
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    waits.refresh_from_db()
    assert waits.undone_by == cast.bel


def test_whoever_reported_nothing_has_to_be_told_nothing(cast, push, case, rule):
    case.reports.update(source="screen", reporter=None)
    decided(case, rule, by=cast.bel, statement_to_reporter="")
    assert list(Notice.objects.values_list("user", flat=True)) == [cast.eve.pk]
