from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Answerers, PleaseNot, Wish


class NotesForm(forms.Form):
    """For a circle without content notes, the field is not there."""

    notes = forms.MultipleChoiceField(
        label=_("Content notes"),
        help_text=_("What it touches on. Whoever has to keep away from that will not meet it."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={
            "invalid_choice": _(
                "The list of content notes has changed. Please look once more which ones fit."
            )
        },
    )

    def __init__(self, *args: Any, notes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices := [(note, note) for note in notes]:
            cast(forms.MultipleChoiceField, self.fields["notes"]).choices = choices
        else:
            del self.fields["notes"]


class WishesForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What you hope for"),
        choices=[("", _("I leave it open")), *Wish.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    please_not = forms.MultipleChoiceField(
        label=_("What you ask others not to do"),
        choices=PleaseNot.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answerers = forms.ChoiceField(
        label=_("Who may answer"),
        choices=Answerers.choices,
        initial=Answerers.EVERYONE,
        required=False,
    )

    def clean_answerers(self) -> str:
        return self.cleaned_data["answerers"] or Answerers.EVERYONE
