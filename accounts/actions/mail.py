"""The outbox. What has to be mailed is owed here, in the transaction that owes it."""

import secrets
from datetime import date, datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.delivery import hand_over
from accounts.emails import as_email
from accounts.keyed_hashes import keyed_hash
from accounts.models import Message, User
from accounts.signals import message_owed


def owe_message(*, to: User, kind: Message.Kind, body: str, due_at: datetime) -> Message | None:
    """Put a mail to somebody's verified address into the outbox.

    Returns None where there is no such address: whoever takes the address away wants no mail.
    Every mail has the same neutral subject; `body` is what it says.
    """
    address = EmailAddress.objects.filter(user=to, verified=True, primary=True).first()
    if address is None:
        return None
    return _owe(user=to, address=address.email, kind=kind, body=body, due_at=due_at)


def owe_link(*, to: User | None, address: str, body: str) -> Message:
    """Put the link that proves an address into the outbox. Somebody is waiting for it."""
    return _owe(user=to, address=address, kind=Message.Kind.PROOF, body=body, due_at=timezone.now())


@transaction.atomic
def stop_mail(*, token: str) -> bool:
    """Stop all mail, by the link at the foot of one: forget the address it went to.

    Says whether the token was known. Needs no sign-in and gives none.
    """
    message = Message.objects.filter(stop_token_hash=keyed_hash("stop mail", token)).first()
    if message is None or message.user is None:
        return False
    for row in EmailAddress.objects.filter(user=message.user):
        if _hash_of(row.email) == message.address_hash:
            _forget(message.user, EmailAddress.objects.filter(pk=row.pk))
    return True


@transaction.atomic
def forget_address(*, by: User) -> None:
    """Take somebody's addresses away, proved or not, and drop what was still to be mailed."""
    _forget(by, EmailAddress.objects.filter(user=by))


def say_mailbox_is_private(*, by: User, on: date) -> None:
    """Nobody else reads it, as far as its owner knows; they are asked again later."""
    User.objects.filter(pk=by.pk).update(mailbox_private_on=on)


def drop_owed(*, to: User, kind: Message.Kind) -> None:
    """Take mails of one kind back that no worker has taken yet."""
    Message.objects.owed().filter(user=to, kind=kind).update(
        dropped_at=timezone.now(), address="", body=""
    )


def _forget(user: User, addresses: QuerySet[EmailAddress]) -> None:
    hashes = [_hash_of(row.email) for row in addresses]
    if addresses.filter(primary=True).exists():
        User.objects.filter(pk=user.pk).update(email="", mailbox_private_on=None)
    addresses.delete()
    Message.objects.owed().filter(user=user, address_hash__in=hashes).update(
        dropped_at=timezone.now(), address="", body=""
    )


def _hash_of(address: str) -> str:
    return keyed_hash("address", address.casefold())


@transaction.atomic
def _owe(
    *, user: User | None, address: str, kind: Message.Kind, body: str, due_at: datetime
) -> Message:
    message = Message.objects.create(
        user=user,
        address=address,
        address_hash=_hash_of(address),
        kind=kind,
        body=body,
        due_at=due_at,
    )
    message_owed.send(sender=Message, message_id=message.pk)
    return message


def deliver(*, message_id: UUID, now: datetime) -> bool:
    """Send one owed message, at most once. Says whether this call sent it.

    The claim is committed before the connection opens: a worker that dies in between leaves a
    claimed row that nobody sends again. Losing a reminder is better than sending it twice.
    """
    if not Message.objects.due(at=now).filter(pk=message_id).update(claimed_at=now):
        return False
    message = Message.objects.get(pk=message_id)
    token = secrets.token_urlsafe(18)
    message.stop_token_hash = keyed_hash("stop mail", token)
    message.save(update_fields=["stop_token_hash"])
    sent = hand_over(as_email(message, stop_token=token))
    _wipe(message, outcome="sent_at" if sent else "dropped_at")
    return sent


def _wipe(message: Message, *, outcome: str) -> None:
    setattr(message, outcome, timezone.now())
    message.address = message.body = ""
    message.save(update_fields=[outcome, "address", "body"])
