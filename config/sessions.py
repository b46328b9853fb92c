"""Whose request it is: the session and its user, asked for on every page of a member.

What is decided of them is decided by Django and allauth. Only the statements are ours: they are
written once for each process, and a member comes with what the frame of each page asks of them
(docs/decisions/0012-rendering.md).
"""

from datetime import timedelta
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.sessions import follow_session
from accounts.models import User
from accounts.requests import BRIEF_SECONDS, is_brief
from accounts.rules import to_the_hour
from forums.queries.compiled import CompiledQuery, Given
from forums.queries.navigation import member_with_standing

# In the session: the hour in which somebody came in, in seconds since 1970.
BEGAN_AT = "began_at"
ALMOST_AN_HOUR = timedelta(hours=1) - timedelta.resolution
# What allauth asks of its own notes on how somebody came in.
KEPT_OF_A_RECORD = ("method", "type", "passwordless", "reauthenticated")


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
        if LOGIN_SESSION_KEY in self:
            # Half-way in. Of whoever gives up at the second step nothing stays.
            age = min(age, settings.ACCOUNT_LOGIN_TIMEOUT)
        return max(0, min(age, self._longest() - _now()))

    def _longest(self) -> int:
        began: int = self.get(BEGAN_AT, _now())
        return began + settings.SESSION_LONGEST_SECONDS

    def save(self, must_create: bool = False) -> None:
        if not must_create:
            self.setdefault(BEGAN_AT, _this_hour())
        super().save(must_create=must_create)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Of a session's end the table tells the hour: the second would tell when it was used. A
        brief one ends when it says, and its row is gone soon after."""
        row = super().create_model_instance(data)
        if not is_brief(self):
            row.expire_date = to_the_hour(row.expire_date + ALMOST_AN_HOUR)
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What lies in the table, where names and exact times have no business."""
        if records := session_dict.get(AUTHENTICATION_METHODS_SESSION_KEY):
            coarse = [_coarse(record) for record in records]
            session_dict = session_dict | {AUTHENTICATION_METHODS_SESSION_KEY: coarse}
        encoded: str = super().encode(session_dict)
        return encoded

    def cycle_key(self) -> None:
        """As somebody comes in, or has just said another passphrase."""
        self[BEGAN_AT] = _this_hour()
        old_key = self.session_key
        super().cycle_key()
        if old_key and self.session_key:
            follow_session(old_key=old_key, new_key=self.session_key)


def _now() -> int:
    return int(timezone.now().timestamp())


def _this_hour() -> int:
    return int(to_the_hour(timezone.now()).timestamp())


def _coarse(record: dict[str, Any]) -> dict[str, Any]:
    """A note of allauth's without the name that was typed. Its time is only asked for to know who
    has just said the passphrase once more: the minute will do, and later none."""
    kept = {key: record[key] for key in KEPT_OF_A_RECORD if key in record}
    at = int(record["at"]) // 60 * 60 if record.get("reauthenticated") else 0
    return kept | {"at": at if _now() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT else 0}


class AuthenticationBackend(AllauthBackend):
    def get_user(self, user_id: int) -> User | None:
        user = member_with_standing(user_id)
        return user if user and self.user_can_authenticate(user) else None


def _session(given: Given) -> "QuerySet[Session, Any]":
    sessions = Session.objects.filter(session_key=given.key, expire_date__gt=given.now)
    return sessions.values_list("session_data")


SESSION = CompiledQuery(_session)
