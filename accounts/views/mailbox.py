"""The mailbox of a site that is only being tried: what was sent, as it was sent."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

NEWEST = 50


def mailbox(request: HttpRequest) -> HttpResponse:
    if not (settings.DEV_MAILBOX and settings.EMAIL_FILE_PATH):
        raise Http404
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)[:NEWEST]
    mails = [_as_shown(mail) for file in files for mail in _mails_in(file)]
    return render(request, "accounts/mailbox.html", {"mails": mails})


def _mails_in(file: Path) -> list[EmailMessage]:
    # Django's file backend closes each mail with a line of 79 hyphens.
    parts = file.read_bytes().split(b"-" * 79 + b"\n")
    return [email.message_from_bytes(part, policy=default) for part in parts if part.strip()]


def _as_shown(mail: EmailMessage) -> dict[str, object]:
    body = mail.get_body(preferencelist=("plain",))
    return {"headers": mail.items(), "body": body.get_content() if body else ""}
