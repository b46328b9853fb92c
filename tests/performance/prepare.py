"""Makes a site of one size ready, in a process and a database of its own."""

import argparse
import json
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone


def prepare(size: str, note: Path) -> None:
    from tests.performance.fill import fill
    from tests.performance.pages import pages
    from tests.performance.sizes import SIZES

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    fill(SIZES[size], now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    note.write_text(json.dumps(pages()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.performance.prepare")
    parser.add_argument("size")
    parser.add_argument("note", type=Path, help="where to write what there is to measure")
    options = parser.parse_args()
    django.setup()
    prepare(options.size, options.note)
