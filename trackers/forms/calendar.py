from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.rules.challenge import LENGTH


class NumberForm(forms.Form):
    number = forms.IntegerField(
        label=_("From which day of the thirty"),
        min_value=1,
        max_value=LENGTH,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class CountingForm(forms.Form):
    indirect = forms.BooleanField(
        label=_("For me, looking and reading count as contact too"), required=False
    )
