import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.validators import fold_sign_in_name

# Of four-digit endings for one name; beyond that the name is as good as used up.
ATTEMPTS = 50


def enrol(*, sign_in_name: str, passphrase: str) -> User:
    """Open an account. Its sign-in name is what was typed and four digits of ours.

    The digits make every name free, so that nobody can find out by trying whether somebody has
    an account here (docs/decisions/0004-sign-in-names.md). Raises ValidationError where the
    passphrase is too weak.
    """
    validate_password(passphrase, User(sign_in_name=fold_sign_in_name(sign_in_name)))
    # Once, whatever the endings are that are not free: else the time would tell of them.
    hashed = make_password(passphrase)
    for _attempt in range(ATTEMPTS):
        name = f"{fold_sign_in_name(sign_in_name)}-{secrets.randbelow(10_000):04d}"
        try:
            with transaction.atomic():
                return User.objects.create(sign_in_name=name, password=hashed)
        except IntegrityError:
            continue
    raise RuntimeError("no free ending was found")
