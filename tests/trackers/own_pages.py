"""What the tests of this room share."""

import base64
import secrets
from datetime import UTC, datetime

from django.test import Client

from trackers.models import EventContents

VAULT_PASSPHRASE = "nine lanterns over the harbour"
# Words that must never be found anywhere but on the page they belong to.
CANARY = "zyzzyva-kingfisher"


def open_own_pages(client: Client, passphrase: str = VAULT_PASSPHRASE) -> Client:
    """As somebody does it: by the passphrase, on a private page."""
    response = client.post("/own/open/", {"vault_passphrase": passphrase})
    assert response.status_code == 302, response.content.decode()
    return client


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def event_at(at: datetime, **contents: object) -> EventContents:
    known = {"zone": "UTC", "channel": "phone", "response": "unanswered"}
    return EventContents(at=at, **known | contents)


def server_key(key_id: str) -> str:
    """One of settings.VAULT_SERVER_KEYS."""
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"
