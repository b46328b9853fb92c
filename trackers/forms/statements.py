from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import ChannelKind
from trackers.forms.fields import clock, day, line, words
from trackers.rules.doors import LONGEST_LABEL
from trackers.rules.statements import LONGEST_TEXT


class StatementForm(forms.Form):
    # What the page was given, so that a button pressed twice keeps one.
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("The words"),
        help_text=_("A beginning. Take out what does not fit, and change what you like."),
        strip=False,
        max_length=LONGEST_TEXT,
        error_messages={"required": _("There are no words in it yet.")},
        widget=forms.Textarea(attrs={"class": "long"}),
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class NoStatementForm(forms.Form):
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)


class SentForm(forms.Form):
    on = day(_("Day"))
    time = clock(_("Time"))
    channel = forms.ChoiceField(label=_("Which way it went"), choices=ChannelKind.choices)
    to = line(
        _("To which address or number"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=_("As it is shown there, not under the name that you gave it."),
    )
    words = words(
        _("Anything more"),
        required=False,
        help_text=_("Who was with you, where a receipt or a picture of it lies."),
    )

    def at(self, zone: str) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["on"], data["time"], tzinfo=ZoneInfo(zone))
