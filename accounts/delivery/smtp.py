"""Django's way to a mail server, which says what must be known, and nothing of this machine."""

import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends import smtp


class PerhapsTaken(smtplib.SMTPException):
    """The connection was lost while the server had, or may have had, the whole mail."""


class Conversation(smtplib.SMTP):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The name with which we greet stands in the head of every mail that is passed on: the
        site's, which is in the mail anyway, rather than the machine's."""
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        super().__init__(*args, **kwargs | {"local_hostname": host})

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPDataError:
            # It was not let begin.
            raise
        except OSError as lost:
            raise PerhapsTaken from lost


class ConversationUnderTls(Conversation, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return ConversationUnderTls if self.use_ssl else Conversation
