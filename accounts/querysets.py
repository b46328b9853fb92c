from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import MailSlot, Message, SignIn, User


class MessageQuerySet(QuerySet["Message"]):
    def owed(self) -> "MessageQuerySet":
        """Neither taken by a worker nor dropped."""
        return self.filter(claimed_at=None, dropped_at=None)

    def due(self, *, at: datetime) -> "MessageQuerySet":
        return self.owed().filter(due_at__lte=at)

    def drop(self, *, at: datetime) -> int:
        """They are not sent, and say no more where they were to go."""
        return self.update(dropped_at=at, address="", leads_to="")


class MailSlotQuerySet(QuerySet["MailSlot"]):
    def due(self, *, at: datetime) -> "MailSlotQuerySet":
        return self.filter(due_at__lte=at)


class SignInQuerySet(QuerySet["SignIn"]):
    def visible_to(self, user: "User") -> "SignInQuerySet":
        return self.filter(user=user)

    def standing(self) -> "SignInQuerySet":
        """Those by which somebody is in now."""
        return self.exclude(session_key=None)

    def newest_first(self) -> "SignInQuerySet":
        return self.order_by("-came_at", "-pk")
