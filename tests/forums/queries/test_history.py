"""What is known from before, and what of it nobody is shown."""

import pytest

from forums.actions.circles import appoint, join, open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.deciding import decide
from forums.actions.reporting import report
from forums.choices import Concern, Outcome, Role
from forums.models import Decision
from forums.queries.history import author_history, reporters_history, similar_decisions
from forums.rules import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(cast, opening):
    """A case about something new of eve's, or of somebody else."""
    number = iter(range(100))

    def say(*, by=None, reporter=None, concern=Concern.OTHER, parent=opening):
        post = reply(by=by or cast.eve, parent=parent, words=f"x {next(number)}")
        return report(by=reporter or cast.ada, subject=post, concern=concern).case

    return say


@pytest.fixture
def settle(cast, rule):
    def settle(case, outcome=Outcome.KEEP, by=None):
        case.refresh_from_db()
        return decide(
            by=by or cast.bel,
            case=case,
            seen_version=case.version,
            steps=[Step(outcome)],
            rule=rule,
            reason="So.",
            statement_to_author="" if outcome == Outcome.KEEP else "We hid it.",
            statement_to_reporter="Thank you.",
        )

    return settle


def elsewhere(cast, *, moderator=None):
    circle = open_circle(by=None, name="Elsewhere")
    for user in (cast.ada, cast.eve):
        join(by=user, circle=circle)
    appoint(by=None, user=moderator or cast.dov, circle=circle, role=Role.MODERATOR)
    return open_topic(by=cast.ada, circle=circle, title="There", words="Hello.").posts.get()


def test_of_its_author_there_is_what_this_name_did_in_this_circle(cast, say, settle):
    before, other = settle(say(), Outcome.HIDE), settle(say(by=cast.cy))
    there = say(parent=elsewhere(cast))
    settle(there, by=cast.dov)
    history = author_history(case := say(), cast.bel)
    assert (history.persona.name, history.posts) == ("Someone", 2)
    assert history.decisions == [before]
    assert other not in history.decisions
    assert history.since < case.opened_at


def test_a_decision_of_another_circle_counts_only_for_who_may_see_it(cast, say, settle):
    decision = settle(say(parent=elsewhere(cast)), by=cast.dov)
    case = say()
    assert author_history(case, cast.bel).decisions == []
    assert list(similar_decisions(case, cast.bel)) == []
    appoint(by=None, user=cast.bel, circle=decision.case.circle, role=Role.MODERATOR)
    assert author_history(case, cast.bel).decisions == [decision]
    assert list(similar_decisions(case, cast.bel)) == [decision]


def test_like_it_is_what_was_said_for_the_same_reason_this_circle_first(cast, say, settle):
    opening = elsewhere(cast, moderator=cast.bel)
    near = settle(say(concern=Concern.HATE))
    far = settle(say(concern=Concern.HATE, parent=opening))
    settle(say(concern=Concern.SPAM))
    case = say(concern=Concern.HATE)
    assert list(similar_decisions(case, cast.bel)) == [near, far]


def test_like_it_is_also_what_was_decided_by_the_rule_that_it_is_about(cast, say, settle, rule):
    decision = settle(say(concern=Concern.SPAM))
    case = say(concern=Concern.HATE)
    assert not similar_decisions(case, cast.bel)
    case.rule = rule
    assert list(similar_decisions(case, cast.bel)) == [decision]


def test_of_a_reporter_there_are_two_numbers(cast, say, settle, django_assert_num_queries):
    settle(say(), Outcome.HIDE)
    settle(say())
    say()
    case = say()
    report(by=cast.cy, subject=case.post, concern=Concern.HATE)
    reports = list(case.reports.order_by("id"))
    with django_assert_num_queries(1):
        before = reporters_history(reports)
    told = [(before[each.pk].reports, before[each.pk].upheld) for each in reports]
    assert told == [(3, 1), (0, 0)]
    assert Decision.objects.count() == 2


def test_a_visitor_and_the_site_itself_have_no_history(say):
    case = say()
    case.reports.update(reporter=None)
    assert reporters_history(list(case.reports.all())) == {}
