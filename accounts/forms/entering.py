"""Coming in, the passphrase, the address, and the way back."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    SignupForm,
)
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.requests import BRIEF

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


class RecoveryKeyField(forms.CharField):
    """As it stands on paper, however it is typed."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Recovery key"),
            help_text=_("Five groups of five. Capitals, spaces and hyphens do not matter."),
            max_length=60,
            widget=forms.TextInput(attrs=SIGN_IN_NAME | {"autocapitalize": "characters"}),
        )


class RecoverForm(forms.Form):
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("With the four digits at its end."),
        max_length=64,
        widget=forms.TextInput(attrs=SIGN_IN_NAME),
    )
    recovery_key = RecoveryKeyField()
    passphrase = forms.CharField(
        label=_("New passphrase"),
        help_text=_("15 characters or more."),
        strip=False,
        widget=PassphraseInput("new-password"),
    )
