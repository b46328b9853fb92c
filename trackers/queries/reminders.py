from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.choices import Weekday
from trackers.models import Reminder, ReminderContents
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened


@dataclass(frozen=True)
class ShownReminder:
    reminder: Reminder
    line: str
    # Where the line is there but cannot be opened.
    is_damaged: bool = False

    @property
    def days(self) -> str:
        days = [Weekday(day) for day in self.reminder.days]
        return (
            _("every day") if days == list(Weekday) else ", ".join(str(day.label) for day in days)
        )


def reminders_of(user: User, vault: OpenVault) -> list[ShownReminder]:
    """To be called inside `rows_of`."""
    rows = Reminder.objects.visible_to(user).order_by("local_time", "id")
    return [_shown(vault, reminder) for reminder in rows]


def line_of(vault: OpenVault, reminder: Reminder) -> str:
    """Raises CannotBeOpened."""
    return vault.open(reminder, ReminderContents).line if reminder.sealed else ""


def has_address(user: User) -> bool:
    return bool(with_address([user.pk]))


def with_address(user_ids: Collection[int]) -> set[int]:
    """Who of them has a confirmed address that mail goes to."""
    addresses = EmailAddress.objects.filter(user__in=user_ids, verified=True, primary=True)
    return set(addresses.values_list("user_id", flat=True))


def _shown(vault: OpenVault, reminder: Reminder) -> ShownReminder:
    try:
        return ShownReminder(reminder, line_of(vault, reminder))
    except CannotBeOpened:
        return ShownReminder(reminder, "", is_damaged=True)
