"""Working on a case from its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.enrolment import enrol
from forums.actions.cases import claim, note
from forums.actions.circles import appoint, choose_persona, join
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Harm, Role
from forums.models import CaseNote, Exposure, Pairing

pytestmark = pytest.mark.django_db

# Of one case, with all that is known of it.
MOST_QUERIES = 36


@pytest.fixture
def case(cast, push):
    """bel and cy moderate the circle."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    return report(by=cast.ada, subject=push, concern=Concern.THREAT).case


def press(client, case, what, **kwargs):
    return client.post(reverse("forums:press_on_case", args=[case.ref, what]), **kwargs)


def say(client, case, what, words):
    return client.post(reverse("forums:say_of_case", args=[case.ref, what]), {"words": words})


def who(cast, user, case):
    return cast.client(user).get(reverse("forums:who_is_on_it", args=[case.ref])).content.decode()


def test_others_see_that_somebody_is_on_it_and_not_who(cast, case):
    assert "Nobody is on this" in who(cast, cast.cy, case)
    press(cast.client(cast.bel), case, "claim")
    assert "You are on this" in who(cast, cast.bel, case)
    assert "Somebody is on this" in who(cast, cast.cy, case)
    for page in (who(cast, cast.cy, case), cast.client(cast.cy).get("/desk/").content.decode()):
        assert "Somebody is on this" in page
        assert "Linden" not in page
    press(cast.client(cast.bel), case, "release")
    assert "Nobody is on this" in who(cast, cast.cy, case)


def test_whoever_comes_second_is_told_so(cast, case):
    claim(by=cast.bel, case=case)
    page = press(cast.client(cast.cy), case, "claim", follow=True).content.decode()
    assert "Somebody was faster" in page
    case.refresh_from_db()
    assert case.claimed_by == cast.bel


def test_two_look_together_and_both_see_it(cast, case):
    claim(by=cast.bel, case=case)
    press(cast.client(cast.cy), case, "pair")
    assert Pairing.objects.get().moderator == cast.cy
    assert "You look at it together" in who(cast, cast.cy, case)
    assert "Somebody looks at it as well" in who(cast, cast.bel, case)
    press(cast.client(cast.cy), case, "unpair")
    assert "together." not in who(cast, cast.cy, case)


def test_leaving_it_to_others_leads_back_and_asks_nothing(cast, case):
    response = press(cast.client(cast.bel), case, "pass-on")
    assert response["Location"] == reverse("forums:desk")
    assert Exposure.objects.get().skipped_at


def test_there_is_no_other_press_and_none_for_others(cast, case):
    assert press(cast.client(cast.bel), case, "burn").status_code == 404
    assert press(cast.client(cast.ada), case, "claim").status_code == 404
    case.refresh_from_db()
    assert case.claimed_by is None


def test_a_note_is_read_by_the_others_without_a_name(cast, case):
    assert say(cast.client(cast.bel), case, "note", "Seen this before.").status_code == 302
    page = cast.client(cast.cy).get(case.get_absolute_url()).content.decode()
    assert "Seen this before." in page
    assert "Another moderator" in page
    assert "Linden" not in page


def test_words_that_are_refused_are_kept(cast, case):
    long = "Careful. " * 600
    page = say(cast.client(cast.bel), case, "note", long)
    assert page.status_code == 422
    assert long.strip() in page.content.decode()
    assert say(cast.client(cast.bel), case, "note", " ").status_code == 422
    assert not CaseNote.objects.exists()


def test_a_second_opinion_is_asked_for_and_given(cast, case):
    say(cast.client(cast.bel), case, "ask", "Is this a threat?")
    case.refresh_from_db()
    assert case.state == CaseState.OPINION
    own = say(cast.client(cast.bel), case, "answer", "Yes.")
    assert "asked for it yourself" in own.content.decode()
    assert "Give your opinion" in cast.client(cast.cy).get(case.get_absolute_url()).content.decode()
    assert say(cast.client(cast.cy), case, "answer", "Yes.").status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_less_grave_asks_why(cast, case):
    url = reverse("forums:set_harm", args=[case.ref])
    page = cast.client(cast.bel).post(url, {"harm": "none", "reason": ""})
    assert page.status_code == 422
    assert cast.client(cast.bel).post(url, {"harm": "none", "reason": "A song."}).status_code == 302
    case.refresh_from_db()
    assert case.harm == Harm.NONE
    assert CaseNote.objects.get().words == "A song."


def test_opening_it_counts_the_first_look_and_what_somebody_carries(cast, case):
    before = timezone.now()
    for _again in range(2):
        cast.client(cast.bel).get(case.get_absolute_url())
    case.refresh_from_db()
    assert case.looked_at
    assert case.looked_at >= before
    assert Exposure.objects.get().moderator == cast.bel


def test_a_case_costs_the_same_with_little_and_with_much(cast, case, push):
    client = cast.client(cast.bel)
    for number in range(2):
        add_to(case, cast, push, number)
    client.get(case.get_absolute_url())
    few = questions(client, case)
    for number in range(2, 12):
        add_to(case, cast, push, number)
    assert questions(client, case) == few
    assert few <= MOST_QUERIES


def questions(client, case):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(case.get_absolute_url()).status_code == 200
    return len(captured)


def add_to(case, cast, push, number):
    note(by=cast.bel, case=case, words=f"x {number}")
    report_again(cast, push, number)


def report_again(cast, push, number):
    user = enrol(sign_in_name=f"reader{number}", passphrase=cast.passphrase)
    choose_persona(by=user, name=f"Reader {number}")
    join(by=user, circle=cast.circle)
    report(by=user, subject=push, concern=Concern.HATE, words=f"Reason {number}")
