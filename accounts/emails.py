"""How every mail looks, inside and outside: alike, whatever it is for.

One subject, one sender (both as its reader chose), one sentence, a link, a link that ends it. No
names, no counts, nothing of what anybody wrote. Whoever reads over a shoulder, or owns the mailbox,
learns that some site sent some note: the bytes of two mails differ by their tokens and their time.
"""

import uuid
from dataclasses import dataclass, field
from email.charset import QP, Charset
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.choices import MailSubject
from accounts.delivery.returned import bounce_address
from accounts.links import new_token
from accounts.models import Message, User
from accounts.rules import cover_of


@dataclass(frozen=True)
class Tokens:
    """One for each thing that can be done with a mail."""

    link: str = field(default_factory=new_token)
    stop: str = field(default_factory=new_token)
    bounce: str = field(default_factory=new_token)


class AlikeInAnyLanguage(EmailMessage):
    """Written in one way, whether there are umlauts in it or not."""

    encoding = Charset("utf-8")
    encoding.body_encoding = QP


def as_email(message: Message, tokens: Tokens) -> EmailMessage:
    """The mail of an owed message, with one-click unsubscribe (RFC 8058)."""
    stop_url = settings.SITE_URL + reverse("accounts:stop_mail", args=[tokens.stop])
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    user = message.user or User()
    sender = formataddr((cover_of(message.user).name, settings.DEFAULT_FROM_EMAIL))
    with override(settings.LANGUAGE_CODE):
        subject, body = str(MailSubject(user.mail_subject).label), _body(tokens, stop_url)
    return AlikeInAnyLanguage(
        subject=subject,
        body=body,
        # Of the envelope: what cannot be delivered comes back there.
        from_email=bounce_address(tokens.bounce),
        to=[message.address],
        headers={
            "From": sender,
            # Django would put the machine's name, the second and the process number there.
            "Message-ID": f"<{uuid.uuid4().hex}@{host}>",
            "List-Id": f"<notes.{host}>",
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _body(tokens: Tokens, stop_url: str) -> str:
    link = settings.SITE_URL + reverse("accounts:note", args=[tokens.link])
    note, stop = _("There is a note for you:"), _("No more of these:")
    return f"{note}\n{link}\n\n-- \n{stop}\n{stop_url}\n"
