"""Mail that comes back later, as a report of another mail server (RFC 3464).

Anybody may send us such a thing, however large and however broken. What says nothing that can be
understood says nothing.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from django.conf import settings

from accounts.delivery.statuses import is_no_such_address, status_in

# A report stands before the mail that it is about, and ours are short.
LONGEST = 256 * 1024
# Parts inside of parts: a report has one level of them.
DEEPEST = 5
MOST_PARTS = 50
MOST_ADDRESSES = 20
ADDRESSED_IN = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Returned:
    # Of the mails that it may be about: what stood behind the plus of the address it came to.
    tokens: frozenset[str]
    # To which no mail will ever arrive.
    addresses: frozenset[str]


def bounce_address(token: str) -> str:
    """To which a mail comes back; without one of ours, the sender's."""
    if not settings.MAIL_BOUNCES:
        return settings.DEFAULT_FROM_EMAIL
    local, _at, host = settings.MAIL_BOUNCES.rpartition("@")
    return f"{local}+{token}@{host}"


def read_returned(raw: bytes, *, came_to: str = "") -> Returned | None:
    """What a report says; nothing where it is none, or none of an end."""
    try:
        mail = email.message_from_bytes(raw[:LONGEST])
        tokens = frozenset(_tokens(mail, came_to))
        addresses = frozenset(_addresses(mail)) if tokens else frozenset()
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return Returned(tokens, addresses) if tokens and addresses else None


def _tokens(mail: Message, came_to: str) -> Iterator[str]:
    local, _at, host = settings.MAIL_BOUNCES.rpartition("@")
    ours = re.compile(rf"{re.escape(local)}\+([0-9a-f]{{32}})@{re.escape(host)}", re.IGNORECASE)
    given = [str(value) for name in ADDRESSED_IN for value in mail.get_all(name, [])]
    for text in [came_to, *given] if local else []:
        for found in ours.finditer(text[:1000]):
            yield found[1].lower()


def _addresses(mail: Message) -> Iterator[str]:
    for number, part in enumerate(_parts(mail)):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() == "message/delivery-status":
            # The first paragraph is about the report, each other one about an address.
            for about in _inside(part)[1 : 1 + MOST_ADDRESSES]:
                yield from _given_up(about)


def _parts(mail: Message, depth: int = 0) -> Iterator[Message]:
    """From the outside in. What was returned with it is no part of the report."""
    yield mail
    if depth < DEEPEST and mail.get_content_maintype() == "multipart":
        for part in _inside(mail):
            yield from _parts(part, depth + 1)


def _inside(part: Message) -> list[Message]:
    inside = part.get_payload()
    parts = inside if isinstance(inside, list) else []
    return [each for each in parts if isinstance(each, Message)]


def _given_up(about: Message) -> Iterator[str]:
    action, status = (str(about.get(name, "")).strip().lower() for name in ("Action", "Status"))
    if action == "failed" and is_no_such_address(status_in(status)):
        for name in ("Original-Recipient", "Final-Recipient"):
            _kind, _semicolon, address = str(about.get(name, "")).partition(";")
            if address := address.strip().strip("<>"):
                yield address
