from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import ChannelKind, DoorState, ExceptionReason
from trackers.forms.fields import day, line, words
from trackers.forms.shelves import ShelfForm
from trackers.models import ChannelContents, ExceptionContents, PersonContents
from trackers.rules.doors import CORNERS, LONGEST_LABEL, Door, steps_of
from trackers.rules.drafting import LONGEST_DRAFT


class PersonForm(ShelfForm):
    holds = PersonContents
    name = line(
        _("What you call them here"),
        max_length=LONGEST_LABEL,
        help_text=_("A letter is enough."),
        error_messages={"required": _("Give them a letter, so that you can tell them apart.")},
    )
    words = words(_("Anything you want to note"), required=False)


class NewChannelForm(forms.Form):
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind of way"), choices=ChannelKind.choices)
    label = line(
        _("Which one"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=_("The account, the place or the friend, as you would call it."),
    )
    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=DoorState.choices,
        initial=DoorState.OPEN,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )

    def contents(self) -> ChannelContents:
        data = self.cleaned_data
        return ChannelContents(kind=data["kind"], label=data["label"], state=data["state"])


class ChannelForm(forms.Form):
    label = NewChannelForm.base_fields["label"]
    steps = forms.MultipleChoiceField(
        label=_("Steps that close it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In any order, on as many days as you like."),
    )
    state = NewChannelForm.base_fields["state"]
    words = words(_("Anything you want to note"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        steps = cast(forms.MultipleChoiceField, self.fields["steps"])
        steps.choices = list(steps_of(kind).items())

    def contents(self) -> ChannelContents:
        return ChannelContents(kind=self.kind, **self.cleaned_data)


class ExceptionForm(forms.Form):
    channel = forms.ChoiceField(label=_("Which one has to stay"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=ExceptionReason.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    topics = words(_("What is talked about there, and nothing else"), required=False)
    hours = line(_("When you look there"), required=False, max_length=LONGEST_LABEL)
    until = day(_("Until which day"), required=False)

    def __init__(self, *args: Any, doors: list[Door], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = cast(forms.ChoiceField, self.fields["channel"])
        channel.choices = [(door.id, door.name) for door in doors]

    def contents(self) -> ExceptionContents:
        return ExceptionContents(**self.cleaned_data)


class SweepForm(forms.Form):
    corners = forms.MultipleChoiceField(
        label=_("Where you have looked"),
        choices=list(CORNERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class DraftingForm(forms.Form):
    text = forms.CharField(
        label=_("What you mean to send"),
        max_length=LONGEST_DRAFT,
        error_messages={"required": _("There are no words in it yet.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
