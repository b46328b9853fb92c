"""How often somebody can still write: chosen with the decision, and read by them."""

import pytest

from forums.choices import Outcome
from forums.forms.deciding import PAUSES_TOLD
from forums.models import Decision, Sanction
from forums.rules import PAUSES
from tests.forums.deciding import case_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return case_about(push, by=cast.ada)


def chosen(case, rule, **fields):
    return {
        "seen_version": case.version,
        "outcomes": ["slow"],
        "days": "7",
        "rule": rule.pk,
        "reason": "Nine posts in an hour.",
        "statement_to_author": "My careful words.",
        "statement_to_reporter": "We have seen to it.",
    } | fields


def test_every_pause_has_its_words():
    assert tuple(hours for hours, _words in PAUSES_TOLD) == PAUSES


@pytest.mark.parametrize("hours", PAUSES)
def test_a_moderator_chooses_the_pause_and_the_draft_says_it(cast, case, rule, hours):
    client, url = cast.client(cast.bel), case.get_absolute_url()
    asked = chosen(case, rule, pause_hours=hours)
    draft = client.post(url, asked | {"preview": "1", "statement_to_author": ""}).content.decode()
    told = "once in an hour" if hours == 1 else f"once in {hours} hours"
    assert f"you can write only {told} here" in draft
    assert f"You can write {told}." in draft
    assert not Decision.objects.exists()
    assert client.post(url, asked).status_code == 302
    assert Sanction.objects.get(kind=Outcome.SLOW).pause_hours == hours
    page = cast.client(cast.eve).get(Decision.objects.get().get_absolute_url()).content.decode()
    assert f"You can write {told}." in page


@pytest.mark.parametrize("hours", ["", "2", "x"])
def test_without_one_nothing_is_done_and_nothing_typed_is_lost(cast, case, rule, hours):
    page = cast.client(cast.bel).post(
        case.get_absolute_url(), chosen(case, rule, pause_hours=hours)
    )
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()
    assert not Decision.objects.exists()
