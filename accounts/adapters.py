"""How allauth's flows are told our ways."""

import base64
import time
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from accounts.actions.enrolment import enrol
from accounts.actions.mail import owe_own_link
from accounts.keyed_hashes import daily_hash
from accounts.models import User
from accounts.requests import OWN_BITS, around, session_of
from accounts.rules import cover_of, line_at_the_door, line_of_session, please_wait
from accounts.server_keys import derived_key
from accounts.slow_down import Line, give_back, take_turn
from accounts.validators import fold_sign_in_name, sign_in_name_characters

# In the session: since when there is an account, for the pages that come right after.
SIGNED_UP_AT = "signed_up_at"

# What allauth says of itself is said in our words, or not at all: it would show the sign-in name.
MESSAGES = {
    "account/messages/email_confirmation_sent.txt": _(
        "A link is on its way to that address. Open it within a day, then the address counts."
    ),
    "account/messages/email_confirmed.txt": _("That address works. It is yours now."),
    "account/messages/email_deleted.txt": _("The address is forgotten."),
    "account/messages/password_changed.txt": _("Your passphrase is changed."),
    "mfa/messages/totp_activated.txt": _("Codes are asked for from now on."),
    "mfa/messages/totp_deactivated.txt": _("Codes are not asked for any more."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "These are your codes on paper. Older ones do not work any more."
    ),
    "mfa/messages/webauthn_added.txt": _("The passkey is made."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is taken away."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": _("This is not your passphrase. Please look again."),
        "enter_current_password": _(
            "This is not the passphrase that you have had until now. Please look again."
        ),
        "duplicate_email": _("This address stands here already."),
        "username_password_mismatch": _(
            "This sign-in name and this passphrase do not belong together. Please look at both "
            "again. Sign-in names here end in four digits."
        ),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Each try takes its turn, whether or not there is such an account."""
        line, now = self._line(request, credentials["username"]), timezone.now()
        if seconds := take_turn(line, now=now):
            raise ValidationError(please_wait(seconds), code="wait")
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            give_back(line, now=now)
        return user

    def _line(self, request: HttpRequest, name: str) -> Line:
        if request.user.is_authenticated:
            return line_of_session(name, session_of(request))
        return line_at_the_door(name, self.get_client_ip(request))

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Whether a name is taken is never asked: `enrol` gives every name a free ending."""
        name = fold_sign_in_name(username)
        sign_in_name_characters(name)
        if len(name) > 40:
            raise ValidationError(_("Please choose a shorter name: 40 letters at most."))
        return name

    def save_user(
        self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True
    ) -> User:
        request.session[SIGNED_UP_AT] = int(time.time())
        return enrol(
            sign_in_name=form.cleaned_data["username"], passphrase=form.cleaned_data["password1"]
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The only mail that allauth still sends is the link that proves an address."""
        page = reverse("account_confirm_email", args=[context["key"]])
        owe_own_link(to=context["user"], address=email, leads_to=page)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if message_template in MESSAGES:
            messages.add_message(request, level, MESSAGES[message_template])
        elif message:
            messages.add_message(request, level, message)

    def address_of(self, request: HttpRequest) -> str:
        """Where a request comes from, for what hashes it at once and keeps nothing else."""
        return super().get_client_ip(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Rate limits count by this. It is no address, and another one tomorrow."""
        place = around(self.address_of(request), OWN_BITS)
        return daily_hash("client", place, on=timezone.now().date())


class SecondStepAdapter(DefaultMFAAdapter):
    """Passkeys and codes. What they show outside of the site is its cover, and nothing else."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This is not the code, or not any more. Please look at the newest one, and at the "
            "clock of the phone."
        ),
    }

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return cover_of(context.request.user).name

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        """A device's list of passkeys is read by whoever can unlock it."""
        return self._get_site_name()

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": self._get_site_name()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        svg: bytes = qrcode.make(url, image_factory=SvgPathImage).to_string()
        return svg.decode()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    """Under a key that is in no database: a stolen dump has nobody's codes."""
    key = derived_key(settings.HASH_KEY.encode(), purpose=b"second step")
    return Fernet(base64.urlsafe_b64encode(key))
