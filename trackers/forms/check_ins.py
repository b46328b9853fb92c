from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import Mood, Sleep
from trackers.models import CheckInContents
from trackers.rules.check_ins import LONGEST_LINE, URGES


class CheckInForm(forms.Form):
    mood = forms.TypedChoiceField(
        label=_("How are you?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=Mood.choices,
        widget=forms.RadioSelect(attrs={"class": "scale words"}),
    )
    urge = forms.TypedChoiceField(
        label=_("The strongest pull to make contact"),
        help_text=_("0 is none at all, 10 is as strong as it gets."),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(urge, str(urge)) for urge in URGES],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
    )
    sleep = forms.ChoiceField(
        label=_("How did you sleep?"),
        choices=Sleep.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    line = forms.CharField(
        label=_("A line about it"), required=False, max_length=LONGEST_LINE, widget=forms.TextInput
    )

    def contents(self, *, zone: str) -> CheckInContents:
        return CheckInContents(zone=zone, **self.cleaned_data)


def as_typed(contents: CheckInContents) -> dict[str, Any]:
    return msgspec.structs.asdict(contents)
