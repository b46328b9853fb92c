"""Readies the site in one process: static files, tables, and the demo where it is wanted."""

import argparse
import io
import os
import sys
from pathlib import Path

import django
import environs
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from config.embedded.terminal import say


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded.prepare")
    parser.add_argument("--demo", choices=["plant", "plant-if-empty", "leave"], required=True)
    parser.add_argument("--people", type=Path, required=True, help="file for the demo's people")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        prepare(demo=options.demo, people=options.people)
    except (ImproperlyConfigured, environs.EnvError, SystemCheckError) as error:
        say(str(error))
        return 1
    return 0


def prepare(*, demo: str, people: Path) -> None:
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    # The checks come with it: it refuses a database role that row-level security does not bind.
    call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    if demo == "plant" or (demo == "plant-if-empty" and not _has_people()):
        say("Planting the demo.")
        call_command("seed_demo")
    lines = io.StringIO()
    call_command("seed_demo", "--list", stdout=lines)
    # For whoever runs this alone: it holds passphrases.
    with open(people, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(lines.getvalue())
    connection.close()


def _has_people() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()


if __name__ == "__main__":
    sys.exit(main())
