from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.actions.notes import add_note, drop_note, rename_note
from forums.models import ContentNote
from forums.refusals import ContentNoteRefused


class Command(BaseCommand):
    help = "Show the list of content notes, or change it. Quote names of several words."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="VERB")
        verbs.add_parser("list", help="show them, in their order")
        add = verbs.add_parser("add", help="put one at the end of the list")
        add.add_argument("name")
        rename = verbs.add_parser("rename", help="give one another name, wherever it was used")
        rename.add_argument("name")
        rename.add_argument("to")
        drop = verbs.add_parser(
            "drop", help="let nobody choose it any more; what was written under it keeps it"
        )
        drop.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._change(options)
        except ContentNoteRefused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        for name in ContentNote.objects.order_by("place").values_list("name", flat=True):
            self.stdout.write(name)

    def _change(self, options: dict[str, Any]) -> None:
        match options["verb"]:
            case "add":
                add_note(by=None, name=options["name"])
            case "rename":
                rename_note(by=None, name=options["name"], to=options["to"])
            case "drop":
                drop_note(by=None, name=options["name"])
