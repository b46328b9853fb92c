import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts.actions.mail import owe_link
from accounts.models import User
from forums.actions.imported_authors import author_key
from forums.models import Claim
from forums.queries.claims import can_be_claimed, token_hash_of
from forums.refusals import ClaimRefused
from forums.rules import why_not_claim
from forums.signals import claim_owed
from forums.wordpress import same_mailbox

DAY = timedelta(days=1)
# To one address in a day, whoever asks: nobody's mailbox is filled by others.
MOST_MAILS = 10


@transaction.atomic
def claim(*, by: User, address: str, now: datetime) -> Claim:
    """Say that one wrote what came from an address, and ask for the link that proves it.

    What is done here is the same whether anything came from there or not: that is looked up by a
    worker. It leaves no line in the trail either, since what is not proved is to be forgotten.
    Raises ClaimRefused.
    """
    # Held, so that those who ask many times at once are counted one by one.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if no := why_not_claim(by.claims.filter(asked_at__gt=now - DAY).count()):
        raise ClaimRefused(no)
    mailbox = same_mailbox(address)
    asked = Claim.objects.create(
        user=by, address=mailbox, import_key=author_key(mailbox), asked_at=now
    )
    claim_owed.send(sender=Claim)
    return asked


@transaction.atomic
def answer_claims(*, now: datetime, most: int = 100) -> int:
    """Owe a link to everybody who asked for one, where there is something to claim; return how
    many had asked. In any case the address is forgotten.

    It is mailed to the very spelling that was hashed, so that none of two addresses that look
    alike can stand for the other.
    """
    asked = list(
        Claim.objects.asked()
        .select_related("user")
        .select_for_update(of=["self"], skip_locked=True)
        .order_by("id")[:most]
    )
    for each in asked:
        address, each.address, each.looked_at = each.address, "", now
        if each.user and can_be_claimed(each.import_key) and not _is_full(each, now):
            token = secrets.token_urlsafe(18)
            each.token_hash = token_hash_of(token)
            page = reverse("forums:prove_claim", args=[token])
            # To nobody's account: that a mail went out outlasts the claim.
            owe_link(to=None, address=address, leads_to=page)
        each.save(update_fields=["address", "looked_at", "token_hash"])
    return len(asked)


def _is_full(asked: Claim, now: datetime) -> bool:
    mailed = Claim.objects.filter(import_key=asked.import_key, token_hash__isnull=False)
    return mailed.filter(looked_at__gt=now - DAY).count() >= MOST_MAILS
