"""What the site looks for: pages for whoever moderates the house."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions.conversation import reply
from forums.actions.screening import read_help_lines
from forums.choices import ScreenKind
from forums.models import HelpLine, ScreenHit, ScreenRule
from tests.forums.screening import a_house_rule, house_moderator, screen_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast):
    house_moderator(cast.bel)
    return cast.client(cast.bel)


def typed(**fields):
    return {
        "name": "Cures",
        "kind": "phrase",
        "watched": "miracle cure",
        "action": "tell",
        "harm": "none",
        "rule": a_house_rule().pk,
    } | fields


def pages(rule, line):
    named = {
        "screen": [],
        "new_screen_rule": [],
        "screen_rule": [rule.ref],
        "try_screen_rule": [rule.ref],
        "switch_screen_rule": [rule.ref],
        "remove_screen_rule": [rule.ref],
        "help_lines": [],
        "new_help_line": [],
        "help_line": [line.ref],
        "drop_help_line": [line.ref],
    }
    return [reverse(f"forums:{name}", args=args) for name, args in named.items()]


def test_for_everybody_else_there_are_no_such_pages(cast):
    read_help_lines()
    rule, line = screen_rule(), HelpLine.objects.first()
    for url in pages(rule, line):
        for who in (cast.ada, cast.bel, cast.dov):
            assert cast.client(who).get(url).status_code in (404, 405), url
            assert cast.client(who).post(url, typed()).status_code in (404, 405), url
    assert ScreenRule.objects.filter(pk=rule.pk, on_at__isnull=False).exists()
    assert not ScreenRule.objects.filter(name="Cures").exists()
    assert HelpLine.objects.filter(pk=line.pk).exists()


def test_a_rule_is_written_tried_switched_on_and_off(house, cast, opening):
    reply(by=cast.cy, parent=opening, words="Buy a miracle cure.")
    page = house.post(reverse("forums:new_screen_rule"), typed(), follow=True)
    rule = ScreenRule.objects.get(name="Cures")
    assert "Try it before you switch it on" in page.content.decode()
    house.post(reverse("forums:switch_screen_rule", args=[rule.ref]))
    rule.refresh_from_db()
    assert not rule.is_on()
    tried = house.post(reverse("forums:try_screen_rule", args=[rule.ref])).content.decode()
    assert "1 of the last 2 posts" in tried
    assert "<mark>miracle cure</mark>" in tried
    house.post(reverse("forums:switch_screen_rule", args=[rule.ref]))
    rule.refresh_from_db()
    assert rule.is_on()
    page = house.post(
        reverse("forums:screen_rule", args=[rule.ref]), typed(watched="another"), follow=True
    )
    assert "off until it is tried again" in page.content.decode()


@pytest.mark.parametrize(
    "fields", [{"kind": "pattern", "watched": "("}, {"kind": "rate"}, {"kind": "nonsense"}]
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(house, fields):
    page = house.post(reverse("forums:new_screen_rule"), typed(**fields))
    assert page.status_code == 422
    assert 'value="Cures"' in page.content.decode()
    assert not ScreenRule.objects.filter(name="Cures").exists()


def test_numbers_stand_beside_each_rule(house, cast, opening):
    ScreenRule.objects.all().delete()
    rule = screen_rule()
    said = reply(by=cast.cy, parent=opening, words="Hello.")
    ScreenHit.objects.create(rule=rule, post=opening, was_right=True)
    ScreenHit.objects.create(rule=rule, post=said, was_right=False)
    html = house.get(reverse("forums:screen")).content.decode()
    assert "found 2 times in ninety days" in html
    assert "a person agreed: 1" in html
    assert "found nothing wrong: 1" in html


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_costs_the_same(house, cast, opening, many, django_assert_max_num_queries):
    for _number in range(many):
        rule = screen_rule(ScreenKind.LINK, circle=cast.circle)
        ScreenHit.objects.create(rule=rule, post=opening)
    with django_assert_max_num_queries(6):
        house.get(reverse("forums:screen"))


def test_a_rule_is_removed_after_a_question(house):
    rule = screen_rule()
    url = reverse("forums:remove_screen_rule", args=[rule.ref])
    house.get(url)
    assert ScreenRule.objects.filter(pk=rule.pk).exists()
    house.post(url)
    assert not ScreenRule.objects.filter(pk=rule.pk).exists()


def test_a_help_line_is_added_changed_and_removed(house):
    fields = {
        "country": "SE",
        "name": "Mind",
        "number": "90101",
        "source": "https://mind.se/",
        "checked_on": timezone.now().date().isoformat(),
        "place": 0,
    }
    house.post(reverse("forums:new_help_line"), fields)
    line = HelpLine.objects.get(name="Mind")
    assert line.number == "90101"
    url = reverse("forums:help_line", args=[line.ref])
    assert house.post(url, fields | {"number": "", "address": ""}).status_code == 422
    house.post(url, fields | {"about": "Dygnet runt"})
    line.refresh_from_db()
    assert line.about == "Dygnet runt"
    assert "Mind" in house.get(reverse("forums:help_lines")).content.decode()
    house.post(reverse("forums:drop_help_line", args=[line.ref]))
    assert not HelpLine.objects.filter(pk=line.pk).exists()
