import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.moderation import decide, report
from forums.choices import Concern, Harm, NoticeKind, Outcome
from forums.models import Case, Decision, Notice, Post, Report, Rule, Trail
from forums.refusals import DecisionRefused, ReportRefused
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return report(by=cast.ada, post=push, concern=Concern.URGES_CONTACT, words="Please.").case


def ruling(case, rule, **fields):
    return {
        "case": case,
        "seen_version": case.version,
        "outcome": Outcome.HIDE,
        "rule": rule,
        "reason": "Urges contact.",
        "statement_to_author": "We took it out.",
        "statement_to_reporter": "Thank you, it is taken out.",
    } | fields


# Reporting


def test_a_report_keeps_the_text_as_it_stood(cast, push):
    filed = report(by=cast.ada, post=push, concern=Concern.BLAMES)
    Post.objects.filter(pk=push.pk).update(html="<p>something else</p>")
    filed.refresh_from_db()
    assert filed.frozen_html == push.html


def test_reports_of_one_post_make_one_case_and_the_worst_of_them_decides_how_soon(cast, push):
    mild = report(by=cast.ada, post=push, concern=Concern.OTHER).case
    assert mild.harm == Harm.NONE
    worse = report(by=cast.cy, post=push, concern=Concern.AT_RISK).case
    assert worse.pk == mild.pk
    assert worse.harm == Harm.CRISIS
    assert worse.due_at < mild.due_at
    assert worse.version > mild.version


def test_a_milder_report_never_lowers_the_harm_nor_delays_the_case(cast, push):
    grave = report(by=cast.ada, post=push, concern=Concern.AT_RISK).case
    after = report(by=cast.cy, post=push, concern=Concern.SPAM).case
    assert (after.harm, after.due_at) == (grave.harm, grave.due_at)


def test_nobody_reports_the_same_post_twice(cast, push, case):
    with pytest.raises(ReportRefused, match="already"):
        report(by=cast.ada, post=push, concern=Concern.HATE)
    assert Report.objects.count() == 1


def test_nobody_reports_their_own_post(cast, push):
    with pytest.raises(ReportRefused, match="your own"):
        report(by=cast.eve, post=push, concern=Concern.OTHER)


def test_a_report_after_a_decision_opens_a_new_case(cast, push, case, rule):
    decide(by=cast.bel, **ruling(case, rule, outcome=Outcome.KEEP))
    assert report(by=cast.cy, post=push, concern=Concern.OTHER).case.pk != case.pk


# Deciding


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
    decision = decide(by=cast.bel, **ruling(case, rule, outcome=Outcome.KEEP))
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


def test_whoever_is_late_is_told_and_changes_nothing(cast, case, rule):
    decide(by=cast.bel, **ruling(case, rule, outcome=Outcome.KEEP))
    with pytest.raises(DecisionRefused, match="faster"):
        decide(by=cast.cy, **ruling(case, rule))
    assert Decision.objects.count() == 1


def test_a_report_that_came_in_between_is_seen_first(cast, push, case, rule):
    seen = ruling(case, rule)
    report(by=cast.cy, post=push, concern=Concern.AT_RISK)
    with pytest.raises(DecisionRefused, match="faster"):
        decide(by=cast.bel, **seen)


def test_nobody_decides_about_themselves(cast, opening, rule):
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    case = report(by=cast.ada, post=own, concern=Concern.OTHER).case
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
    from forums.queries.desk import open_cases

    now = timezone.now()
    made = []
    for hours in cases_at:
        post = reply(by=cast.eve, parent=opening, words=f"x {hours}")
        case = report(by=cast.ada, post=post, concern=Concern.OTHER).case
        Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(hours=hours))
        made.append(case)
    assert [case.pk for case in open_cases(cast.bel)] == [made[i].pk for i in order]


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides():
    cast = make_cast()
    rule = Rule.objects.create(place=90, title="Rule", explanation="x")
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello")
    post = reply(by=cast.eve, parent=topic.posts.get(), words="Call.")
    case = report(by=cast.ada, post=post, concern=Concern.OTHER).case
    start, refused = threading.Barrier(2), []

    def judge(moderator):
        start.wait()
        try:
            decide(by=moderator, **ruling(case, rule))
        except DecisionRefused:
            refused.append(moderator)
        connection.close()

    threads = [threading.Thread(target=judge, args=[who]) for who in (cast.bel, cast.cy)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Decision.objects.count() == 1
