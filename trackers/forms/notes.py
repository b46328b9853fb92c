from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.rules.notes import LONGEST_TITLE


class NoteForm(forms.Form):
    title = forms.CharField(
        label=_("A title"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Your words"),
        strip=False,
        error_messages={"required": _("There are no words in it yet.")},
        widget=forms.Textarea(attrs={"class": "long"}),
    )
    # The id that the note has, or will have; the draft goes by it.
    note = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class DraftForm(NoteForm):
    """What is typed so far; and that may be nothing any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
