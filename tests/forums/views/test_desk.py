import pytest
from django.urls import reverse

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import reply
from forums.actions.moderation import decide, report
from forums.choices import Concern, Outcome, Role
from forums.models import Case, Decision, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return report(by=cast.ada, post=push, concern=Concern.URGES_CONTACT, words="Please.").case


def decision_on(case, rule, **fields):
    return {
        "seen_version": case.version,
        "outcome": "hide",
        "rule": rule.pk,
        "reason": "Urges contact.",
        "statement_to_author": "We took it out, kindly.",
        "statement_to_reporter": "Thank you for telling us.",
    } | fields


def test_a_report_arrives_and_its_reporter_is_told_so(cast, push):
    client = cast.client(cast.ada)
    page = client.post(
        reverse("forums:report", args=[push.ref]), {"concern": "threat"}, follow=True
    )
    assert "A moderator will look at it" in page.content.decode()
    assert Case.objects.get().harm == "danger"


def test_a_report_without_a_concern_keeps_its_words(cast, push):
    page = cast.client(cast.ada).post(
        reverse("forums:report", args=[push.ref]), {"words": "My careful words."}
    )
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()


def test_the_desk_is_for_moderators(cast, case):
    assert cast.client(cast.ada).get(reverse("forums:desk")).status_code == 404
    assert cast.client(cast.ada).get(case.get_absolute_url()).status_code == 404
    assert cast.client(cast.bel).get(reverse("forums:desk")).status_code == 200


def test_a_moderator_sees_the_cases_of_their_own_circles_alone(cast, case):
    elsewhere = open_circle(by=None, name="Elsewhere")
    appoint(by=None, user=cast.dov, circle=elsewhere, role=Role.MODERATOR)
    client = cast.client(cast.dov)
    assert list(client.get(reverse("forums:desk")).context["cases"]) == []
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_moderator_does_not_see_a_case_about_themselves(cast, opening):
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    about_bel = report(by=cast.ada, post=own, concern=Concern.OTHER).case
    assert cast.client(cast.bel).get(about_bel.get_absolute_url()).status_code == 404


def test_a_case_shows_what_was_reported_and_what_stands_around_it(cast, opening, push, case):
    reply(by=cast.cy, parent=push, words="Please do not.")
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    for words in ("Just call and get", "<em>evenings</em>", "Please do not.", "Please."):
        assert words in page


def test_a_case_names_neither_the_reporter_nor_anybodys_sign_in_name(cast, case):
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    # ada opened the topic, so her persona stands in the context, once, and nowhere else.
    assert page.count("Wren") == 1
    for user in (cast.ada, cast.eve):
        assert user.sign_in_name not in page


def test_a_decision_is_made_from_the_page(cast, push, case, rule):
    response = cast.client(cast.bel).post(case.get_absolute_url(), decision_on(case, rule))
    assert response["Location"] == reverse("forums:desk")
    assert Decision.objects.get().outcomes == ["hide"]
    push.refresh_from_db()
    assert not push.is_standing()


def test_a_decision_that_comes_late_keeps_its_words(cast, case, rule):
    late = decision_on(case, rule, reason="My careful reason.")
    decide(
        by=cast.cy,
        case=case,
        seen_version=case.version,
        outcome=Outcome.KEEP,
        rule=rule,
        reason="x",
        statement_to_reporter="x",
    )
    page = cast.client(cast.bel).post(case.get_absolute_url(), late)
    assert page.status_code == 422
    assert "Somebody was faster" in page.content.decode()
    assert Decision.objects.count() == 1


def test_author_and_reporter_read_their_own_statement_and_not_the_others(cast, case, rule):
    cast.client(cast.bel).post(case.get_absolute_url(), decision_on(case, rule))
    for user, own, others in (
        (cast.eve, "We took it out, kindly.", "Thank you for telling us."),
        (cast.ada, "Thank you for telling us.", "We took it out, kindly."),
    ):
        notice = Notice.objects.get(user=user)
        page = cast.client(user).get(reverse("forums:notice", args=[notice.pk])).content.decode()
        assert own in page
        assert others not in page
        assert rule.title in page
        for name in ("Linden", cast.bel.sign_in_name, cast.ada.sign_in_name):
            assert name not in page


def test_nobody_reads_somebody_elses_notice(cast, case, rule):
    cast.client(cast.bel).post(case.get_absolute_url(), decision_on(case, rule))
    notice = Notice.objects.get(user=cast.eve)
    url = reverse("forums:notice", args=[notice.pk])
    assert cast.client(cast.ada).get(url).status_code == 404


def test_notices_are_read_once_they_were_listed(cast, case, rule):
    cast.client(cast.bel).post(case.get_absolute_url(), decision_on(case, rule))
    client = cast.client(cast.ada)
    assert any(place.has_news for place in client.get("/circles/").context["nav"])
    assert "data-new" in client.get(reverse("forums:notices")).content.decode()
    assert "data-new" not in client.get(reverse("forums:notices")).content.decode()
    assert not any(place.has_news for place in client.get("/circles/").context["nav"])


@pytest.mark.parametrize("cases", [1, 3, 9])
def test_the_desk_costs_the_same_for_one_case_and_for_many(
    cast, opening, cases, django_assert_num_queries
):
    for number in range(cases):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, post=post, concern=Concern.OTHER)
    client = cast.client(cast.bel)
    with django_assert_num_queries(5):
        assert len(client.get(reverse("forums:desk")).context["cases"]) == cases


def test_a_decision_that_missed_a_report_can_be_made_again_from_the_same_page(
    cast, push, case, rule
):
    client, missed = cast.client(cast.bel), decision_on(case, rule)
    report(by=cast.cy, post=push, concern=Concern.AT_RISK, words="They live near.")
    page = client.post(case.get_absolute_url(), missed)
    assert "They live near." in page.content.decode()
    again = missed | {"seen_version": page.context["form"]["seen_version"].value()}
    assert client.post(case.get_absolute_url(), again).status_code == 302
