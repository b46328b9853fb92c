"""The whole log on one page, for somebody who was not there."""

import re
from datetime import timedelta

import pytest
from lxml import etree, html

from tests.trackers.incident_log import NOW, record_entry
from tests.trackers.logs import unguarded
from trackers.actions.incidents import remove_incident
from trackers.actions.shelves import put_on_shelf
from trackers.models import IncidentVersion, Person, PersonContents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def record(user, vault, days, **fields):
    known = {"kinds": ["call"]}
    return record_entry(user, vault, NOW - timedelta(days=days), **known | fields)


def much(user, vault):
    for days in range(12):
        record(user, vault, days, title="Rang <again>" if days == 3 else "")
    record(user, vault, 40, kinds=["mail"], precision="day")
    record(user, vault, 2, kinds=["threat", "call"], weapon="A knife was named", police="yes")
    record(user, vault, 1, kinds=["statement"])


def sections(browser, query=""):
    response = browser.get(f"/own/log/pattern/{query}")
    assert response.status_code == 200
    found = html.fromstring(response.content).xpath("//main//section[h2/@id]")
    return {section.xpath("h2")[0].get("id"): section for section in found}


def words(section):
    return " ".join(section.text_content().split())


def table(section):
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in section.xpath(".//tbody/tr")
    ]


def test_of_an_empty_log_it_says_that_there_is_nothing(at_home):
    shown = sections(at_home)
    assert list(shown) == ["made-of"]
    assert "0 entries." in words(shown["made-of"])


def test_of_one_entry_it_says_what_there_is(at_home, ada, vault):
    record(ada, vault, 0)
    shown = sections(at_home)
    assert "1 entry." in words(shown["made-of"])
    assert "from 5 on it says something" in words(shown["hours"])
    assert table(shown["timeline"]) == [["Friday, 20 November 2026, 21:30", "Call", "Entry 1"]]


def test_it_says_what_it_is_made_of(at_home, ada, vault):
    much(ada, vault)
    gone = record(ada, vault, 5)
    remove_incident(by=ada, vault=vault, incident=gone, reason="x", now=NOW)
    damaged = record(ada, vault, 5)
    with unguarded(ada):
        IncidentVersion.objects.filter(incident=damaged).update(sealed=b"x")
    said = words(sections(at_home)["made-of"])
    assert "14 entries. Known are: of 1 only the day." in said
    assert "1 entry cannot be opened" in said


def test_every_chart_has_its_table_and_says_what_it_is(at_home, ada, vault):
    much(ada, vault)
    shown = sections(at_home)
    assert set(shown) == {
        "made-of", "timeline", "often", "kinds", "turns", "gaps", "hours", "weekdays",
    }  # fmt: skip
    for slug, section in shown.items():
        assert slug == "made-of" or table(section), slug
        for svg in section.xpath(".//svg[contains(@class, 'chart')]"):
            assert svg.get("role") == "img"
            assert svg.get("aria-label")


def test_each_dot_is_an_entry_in_the_line_of_its_kind(at_home, ada, vault):
    much(ada, vault)
    timeline = sections(at_home)["timeline"]
    # Twelve calls, a mail, and one that was two things.
    circles = timeline.xpath(".//svg//circle")
    assert len(circles) == 12 + 1 + 2
    heights = [circle.get("cy") for circle in circles]
    assert sorted(heights.count(height) for height in set(heights)) == [1, 1, 13]
    assert len(table(timeline)) == 14
    assert any("Rang <again>" in row[2] for row in table(timeline))


def test_what_came_to_it_has_its_first_day_and_what_was_before_and_after(at_home, ada, vault):
    much(ada, vault)
    turns = {row[0]: row[1:] for row in table(sections(at_home)["turns"])}
    assert turns["E-mail"] == ["11 Oct 2026", "Entry 13", "\N{EN DASH}", "14 in 41 days"]
    assert turns["Threat"] == ["18 Nov 2026", "Entry 14", "10 in 38 days", "4 in 3 days"]
    assert turns["A weapon"][0] == turns["The police called"][0] == "18 Nov 2026"
    said = words(sections(at_home)["turns"])
    assert "In the first half of this time there were 1 in 20 days, in the second 13 in 21" in said


def test_where_nothing_is_written_down_is_said_and_not_what_it_means(at_home, ada, vault):
    much(ada, vault)
    gaps = sections(at_home)["gaps"]
    assert table(gaps) == [["12 October 2026", "8 November 2026", "28 days"]]
    assert "does not say that nothing happened" in words(gaps)


def test_what_is_known_only_by_its_day_has_no_hour(at_home, ada, vault):
    much(ada, vault)
    hours = sections(at_home)["hours"]
    assert dict(table(hours))["21\N{EN DASH}24"] == "13"
    assert "1 entry is left out here" in words(hours)


def test_a_part_of_it_by_time_and_by_person(at_home, ada, vault):
    people = [
        put_on_shelf(
            by=ada, vault=vault, model=Person, contents=PersonContents(name=name), today=NOW.date()
        )
        for name in ("E.", "F.")
    ]
    record(ada, vault, 100, person=str(people[0].pk))
    record(ada, vault, 1, person=str(people[0].pk))
    record(ada, vault, 1, person=str(people[1].pk))
    assert "3 entries." in words(sections(at_home)["made-of"])
    assert "2 entries." in words(sections(at_home, "?time=30")["made-of"])
    assert "2 entries." in words(sections(at_home, f"?who={people[0].pk}")["made-of"])
    assert at_home.get("/own/log/pattern/?time=nonsense").status_code == 422


def test_charts_have_no_style_and_no_script_of_their_own(at_home, ada, vault):
    much(ada, vault)
    content = at_home.get("/own/log/pattern/").content
    assert b"Rang <again>" not in content
    drawn = re.findall(rb"<svg class=\"chart.*?</svg>", content)
    assert len(drawn) == 5
    for svg in drawn:
        for element in etree.fromstring(svg).iter():
            assert not {"style", "fill", "stroke", "onclick"} & set(element.keys())


@pytest.mark.parametrize("entries", [1, 12])
def test_it_costs_the_same_however_much_there_is(
    at_home, ada, vault, entries, django_assert_num_queries
):
    for days in range(entries):
        record(ada, vault, days)
    with django_assert_num_queries(9):
        at_home.get("/own/log/pattern/")
