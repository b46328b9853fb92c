"""What is reported becomes one case, with the text as it stood."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.distance import block
from forums.actions.filing import file_report
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Harm, NoticeKind, Outcome, Role, Source
from forums.models import Case, DueTime, Notice, Post, Report, Trail
from forums.refusals import ReportRefused
from forums.rules import Step
from tests.forums.deciding import decided

pytestmark = pytest.mark.django_db


# What is frozen


def test_a_post_is_frozen_with_what_it_said_and_what_its_topic_was_called(cast, opening):
    filed = report(by=cast.cy, subject=opening, concern=Concern.BLAMES)
    revise(by=cast.ada, post=opening, words="Something else.")
    filed.refresh_from_db()
    assert (filed.frozen_name, filed.frozen_html) == ("Day nine", opening.html)
    assert "<em>evenings</em>" in filed.frozen_html


def test_a_topic_is_frozen_with_its_title_and_its_beginning(cast, topic, opening):
    filed = report(by=cast.cy, subject=topic, concern=Concern.HATE)
    assert (filed.frozen_name, filed.frozen_html) == ("Day nine", opening.html)
    assert filed.case.subject == topic


def test_somebody_is_frozen_with_their_name_and_where_they_were_met(cast, push):
    filed = report(by=cast.ada, subject=push.author, concern=Concern.HATE, seen_in=push)
    assert (filed.frozen_name, filed.frozen_html) == ("Someone", push.html)
    assert (filed.case.subject, filed.case.circle) == (push.author, cast.circle)


def test_a_circle_is_frozen_with_what_it_says_of_itself_and_nothing_of_it_is_markup(cast):
    circle = open_circle(by=None, name="Odd", about="<b>Call</b> them.", guidelines="Be loud.")
    filed = report(by=cast.ada, subject=circle, concern=Concern.URGES_CONTACT)
    assert filed.frozen_name == "Odd"
    assert "&lt;b&gt;Call" in filed.frozen_html
    assert "Be loud." in filed.frozen_html
    assert (filed.case.about_circle, filed.case.circle) == (circle, circle)


def test_the_picture_of_a_post_is_frozen_with_its_words(cast, push):
    Post.objects.filter(pk=push.pk).update(pictures_html='<img src="/i/x/" alt="A door">')
    filed = report(by=cast.ada, subject=push, concern=Concern.IDENTIFIES)
    assert 'alt="A door"' in filed.frozen_html


# One case


def test_reports_of_one_thing_make_one_case_and_other_things_make_others(cast, topic, push):
    one = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    assert report(by=cast.cy, subject=push, concern=Concern.OTHER).case == one
    others = [
        report(by=cast.cy, subject=topic, concern=Concern.OTHER).case,
        report(by=cast.cy, subject=push.author, concern=Concern.OTHER, seen_in=push).case,
        report(by=cast.cy, subject=cast.circle, concern=Concern.OTHER).case,
    ]
    assert len({one.pk, *(case.pk for case in others)}) == 4


def test_the_worst_that_is_said_decides_how_soon_and_nothing_mild_delays_it(cast, push):
    mild = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    grave = report(by=cast.cy, subject=push, concern=Concern.AT_RISK).case
    assert grave.harm == Harm.CRISIS
    assert grave.due_at < mild.due_at
    assert grave.version > mild.version
    after = file_report(
        subject=push, circle=cast.circle, source=Source.SCREEN, concern=Concern.SPAM
    ).case
    assert (after.harm, after.due_at) == (grave.harm, grave.due_at)


def test_whoever_files_for_the_site_says_how_grave_it_is(cast, push):
    filed = file_report(
        subject=push,
        circle=cast.circle,
        source=Source.SCREEN,
        concern=Concern.OTHER,
        harm=Harm.DANGER,
    )
    assert (filed.case.harm, filed.reporter) == (Harm.DANGER, None)


def test_the_operators_due_times_hold(cast, push):
    DueTime.objects.update_or_create(harm=Harm.NONE, defaults={"minutes": 7})
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    assert case.due_at - case.opened_at == timedelta(minutes=7)


def test_the_same_name_makes_a_case_of_its_own_in_another_circle(cast, push, open_to_anyone):
    elsewhere = open_topic(by=cast.ada, circle=open_to_anyone, title="Sun", words="Out it comes.")
    here = reply(by=cast.ada, parent=push, words="Not that.")
    one = report(by=cast.cy, subject=here.author, concern=Concern.HATE, seen_in=here).case
    opening = elsewhere.posts.get()
    other = report(by=cast.cy, subject=here.author, concern=Concern.HATE, seen_in=opening).case
    assert (one.circle, other.circle) == (cast.circle, open_to_anyone)
    with pytest.raises(IntegrityError, match="one_open_case_per_persona"), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(circle=cast.circle)


# Opened again


def test_a_report_after_a_decision_opens_the_same_case_again(cast, push, rule):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    again = report(by=cast.cy, subject=push, concern=Concern.THREAT).case
    assert again.pk == case.pk
    assert (again.state, again.decided_at, again.harm) == (CaseState.OPEN, None, Harm.DANGER)
    assert again.due_at > timezone.now()
    assert again.claimed_by is None
    assert again.decisions.count() == 1


def test_what_was_in_danger_stays_so_when_its_case_is_opened_again(cast, push, rule):
    case = report(by=cast.ada, subject=push, concern=Concern.AT_RISK).case
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    assert report(by=cast.cy, subject=push, concern=Concern.SPAM).case.harm == Harm.CRISIS


def test_nobody_reports_twice_and_is_told_how_it_stands(cast, push, rule):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    with pytest.raises(ReportRefused, match="A moderator will look"):
        report(by=cast.ada, subject=push, concern=Concern.HATE)
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    with pytest.raises(ReportRefused, match="it was decided"):
        report(by=cast.ada, subject=push, concern=Concern.HATE)
    assert Report.objects.count() == 1


# Who hears of it


def case_notices():
    return sorted(Notice.objects.filter(kind=NoticeKind.CASE).values_list("user", flat=True))


def test_of_a_crisis_the_circles_moderators_hear_at_once_and_of_the_rest_they_find_at_the_desk(
    cast, push
):
    report(by=cast.ada, subject=push, concern=Concern.THREAT)
    assert case_notices() == []
    report(by=cast.cy, subject=push, concern=Concern.AT_RISK)
    assert case_notices() == [cast.bel.pk]
    file_report(subject=push, circle=cast.circle, source=Source.SCREEN, concern=Concern.AT_RISK)
    assert case_notices() == [cast.bel.pk]


@pytest.mark.parametrize("why", ["nobody moderates", "about them", "kept away from"])
def test_where_nobody_of_the_circle_may_decide_the_house_hears_at_once(cast, opening, why):
    appoint_to_house(by=None, user=cast.dov)
    said = reply(by=cast.bel if why == "about them" else cast.eve, parent=opening, words="Call.")
    if why == "nobody moderates":
        cast.bel.memberships.all().delete()
    if why == "kept away from":
        block(by=cast.bel, persona=said.author)
    case = report(by=cast.ada, subject=said, concern=Concern.OTHER).case
    assert (case.state, case.level) == (CaseState.ESCALATED, 1)
    assert case_notices() == [cast.dov.pk]
    assert Trail.objects.filter(verb="escalate", subject_ref=case.ref, by=None).exists()


def test_what_is_said_against_a_circle_is_for_the_house_and_not_for_those_who_look_after_it(
    cast, closed
):
    appoint_to_house(by=None, user=cast.dov)
    appoint_to_house(by=None, user=cast.cy)
    case = report(by=cast.ada, subject=closed, concern=Concern.OTHER).case
    # cy is its host, though of the house as well.
    assert case_notices() == [cast.dov.pk]
    for user in (cast.bel, cast.cy):
        assert not Case.objects.visible_to(user).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(cast.dov).filter(pk=case.pk).exists()


def test_a_moderator_who_wrote_it_is_never_called(cast, opening):
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    report(by=cast.ada, subject=own, concern=Concern.AT_RISK)
    assert case_notices() == [cast.cy.pk]
