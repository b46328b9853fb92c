from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import UrgeOutcome
from trackers.rules.urges import LONGEST_WORDS, STRENGTHS


class StrengthForm(forms.Form):
    # What the page was given, so that a button pressed twice begins one.
    urge = forms.UUIDField(required=False, widget=forms.HiddenInput)
    strength = forms.TypedChoiceField(
        label=_("How strong is it, this minute?"),
        help_text=_("0 is none at all, 10 is as strong as it gets."),
        coerce=int,
        choices=[(strength, str(strength)) for strength in STRENGTHS],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How is it now?"),
        choices=UrgeOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest.")},
    )
    helped = forms.MultipleChoiceField(
        label=_("What helped?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    words = forms.CharField(
        label=_("A line about it"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, could_help: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, one) for one in dict.fromkeys(could_help)]
        cast(forms.MultipleChoiceField, self.fields["helped"]).choices = choices
        if not choices:
            del self.fields["helped"]
