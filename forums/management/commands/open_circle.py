from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from forums.actions.circles import appoint, change_circle, open_circle
from forums.choices import Reading, Role
from forums.models import Circle

# Of a circle that is there, what is not said stays as it is.
SAID = ("about", "reading", "question")


def ask_for_moderators(parser: CommandParser) -> None:
    parser.add_argument(
        "--moderator",
        action="append",
        default=[],
        metavar="SIGN-IN-NAME",
        help="who moderates it, with the four digits; may be given more than once",
    )


def those_who_moderate(options: Mapping[str, Any]) -> list[User]:
    return [_user(name) for name in options["moderator"]]


def _user(name: str) -> User:
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist as nobody:
        raise CommandError(f"Nobody here signs in as {name!r}. Nothing was changed.") from nobody


class Command(BaseCommand):
    help = "Open a circle, or change one that is there already and give it its moderators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--about", help="one line that says what it is for")
        parser.add_argument(
            "--reading",
            choices=Reading.values,
            help="who may read it: 'members' is everyone who is signed in, where nothing is said; "
            "'anyone' needs no account and is found by search engines; 'closed' is read by those "
            "alone who were let in or invited. What was said before is then read like the rest",
        )
        parser.add_argument(
            "--question", help="what is asked of whoever wants to come into a closed circle"
        )
        ask_for_moderators(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        moderators = those_who_moderate(options)
        circle = self._open_or_change(options)
        for user in moderators:
            appoint(by=None, user=user, circle=circle, role=Role.MODERATOR)
        self.stdout.write(f"{circle.name}: {circle.get_absolute_url()}")

    def _open_or_change(self, options: dict[str, Any]) -> Circle:
        said = {name: options[name] for name in SAID if options[name] is not None}
        try:
            if circle := Circle.objects.named(options["name"]).first():
                return change_circle(by=None, circle=circle, **said)
            return open_circle(by=None, name=options["name"], **said)
        except ValidationError as invalid:
            raise CommandError(" ".join(invalid.messages)) from invalid
