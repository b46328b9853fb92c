from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# Far beyond what anybody types; keeps a request from hashing megabytes.
LONGEST = 1000


def why_not_passphrase(passphrase: str, *, user: User) -> str | None:
    """Why this cannot become the passphrase of somebody's own pages."""
    if len(passphrase) > LONGEST:
        return _("This is longer than %(most)d characters.") % {"most": LONGEST}
    try:
        validate_password(passphrase, user)
    except ValidationError as weak:
        return " ".join(weak.messages)
    if check_password(passphrase, user.password):
        return _(
            "This is the passphrase that you sign in with. Your own pages need another one, so "
            "that whoever knows the first cannot read them."
        )
    return None
