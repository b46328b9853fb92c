from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import demo
from config.demo.cases import has_cases, seed_cases
from config.demo.people import ADA, ADAS_PAGES, AT_DESK, CAST, sign_in_names


class Command(BaseCommand):
    help = "Fill an empty site with demo people and conversations; a second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", action="store_true", help="only list the demo people and their passphrases"
        )

        parser.add_argument(
            "--cases", action="store_true", help="fill the moderators' desk as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif not demo.is_seeded():
            demo.seed()
        if options["cases"] and not options["list"] and not has_cases():
            seed_cases()
            # Some of them have only just come.
            self._list()

    def _list(self) -> None:
        names = sign_in_names()
        for player in CAST + AT_DESK:
            if name := names.get(player.persona):
                self.stdout.write(f"{name:<10} {player.passphrase:<30} {player.part}")
        if ADA.persona in names:
            self.stdout.write(f"{'':<10} {ADAS_PAGES:<30} opens the pages of {names[ADA.persona]}")
