"""Codes and passkeys."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_step_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth as passkeys
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.sessions import count_wrong_code
from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from accounts.requests import session_of
from accounts.rules import line_of_codes, please_wait
from accounts.slow_down import give_back, take_turn


class CodeField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Code"),
            widget=forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
            ),
        )


# The half minutes before and after, and the one that has just begun.
CODE_IS_GOOD_FOR = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 2)


class CodeInTurn(forms.Form):
    """Each try of a code takes its turn. Comes before allauth's form, which looks at the code."""

    user: User

    def clean_code(self) -> str:
        session = session_of(context.request) if context.request.user.is_authenticated else ""
        line, now = line_of_codes(self.user, session=session), timezone.now()
        if seconds := take_turn(line, now=now):
            raise ValidationError(please_wait(seconds), code="wait")
        code: str = super().clean_code()  # type: ignore[misc]  # allauth has no types
        self._take_once(code)
        give_back(line, now=now)
        return code

    def _take_once(self, code: str) -> None:
        """allauth remembers a used code for half a minute; it is good for three of them."""
        key = "code:" + keyed_hash("used code", f"{self.user.pk} {code}")
        if not cache.add(key, "", CODE_IS_GOOD_FOR):
            raise get_step_adapter().validation_error("incorrect_code")


class SecondStepForm(CodeInTurn, AuthenticateForm):
    code = CodeField()

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except ValidationError:
            count_wrong_code(user=self.user)
            raise


class SecondStepAgainForm(CodeInTurn, CodeAgainForm):
    code = CodeField()


# What is no passkey at all is read by a library that trusts its caller.
NOT_READ = (ValidationError, LookupError, TypeError, ValueError, AttributeError)


class CredentialField(forms.JSONField):
    """What a browser made of a passkey. A number without end is an error of Python's own."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A field that nobody sees has nothing to show again."""
        return initial


class PasskeyInWords(forms.Form):
    """Comes before allauth's form, which takes a passkey for a code where it finds it wrong."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]  # allauth has no types
        except NOT_READ as wrong:
            raise ValidationError(
                _("This passkey opens nothing here. Another way in may do."), code="passkey"
            ) from wrong
        return authenticator


class _SearchedAlike(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        """Whom a passkey says to be of is looked up alike, also where there is nobody."""
        credential = self.cleaned_data["credential"]
        passkeys.parse_authentication_response(credential)
        try:
            user = passkeys.extract_user_from_response(credential)
        except ValidationError:
            user = User(pk=0)
        return passkeys.complete_authentication(user, credential)


class PasskeyAloneForm(PasskeyInWords, _SearchedAlike):
    """Signs in by itself."""


class PasskeyStepForm(PasskeyInWords, AuthenticateWebAuthnForm):
    """After the passphrase."""


class PasskeyAgainForm(PasskeyInWords, ReauthenticateWebAuthnForm):
    """Instead of the passphrase, once more."""


class SetUpCodesForm(ActivateTOTPForm):
    code = CodeField()


class PasskeyForm(AddWebAuthnForm):
    credential = CredentialField()
    name = forms.CharField(
        label=_("Name"), help_text=_("To tell it from others in your settings."), required=False
    )
    passwordless = forms.BooleanField(
        label=_("It signs me in by itself"),
        help_text=_(
            "Without sign-in name and passphrase. Otherwise it is asked for after the passphrase."
        ),
        required=False,
        initial=True,
    )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except NOT_READ as wrong:
            raise ValidationError(
                _("That passkey could not be made. Please try again."), code="passkey"
            ) from wrong
        return cleaned


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name"), max_length=100)
