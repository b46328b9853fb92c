from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.imported_authors import take_name_away
from forums.actions.quotes import owe_new_name
from forums.actions.traces import leave_trail
from forums.choices import ClaimChoice
from forums.models import Claim, Persona
from forums.queries.claims import claim_of
from forums.refusals import ClaimRefused
from forums.rules import why_not_take_over
from forums.signals import claim_owed


@transaction.atomic
def take_over(*, by: User, token: str, now: datetime) -> Claim:
    """Have everything that came from one's address put under the name that one wears here.
    A worker does it, however much there is. Raises ClaimRefused."""
    if no := why_not_take_over(Persona.objects.worn_everywhere().filter(owner=by).first()):
        raise ClaimRefused(no)
    return _settle(by, token, ClaimChoice.TAKE, now)


@transaction.atomic
def withdraw_all(*, by: User, token: str, now: datetime) -> Claim:
    """Have everything that came from one's address withdrawn. The name goes at once, since it may
    be one's own, and from where others said it as well; the posts follow. Raises ClaimRefused."""
    claim = _settle(by, token, ClaimChoice.WITHDRAW, now)
    imported = Persona.objects.get(import_key=claim.import_key)
    before = imported.name
    take_name_away(imported)
    owe_new_name(imported, before=before)
    return claim


@transaction.atomic
def leave_alone(*, by: User, token: str, now: datetime) -> Claim:
    """Leave everything as it is. The link is spent; whoever changes their mind asks for another.
    Raises ClaimRefused."""
    claim = _prove(by, token, ClaimChoice.LEAVE, now)
    claim.done_at = now
    claim.save(update_fields=["done_at"])
    return claim


def _settle(by: User, token: str, choice: ClaimChoice, now: datetime) -> Claim:
    try:
        with transaction.atomic():
            claim = _prove(by, token, choice, now)
    except IntegrityError as settled:
        # With two links to one mailbox, opened at once, the first choice counts.
        raise ClaimRefused(_spent()) from settled
    persona = Persona.objects.get(import_key=claim.import_key)
    leave_trail(by=by, verb=f"claim_{choice}", kind="persona", ref=persona.ref)
    claim_owed.send(sender=Claim)
    return claim


def _prove(by: User, token: str, choice: ClaimChoice, now: datetime) -> Claim:
    claim = claim_of(by, token=token, now=now)
    if claim is None or not Claim.objects.filter(pk=claim.pk, token_hash=claim.token_hash).update(
        proven_at=now, choice=choice, token_hash=None
    ):
        raise ClaimRefused(_spent())
    claim.refresh_from_db()
    return claim


def _spent() -> str:
    return _(
        "This link cannot be used any more. It works once, for a day, and only for whoever asked "
        "for it. You can ask for another one."
    )
