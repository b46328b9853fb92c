"""The README tells the truth: its commands exist, its table is what the settings read."""

import re

from django.core.management import get_commands

from tests.world.settings_table import ROOT, settings_in_order

README = (ROOT / "README.md").read_text()


def test_the_table_of_settings_is_what_the_settings_read():
    table = [line for line in README.splitlines() if re.match(r"\| `[A-Z_0-9]+` \|", line)]
    assert table == [setting.row for setting in settings_in_order()]


def test_every_make_command_of_the_readme_exists():
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named >= {"run", "test", "check", "help"}
    assert named <= targets


def test_every_management_command_of_the_readme_exists():
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= set(get_commands())


def test_every_path_that_the_readme_names_is_there():
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path
