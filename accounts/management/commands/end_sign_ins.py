from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.sessions import end_every_sign_in
from accounts.models import User


class Command(BaseCommand):
    help = "Sign somebody out wherever they are signed in, or everybody. Nobody is kept out by it."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("name", nargs="?", metavar="SIGN-IN-NAME", help="with the four digits")
        whose.add_argument("--everybody", action="store_true", help="after a break-in, say")

    def handle(self, *args: Any, **options: Any) -> None:
        user = None if options["everybody"] else _user(options["name"])
        ended = end_every_sign_in(by=None, of=user)
        self.stdout.write(f"Sessions ended: {ended}")


def _user(name: str) -> User:
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist as nobody:
        raise CommandError(f"Nobody here signs in as {name!r}. Nothing was changed.") from nobody
