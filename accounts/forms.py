from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from allauth.account.forms import AddEmailForm, LoginForm, ReauthenticateForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import BRIEF

# What is typed letter by letter, and read from left to right in any language.
SIGN_IN_NAME = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
    "dir": "ltr",
}


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
        passphrase.help_text = _(
            "15 characters or more. Four or five words that do not belong together are good, "
            "and easier to keep in mind than signs and digits."
        )
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


class MailAddressForm(AddEmailForm):
    """One address, and the question that matters about it."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget = forms.EmailInput(attrs={"autocomplete": "email"})


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


class SecondStepForm(AuthenticateForm):
    code = CodeField()


class SecondStepAgainForm(CodeAgainForm):
    code = CodeField()


class SetUpCodesForm(ActivateTOTPForm):
    code = CodeField()


class PasskeyForm(AddWebAuthnForm):
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


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name"), max_length=100)
