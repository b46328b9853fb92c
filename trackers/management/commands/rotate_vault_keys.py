from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.server_keys import newest_server_key_id
from trackers.actions.vault import rewrap_slot
from trackers.models import KeySlot
from trackers.vault.rows import as_locksmith
from trackers.vault.slots import VERSION


class Command(BaseCommand):
    help = (
        "Put every key slot under the newest of VAULT_SERVER_KEYS. Run it, while the site runs, "
        "after a new key was put in front of the list; then the old one can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with as_locksmith():
            older = KeySlot.objects.to_rewrap(newest=newest_server_key_id(), version=VERSION)
            slots = list(older.order_by("pk").values_list("pk", flat=True))
        damaged = [slot for slot in tqdm(slots, disable=None) if not rewrap_slot(slot_id=slot)]
        self.stdout.write(f"slots: {len(slots)}, rewrapped: {len(slots) - len(damaged)}")
        if damaged:
            raise CommandError(
                f"These slots cannot be opened and stay as they are: {damaged}. Keep the old key."
            )
