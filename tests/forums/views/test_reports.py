"""The pages on which something is reported, and on which one hears what came of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from forums.actions.circles import open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.deciding import machine_decision
from forums.actions.distance import unblock
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import Concern, Outcome
from forums.models import Block, Case, Notice, Report
from forums.queries.reports import REPORTS_PER_PAGE
from forums.rules import Step
from tests.forums.deciding import decided

pytestmark = pytest.mark.django_db

POST_PAGES = ["forums:report", "forums:report_person", "forums:report_topic"]


@pytest.fixture
def sunny(cast, open_to_anyone):
    """A post that is read without an account."""
    topic = open_topic(by=cast.ada, circle=open_to_anyone, title="Sun", words="Out it comes.")
    return topic.posts.get()


def keep(cast, case, rule, words="Thank you for telling us."):
    decided(case, rule, Step(Outcome.KEEP), by=cast.bel, statement_to_reporter=words)


# Members


@pytest.mark.parametrize(
    ("name", "kind"), list(zip(POST_PAGES, ["post", "persona", "topic"], strict=True))
)
def test_a_post_its_author_and_its_topic_are_reported_from_the_post(cast, opening, name, kind):
    client, url = cast.client(cast.cy), reverse(name, args=[opening.ref])
    page = client.get(url).content.decode()
    assert all(reverse(other, args=[opening.ref]) in page for other in POST_PAGES)
    answer = client.post(url, {"concern": "threat", "words": "Look."}, follow=True)
    case = Case.objects.get()
    assert getattr(case, kind) is not None
    assert "It has arrived" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/reports/{Report.objects.get().ref}/"


def test_a_circle_is_reported_from_its_page(cast, closed):
    """Also one that somebody may not read: its name and what it says of itself are there."""
    client, url = cast.client(cast.dov), reverse("forums:report_circle", args=[closed.ref])
    assert "nobody who looks after this circle" in client.get(url).content.decode()
    client.post(url, {"concern": "hate"})
    assert Case.objects.get().about_circle == closed


def test_the_page_of_a_circle_leads_there(cast):
    page = cast.client(cast.ada).get(cast.circle.get_absolute_url()).content.decode()
    assert reverse("forums:report_circle", args=[cast.circle.ref]) in page


def test_nothing_typed_is_lost(cast, push):
    client, url = cast.client(cast.ada), reverse("forums:report", args=[push.ref])
    for given in ({}, {"concern": "waits"}, {"concern": "other"}):
        words = "x" * 5000 if given == {"concern": "other"} else "My careful words."
        page = client.post(url, {"words": words, **given})
        assert page.status_code == 422
        assert words in page.content.decode()
    assert not Case.objects.exists()


def test_what_cannot_be_reported_again_is_said_in_a_sentence(cast, push):
    report(by=cast.ada, subject=push, concern=Concern.OTHER)
    url = reverse("forums:report", args=[push.ref])
    page = cast.client(cast.ada).post(url, {"concern": "other", "words": "Once more."})
    assert page.status_code == 422
    assert "You have reported this already" in page.content.decode()
    assert "Once more." in page.content.decode()


@pytest.mark.parametrize("name", POST_PAGES)
def test_a_post_that_is_not_seen_is_reported_by_nobody(cast, closed, name):
    post = open_topic(by=cast.ada, circle=closed, title="In here", words="Warm.").posts.get()
    client = cast.client(cast.dov)
    unseen, unknown = (client.get(reverse(name, args=[ref])) for ref in (post.ref, "2" * 12))
    assert unseen.status_code == unknown.status_code == 404
    assert client.post(reverse(name, args=[post.ref]), {"concern": "other"}).status_code == 404


# The shield


def test_whoever_is_known_reads_what_was_done_and_what_they_can_do(cast, opening, push):
    client = cast.client(cast.ada)
    url = reverse("forums:report", args=[push.ref])
    page = client.post(url, {"concern": "knows_me"}, follow=True).content.decode()
    assert "You and they do not meet here any more" in page
    assert reverse("forums:distance") in page
    assert Block.objects.count() == 1
    assert client.get(push.get_absolute_url()).status_code == 404
    assert cast.client(cast.eve).get(opening.topic.get_absolute_url()).status_code == 404
    # It can be taken back, and the page then says so.
    unblock(by=cast.ada, persona=push.author)
    page = client.get(f"/reports/{Report.objects.get().ref}/").content.decode()
    assert "Nothing stands between you" in page


def test_the_name_of_whoever_reported_stands_on_no_page_of_anybody_else(cast, push):
    report(by=cast.ada, subject=push, concern=Concern.KNOWS_ME, words="From before.")
    case = Case.objects.get()
    for user in (cast.eve, cast.cy, cast.dov):
        assert cast.client(user).get(case.get_absolute_url()).status_code == 404
        assert not Notice.objects.filter(user=user, case=case).exists()


def test_a_moderators_notice_leads_to_the_case(cast, push):
    case = report(by=cast.ada, subject=push, concern=Concern.AT_RISK).case
    client, notice = cast.client(cast.bel), Notice.objects.get(case=case)
    page = client.get(reverse("forums:notices")).content.decode()
    assert (link := reverse("forums:notice", args=[notice.ref])) in page
    assert client.get(link)["Location"] == case.get_absolute_url()


# Visitors


def test_a_visitor_reports_and_hears_what_came_of_it_under_a_link(cast, sunny, rule):
    appoint_to_house(by=None, user=cast.bel)
    visitor, url = Client(), reverse("forums:report", args=[sunny.ref])
    page = visitor.get(url)
    assert "You need no account for this" in page.content.decode()
    assert "knows_me" not in page.content.decode()
    answer = visitor.post(url, {"visitor": "1", "concern": "illegal", "words": "Mine."})
    link = re.search(r"http://[^<\s]*(/reported/[^<\s]*/)", answer.content.decode())[1]
    before = Client().get(link).content.decode()
    assert "It has arrived" in before
    keep(cast, Case.objects.get(), rule)
    after = Client().get(link).content.decode()
    assert "Thank you for telling us." in after
    for page in (before, after):
        assert "Mine." not in page
        assert "Out it comes." not in page
    assert Client().get(link[:-2] + "x/").status_code == 404


@pytest.mark.parametrize("name", POST_PAGES)
def test_every_kind_is_open_to_visitors_where_the_circle_is(cast, sunny, name):
    url = reverse(name, args=[sunny.ref])
    assert Client().post(url, {"visitor": "1", "concern": "other"}).status_code == 200
    assert Report.objects.get().source == "visitor"


def test_a_circle_that_is_open_is_reported_by_visitors_and_no_other(cast, open_to_anyone):
    answer = Client().post(
        reverse("forums:report_circle", args=[open_to_anyone.ref]),
        {"visitor": "1", "concern": "other"},
    )
    assert answer.status_code == 200
    closed = Client().get(reverse("forums:report_circle", args=[cast.circle.ref]))
    assert closed["Location"].startswith("/sign-in/")


def test_what_a_visitor_may_not_read_is_like_what_is_not_there(cast, push):
    for ref in (push.ref, "2" * 12):
        for name in POST_PAGES:
            answer = Client().get(reverse(name, args=[ref]))
            assert answer["Location"].startswith("/sign-in/")


def test_whose_session_ended_while_they_wrote_is_no_visitor(cast, sunny):
    url = reverse("forums:report", args=[sunny.ref])
    answer = Client().post(url, {"concern": "other", "words": "My careful words."})
    assert answer.status_code == 403
    assert "My careful words." in answer.content.decode()
    assert not Report.objects.exists()


def test_too_many_from_one_place_are_asked_to_wait_and_lose_nothing(cast, sunny):
    url, said = reverse("forums:report", args=[sunny.ref]), {"visitor": "1", "concern": "other"}
    assert {Client().post(url, said).status_code for _ in range(10)} == {200}
    page = Client().post(url, {**said, "words": "My careful words."})
    assert page.status_code == 422
    assert "in an hour" in page.content.decode()
    assert "My careful words." in page.content.decode()
    assert Report.objects.count() == 10
    # Whoever has an account is not held up by it.
    assert cast.client(cast.cy).post(url, {"concern": "other"}).status_code == 302


def test_a_visitor_finds_the_way_on_the_page(cast, sunny):
    page = Client().get(sunny.topic.get_absolute_url()).content.decode()
    assert reverse("forums:report", args=[sunny.ref]) in page
    assert reverse("forums:block", args=[sunny.ref]) not in page


# What I reported


def test_the_list_says_how_each_stands_and_not_what_others_said(cast, opening, push, rule):
    mine = report(by=cast.ada, subject=push, concern=Concern.BLAMES, words="My words.")
    report(by=cast.cy, subject=push, concern=Concern.HATE, words="The words of cy.")
    waits = report(by=cast.ada, subject=cast.circle, concern=Concern.SPAM)
    keep(cast, mine.case, rule)
    client = cast.client(cast.ada)
    page = client.get(reverse("forums:reports")).content.decode()
    assert page.index(waits.ref) < page.index(mine.ref)
    assert "A moderator has decided it." in page
    assert "It has arrived." in page
    one = client.get(reverse("forums:reported", args=[mine.ref])).content.decode()
    where = mine.case.decisions.get().get_absolute_url()
    for shown in ("My words.", "Thank you for telling us.", rule.title, where):
        assert shown in one
    assert client.get(where).status_code == 200
    for hidden in ("The words of cy.", "Linden", "Hateful", "Someone"):
        assert hidden not in page + one


def test_what_the_site_decided_by_itself_is_no_answer(cast, push, rule):
    mine = report(by=cast.ada, subject=push, concern=Concern.OTHER)
    machine_decision(case=mine.case, rule=rule)
    page = cast.client(cast.ada).get(reverse("forums:reports")).content.decode()
    assert "decided" not in page


def test_a_decision_from_before_somebody_spoke_is_none_to_them(cast, push, rule):
    keep(cast, report(by=cast.ada, subject=push, concern=Concern.OTHER).case, rule)
    later = report(by=cast.cy, subject=push, concern=Concern.OTHER)
    page = cast.client(cast.cy).get(reverse("forums:reported", args=[later.ref])).content.decode()
    assert "Thank you for telling us." not in page
    first = cast.client(cast.ada).get(reverse("forums:reports")).content.decode()
    assert "A moderator has decided it." in first


def test_nobody_reads_somebody_elses_report(cast, push):
    filed = report(by=cast.ada, subject=push, concern=Concern.OTHER)
    url = reverse("forums:reported", args=[filed.ref])
    assert cast.client(cast.cy).get(url).status_code == 404
    assert cast.client(cast.bel).get(url).status_code == 404


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    cast, opening, reports, django_assert_num_queries
):
    for number in range(reports):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, subject=post, concern=Concern.OTHER)
    client = cast.client(cast.ada)
    with django_assert_num_queries(4):
        assert len(client.get(reverse("forums:reports")).context["page"].reports) == reports


def test_the_list_goes_on_page_by_page(cast, push):
    case = report(by=cast.cy, subject=push, concern=Concern.OTHER).case
    Report.objects.bulk_create(
        Report(case=_another(case, n), reporter=cast.ada, concern=Concern.OTHER, frozen_html="")
        for n in range(REPORTS_PER_PAGE + 1)
    )
    client = cast.client(cast.ada)
    first = client.get(reverse("forums:reports")).context["page"]
    second = client.get(reverse("forums:reports"), {"after": first.older}).context["page"]
    assert (len(first.reports), len(second.reports), second.older) == (REPORTS_PER_PAGE, 1, "")
    foreign = {"after": Report.objects.get(reporter=cast.cy).ref}
    assert client.get(reverse("forums:reports"), foreign).context["page"] == first


def _another(case, number):
    circle = open_circle(by=None, name=f"Circle {number}")
    return Case.objects.create(
        circle=circle, about_circle=circle, harm=case.harm, due_at=case.due_at
    )


# Due times


def test_due_times_are_for_those_who_moderate_the_house(cast):
    url = reverse("forums:due_times")
    assert cast.client(cast.bel).get(url).status_code == 404
    appoint_to_house(by=None, user=cast.dov)
    client = cast.client(cast.dov)
    said = {"crisis": 10, "danger": 20, "exposed": 30, "none": 40}
    assert client.post(url, said).status_code == 302
    assert 'value="10"' in client.get(url).content.decode()
    late = client.post(url, {**said, "crisis": 35})
    assert late.status_code == 422
    assert "What is graver cannot wait longer" in late.content.decode()
    assert 'value="35"' in late.content.decode()
    assert client.post(url, {**said, "none": "soon"}).status_code == 422
