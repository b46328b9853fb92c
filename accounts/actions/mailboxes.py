"""Where somebody's mail goes, and how that ends."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.delivery import read_returned
from accounts.keyed_hashes import hash_of_address, keyed_hash
from accounts.models import MailSlot, Message, Returned, User


@transaction.atomic
def stop_mail(*, token: str) -> bool:
    """Stop all mail, by the link at the foot of one: forget the address it went to.

    Says whether the token was known. Needs no sign-in and gives none.
    """
    message = Message.objects.filter(stop_token_hash=keyed_hash("stop mail", token)).first()
    if message is None or message.user is None:
        return False
    _forget(message.user, _addressed(message))
    return True


@transaction.atomic
def forget_address(*, by: User) -> None:
    """Take somebody's addresses away, proved or not, and drop what was still to be mailed."""
    _forget(by, EmailAddress.objects.filter(user=by))


@transaction.atomic
def say_mailbox_is_private(*, by: User, on: date) -> None:
    """Nobody else reads it, as far as its owner knows; they are asked again later."""
    User.objects.filter(pk=by.pk).update(mailbox_private_on=on)


@transaction.atomic
def begin_to_use(*, address: EmailAddress, on: date) -> None:
    """It is proved. Whoever gave it has said that nobody else reads the mailbox."""
    say_mailbox_is_private(by=address.user, on=on)
    Returned.objects.filter(address=address).delete()


@transaction.atomic
def give_up_address(*, message: Message, on: date) -> bool:
    """A mail did not arrive, and none will: nothing goes to its address until that is proved anew.

    Says whether it is still somebody's. One that was set since, or proved since, stays as it is.
    """
    addresses = _addressed(message)
    if message.user is None or _was_proved_since(message) or not addresses.exists():
        return False
    if addresses.filter(primary=True).exists():
        User.objects.filter(pk=message.user.pk).update(email="", mailbox_private_on=None)
    for address in addresses:
        Returned.objects.get_or_create(address=address, defaults={"found_on": on})
    addresses.update(verified=False)
    _drop_owed(message.user, {message.address_hash})
    return True


def take_returned(*, raw: bytes, came_to: str, on: date) -> int:
    """A mail server tells that it could not deliver something. Whatever somebody else sends there
    does nothing: it has to name a mail by its token, and the address that this went to.

    Returns how many addresses were given up.
    """
    returned = read_returned(raw, came_to=came_to)
    if returned is None:
        return 0
    messages = Message.objects.select_related("user").filter(
        bounce_token_hash__in=[keyed_hash("returned mail", token) for token in returned.tokens],
        address_hash__in=[hash_of_address(address) for address in returned.addresses],
    )
    return sum(give_up_address(message=message, on=on) for message in messages)


def _was_proved_since(message: Message) -> bool:
    proved_on = message.user.mailbox_private_on if message.user else None
    return bool(message.sent_at and proved_on and message.sent_at.date() < proved_on)


def _addressed(message: Message) -> QuerySet[EmailAddress]:
    """The address that a message went to, where its user still has it."""
    theirs: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=message.user_id)
    return theirs.filter(
        pk__in=[row.pk for row in theirs if hash_of_address(row.email) == message.address_hash]
    )


def _forget(user: User, addresses: QuerySet[EmailAddress]) -> None:
    hashes = {hash_of_address(row.email) for row in addresses}
    if addresses.filter(primary=True).exists():
        User.objects.filter(pk=user.pk).update(email="", mailbox_private_on=None)
        MailSlot.objects.filter(user=user).delete()
    addresses.delete()
    _drop_owed(user, hashes)


def _drop_owed(user: User, hashes: set[str]) -> None:
    Message.objects.owed().filter(user=user, address_hash__in=hashes).drop(at=timezone.now())
