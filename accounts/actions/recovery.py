from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import RecoveryKey, User, today
from accounts.recovery import is_key_of, new_recovery_key, public_half
from accounts.refusals import RecoveryRefused
from accounts.validators import fold_sign_in_name

# What an unknown name's key is compared with, so that it takes the same work.
NOBODYS_KEY = public_half(new_recovery_key())


@transaction.atomic
def make_recovery_key(*, by: User) -> str:
    """Make somebody's first recovery key and return it: the only time that it exists in full.

    Raises RecoveryRefused where there is one already.
    """
    typed = new_recovery_key()
    _key, made = RecoveryKey.objects.get_or_create(
        user=by, defaults={"public_key": public_half(typed), "made_on": today()}
    )
    if not made:
        raise RecoveryRefused(_("You have a recovery key already. It was shown to you once."))
    return typed


@transaction.atomic
def recover_account(*, sign_in_name: str, recovery_key: str, passphrase: str) -> User:
    """Set a new passphrase with the recovery key, and take passkeys and codes away. Sessions
    signed by the old passphrase end with it.

    Raises RecoveryRefused with one and the same sentence whether the name or the key is wrong,
    ValidationError where the new passphrase is too weak.
    """
    name = fold_sign_in_name(sign_in_name)
    validate_password(passphrase, User(sign_in_name=name))
    key = RecoveryKey.objects.filter(user__sign_in_name=name, user__is_active=True)
    # Two values and no more: the less there is to do with them, the less time tells.
    whose, public_key = key.values_list("user_id", "public_key").first() or (None, NOBODYS_KEY)
    if not is_key_of(recovery_key, bytes(public_key)) or whose is None:
        raise RecoveryRefused(
            _("This sign-in name and this recovery key do not belong together. Please look again.")
        )
    user = User.objects.get(pk=whose)
    user.set_password(passphrase)
    user.save(update_fields=["password"])
    # Whoever has the key comes in, also past a second step that somebody else may have set up.
    Authenticator.objects.filter(user=user).delete()
    return user
