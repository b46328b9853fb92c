import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.delivery.smtp import PerhapsTaken
from accounts.delivery.statuses import is_no_such_address, refuses_address, status_in

log = logging.getLogger(__name__)


class Answer(Enum):
    """What became of a mail that was handed over. Only after the first two it is certain that
    the server does not have it, so that it can be tried again."""

    # It could not be reached, or hung up before it was let send.
    NOBODY_THERE = auto()
    NOT_NOW = auto()
    TAKEN = auto()
    # Not this mail, or not from us.
    NEVER = auto()
    NO_SUCH_ADDRESS = auto()
    # The connection was lost before the answer came.
    UNKNOWN = auto()


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """One connection for many mails. It is opened with the first."""
    server = get_connection()
    try:
        yield server
    finally:
        _hang_up(server)


def hand_over(mail: EmailMessage, *, server: BaseEmailBackend) -> Answer:
    """Give a mail to the mail server, and say what it answered."""
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as failure:
        return _told(Answer.NOBODY_THERE, failure, server)
    try:
        server.send_messages([mail])
    except PerhapsTaken as failure:
        return _told(Answer.UNKNOWN, failure, server)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, text = next(iter(refusal.recipients.values()))
        return _told(_to_address(code, _as_text(text)), refusal, server)
    except smtplib.SMTPResponseException as refusal:
        return _told(_to_mail(refusal), refusal, server)
    except (OSError, smtplib.SMTPException) as failure:
        return _told(Answer.NOBODY_THERE, failure, server)
    except ValueError as failure:
        # It cannot be written as a mail.
        return _told(Answer.NEVER, failure, server)
    return Answer.TAKEN


def _to_address(code: int, text: str) -> Answer:
    if code < 500:
        return Answer.NOT_NOW
    return Answer.NO_SUCH_ADDRESS if refuses_address(code, text) else Answer.NEVER


def _to_mail(refusal: smtplib.SMTPResponseException) -> Answer:
    """Some servers look at the address only once they have it all; then they say so in full."""
    if refusal.smtp_code < 500:
        return Answer.NOT_NOW
    is_about_us = isinstance(refusal, smtplib.SMTPSenderRefused)
    if not is_about_us and is_no_such_address(status_in(_as_text(refusal.smtp_error))):
        return Answer.NO_SUCH_ADDRESS
    return Answer.NEVER


def _told(answer: Answer, failure: Exception, server: BaseEmailBackend) -> Answer:
    # Never what the server said: that may repeat the address.
    log.warning("a mail was not taken: %s, %s", answer.name.lower(), type(failure).__name__)
    # Whatever is left of this connection, the next mail begins with a new one.
    _hang_up(server)
    return answer


def _hang_up(server: BaseEmailBackend) -> None:
    # What was taken is taken, whether the server says goodbye or not.
    with suppress(OSError, smtplib.SMTPException):
        server.close()


def _as_text(said: bytes | str) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else said
