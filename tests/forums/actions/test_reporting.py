"""Reporting by members and by visitors, and what keeps two people apart at once."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.filing import file_report
from forums.actions.reporting import report, report_as_visitor
from forums.choices import CHOSEN_CONCERNS, Concern, Harm, Outcome, PleaseNot, Source
from forums.models import Block, Case, Notice, Persona, Post, Report, Topic, Trail
from forums.queries.decisions import report_of
from forums.queries.reports import as_told
from forums.refusals import ReportRefused
from forums.rules import Step, concerns_about
from tests.forums.deciding import cutting, decided, in_days

pytestmark = pytest.mark.django_db


# Members


def test_nobody_reports_what_is_theirs(cast, topic, opening):
    for subject in (opening, topic, opening.author):
        with pytest.raises(ReportRefused, match=r"your own|This is you"):
            report(by=cast.ada, subject=subject, concern=Concern.OTHER, seen_in=opening)
    assert not Case.objects.exists()


def test_what_is_gone_is_not_reported_but_who_wrote_it_can_be(cast, push):
    withdraw(by=cast.eve, post=push)
    with pytest.raises(ReportRefused, match="gone"):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)
    assert report(by=cast.ada, subject=push.author, concern=Concern.THREAT, seen_in=push).pk


def test_whoever_came_a_minute_ago_and_is_in_no_circle_can_report(cast, push):
    assert report(by=cast.dov, subject=push, concern=Concern.THREAT).reporter == cast.dov


def test_words_are_kept_without_what_cannot_be_seen_and_not_at_any_length(cast, push):
    filed = report(by=cast.ada, subject=push, concern=Concern.OTHER, words="  Look\u202e here. ")
    assert filed.words == "Look here."
    with pytest.raises(ReportRefused, match="longer"):
        report(by=cast.cy, subject=push, concern=Concern.OTHER, words="x" * 4001)


def test_only_what_fits_the_place_can_be_chosen(cast, topic, push):
    for subject, concern in (
        (cast.circle, Concern.KNOWS_ME),
        (topic, Concern.AGAINST_WISHES),
        (push, Concern.AGAINST_WISHES),
        (push, Concern.WAITS),
        (push.author, Concern.AGAINST_WISHES),
    ):
        with pytest.raises(ReportRefused, match="choose another"):
            report(by=cast.cy, subject=subject, concern=concern, seen_in=push)
    assert not Report.objects.exists()


def test_where_wishes_stand_going_against_them_can_be_reported(cast):
    topic = open_topic(
        by=cast.ada,
        circle=cast.circle,
        title="Listen",
        words="Only that.",
        please_not=[PleaseNot.URGE_TO_LEAVE],
    )
    said = reply(by=cast.eve, parent=topic.posts.get(), words="Go.")
    for subject in (said, said.author):
        assert Concern.AGAINST_WISHES in concerns_about(subject, seen_in=said)


def test_every_place_offers_something_and_never_what_nobody_chooses(cast, topic, push):
    for subject in (push, topic, push.author, cast.circle):
        for as_visitor in (False, True):
            offered = concerns_about(subject, seen_in=push, as_visitor=as_visitor)
            assert {Concern.THREAT, Concern.ILLEGAL, Concern.OTHER} <= set(offered)
            assert set(offered) <= set(CHOSEN_CONCERNS)
            assert not (as_visitor and Concern.KNOWS_ME in offered)


def test_a_report_leaves_a_trail_without_words(cast, push):
    report(by=cast.ada, subject=push, concern=Concern.THREAT, words="My own words.")
    step = Trail.objects.get(verb="report")
    assert (step.by, step.subject_kind, step.subject_ref) == (cast.ada, "post", push.ref)
    assert step.detail == {"concern": "threat"}


# Again


def decide_it(cast, rule, case, *steps):
    return decided(case, rule, *(steps or [Step(Outcome.KEEP)]), by=cast.bel)


def test_what_was_decided_and_says_the_same_is_not_reported_again(cast, push, rule):
    decide_it(cast, rule, report(by=cast.ada, subject=push, concern=Concern.OTHER).case)
    with pytest.raises(ReportRefused, match="ask somebody else to look at it again"):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)
    with (
        time_machine.travel(in_days(184)),
        pytest.raises(ReportRefused, match=r"stands under “What I reported”\.$"),
    ):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)


def test_what_its_author_changed_since_is_reported_again_by_the_same_person(cast, push, rule):
    first = report(by=cast.ada, subject=push, concern=Concern.OTHER)
    decision = decide_it(cast, rule, first.case)
    revise(by=cast.eve, post=push, words="Call now, or I tell them where you are.")
    second = report(by=cast.ada, subject=push, concern=Concern.THREAT)
    assert second.case == first.case
    assert (first.frozen_html, second.frozen_html) == (
        "<p>Just call and get your answers.</p>",
        "<p>Call now, or I tell them where you are.</p>",
    )
    case = Case.objects.get()
    assert (case.is_open(), case.harm) == (True, Harm.DANGER)
    # Each of the two is told what came of it, and whoever reported it once.
    assert as_told(first).decision == decision
    assert as_told(second).decision is None
    again = decide_it(cast, rule, case)
    assert Notice.objects.filter(user=cast.ada, decision=again).count() == 1
    assert report_of(again, cast.ada) == second


def test_as_long_as_nobody_has_decided_it_once_is_enough(cast, push):
    report(by=cast.ada, subject=push, concern=Concern.OTHER)
    revise(by=cast.eve, post=push, words="Something else.")
    with pytest.raises(ReportRefused, match="A moderator will look"):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)


def test_whoever_changes_it_back_says_nothing_new(cast, push, rule):
    decide_it(cast, rule, report(by=cast.ada, subject=push, concern=Concern.OTHER).case)
    for words in ("Something else.", push.source):
        push = revise(by=cast.eve, post=push, words=words)
    with pytest.raises(ReportRefused, match="says the same"):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)


def test_what_a_moderator_left_of_it_is_nothing_new(cast, push, rule):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    decide_it(cast, rule, case, cutting(push, "answers"))
    push.refresh_from_db()
    with pytest.raises(ReportRefused, match="says the same"):
        report(by=cast.ada, subject=push, concern=Concern.OTHER)
    revise(by=cast.eve, post=push, words="Something else.")
    assert report(by=cast.ada, subject=push, concern=Concern.OTHER).case == case


def test_a_person_is_reported_again_for_something_else_that_they_said(cast, opening, push, rule):
    about = {"subject": push.author, "concern": Concern.OTHER}
    decide_it(cast, rule, report(by=cast.ada, seen_in=push, **about).case)
    with pytest.raises(ReportRefused, match="says the same"):
        report(by=cast.ada, seen_in=push, **about)
    other = reply(by=cast.eve, parent=opening, words="And another thing.")
    assert report(by=cast.ada, seen_in=other, **about).case.is_open()


def test_the_database_takes_no_text_twice_from_the_same_person(cast, push):
    filed = report(by=cast.ada, subject=push, concern=Concern.OTHER)
    with pytest.raises(IntegrityError, match="one_report_of_a_text"), transaction.atomic():
        Report.objects.create(
            case=filed.case, reporter=cast.ada, concern="other", frozen_html=filed.frozen_html
        )


# "Somebody I know may be here"


def blocks():
    return [(block.by.name, block.persona.name) for block in Block.objects.all()]


@pytest.mark.parametrize("place", ["post", "person", "topic"])
def test_whoever_may_be_known_is_out_of_sight_at_once(cast, opening, push, place):
    if place == "topic":
        reporter, subject, whom = cast.eve, opening.topic, "Wren"
    else:
        reporter, whom = cast.ada, "Someone"
        subject = push if place == "post" else push.author
    filed = report(by=reporter, subject=subject, concern=Concern.KNOWS_ME, seen_in=push)
    assert filed.case.harm == Harm.DANGER
    assert blocks() == [(reporter.personas.get().name, whom)]
    hidden = opening if place == "topic" else push
    for one, other_words in ((reporter, hidden), (hidden.author.owner, opening)):
        meets = Post.objects.visible_to(one)
        assert hidden.author.owner == one or other_words not in meets
    # The one is told nothing, and the moderators see everything as before.
    assert not Notice.objects.filter(user=hidden.author.owner, case__isnull=False).exists()
    assert hidden in Post.objects.visible_to(cast.bel)


def test_the_shield_lies_between_the_names_worn_there_and_no_others(cast):
    topic = open_topic(
        by=cast.eve, circle=cast.circle, title="Quiet", words="Hm.", face_name="Small Lantern"
    )
    elsewhere = open_topic(by=cast.eve, circle=cast.circle, title="Loud", words="Hey.")
    mine = reply(by=cast.ada, parent=topic.posts.get(), words="Hm?", face_name="Grey Heron")
    lantern = topic.posts.get(parent=None)
    report(by=cast.ada, subject=lantern, concern=Concern.KNOWS_ME)
    assert blocks() == [("Grey Heron", "Small Lantern")]
    assert Topic.objects.visible_to(cast.ada).get() == elsewhere
    assert mine not in Post.objects.visible_to(cast.eve)


def test_whoever_wears_no_name_is_seen_by_nobody_and_reports_all_the_same(cast, push):
    Persona.objects.filter(owner=cast.dov).delete()
    filed = report(by=cast.dov, subject=push, concern=Concern.KNOWS_ME)
    assert filed.case.is_open()
    assert blocks() == []


def test_other_concerns_put_nobody_out_of_sight(cast, push):
    report(by=cast.ada, subject=push, concern=Concern.THREAT)
    assert blocks() == []


# Visitors


def test_a_visitor_tells_without_leaving_anything_about_themselves(cast, open_to_anyone):
    topic = open_topic(by=cast.ada, circle=open_to_anyone, title="Sun", words="Out it comes.")
    filed, token = report_as_visitor(
        subject=topic.posts.get(), concern=Concern.ILLEGAL, words="That is my address."
    )
    assert (filed.source, filed.reporter) == (Source.VISITOR, None)
    assert Report.objects.with_token(token).get() == filed
    assert not Report.objects.with_token(token[:-1]).exists()
    with connection.cursor() as cursor:
        cursor.execute("select r::text from forums_report r")
        assert token not in cursor.fetchone()[0]


def test_two_visitors_make_two_reports_in_one_case(cast, push):
    first, one = report_as_visitor(subject=push, concern=Concern.ILLEGAL)
    second, other = report_as_visitor(subject=push, concern=Concern.HATE)
    assert first.case == second.case
    assert one != other


@pytest.mark.parametrize("concern", [Concern.KNOWS_ME, Concern.WAITS])
def test_a_visitor_cannot_choose_what_is_not_offered_to_them(cast, push, concern):
    with pytest.raises(ReportRefused):
        report_as_visitor(subject=push, concern=concern)


def test_what_is_gone_is_not_reported_by_a_visitor(cast, push):
    withdraw(by=cast.eve, post=push)
    with pytest.raises(ReportRefused, match="gone"):
        report_as_visitor(subject=push, concern=Concern.OTHER)


def test_a_report_of_the_site_itself_is_nobodys(cast, push):
    filed = file_report(
        subject=push, circle=cast.circle, source=Source.HOLDING, concern=Concern.WAITS
    )
    assert not Report.objects.visible_to(cast.ada).filter(pk=filed.pk).exists()
