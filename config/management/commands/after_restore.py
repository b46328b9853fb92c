from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.closing import close_account, closed_since
from accounts.models import User
from trackers.actions.erasing import destroy_keys
from trackers.queries.vault import vaults_and_their_keys


class Command(BaseCommand):
    help = (
        "After the database was put back from a copy: end once more what was ended since then. "
        "Accounts that were closed are closed, and pages whose key was thrown away are erased. "
        "Without --apply it only says how many there are. Run it before the site is opened."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--though-no-key-is-there",
            action="store_true",
            help="also where KEYS_ROOT has no key for any of the vaults",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = closed_since()
        keys = vaults_and_their_keys()
        keyless = [owner for owner, has_key in keys.items() if not has_key]
        self.stdout.write(f"closed accounts: {len(closed)}, pages without a key: {len(keyless)}")
        if not options["apply"]:
            return
        if keyless and len(keyless) == len(keys) and not options["though_no_key_is_there"]:
            raise CommandError(
                "KEYS_ROOT has no key for any vault of this database, so nothing was done. Is it "
                "the folder that belongs to it? If so, say --though-no-key-is-there."
            )
        for user in User.objects.filter(pk__in=closed):
            close_account(by=user, leave_words=closed[user.pk])
        for user in User.objects.filter(pk__in=keyless).exclude(pk__in=closed):
            destroy_keys(by=user, now=timezone.now())
        self.stdout.write("done")
