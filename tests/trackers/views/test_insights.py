"""One page that somebody might bring to whoever helps them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from lxml import etree, html

from tests.trackers.own_pages import event_at
from trackers.actions.check_ins import check_in
from trackers.actions.events import log_contact_event
from trackers.actions.urges import begin_urge, end_urge, rate_urge
from trackers.choices import UrgeOutcome
from trackers.models import CheckInContents, Vault
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
TODAY = NOW.date()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def ago(days, hour=20):
    return (NOW - timedelta(days=days)).replace(hour=hour)


def log(user, vault, days, **contents):
    known = {"channel": "mail", "tactics": ["pity"]}
    contents = event_at(ago(days), **known | contents)
    return log_contact_event(by=user, vault=vault, contents=contents, now=NOW)


def say(user, vault, days, **contents):
    on, contents = ago(days).date(), CheckInContents(zone="UTC", **contents)
    check_in(by=user, vault=vault, on=on, contents=contents, today=TODAY)


def ride_out(user, vault, days, *, helped=(), to=2):
    at = ago(days)
    urge = begin_urge(by=user, vault=vault, strength=8, now=at)
    later = at + timedelta(minutes=10)
    rate_urge(by=user, vault=vault, urge=urge, strength=to, now=later)
    outcome, helped = UrgeOutcome.PASSED, list(helped)
    end_urge(by=user, vault=vault, urge=urge, outcome=outcome, helped=helped)


def has_lived(user, vault):
    """Enough for every section."""
    with rows_of(user.pk):
        Vault.objects.update(made_on=date(2026, 1, 1))
    for days in range(12):
        log(user, vault, days)
        say(user, vault, days, mood=days % 5 + 1, urge=days % 11)
        ride_out(user, vault, days, helped=["Walk <to> the river"])


def page(browser, query=""):
    response = browser.get(f"/own/insights/{query}")
    assert response.status_code == 200
    return html.fromstring(response.content)


def sections(page):
    return {section.xpath("h2")[0].get("id"): section for section in page.xpath("//main//section")}


def words(section):
    return " ".join(section.text_content().split())


def table(section):
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in section.xpath(".//tbody/tr")
    ]


def test_of_too_little_nothing_is_drawn_and_it_says_how_much_there_is(at_home, ada, vault):
    for days in range(3):
        log(ada, vault, days)
        say(ada, vault, days, mood=3, urge=3)
        ride_out(ada, vault, days)
    shown = sections(page(at_home))
    assert len(shown) == 9
    assert all(not section.xpath(".//svg|.//table") for section in shown.values())
    assert "So far, 3 days say something of it" in words(shown["mood"])
    assert "So far, 3 urges were ridden out" in words(shown["hours"])
    assert "3 are noted in this time" in words(shown["attempts"])
    assert "nothing of your list was marked" in words(shown["helped"])


def test_with_enough_each_has_a_sentence_a_chart_and_a_table(at_home, ada, vault):
    has_lived(ada, vault)
    shown = sections(page(at_home))
    for slug, section in shown.items():
        assert section.xpath("p"), slug
        assert section.xpath("figure/svg"), slug
        assert table(section), slug


def test_what_is_drawn_is_what_the_table_says(at_home, ada, vault):
    has_lived(ada, vault)
    hours = sections(page(at_home))["hours"]
    assert dict(table(hours))["18\N{EN DASH}21"] == "12"
    heights = [float(rect.get("height")) for rect in hours.xpath(".//svg//rect")]
    assert [height > 0 for height in heights] == [count != "0" for _hour, count in table(hours)]
    assert "12 of 12" in words(hours)


def test_what_helped_is_by_the_members_own_words_and_they_are_escaped(at_home, ada, vault):
    has_lived(ada, vault)
    ride_out(ada, vault, 1, helped=["Once only"], to=7)
    response = at_home.get("/own/insights/")
    assert b"Walk <to>" not in response.content
    helped = sections(html.fromstring(response.content))["helped"]
    assert ["Walk <to> the river", "12", "6", "10"] in table(helped)
    assert ["Once only", "1", "\N{EN DASH}", "\N{EN DASH}"] in table(helped)
    assert "Once only" not in words(helped.xpath("figure")[0])


def test_charts_have_no_style_no_script_and_no_colour_of_their_own(at_home, ada, vault):
    has_lived(ada, vault)
    for svg in re.findall(rb"<svg class=\"chart.*?</svg>", at_home.get("/own/insights/").content):
        for element in etree.fromstring(svg).iter():
            assert element.tag not in ("style", "script", f"{SVG}style", f"{SVG}script")
            assert not {"style", "fill", "stroke", "onclick"} & set(element.keys())


def test_every_chart_says_what_it_is(at_home, ada, vault):
    has_lived(ada, vault)
    for svg in page(at_home).xpath("//figure/svg"):
        assert svg.get("role") == "img"
        assert svg.get("aria-label")


def test_a_part_of_a_week_is_shown_as_one(at_home, ada, vault):
    has_lived(ada, vault)
    shown = sections(page(at_home, "?time=own&since=2026-11-11&until=2026-11-20"))
    attempts = shown["attempts"]
    # 20 November 2026 is a Friday; weeks begin on Sunday in this language.
    assert table(attempts) == [
        ["11 Nov 2026 \N{EN DASH} 14 Nov 2026 (a part)", "4"],
        ["15 Nov 2026 \N{EN DASH} 20 Nov 2026 (a part)", "6"],
    ]
    assert len(attempts.xpath(".//rect[@class='part']")) == 2
    assert "only a part lies in this time" in words(attempts)


def test_the_week_begins_as_the_language_has_it(at_home, ada, vault):
    has_lived(ada, vault)
    with translation.override("de"):
        rows = table(sections(page(at_home))["weekdays"])
    assert len(rows) == 7
    assert sum(int(count) for _day, count in rows) == 12


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", "August 23, 2026"),
        ("?time=30", "October 22, 2026"),
        ("?time=365", "January 1, 2026"),
        ("?time=all", "January 1, 2026"),
        ("?time=own&since=2026-11-01", "November 1, 2026"),
    ],
)
def test_the_time_is_chosen_and_no_longer_than_the_record(at_home, ada, vault, query, first):
    with rows_of(ada.pk):
        Vault.objects.update(made_on=date(2026, 1, 1))
    begins = datetime.strptime(first, "%B %d, %Y").replace(tzinfo=UTC)
    lead = words(page(at_home, query).xpath("//p[@class='lead']")[0])
    assert lead.startswith(f"{begins.day} {begins:%B} {begins.year} ")
    assert lead.endswith("20 November 2026")


def test_what_was_written_of_a_time_before_it_began_counts(at_home, ada, vault):
    log(ada, vault, 60)
    lead = words(page(at_home, "?time=all").xpath("//p[@class='lead']")[0])
    assert lead.startswith("21 September 2026")
    # Somebody who looks at less than all of it sees all of that.
    lead = words(page(at_home, "?time=30").xpath("//p[@class='lead']")[0])
    assert lead.startswith("22 October 2026")


@pytest.mark.parametrize(
    "query", ["?time=own&since=2026-11-02&until=2026-11-01", "?time=no", "?time=own&since=never"]
)
def test_a_time_that_makes_no_sense_gets_a_sentence_and_the_usual_one(at_home, query):
    response = at_home.get(f"/own/insights/{query}")
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath("//*[contains(@class, 'error')]")


def somebody(browser, name):
    """Ids of a person and of their only door."""
    person = browser.post("/own/doors/new/", {"name": name})["Location"]
    door = browser.post(f"{person}channel/", {"kind": "mail", "state": "open"})["Location"]
    return person.split("/")[-2], door.split("/")[-2]


def test_attempts_of_one_person_alone(at_home, ada, vault):
    one, door = somebody(at_home, "Robin")
    assert not page(at_home).xpath("//select[@name='who']")
    somebody(at_home, "Kim")
    for days in range(6):
        log(ada, vault, days, door=door)
        log(ada, vault, days, channel="phone")
    everybody = sections(page(at_home))["ways"]
    assert "6 of 12" in words(everybody)
    of_one = page(at_home, f"?time=90&who={one}")
    assert "6 of 6" in words(sections(of_one)["ways"])
    assert "Robin" in words(of_one.xpath("//p[@class='lead']")[0])


def test_it_asks_as_much_for_a_lot_as_for_little(
    at_home, ada, vault, django_assert_max_num_queries
):
    log(ada, vault, 1)
    page(at_home)
    with django_assert_max_num_queries(25) as few:
        page(at_home)
    has_lived(ada, vault)
    page(at_home)
    with django_assert_max_num_queries(25) as many:
        page(at_home)
    assert len(few) == len(many)


def test_nobody_elses_pages_are_in_it(at_home, ada, vault, cast, eves_vault):
    has_lived(cast.eve, eves_vault)
    shown = sections(page(at_home, "?time=all"))
    assert all(not section.xpath(".//svg") for section in shown.values())
    assert "None are noted" in words(shown["attempts"])
