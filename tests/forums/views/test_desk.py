from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import reply, revise
from forums.actions.deciding import decide
from forums.actions.distance import choose_muted_notes
from forums.actions.reporting import report
from forums.choices import Concern, Outcome, Role
from forums.models import Case, ContentNote, Decision
from forums.rules import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return report(by=cast.ada, subject=push, concern=Concern.URGES_CONTACT, words="Please.").case


def decision_on(case, rule, **fields):
    return {
        "seen_version": case.version,
        "outcomes": ["hide"],
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
    assert client.get(reverse("forums:desk")).context["page"].cases == []
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_moderator_does_not_see_a_case_about_themselves(cast, opening):
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    about_bel = report(by=cast.ada, subject=own, concern=Concern.OTHER).case
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
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    late = decision_on(case, rule, reason="My careful reason.")
    decide(
        by=cast.cy,
        case=case,
        seen_version=case.version,
        steps=[Step(Outcome.KEEP)],
        rule=rule,
        reason="x",
        statement_to_reporter="x",
    )
    page = cast.client(cast.bel).post(case.get_absolute_url(), late)
    assert page.status_code == 422
    assert "Somebody was faster" in page.content.decode()
    assert Decision.objects.count() == 1


def test_notices_are_read_once_they_were_listed(cast, case, rule):
    cast.client(cast.bel).post(case.get_absolute_url(), decision_on(case, rule))
    client = cast.client(cast.ada)
    assert any(place.has_news for place in client.get("/circles/").context["nav"])
    assert "data-new" in client.get(reverse("forums:notices")).content.decode()
    assert "data-new" not in client.get(reverse("forums:notices")).content.decode()
    assert not any(place.has_news for place in client.get("/circles/").context["nav"])


@pytest.mark.parametrize("cases", [1, 3, 40])
def test_the_desk_costs_the_same_for_one_case_and_for_many(
    cast, opening, cases, django_assert_num_queries
):
    for number in range(cases):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, subject=post, concern=Concern.OTHER)
    client = cast.client(cast.bel)
    with django_assert_num_queries(10):
        assert len(client.get(reverse("forums:desk")).context["page"].cases) == min(cases, 30)


def test_a_decision_that_missed_a_report_can_be_made_again_from_the_same_page(
    cast, push, case, rule
):
    client, missed = cast.client(cast.bel), decision_on(case, rule)
    report(by=cast.cy, subject=push, concern=Concern.AT_RISK, words="They live near.")
    page = client.post(case.get_absolute_url(), missed)
    assert "They live near." in page.content.decode()
    again = missed | {"seen_version": page.context["asked"].form["seen_version"].value()}
    assert client.post(case.get_absolute_url(), again).status_code == 302


def shown(cast, query=""):
    return cast.client(cast.bel).get(reverse("forums:desk") + query)


def test_what_is_overdue_is_plainly_marked(cast, case):
    assert "due in" in shown(cast).content.decode()
    Case.objects.update(due_at=timezone.now() - timedelta(hours=2))
    page = shown(cast).content.decode()
    assert "overdue by" in page
    assert "due in" not in page


def test_the_desk_shows_some_of_it_and_a_page_keeps_what_was_chosen(
    cast, opening, case, monkeypatch
):
    monkeypatch.setattr("forums.queries.cases.CASES_PER_PAGE", 1)
    for number in range(2):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, subject=post, concern=Concern.THREAT)
    first = shown(cast, "?harm=danger")
    assert [case.harm for case in first.context["page"].cases] == ["danger"]
    assert first.context["later"].startswith("harm=danger&")
    second = shown(cast, f"?{first.context['later']}")
    assert [case.harm for case in second.context["page"].cases] == ["danger"]
    assert not second.context["page"].more
    assert first.context["page"].cases != second.context["page"].cases


@pytest.mark.parametrize("query", ["?harm=huge", "?circle=nowhere", "?after=%00", "?state=final"])
def test_what_nobody_could_choose_shows_everything(cast, case, query):
    assert shown(cast, query).context["page"].cases == [case]


def test_counting_stops_before_it_gets_long(cast, opening, case, monkeypatch):
    monkeypatch.setattr("forums.queries.desk.MOST_COUNTED", 2)
    for number in range(4):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        report(by=cast.ada, subject=post, concern=Concern.THREAT)
    counts = {each.harm: (each.counted, each.is_more) for each in shown(cast).context["counts"]}
    assert counts == {"danger": (2, True), "none": (1, False)}


def test_what_one_has_muted_is_folded_on_the_page_of_a_case(cast, push, case):
    note = ContentNote.objects.get(name="Threats")
    type(push).objects.filter(pk=push.pk).update(notes=[note.name])
    assert (
        "Show the words" not in cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    )
    choose_muted_notes(by=cast.bel, notes=[note.name])
    assert case not in shown(cast).context["page"].cases
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    assert "Show the words" in page


def test_a_case_shows_what_has_changed_since_it_was_reported(cast, push, case):
    client = cast.client(cast.bel)
    assert "It has not changed since" in client.get(case.get_absolute_url()).content.decode()
    revise(by=cast.eve, post=push, words="Just wait and get your answers.")
    page = client.get(case.get_absolute_url()).content.decode()
    assert "<del>call</del> <ins>wait</ins>" in page


def test_what_is_decided_goes_on_page_by_page(cast, opening, rule, monkeypatch):
    monkeypatch.setattr("forums.queries.desk.DECIDED_PER_PAGE", 1)
    made = []
    for number in range(2):
        post = reply(by=cast.eve, parent=opening, words=f"x {number}")
        filed = report(by=cast.ada, subject=post, concern=Concern.OTHER).case
        cast.client(cast.bel).post(filed.get_absolute_url(), decision_on(filed, rule))
        made.insert(0, filed)
    first = shown(cast, "?show=decided")
    assert first.context["page"].cases == made[:1]
    assert shown(cast, f"?{first.context['later']}").context["page"].cases == made[1:]
