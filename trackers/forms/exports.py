from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PassphraseInput
from trackers.choices import IncidentKind, Layer
from trackers.forms.fields import day, line
from trackers.models import ExportContents
from trackers.rules.exports import (
    CAN_BE_LEFT_OUT,
    LEFT_OUT_AT_FIRST,
    LONGEST_NAME,
    LONGEST_PASSPHRASE,
    why_not_days,
    why_not_passphrase_of_archive,
)

WHOM: dict[str, Promise] = {
    "lawyer": gettext_lazy("A lawyer"),
    "police": gettext_lazy("The police"),
    "court": gettext_lazy("A court"),
    "advocate": gettext_lazy("An advocate or a helpline"),
    "myself": gettext_lazy("Myself"),
}


class ExportForm(forms.Form):
    # What the page was given, so that a button pressed twice makes one.
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    first = day(gettext_lazy("From"), required=False)
    last = day(gettext_lazy("To"), required=False, help_text=gettext_lazy("Both empty: all."))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only these kinds"),
        help_text=gettext_lazy("None ticked: all of them."),
        choices=IncidentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out of every entry"),
        choices=[(layer.value, layer.label) for layer in CAN_BE_LEFT_OUT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[layer.value for layer in LEFT_OUT_AT_FIRST],
        help_text=gettext_lazy(
            "What stays in may be read by the other side one day. Private notes are never in it."
        ),
    )
    files_left_out = forms.BooleanField(
        label=gettext_lazy("Leave the files out"),
        required=False,
        help_text=gettext_lazy("What each file was, and its fingerprint, is in it anyway."),
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=list(WHOM.items()), widget=forms.RadioSelect
    )
    name = line(
        gettext_lazy("Their name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("It stands on the first page, and in your list of copies."),
    )
    purpose = line(gettext_lazy("For what"), required=False, max_length=LONGEST_NAME)
    archive_passphrase = forms.CharField(
        label=gettext_lazy("A passphrase for the copy, if you like"),
        required=False,
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        widget=PassphraseInput("off"),
        help_text=gettext_lazy(
            "Whoever opens it needs this passphrase, and a program that knows AES in ZIP files. "
            "Say it to them another way than you send the copy. Nobody here can find it out later."
        ),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("The passphrase of your own pages"),
        strip=False,
        widget=PassphraseInput("off"),
        help_text=gettext_lazy("Once more, so that nobody else makes a copy from an open page."),
    )

    def clean_archive_passphrase(self) -> str:
        passphrase = str(self.cleaned_data["archive_passphrase"])
        if no := why_not_passphrase_of_archive(passphrase):
            raise forms.ValidationError(no)
        return passphrase

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if no := why_not_days(cleaned.get("first"), cleaned.get("last")):
            self.add_error("last", no)
        return cleaned

    def asked(self, *, zone: str, language: str) -> ExportContents:
        data = self.cleaned_data
        return ExportContents(
            for_whom=self._for_whom(),
            purpose=data["purpose"],
            first_day=data["first"].isoformat() if data["first"] else "",
            last_day=data["last"].isoformat() if data["last"] else "",
            kinds=data["kinds"],
            left_out=[layer for layer in Layer.values if layer in data["left_out"]],
            files_left_out=data["files_left_out"],
            passphrase=data["archive_passphrase"],
            language=language,
            zone=zone,
        )

    def _for_whom(self) -> str:
        data = self.cleaned_data
        whom = str(WHOM[data["whom"]])
        if not data["name"]:
            return whom
        return _("%(whom)s: %(name)s") % {"whom": whom, "name": data["name"]}
