from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    SignupForm,
)
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
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Weekday
from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from accounts.requests import BRIEF, session_of
from accounts.rules import line_of_codes, please_wait
from accounts.slow_down import give_back, take_turn

# What is typed letter by letter, and read from left to right in any language. A browser that was
# told what it is would offer it to the next person at the device; password managers find it anyway.
SIGN_IN_NAME = {
    "autocomplete": "off",
    "autocapitalize": "none",
    "spellcheck": "false",
    "dir": "ltr",
}


PASSPHRASE_HINT = _(
    "15 characters or more. Four or five words that do not belong together are good, "
    "and easier to keep in mind than signs and digits."
)


class PassphraseInput(forms.PasswordInput):
    """Site script adds a button to it that shows what is typed."""

    def __init__(self, autocomplete: str) -> None:
        super().__init__(attrs={"autocomplete": autocomplete, "data-reveal": "", "size": 40})


class SignUpForm(SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = _("Sign-in name")
        name.help_text = _(
            "Only you ever see it. Choose one that you use nowhere else. We add four digits to "
            "it, so that nobody can find out by trying names whether you are here."
        )
        name.widget = forms.TextInput(attrs=SIGN_IN_NAME)
        passphrase = self.fields["password1"]
        passphrase.label = _("Passphrase")
        passphrase.help_text = PASSPHRASE_HINT
        passphrase.widget = PassphraseInput("new-password")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["login"].help_text = _("With the four digits at its end.")
        self.fields["login"].widget = forms.TextInput(attrs=SIGN_IN_NAME)
        self.fields["password"].label = _("Passphrase")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = PassphraseInput("current-password")
        self.fields["not_mine"] = forms.BooleanField(
            label=_("This device is not mine"),
            help_text=_("Then you are signed out ten minutes after your last page."),
            required=False,
        )

    def login(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.cleaned_data["not_mine"]:
            request.session[BRIEF] = True
        response: HttpResponse = super().login(request, *args, **kwargs)
        return response


class OnceMoreForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Passphrase")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = PassphraseInput("current-password")


class ChangePassphraseForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before, after = self.fields["oldpassword"], self.fields["password1"]
        del self.fields["password2"]
        before.label, after.label = _("Passphrase until now"), _("New passphrase")
        before.help_text = ""
        after.help_text = PASSPHRASE_HINT
        before.widget = PassphraseInput("current-password")
        after.widget = PassphraseInput("new-password")

    def clean_oldpassword(self) -> str:
        """Asked for as everywhere else, so that guessing here waits as well."""
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class MailAddressForm(AddEmailForm):
    """One address, and the question that matters about it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        # As many as its row has room for.
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    private = forms.BooleanField(
        label=_("Nobody else can read this mailbox"),
        help_text=_(
            "Think of shared phones and computers, of passwords that somebody knows, and of "
            "mail that shows on a locked screen. If you are not sure, leave it: the site works "
            "without an address."
        ),
        error_messages={
            "required": _("If somebody else may read it, please do not give an address here.")
        },
    )


class RecoverForm(forms.Form):
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("With the four digits at its end."),
        max_length=64,
        widget=forms.TextInput(attrs=SIGN_IN_NAME),
    )
    recovery_key = forms.CharField(
        label=_("Recovery key"),
        help_text=_("Five groups of five. Capitals, spaces and hyphens do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )
    passphrase = forms.CharField(
        label=_("New passphrase"),
        help_text=_("15 characters or more."),
        strip=False,
        widget=PassphraseInput("new-password"),
    )


def exit_choices() -> list[tuple[str, str]]:
    return [(url, urlsplit(url).hostname or url) for url in settings.EXIT_TARGETS]


class PreferencesForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        help_text=_("Days and reminders go by it."),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
    )
    exit_target = forms.ChoiceField(
        label=_("Where the exit leads"),
        help_text=_("The page that opens when you leave in a hurry. Choose one that fits you."),
        choices=exit_choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = User
        fields = ["time_zone", "exit_target"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["exit_target"] = self.initial.get("exit_target") or settings.EXIT_TARGETS[0]


class CoverForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
              "cover_name", "cover_icon", "cover_colour", "mail_subject",
        ]  # fmt: skip
        labels = {
            "cover_name": _("What this site is called"),
            "cover_icon": _("Its picture"),
            "cover_colour": _("Its colour"),
            "mail_subject": _("What stands over its mails"),
        }
        help_texts = {
            "cover_name": _(
                "In the tab, in the list of pages that were open, on the first screen of a phone, "
                "and as the sender of mails. Pages that were open before keep the old name there."
            ),
            "mail_subject": _("The same for all of them, whatever they are for."),
        }
        widgets = {
            "cover_icon": forms.RadioSelect(attrs={"class": "chips"}),
            "cover_colour": forms.RadioSelect(attrs={"class": "chips"}),
            "mail_subject": forms.RadioSelect(attrs={"class": "chips"}),
        }


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
        code: str = super().clean_code()  # type: ignore[misc]
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
            authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
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


def hour_choices() -> list[tuple[int, str]]:
    return [
        (hour, _("%(from)02d:00 to %(until)02d:00") % {"from": hour, "until": (hour + 1) % 24})
        for hour in range(24)
    ]


class MailHoursForm(forms.Form):
    hour = forms.TypedChoiceField(
        label=_("Between"),
        help_text=_("Some minute of that hour, another one each time."),
        coerce=int,
        choices=hour_choices,
        initial=18,
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        choices=Weekday.choices,
        initial=Weekday.values,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": _("Choose at least one day.")},
    )
