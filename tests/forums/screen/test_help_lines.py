"""The data file of help lines, and countries."""

from datetime import date

import pytest

from accounts.countries import country_of_zone, names_of_countries
from forums.models import HelpLine
from forums.screen.help_lines import lines_known


@pytest.mark.parametrize("line", lines_known(), ids=lambda line: f"{line.country} {line.name}")
def test_every_line_can_be_reached_and_says_where_it_was_read(line):
    assert line.number or line.address
    assert line.country in {*names_of_countries(), "ZZ"}
    assert line.source.startswith("https://")
    assert line.checked_on <= date(2026, 11, 21)
    for field in HelpLine._meta.fields:
        if field.max_length:
            assert len(str(getattr(line, field.name, ""))) <= field.max_length


def test_no_line_stands_twice_in_a_country():
    names = [(line.country, line.name) for line in lines_known()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Vienna", "AT"),
        ("America/New_York", "US"),
        ("Pacific/Auckland", "NZ"),
        ("UTC", ""),
        ("", ""),
    ],
)
def test_a_clock_says_in_which_country_somebody_is(zone, country):
    assert country_of_zone(zone) == country
