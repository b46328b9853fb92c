"""Who is in, since when and by what: told to nobody but them, and ended by them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.keyed_hashes import keyed_hash
from accounts.models import SignIn, User
from accounts.queries import key_of_wrong_codes, key_of_wrong_tries
from accounts.rules import WrongTries, browser_of, device_of, to_the_hour
from accounts.signals import session_ended

# For how long somebody is told of what is over.
KEPT_FOR = timedelta(days=30)


def remember_sign_in(
    *, user: User, session_key: str, user_agent: str, is_brief: bool, now: datetime
) -> SignIn:
    """Note that somebody came in. Of their browser two words are kept, of the time the hour."""
    return SignIn.objects.create(
        user=user,
        session_key=session_key,
        device=device_of(user_agent),
        browser=browser_of(user_agent),
        came_at=to_the_hour(now),
        is_brief=is_brief,
    )


def follow_session(*, old_key: str, new_key: str) -> None:
    """The same session under another key, as it gets when a passphrase is changed."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)


def note_end(*, session_key: str) -> None:
    """Somebody signed out, or left."""
    SignIn.objects.filter(session_key=session_key).update(session_key=None)


def end_sign_in(*, by: User, sign_in: SignIn) -> SignIn:
    """End one session, wherever it is; its device is signed out with its next page."""
    if sign_in.session_key:
        _end(by, [sign_in.session_key])
        sign_in.session_key = None
    return sign_in


def end_other_sign_ins(*, by: User, but: str) -> int:
    """End all sessions but the one with this key. Returns how many there were."""
    standing = SignIn.objects.visible_to(by).standing().exclude(session_key=but)
    keys = [key for key in standing.values_list("session_key", flat=True) if key]
    _end(by, keys)
    return len(keys)


def end_every_sign_in(*, by: None, of: User | None) -> int:
    """End all sessions of somebody, or everybody's, as the operator wishes. Returns how many
    there were of those who are signed in."""
    standing = SignIn.objects.standing().select_related("user")
    if of:
        standing = standing.filter(user=of)
    ended = list(standing)
    for sign_in in ended:
        end_sign_in(by=sign_in.user, sign_in=sign_in)
    if not of:
        # Those of whoever only looks in, or is half-way through a second step.
        Session.objects.all().delete()
    return len(ended)


def count_wrong_try(*, name: str) -> None:
    """Somebody gave a wrong passphrase for this name, whether or not there is such an account."""
    _count(key_of_wrong_tries(keyed_hash("sign-in name", name)))


def count_wrong_code(*, user: User) -> None:
    """Somebody gave the right passphrase, and a wrong code after it."""
    _count(key_of_wrong_codes(user.pk))


def forget_wrong_tries(*, user: User) -> WrongTries:
    """How many there were since they were last told of them."""
    keys = (
        key_of_wrong_tries(keyed_hash("sign-in name", user.sign_in_name)),
        key_of_wrong_codes(user.pk),
    )
    counts = [cache.get(key, 0) for key in keys]
    cache.delete_many(keys)
    return WrongTries(*counts)


def _count(key: str) -> None:
    cache.add(key, 0, int(KEPT_FOR.total_seconds()))
    cache.incr(key)


def forget_sessions(*, now: datetime) -> int:
    """Forget every session that is over, and return how many there were. Nobody can come back
    by one; it would only say that somebody was here."""
    gone = Session.objects.filter(expire_date__lte=now).delete()[0]
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    SignIn.objects.standing().filter(~Exists(there)).update(session_key=None)
    SignIn.objects.filter(session_key=None, came_at__lte=now - KEPT_FOR).delete()
    return gone


@transaction.atomic
def _end(user: User, session_keys: Collection[str]) -> None:
    Session.objects.filter(session_key__in=session_keys).delete()
    SignIn.objects.filter(session_key__in=session_keys).update(session_key=None)
    for key in session_keys:
        session_ended.send(sender=SignIn, user=user, session=key)
