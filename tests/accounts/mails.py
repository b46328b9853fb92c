"""What a mail that was sent carries, and where its link leads."""

import re

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client


def path_in(sent: EmailMessage, kind: str) -> str:
    """Of the link that it is for ("n") or of the one that ends all mail ("m")."""
    found = re.search(rf"^{re.escape(settings.SITE_URL)}(/{kind}/\w+/)$", sent.body, re.MULTILINE)
    return found[1]


def token_in(sent: EmailMessage, kind: str) -> str:
    return path_in(sent, kind).split("/")[2]


def where_it_leads(sent: EmailMessage | None = None) -> str:
    """For whoever follows the link in the last mail, or in this one."""
    response = Client().get(path_in(sent or mail.outbox[-1], "n"))
    assert response.status_code == 302
    return response["Location"]
