"""How every mail looks from outside: alike, whatever it is for.

One subject, one sender (both as its reader chose), no names, no counts, nothing of what anybody
wrote. Whoever reads over a
shoulder, or owns the mailbox, learns that some site sent some note.
"""

import uuid
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import MailSubject
from accounts.models import Message, User
from accounts.rules import cover_of


def as_email(message: Message, *, stop_token: str) -> EmailMessage:
    """The mail of an owed message, with one-click unsubscribe (RFC 8058)."""
    stop_url = settings.SITE_URL + reverse("accounts:stop_mail", args=[stop_token])
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    user = message.user or User()
    return EmailMessage(
        subject=str(MailSubject(user.mail_subject).label),
        from_email=formataddr((cover_of(message.user).name, settings.DEFAULT_FROM_EMAIL)),
        body=f"{message.body}\n\n-- \n{_('No more of these:')} {stop_url}\n",
        to=[message.address],
        headers={
            # Django would put the machine's name, the second and the process number there.
            "Message-ID": f"<{uuid.uuid4().hex}@{host}>",
            "List-Id": f"<notes.{host}>",
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def confirmation_body(url: str) -> str:
    return _("Open this within a day to go on: %(url)s") % {"url": url}
