"""Makes a site ready in which somebody has an entry to add files to, in a database of its own."""

import argparse
import json
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

from tests.performance.vault_site import PASSPHRASE, VAULT_PASSPHRASE


def prepare(note: Path) -> None:
    from accounts.actions.enrolment import enrol
    from trackers.actions.incidents import log_incident
    from trackers.actions.vault import set_up_vault
    from trackers.models import IncidentEntry

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    user, now = enrol(sign_in_name="ada", passphrase=PASSPHRASE), timezone.now()
    vault = set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=now)
    entry = IncidentEntry(incident="", number=0, at=now, zone="UTC", precision="exact")
    incident = log_incident(by=user, vault=vault, entry=entry, now=now)
    note.write_text(json.dumps({"name": user.sign_in_name, "incident": str(incident.pk)}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.performance.files_site")
    parser.add_argument("note", type=Path, help="where to write what there is to measure")
    options = parser.parse_args()
    django.setup()
    prepare(options.note)
