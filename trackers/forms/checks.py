"""What a member answers to a card or a self-check."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import ChannelKind, Direction, Response, WayIn
from trackers.forms.cards import countries
from trackers.models import ChannelContents, EventContents, PersonContents
from trackers.rules.cards import Shown
from trackers.rules.doors import LONGEST_WORDS

# What somebody may have done when it came through.
RESPONSES = (
    Response.UNREAD,
    Response.UNANSWERED,
    Response.HUNG_UP,
    Response.READ,
    Response.ANSWERED,
    Response.NO_CHOICE,
)


class WhereForm(forms.Form):
    """Of which country somebody wants to read. It is kept nowhere."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=lambda: [("", _("None in particular")), *countries()],
        required=False,
    )


class CheckForm(forms.Form):
    """Questions, as boxes: what is not ticked is a no, or nothing."""

    yes = forms.MultipleChoiceField(
        label=_("What is so"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, questions: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes = cast(forms.MultipleChoiceField, self.fields["yes"])
        yes.choices = [(one.head.key, one.head.title) for one in questions]


class PersonChoiceForm(forms.Form):
    """Whose door it is: somebody who is written down, or a name."""

    # What the page was given, so that a button pressed twice does it once.
    item = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    person = forms.ChoiceField(label=_("Who"), required=False)
    name = forms.CharField(
        label=_("Somebody who is not written down yet"),
        required=False,
        max_length=200,
        help_text=_("A letter is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = cast(forms.ChoiceField, self.fields["person"])
        person.choices = [*people, ("", _("Somebody else, or nobody"))]
        if people:
            person.initial = people[0][0]
        else:
            del self.fields["person"]
            self.fields["name"].label = _("What you call whoever it is about")

    def named(self) -> PersonContents | None:
        """Whoever is not written down yet."""
        name = self.cleaned_data["name"].strip()
        return PersonContents(name=name) if name else None


class TakeUpForm(PersonChoiceForm):
    yes = forms.MultipleChoiceField(
        label=_("What you want to take up"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    keep = forms.BooleanField(
        label=_("Keep my answers as well, sealed"),
        required=False,
        help_text=_("Otherwise they are forgotten with this page."),
    )
    field_order = ["yes", "person", "name", "keep", "item"]

    def __init__(self, *args: Any, questions: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes = cast(forms.MultipleChoiceField, self.fields["yes"])
        yes.choices = [(one.head.key, one.head.step) for one in questions]
        if not questions:
            del self.fields["yes"], self.fields["name"]
            self.fields.pop("person", None)
            self.fields["keep"].initial = True

    def named(self) -> PersonContents | None:
        return super().named() if "name" in self.fields else None


class HoleForm(PersonChoiceForm):
    """They got through: which way, and what somebody did."""

    kind = forms.ChoiceField(label=_("Which way they came"), choices=ChannelKind.choices)
    label = forms.CharField(
        label=_("The number, the account or the name, as it was shown"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    got_through = forms.ChoiceField(
        label=_("How they came to have it"),
        choices=[("", _("I do not know")), *WayIn.choices],
        required=False,
    )
    response = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[(one.value, one.label) for one in RESPONSES],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose what comes closest.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        strip=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def door(self) -> ChannelContents:
        data = self.cleaned_data
        return ChannelContents(kind=data["kind"], label=data["label"])

    def event(self, *, at: datetime, zone: str) -> EventContents:
        data = self.cleaned_data
        return EventContents(
            at=at,
            zone=zone,
            direction=Direction.THEIRS.value,
            channel=data["kind"],
            response=data["response"],
            got_through=data["got_through"],
            words=data["words"].replace("\r\n", "\n"),
        )
