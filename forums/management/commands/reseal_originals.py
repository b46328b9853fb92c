from typing import Any

from django.core.management.base import BaseCommand

from forums.actions.deciding import reseal_originals


class Command(BaseCommand):
    help = (
        "Put what moderators took out, and what is kept for an appeal, under the newest of "
        "VAULT_SERVER_KEYS. Run it, while the site runs, after a new key was put in front of the "
        "list; then the old one can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reseal_originals()} are under the newest key now.")
