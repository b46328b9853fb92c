from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import ClaimChoice
from forums.models import Claim


class ClaimForm(forms.Form):
    address = forms.EmailField(
        label=_("The e-mail address that you used there"),
        help_text=_("Upper or lower case makes no difference."),
        max_length=Claim._meta.get_field("address").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ClaimChoiceForm(forms.Form):
    """What becomes of what was found; nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("What is to become of them?"),
        choices=ClaimChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the three.")},
    )
