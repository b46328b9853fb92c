"""What the mails of this room say. How they look from outside is one for all
(accounts/emails.py)."""

from django.utils.translation import gettext as _


def claim_body(url: str) -> str:
    return _(
        "Somebody asked for this link with this address. If that was you, open it within a day, "
        "where you are signed in: %(url)s\n\n"
        "If it was not you, leave it alone, and nothing happens."
    ) % {"url": url}
