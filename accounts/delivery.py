"""The one door to the mail server."""

import logging
import smtplib

from django.core.mail import EmailMessage, get_connection

log = logging.getLogger(__name__)


def hand_over(mail: EmailMessage) -> bool:
    """Give a mail to the mail server. Says whether the server took it."""
    try:
        get_connection().send_messages([mail])
    except (OSError, smtplib.SMTPException) as failure:
        # The class alone: a server's answer may repeat the address.
        log.warning("a mail was not taken: %s", type(failure).__name__)
        return False
    return True
