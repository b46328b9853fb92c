from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PassphraseInput


class BringLogForm(forms.Form):
    """The passphrase stands before the file, so that it is here first."""

    passphrase = forms.CharField(
        label=_("The passphrase of the file, if it has one"),
        required=False,
        strip=False,
        widget=PassphraseInput("off"),
    )
    file = forms.FileField(
        label=_("The file"),
        required=False,
        help_text=_("The one that you took out of your log, as it is, with everything in it."),
    )
