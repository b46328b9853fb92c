"""What opens the vault, typed. No field asks a browser to remember it or to fill it in: it is not
to lie on a device that somebody else may open."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms import PassphraseInput, RecoveryKeyField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

IDLE_MINUTES = (1, 2, 5, 10, 20, 30)


class SetUpForm(forms.Form):
    passphrase = forms.CharField(
        label=_("A passphrase for these pages alone"),
        help_text=_(
            "15 characters or more, and not the one that you sign in with. Four or five words "
            "that do not belong together are good. Do not let the browser remember it where "
            "somebody else can use this device."
        ),
        strip=False,
        widget=PassphraseInput("off"),
    )
    again = forms.CharField(
        label=_("The same passphrase once more"),
        help_text=_("Nobody can correct a slip of the finger later."),
        strip=False,
        widget=PassphraseInput("off"),
    )
    understood = forms.BooleanField(
        label=_("I know that without a recovery key only this passphrase opens these pages"),
        error_messages={"required": _("Please tick this, or make a recovery key first.")},
    )

    def __init__(self, *args: Any, has_recovery_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_recovery_key:
            del self.fields["understood"]

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("passphrase", again):
            raise forms.ValidationError(_("These two are not the same. Please type it once more."))
        return again


class UnlockForm(forms.Form):
    """Asked wherever a private page is closed. Its names must not meet those of a page's form."""

    vault_passphrase = forms.CharField(
        label=_("The passphrase of your own pages"),
        strip=False,
        widget=PassphraseInput("off"),
    )


class OwnPassphraseForm(forms.Form):
    """For what concerns the whole account, and with their passphrase own pages as well."""

    own_passphrase_help: "StrOrPromise"
    own_passphrase = forms.CharField(
        label=_("The passphrase of your own pages"),
        required=False,
        strip=False,
        widget=PassphraseInput("off"),
    )

    def __init__(self, *args: Any, has_own_pages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_own_pages:
            self.fields["own_passphrase"].help_text = self.own_passphrase_help
        else:
            del self.fields["own_passphrase"]


class AddRecoveryKeyForm(forms.Form):
    passphrase = forms.CharField(
        label=_("The passphrase of your own pages"), strip=False, widget=PassphraseInput("off")
    )


class RecoveryForm(forms.Form):
    recovery_key = RecoveryKeyField()
    new_passphrase = forms.CharField(
        label=_("A new passphrase for these pages"),
        help_text=_("15 characters or more, and not the one that you sign in with."),
        strip=False,
        widget=PassphraseInput("off"),
    )


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("The passphrase as it is now"),
        strip=False,
        widget=PassphraseInput("off"),
    )
    new_passphrase = forms.CharField(
        label=_("The new one"),
        help_text=_("15 characters or more, and not the one that you sign in with."),
        strip=False,
        widget=PassphraseInput("off"),
    )


def idle_choices() -> list[tuple[int, str]]:
    """What is shorter than the operator's longest, and that one."""
    longest = settings.VAULT_IDLE_SECONDS
    offered = sorted(
        {60 * minutes for minutes in IDLE_MINUTES if 60 * minutes < longest} | {longest}
    )
    return [(seconds, in_minutes(seconds)) for seconds in offered]


def in_minutes(seconds: int) -> str:
    minutes = max(round(seconds / 60), 1)
    return ngettext("%(count)d quiet minute", "%(count)d quiet minutes", minutes) % {
        "count": minutes
    }


class IdleForm(forms.Form):
    idle_seconds = forms.TypedChoiceField(
        label=_("They close by themselves after"),
        coerce=int,
        choices=idle_choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
