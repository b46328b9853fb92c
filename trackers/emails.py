"""What this room's mails say: nothing. They only bring somebody back."""

from django.utils.translation import gettext as _


def reminder_body() -> str:
    return _("There is a note for you.")
