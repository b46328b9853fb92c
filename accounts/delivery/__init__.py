"""The one door to the mail server: what goes out, and what comes back."""

from accounts.delivery.handing_over import Answer, hand_over, mail_server
from accounts.delivery.returned import Returned, read_returned

__all__ = ["Answer", "Returned", "hand_over", "mail_server", "read_returned"]
