from typing import Any

from django.core.management.base import BaseCommand

from forums.actions.screening import read_help_lines


class Command(BaseCommand):
    help = (
        "Put in the help lines of the data file that are missing, and renew those that were "
        "checked since. What was changed on the desk later than that stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{read_help_lines()} help lines put in or renewed.")
