"""docs/asvs.md names everything that the standard asks, and nothing that is not there."""

import re
from collections import Counter

import pytest

from config.embedded.places import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text()
STATES = ("held", "in part", "not held", "does not apply")
# The requirements of levels 1 and 2 in version 5.0.0, by section. Those of level 3 are left out.
ASKED = {
    "1.1": "1 2",
    "1.2": "1 2 3 4 5 6 7 8 9",
    "1.3": "1 2 3 4 5 6 7 8 9 10 11",
    "1.4": "1 2 3",
    "1.5": "1 2",
    "2.1": "1 2 3",
    "2.2": "1 2 3",
    "2.3": "1 2 3 4",
    "2.4": "1",
    "3.2": "1 2",
    "3.3": "1 2 3 4",
    "3.4": "1 2 3 4 5 6",
    "3.5": "1 2 3 4 5",
    "3.7": "1 2",
    "4.1": "1 2 3",
    "4.2": "1",
    "4.3": "1 2",
    "4.4": "1 2 3 4",
    "5.1": "1",
    "5.2": "1 2 3",
    "5.3": "1 2",
    "5.4": "1 2 3",
    "6.1": "1 2 3",
    "6.2": "1 2 3 4 5 6 7 8 9 10 11 12",
    "6.3": "1 2 3 4",
    "6.4": "1 2 3 4",
    "6.5": "1 2 3 4 5",
    "6.6": "1 2 3",
    "6.8": "1 2 3 4",
    "7.1": "1 2 3",
    "7.2": "1 2 3 4",
    "7.3": "1 2",
    "7.4": "1 2 3 4 5",
    "7.5": "1 2",
    "7.6": "1 2",
    "8.1": "1 2",
    "8.2": "1 2 3",
    "8.3": "1",
    "8.4": "1",
    "9.1": "1 2 3",
    "9.2": "1 2 3 4",
    "10.1": "1 2",
    "10.2": "1 2",
    "10.3": "1 2 3 4",
    "10.4": "1 2 3 4 5 6 7 8 9 10 11",
    "10.5": "1 2 3 4 5",
    "10.6": "1 2",
    "10.7": "1 2 3",
    "11.1": "1 2",
    "11.2": "1 2 3",
    "11.3": "1 2 3",
    "11.4": "1 2 3 4",
    "11.5": "1",
    "11.6": "1",
    "12.1": "1 2 3",
    "12.2": "1 2",
    "12.3": "1 2 3 4",
    "13.1": "1",
    "13.2": "1 2 3 4 5",
    "13.3": "1 2",
    "13.4": "1 2 3 4 5",
    "14.1": "1 2",
    "14.2": "1 2 3 4",
    "14.3": "1 2 3",
    "15.1": "1 2 3",
    "15.2": "1 2 3",
    "15.3": "1 2 3 4 5 6 7",
    "16.1": "1",
    "16.2": "1 2 3 4 5",
    "16.3": "1 2 3 4",
    "16.4": "1 2 3",
    "16.5": "1 2 3",
    "17.1": "1",
    "17.2": "1 2 3 4",
    "17.3": "1 2",
}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
# What stands in the tree, as the page names it.
NAMED = re.compile(
    r"`((?:accounts|config|docs|forums|requirements|tests|trackers)/[^`\s]+"
    r"|docker-compose\.yml|\.dockerignore|README\.md)`"
)


def asked():
    return [f"{section}.{last}" for section, lasts in ASKED.items() for last in lasts.split()]


def counted(rows):
    states = Counter(state for _id, _asks, state, _why in rows)
    return [states[state] for state in STATES] + [len(rows)]


def told(name):
    """The figures of one row of the table of counts."""
    cells = re.search(rf"^\| {name} \|(.*)\|$", PAGE, re.MULTILINE)
    assert cells, name
    return [int(cell.strip(" *")) for cell in cells.group(1).split("|")]


def test_every_requirement_stands_there_once_and_in_order():
    assert [row[0] for row in ROWS] == asked()
    assert len(re.findall(r"^\| \d+\.\d+\.\d+ ", PAGE, re.MULTILINE)) == len(ROWS)


def test_each_has_one_of_four_states_and_says_why():
    assert {state for _id, _asks, state, _why in ROWS} <= set(STATES)
    assert [row[0] for row in ROWS if not row[3].strip()] == []


def test_what_is_held_names_what_shows_it():
    bare = [row for row in ROWS if row[2] == "held" and not re.search(r'`|", below', row[3])]
    assert bare == []


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(PAGE))))
def test_what_it_names_is_there(named):
    path, _colons, test = named.partition("::")
    assert (ROOT / path).exists()
    if test:
        assert re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_the_counts_are_right():
    assert told(r"\*\*all\*\*") == counted(ROWS)
    for chapter in range(1, 18):
        of_it = [row for row in ROWS if row[0].startswith(f"{chapter}.")]
        assert told(rf"V{chapter} [^|]+") == counted(of_it)
