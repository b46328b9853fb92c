from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse

from accounts.choices import (
    Browser,
    ClosingWait,
    CoverColour,
    CoverIcon,
    Device,
    MailSubject,
    Weekday,
)
from accounts.keyed_hashes import keyed_hash
from accounts.links import open_way
from accounts.models import Closing, MailSlot, Message, RecoveryKey, Returned, SignIn, User


def exit_target_for(user: User | AnonymousUser) -> str:
    """Where somebody's exit leads: the page they chose, while the operator still offers it."""
    chosen = user.exit_target if user.is_authenticated else ""
    return chosen if chosen in settings.EXIT_TARGETS else settings.EXIT_TARGETS[0]


# --- From where somebody came in (accounts/actions/coming_in.py) ------------------------------

COMING_IN_KEPT_FOR = timedelta(days=2)


def key_of_coming_in(user_id: int) -> str:
    return f"came-in:{user_id}"


def came_from_the_same_place(user_id: int, others: Collection[int]) -> bool:
    """Whether any of these came in from around where this person did, within two days."""
    key = key_of_coming_in(user_id)
    found = cache.get_many([key, *map(key_of_coming_in, others)])
    own = set(found.pop(key, ()))
    return any(own.intersection(hashes) for hashes in found.values())


# --- Who is in, and who tried to be (accounts/actions/sessions.py) ----------------------------


def key_of_wrong_tries(name_hash: str) -> str:
    return f"wrong-tries:{name_hash}"


def key_of_wrong_codes(user_id: int) -> str:
    return f"wrong-codes:{keyed_hash('wrong codes', str(user_id))}"


def last_sign_in(user: User, *, but: str) -> SignIn | None:
    """The one before the session with this key."""
    before = SignIn.objects.visible_to(user).exclude(session_key=but)
    return before.newest_first().first()


# --- What came by mail (accounts/actions/mail.py) ---------------------------------------------


def where_it_leads(token: str) -> str:
    """The page of this site that the link in a mail is for. Most are for the front door, and so
    is every one that is not known."""
    message = Message.objects.filter(link_token_hash=keyed_hash("link", token)).first()
    return open_way(bytes(message.sealed_way), token=token) if message else reverse("start")


def has_proved_address(user: User) -> bool:
    addresses: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=user)
    return addresses.filter(verified=True, primary=True).exists()


def mail_came_back(user: User) -> bool:
    """Whether an address of theirs gets no mail, since one did not arrive."""
    return Returned.objects.filter(address__user=user).exists()


# --- All of an account, to take away ------------------------------------------------------------
#
# Plain data. A choice stays what it is, so that it can be told as a code and in words. What opens
# anything (the passphrase's hash, keys, codes, links in mails) is left out.

Row = dict[str, Any]


def account_lists(user: User) -> dict[str, Iterator[Row]]:
    """By the names of the lists. Nothing is fetched before it is asked for."""
    return {name: rows_of(user) for name, rows_of in LISTS.items()}


def _account(user: User) -> Iterator[Row]:
    key = RecoveryKey.objects.filter(user=user).first()
    yield {
        "sign_in_name": user.sign_in_name,
        "since": user.joined_on,
        "time_zone": user.time_zone,
        "exit_leads_to": exit_target_for(user),
        "cover_name": user.cover_name,
        "cover_picture": CoverIcon(user.cover_icon),
        "cover_colour": CoverColour(user.cover_colour),
        "over_mails": MailSubject(user.mail_subject),
        "mailbox_said_private_on": user.mailbox_private_on,
        "closing_waits": ClosingWait(user.closing_wait_days),
        "recovery_key_made_on": key.made_on if key else None,
    }


def _addresses(user: User) -> Iterator[Row]:
    for row in EmailAddress.objects.filter(user=user).select_related("returned").order_by("pk"):
        came_back = getattr(row, "returned", None)
        yield {
            "address": row.email,
            "proven": row.verified,
            "came_back_on": came_back.found_on if came_back else None,
        }


def _second_steps(user: User) -> Iterator[Row]:
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {
            "kind": Authenticator.Type(row.type),
            "called": str(row) if row.type == Authenticator.Type.WEBAUTHN else "",
            "made_at": row.created_at,
            "used_at": row.last_used_at,
        }


def _sign_ins(user: User) -> Iterator[Row]:
    for row in SignIn.objects.visible_to(user).newest_first().iterator():
        yield {
            "since": row.came_at,
            "device": Device(row.device),
            "browser": Browser(row.browser),
            "not_their_device": row.is_brief,
            "is_open": row.session_key is not None,
        }


def _mail_slots(user: User) -> Iterator[Row]:
    for row in MailSlot.objects.filter(user=user):
        yield {"days": [Weekday(day) for day in row.days], "hour": row.hour}


def _mails(user: User) -> Iterator[Row]:
    for row in Message.objects.filter(user=user).order_by("due_at", "pk").iterator():
        yield {
            "kind": Message.Kind(row.kind),
            # Only until it is sent: what is out was wiped.
            "address": row.address,
            "due_at": row.due_at,
            "sent_at": row.sent_at,
            "dropped_at": row.dropped_at,
        }


def _closing(user: User) -> Iterator[Row]:
    for row in Closing.objects.filter(user=user):
        yield {
            "asked_at": row.asked_at,
            "due_at": row.due_at,
            "words_stay": row.leaves_words,
        }


LISTS: dict[str, Callable[[User], Iterator[Row]]] = {
    "account": _account,
    "addresses": _addresses,
    "second_steps": _second_steps,
    "sign_ins": _sign_ins,
    "mail_slots": _mail_slots,
    "mails": _mails,
    "closing": _closing,
}
