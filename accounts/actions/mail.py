"""The outbox. What has to be mailed is owed here, in the transaction that owes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.mailboxes import give_up_address
from accounts.delivery import Answer, hand_over, mail_server
from accounts.emails import Tokens, as_email
from accounts.keyed_hashes import hash_of_address, keyed_hash
from accounts.links import seal_way
from accounts.models import Message, User
from accounts.signals import message_owed

# A mail belongs to an hour that somebody chose: later than this it would come at some other one.
IN_TIME = timedelta(hours=2)
# As long as what it proves can be proved.
LINK_IS_GOOD_FOR = timedelta(days=1)
# The links in it work as long; what can be told of it after that, nobody needs.
KEPT_FOR = timedelta(days=365)
# So many links go to one address in this time; but the first that somebody asks for goes always,
# so that nobody can hold back another's, nor learn from it that there is one.
LINKS_AT_ONCE, AT_ONCE = 6, timedelta(hours=1)
# Where it is certain that the server does not have it.
AGAIN_AFTER = timedelta(minutes=10)


def owe_message(*, to: User, kind: Message.Kind, due_at: datetime) -> Message | None:
    """Put a mail to somebody's verified address into the outbox.

    Returns None where there is no such address: whoever takes the address away wants no mail.
    Every mail says the same, and leads to the front door.
    """
    address = EmailAddress.objects.filter(user=to, verified=True, primary=True).first()
    if address is None:
        return None
    return _owe(_owed(to.pk, address.email, kind=kind, due_at=due_at))


def owe_messages(*, to: Sequence[int], kind: Message.Kind, due_at: datetime) -> int:
    """Put a mail to many (ids of users) into the outbox, once for each time that they are named.
    Returns how many: those without a verified address are left out. Nobody is waiting, so the
    clock's next round sends them."""
    addresses = EmailAddress.objects.filter(user__in=set(to), verified=True, primary=True)
    by_user = dict(addresses.values_list("user_id", "email"))
    owed = [
        _owed(user_id, by_user[user_id], kind=kind, due_at=due_at)
        for user_id in to
        if user_id in by_user
    ]
    return len(Message.objects.bulk_create(owed))


def owe_link(*, to: User | None, address: str, leads_to: str) -> Message:
    """Put a link to a page of this site, which proves an address, into the outbox. Somebody is
    waiting for it."""
    message = _owed(to.pk if to else None, address, kind=Message.Kind.PROOF, due_at=timezone.now())
    message.leads_to, message.expires_at = leads_to, message.due_at + LINK_IS_GOOD_FOR
    return _owe(message)


def owe_own_link(*, to: User, address: str, leads_to: str) -> Message | None:
    """The link by which somebody proves that an address is theirs; None where it had many."""
    since = timezone.now() - AT_ONCE
    lately = Message.objects.filter(
        address_hash=hash_of_address(address), kind=Message.Kind.PROOF, due_at__gt=since
    )
    if lately.count() >= LINKS_AT_ONCE and lately.filter(user=to).exists():
        return None
    return owe_link(to=to, address=address, leads_to=leads_to)


def drop_owed(*, to: User, kind: Message.Kind) -> None:
    """Take mails of one kind back that no worker has taken yet."""
    Message.objects.owed().filter(user=to, kind=kind).drop(at=timezone.now())


def _owed(user_id: int | None, address: str, *, kind: Message.Kind, due_at: datetime) -> Message:
    return Message(
        user_id=user_id,
        address=address,
        address_hash=hash_of_address(address),
        kind=kind,
        due_at=due_at,
        expires_at=due_at + IN_TIME,
    )


@transaction.atomic
def _owe(message: Message) -> Message:
    message.save()
    message_owed.send(sender=Message, message_id=message.pk)
    return message


def deliver_what_is_due(*, now: datetime, most: int) -> int:
    """Send what is due, at most so many, and return how many the server took. By the clock.

    Where nobody answers, or not to the end, the others are not tried: they stay owed as they are.
    """
    sent = 0
    due = Message.objects.due(at=now).order_by("due_at").values_list("pk", flat=True)
    with mail_server() as server:
        for message_id in list(due[:most]):
            answer = _deliver(message_id, now=now, server=server)
            sent += answer == Answer.TAKEN
            if answer in (Answer.NOBODY_THERE, Answer.UNKNOWN):
                break
    return sent


def deliver(*, message_id: UUID, now: datetime) -> bool:
    """Send one owed message, at most once. Says whether this call sent it."""
    with mail_server() as server:
        return _deliver(message_id, now=now, server=server) == Answer.TAKEN


def _deliver(message_id: UUID, *, now: datetime, server: BaseEmailBackend) -> Answer | None:
    """None where another worker has it, or nobody wants it any more.

    The claim is committed before the connection opens: a worker that dies in between leaves a
    claimed row that nobody sends again. Losing a reminder is better than sending it twice.
    """
    if not Message.objects.due(at=now).filter(pk=message_id).update(claimed_at=now):
        return None
    message = Message.objects.select_related("user").filter(pk=message_id).first()
    if message is None:
        return None
    if message.expires_at <= now or not _is_wanted(message):
        Message.objects.filter(pk=message_id).drop(at=timezone.now())
        return None
    answer = hand_over(as_email(message, _with_tokens(message)), server=server)
    _note(message, answer, now=now)
    return answer


def _is_wanted(message: Message) -> bool:
    """Whether the address is still theirs, and proved where it is not just that which is asked."""
    if message.user_id is None:
        return True
    theirs: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=message.user_id)
    if message.kind != Message.Kind.PROOF:
        theirs = theirs.filter(verified=True)
    return theirs.filter(email__iexact=message.address).exists()


def _with_tokens(message: Message) -> Tokens:
    """Made when it is sent: neither before nor after does the database hold one."""
    tokens = Tokens()
    message.stop_token_hash = keyed_hash("stop mail", tokens.stop)
    message.bounce_token_hash = keyed_hash("returned mail", tokens.bounce)
    if message.leads_to:
        message.link_token_hash = keyed_hash("link", tokens.link)
        message.sealed_way = seal_way(message.leads_to, token=tokens.link)
    Message.objects.filter(pk=message.pk).update(
        stop_token_hash=message.stop_token_hash,
        bounce_token_hash=message.bounce_token_hash,
        link_token_hash=message.link_token_hash,
        sealed_way=message.sealed_way,
    )
    return tokens


def _note(message: Message, answer: Answer, *, now: datetime) -> None:
    """Its row may be gone by now, with the account."""
    row = Message.objects.filter(pk=message.pk)
    if answer == Answer.TAKEN:
        row.update(sent_at=timezone.now(), address="", leads_to="")
    elif answer in (Answer.NOBODY_THERE, Answer.NOT_NOW):
        row.filter(dropped_at=None).update(claimed_at=None, due_at=now + AGAIN_AFTER)
    else:
        row.drop(at=timezone.now())
    if answer == Answer.NO_SUCH_ADDRESS:
        give_up_address(message=message, on=timezone.now().date())


def forget_messages(*, now: datetime) -> int:
    """Forget mails that are long over, with their links. By the clock."""
    return Message.objects.filter(expires_at__lte=now - KEPT_FOR).delete()[0]
