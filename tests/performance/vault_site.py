"""Makes a site ready whose members keep nothing and ten years, in a database of its own."""

import argparse
import json
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

PASSPHRASE = "seven quiet boats at dusk"
VAULT_PASSPHRASE = "nine lanterns over the harbour"
EMPTY, FULL = "nothing", "ten years"
PAGES = {
    "Today": "/own/",
    "calendar": "/own/calendar/",
    "insights": "/own/insights/",
    "insights, a year": "/own/insights/?time=365",
    "insights, all": "/own/insights/?time=all",
    "urge": "/own/urge/",
    "notes": "/own/notes/",
}
UNLOCK = "/own/open/"


def prepare(note: Path) -> None:
    from accounts.actions.enrolment import enrol
    from tests.performance.ten_years import fill_vault
    from trackers.actions.vault import set_up_vault

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    names = {}
    for kind, name in ((EMPTY, "ada"), (FULL, "cy")):
        user = enrol(sign_in_name=name, passphrase=PASSPHRASE)
        vault = set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())
        if kind == FULL:
            fill_vault(user, vault, today=timezone.localdate())
        names[kind] = user.sign_in_name
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    queries = {kind: _queries(name) for kind, name in names.items()}
    note.write_text(json.dumps({"names": names, "queries": queries}))


def _queries(name: str) -> dict[str, int]:
    """Of the second time: the first one counts the months and keeps what it counted."""
    from accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(sign_in_name=name))
    client.post(UNLOCK, {"vault_passphrase": VAULT_PASSPHRASE}, secure=True)
    found = {}
    for page, path in PAGES.items():
        client.get(path, secure=True)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path, secure=True)
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for {path}")
        found[page] = len(captured)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.performance.vault_site")
    parser.add_argument("note", type=Path, help="where to write what there is to measure")
    options = parser.parse_args()
    django.setup()
    prepare(options.note)
