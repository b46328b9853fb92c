from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.models import About, DraftContents, EntryContents
from trackers.rules.notes import LONGEST_TAG, LONGEST_TITLE, MOST_TAGS, tags_in


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
    to = forms.CharField(
        label=_("To whom"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    when_weak = forms.BooleanField(label=_("Show it to me when there is an urge"), required=False)
    tags = forms.CharField(
        label=_("Words to find it by"),
        required=False,
        max_length=MOST_TAGS * (LONGEST_TAG + 2),
        help_text=_("With commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    letter = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # The id that the note has, or will have; the draft goes by it.
    note = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def about(self) -> About:
        data = self.cleaned_data
        return {
            "letter": data["letter"],
            "to": data["to"],
            "when_weak": data["when_weak"],
            "tags": tags_in(data["tags"]),
        }

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class DraftForm(NoteForm):
    """What is typed so far; and that may be nothing any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class NotesSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Find in what you wrote"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


def as_typed(contents: EntryContents | DraftContents) -> dict[str, Any]:
    return {
        "title": contents.title,
        "text": contents.text,
        "letter": contents.letter,
        "to": contents.to,
        "when_weak": contents.when_weak,
        "tags": ", ".join(contents.tags),
    }
