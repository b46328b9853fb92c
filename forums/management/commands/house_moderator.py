from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from forums.actions.house import appoint_to_house, dismiss_from_house
from forums.models import HouseModerator


class Command(BaseCommand):
    help = "Let somebody moderate the whole site, or no more. Without a name: how many do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", metavar="SIGN-IN-NAME", help="with the four digits")
        parser.add_argument("--dismiss", action="store_true", help="they do it no more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["name"]:
            user = _user(options["name"])
            if options["dismiss"]:
                dismiss_from_house(by=None, user=user)
            else:
                appoint_to_house(by=None, user=user)
        self.stdout.write(_told(HouseModerator.objects.count()))


def _user(name: str) -> User:
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist as nobody:
        raise CommandError(f"Nobody here signs in as {name!r}. Nothing was changed.") from nobody


def _told(count: int) -> str:
    if not count:
        return "Nobody moderates the whole site: what no circle decides in time reaches nobody."
    return f"Moderating the whole site: {count}"
