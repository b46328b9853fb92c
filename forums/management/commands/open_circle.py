from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from forums.actions.circles import appoint, open_circle
from forums.choices import Reading, Role
from forums.models import Circle


class Command(BaseCommand):
    help = "Open a circle, or give one that is open already its moderators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--about", default="", help="one line that says what it is for")
        parser.add_argument(
            "--reading",
            choices=Reading.values,
            default=Reading.MEMBERS,
            help="who may read it; 'anyone' needs no account and is found by search engines",
        )
        parser.add_argument(
            "--moderator",
            action="append",
            default=[],
            metavar="SIGN-IN-NAME",
            help="who moderates it, with the four digits; may be given more than once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        moderators = [self._user(name) for name in options["moderator"]]
        circle = Circle.objects.filter(name=options["name"]).first() or self._open(options)
        for user in moderators:
            appoint(by=None, user=user, circle=circle, role=Role.MODERATOR)
        self.stdout.write(f"{circle.name}: {circle.get_absolute_url()}")

    def _user(self, name: str) -> User:
        try:
            return User.objects.get_by_natural_key(name)
        except User.DoesNotExist as nobody:
            raise CommandError(
                f"Nobody here signs in as {name!r}. Nothing was changed."
            ) from nobody

    def _open(self, options: dict[str, Any]) -> Circle:
        try:
            return open_circle(
                by=None, name=options["name"], about=options["about"], reading=options["reading"]
            )
        except ValidationError as invalid:
            raise CommandError(" ".join(invalid.messages)) from invalid
