"""What somebody never wants to show. Its words are forgotten at once: only hashes are kept."""

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.models import NeverReveal
from forums.refusals import ScreenRefused
from forums.rules import why_not_keep
from forums.screen import hash_of, words_of


@transaction.atomic
def keep_from_showing(*, by: User, hint: str, words: str) -> NeverReveal:
    """Tell somebody before they post this, ever. Raises ScreenRefused.

    The same again gets the newer name.
    """
    # One after the other, so that they do not become too many.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = NeverReveal.objects.filter(owner=by)
    found = words_of(words)
    words_hash = hash_of(found, owner=by.pk)
    others = own.exclude(words_hash=words_hash)
    if no := why_not_keep(hint=hint, words=words, has=others.count()):
        raise ScreenRefused(no)
    kept, _made = own.update_or_create(
        words_hash=words_hash,
        defaults={"owner": by, "hint": " ".join(hint.split()), "words_count": len(found)},
    )
    leave_trail(by=by, verb="keep_from_showing", kind="never_reveal", ref=kept.ref)
    return kept


@transaction.atomic
def keep_no_more(*, by: User, kept: NeverReveal) -> None:
    """It may be shown from now on."""
    NeverReveal.objects.filter(pk=kept.pk, owner=by).delete()
    leave_trail(by=by, verb="keep_no_more", kind="never_reveal", ref=kept.ref)
