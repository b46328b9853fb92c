"""Whose request it is: the session and its user, asked for on every page of a member.

What is decided of them is decided by Django and allauth. Only the statements are ours: they are
written once for each process, and a member comes with what the frame of each page asks of them
(docs/decisions/0012-rendering.md).
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.sessions import follow_session
from accounts.models import User
from accounts.requests import BRIEF_SECONDS, is_brief
from forums.queries.compiled import CompiledQuery, Given
from forums.queries.navigation import member_with_standing

# In the session: since when somebody is in.
BEGAN_AT = "began_at"


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        rows = SESSION.rows({"key": self.session_key, "now": timezone.now()})
        if not rows:
            # As in Django's own: a key that nobody gave out is never taken over.
            self._session_key = None
            return {}
        session: dict[str, Any] = self.decode(rows[0][0])
        return session

    def get_session_cookie_age(self) -> int:
        """For how long it lasts without being used, but not past its longest day."""
        age = BRIEF_SECONDS if is_brief(self) else super().get_session_cookie_age()
        return max(0, min(age, self._longest() - _now()))

    def _longest(self) -> int:
        began: int = self.get(BEGAN_AT, _now())
        return began + settings.SESSION_LONGEST_SECONDS

    def save(self, must_create: bool = False) -> None:
        if not must_create:
            self.setdefault(BEGAN_AT, _now())
        super().save(must_create=must_create)

    def cycle_key(self) -> None:
        """As somebody comes in, or has just said another passphrase."""
        self[BEGAN_AT] = _now()
        old_key = self.session_key
        super().cycle_key()
        if old_key and self.session_key:
            follow_session(old_key=old_key, new_key=self.session_key)


def _now() -> int:
    return int(timezone.now().timestamp())


class AuthenticationBackend(AllauthBackend):
    def get_user(self, user_id: int) -> User | None:
        user = member_with_standing(user_id)
        return user if user and self.user_can_authenticate(user) else None


def _session(given: Given) -> "QuerySet[Session, Any]":
    sessions = Session.objects.filter(session_key=given.key, expire_date__gt=given.now)
    return sessions.values_list("session_data")


SESSION = CompiledQuery(_session)
