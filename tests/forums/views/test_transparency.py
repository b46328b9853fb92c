"""What was reported and what became of it, as anybody may read it."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest

from forums.actions.conversation import reply
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Harm, Source
from forums.models import Case, HouseModerator, Report
from forums.queries.transparency import Period, figures_of, last_quarters, quarter

SPRING = datetime(2026, 5, 12, 9, tzinfo=UTC)
PAGE = "/transparency/"


@pytest.fixture
def house(cast):
    HouseModerator.objects.create(user=cast.dov)
    return cast.client(cast.dov)


@pytest.fixture
def spring(cast, opening):
    """Six reports of spam, one of hate, each looked at after two hours and decided after ten."""
    for number in range(7):
        post = reply(by=cast.eve, parent=opening, words=f"Number {number}.")
        concern = Concern.SPAM if number else Concern.HATE
        report(by=cast.ada, subject=post, concern=concern)
    Report.objects.update(filed_at=SPRING)
    Case.objects.update(
        opened_at=SPRING,
        due_at=SPRING + timedelta(hours=48),
        looked_at=SPRING + timedelta(hours=2),
        decided_at=SPRING + timedelta(hours=10),
        state=CaseState.DECIDED,
    )


def rows_of(client, address):
    text = client.get(address).content.decode()
    return {
        (row["table"], row["row"], row["measure"]): row["value"]
        for row in csv.DictReader(text.splitlines())
    }


def test_quarters_are_whole_and_over():
    assert quarter(2026, 1) == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter(2024, 4) == Period(date(2024, 10, 1), date(2024, 12, 31))
    with pytest.raises(ValueError, match="5"):
        quarter(2026, 5)
    assert last_quarters(date(2026, 2, 1), most=3) == [(2025, 4), (2025, 3), (2025, 2)]


@pytest.mark.time_machine("2026-08-20")
def test_anybody_reads_what_was_reported_in_a_quarter(client, spring):
    page = client.get(f"{PAGE}?quarter=2026-2").content.decode()
    assert "It is advertising or spam" in page
    assert "Hours to the first look" in page
    told = rows_of(client, f"{PAGE}?quarter=2026-2&file")
    # One alone would say who; and with the total, six would give it away.
    assert ("Reports, by reason", "It is advertising or spam", "number") not in told or told[
        "Reports, by reason", "It is advertising or spam", "number"
    ] == ""
    assert told["Reports, by where they came from", "A member", "number"] == "7"
    assert told["Hours to the first look", Harm.NONE.label, "median"] == "2.0"
    assert told["Hours to the decision", Harm.NONE.label, "90th percentile"] == "10.0"


@pytest.mark.time_machine("2026-08-20")
def test_another_quarter_has_nothing_of_it(client, spring):
    told = rows_of(client, f"{PAGE}?quarter=2026-1&file")
    assert not [value for value in told.values() if value]


@pytest.mark.time_machine("2026-08-20")
@pytest.mark.parametrize("asked", ["2026-3", "2027-1", "spring", "2026-5", "2026-2x"])
def test_a_quarter_that_is_not_over_is_not_here(client, db, asked):
    assert client.get(PAGE, {"quarter": asked}).status_code == 404


def test_it_is_the_operators_to_keep_it_inside(client, cast, settings, house):
    settings.TRANSPARENCY_PUBLIC = False
    assert client.get(PAGE).status_code == 404
    assert house.get("/desk/figures/").status_code == 200


def test_any_period_is_for_whoever_moderates_the_house(cast, house, spring):
    days = {"first": "2026-05-12", "last": "2026-05-12"}
    assert cast.client(cast.bel).get("/desk/figures/", days).status_code == 404
    told = rows_of(house, "/desk/figures/?first=2026-05-12&last=2026-05-12&file")
    assert told["Reports, by where they came from", "A member", "number"] == "7"
    page = house.get("/desk/figures/", {"first": "2026-05-12", "last": "2026-05-01"})
    assert page.status_code == 422
    assert "This is before the day on which it begins." in page.content.decode()


def test_what_only_waited_to_appear_is_no_report(spring, opening):
    Report.objects.update(source=Source.HOLDING)
    whole = figures_of(Period(date(2026, 1, 1), date(2026, 12, 31)))
    assert whole.tables[0].rows == []


def test_it_costs_the_same_for_one_and_for_many(cast, spring, django_assert_num_queries):
    with django_assert_num_queries(10):
        figures_of(Period(date(2026, 1, 1), date(2026, 12, 31)))
    Report.objects.all().delete()
    with django_assert_num_queries(10):
        figures_of(Period(date(2026, 1, 1), date(2026, 12, 31)))
