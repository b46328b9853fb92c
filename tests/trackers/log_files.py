"""What the tests of files share: files as people have them, an incident, a picture of the store."""

import io
import zipfile
from datetime import UTC, datetime

from django.core.files.storage import storages

from tests.accounts.decoding import files
from trackers.actions.incidents import log_incident
from trackers.models import IncidentEntry

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
MEBIBYTE = 1024 * 1024

MAIL = b"""Received: from mx.example.org by inbox.example.org; Fri, 20 Nov 2026 21:00:00 +0000
From: Somebody <somebody@example.org>
To: me@example.org
Subject: You know why
Date: Fri, 20 Nov 2026 20:59:58 +0000
Message-ID: <1@example.org>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<html><head><style>p{}</style></head><body><p>Answer&nbsp;me.<script>x()</script></p></body></html>
--b
Content-Type: application/pdf; name=order.pdf
Content-Disposition: attachment; filename=order.pdf

%PDF-
--b--
"""
CHAT = "[20.11.26, 21:14:02] +49 151 0000: Melde dich. \u200f\U0001f614\n".encode() * 3


def box(brand: bytes, *others: bytes) -> bytes:
    brands = b"".join(others)
    size = (16 + len(brands)).to_bytes(4, "big")
    return size + b"ftyp" + brand + b"\0\0\0\0" + brands + b"\0" * 40


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", CHAT)
    return packed.getvalue()


def photo() -> bytes:
    return files.talkative_jpeg()


def incident_of(user, vault, now=NOW, **said):
    entry = IncidentEntry(
        incident="", number=0, at=now, zone="UTC", precision="exact", **{"happened": "x"} | said
    )
    return log_incident(by=user, vault=vault, entry=entry, now=now)


def stored_names() -> set[str]:
    """Every part that lies in the storage."""
    found = set()
    store = storages["own"]
    for first in store.listdir("")[0] if store.exists("") else []:
        for second in store.listdir(first)[0]:
            found |= {f"{second}/{name}" for name in store.listdir(f"{first}/{second}")[1]}
    return found
