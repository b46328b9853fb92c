from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PassphraseInput


class EraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("The passphrase of your own pages"), strip=False, widget=PassphraseInput("off")
    )
    understood = forms.BooleanField(
        label=_("I know that nobody can bring it back"),
        error_messages={"required": _("Please tick this first.")},
    )
