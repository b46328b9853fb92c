from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from forums.actions.circles import appoint
from forums.actions.seeding import seed_circles
from forums.choices import Role
from forums.management.commands.open_circle import ask_for_moderators, those_who_moderate


class Command(BaseCommand):
    help = (
        "Open the six circles, by stage, that a new house begins with. Those that are there "
        "already stay as they are, but for moderators that are named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        ask_for_moderators(parser)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        moderators = those_who_moderate(options)
        for circle, is_new in seed_circles(by=None):
            for user in moderators:
                appoint(by=None, user=user, circle=circle, role=Role.MODERATOR)
            there = "" if is_new else " (was there already)"
            self.stdout.write(f"{circle.name}: {circle.get_absolute_url()}{there}")
