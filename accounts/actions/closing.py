"""Closing an account: at once, or after the days that its owner chose in calm.

What is anybody's own goes in the transaction that closes it; each room sees to its own
(signals.account_closed). What is left is an empty row, without a name or a way in, whose number may
stand in decisions that this person made for others.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model

from accounts.actions.sessions import end_other_sign_ins
from accounts.kept_apart import closed_accounts, note_closed
from accounts.keyed_hashes import keyed_hash
from accounts.models import Closing, MailSlot, Message, RecoveryKey, SignIn, User
from accounts.refusals import ClosingRefused
from accounts.rules import why_not_wait
from accounts.signals import account_closed

# What is somebody's own and of use to nobody else.
OWN: list[type[Model]] = [
    EmailAddress,
    Authenticator,
    RecoveryKey,
    MailSlot,
    Message,
    SignIn,
    Closing,
]


def choose_closing_wait(*, by: User, days: int) -> User:
    """For how long an account that is to be closed can still be kept. Raises ClosingRefused."""
    if no := why_not_wait(days=days, before=by.closing_wait_days):
        raise ClosingRefused(no)
    by.closing_wait_days = days
    by.full_clean(exclude=["password"])
    by.save(update_fields=["closing_wait_days"])
    return by


@transaction.atomic
def ask_to_close(*, by: User, leave_words: bool, wait: timedelta, now: datetime) -> Closing | None:
    """Close somebody's account, once the time has passed that they gave themselves; None where
    that is at once. Asked once more, the last word counts."""
    wait = max(wait, timedelta(days=by.closing_wait_days))
    if not wait:
        close_account(by=by, leave_words=leave_words)
        return None
    asked = {"asked_at": now, "due_at": now + wait, "leaves_words": leave_words}
    closing, _made = Closing.objects.update_or_create(user=by, defaults=asked)
    return closing


def keep_account(*, by: User) -> bool:
    """Take it back that it is to be closed. Says whether that was asked for."""
    return Closing.objects.filter(user=by).delete()[0] > 0


@transaction.atomic
def close_account(*, by: User, leave_words: bool) -> User:
    """Close it now. Nobody comes in any more, and nothing leads from what is left to a person."""
    user = User.objects.select_for_update().get(pk=by.pk)
    account = _name_in_register(user)
    transaction.on_commit(lambda: note_closed(account, leave_words=leave_words))
    account_closed.send(sender=User, user=user, leave_words=leave_words)
    end_other_sign_ins(by=user, but="")
    for model in OWN:
        model._default_manager.filter(user=user).delete()
    empty = User(
        pk=user.pk,
        sign_in_name=f"closed-{uuid4()}",
        is_active=False,
        joined_on=user.joined_on.replace(month=1, day=1),
    )
    empty.set_unusable_password()
    empty.save(force_update=True)
    return empty


def close_what_is_due(*, now: datetime) -> int:
    """By the clock. Two of these at once close each account once."""
    closed = 0
    while _close_next(now):
        closed += 1
    return closed


@transaction.atomic
def _close_next(now: datetime) -> bool:
    due = Closing.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
    closing = due.select_related("user").order_by("due_at").first()
    if closing is None:
        return False
    close_account(by=closing.user, leave_words=closing.leaves_words)
    return True


def closed_since() -> dict[int, bool]:
    """Who has an account here although they closed it, by user id, and whether their words stay:
    the database was put back from a copy of before."""
    register = closed_accounts()
    still_there = User.objects.filter(is_active=True) if register else User.objects.none()
    named = ((user.pk, _name_in_register(user)) for user in still_there.iterator())
    return {pk: register[name] for pk, name in named if name in register}


def _name_in_register(user: User) -> str:
    """Nobody who comes later has it, even where numbers or names are given out once more."""
    return keyed_hash("closed account", f"{user.pk} {user.joined_on} {user.sign_in_name}")
