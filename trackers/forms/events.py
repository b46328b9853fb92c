from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import ChannelKind, Response, Tactic, WayIn
from trackers.forms.fields import clock, day
from trackers.models import EventContents
from trackers.rules.events import KINDS, kind_of


class EventForm(forms.Form):
    """Two questions, and then whatever somebody wants to add."""

    # What the page was given, so that a button pressed twice writes one entry.
    entry = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What happened?"),
        choices=lambda: [(number, kind.label) for number, kind in KINDS.items()],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose what comes closest.")},
    )
    response = forms.ChoiceField(
        label=_("What did you do?"),
        choices=Response.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose what comes closest.")},
    )
    on = day(_("Day"))
    time = clock(_("Time"))
    channel = forms.ChoiceField(
        label=_("Which way it came"),
        choices=[("", _("As it usually does")), *ChannelKind.choices],
        required=False,
    )
    door = forms.ChoiceField(label=_("Through which of your doors"), required=False)
    got_through = forms.ChoiceField(
        label=_("If it got through, how"),
        choices=[("", _("It did not, or I do not know")), *WayIn.choices],
        required=False,
    )
    tactics = forms.MultipleChoiceField(
        label=_("What it was like"),
        choices=Tactic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    words = forms.CharField(
        label=_("In your words"), required=False, strip=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, zone: str, doors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["door"]).choices = [("", _("None of them")), *doors]
        if not doors:
            del self.fields["door"]
        self.zone = zone
        what = self["what"].value() or ""
        if what in KINDS and KINDS[what].only_response:
            del self.fields["response"]

    def offer_only(self, responses: Collection[Response]) -> None:
        """Show these answers alone: the others do not go with what was tapped."""
        field = self.fields.get("response")
        if isinstance(field, forms.ChoiceField):
            field.choices = [choice for choice in Response.choices if choice[0] in responses]

    def contents(self) -> EventContents:
        data = self.cleaned_data
        kind = KINDS[data["what"]]
        channel = data["channel"] if data["channel"] in kind.channels else kind.channels[0]
        at = datetime.combine(data["on"], data["time"], tzinfo=ZoneInfo(self.zone))
        return EventContents(
            at=at,
            zone=self.zone,
            direction=kind.direction.value,
            channel=str(channel),
            response=str(kind.only_response or data["response"]),
            door=data.get("door", ""),
            got_through=data["got_through"],
            tactics=data["tactics"],
            words=data["words"].replace("\r\n", "\n"),
        )


def as_typed(contents: EventContents) -> dict[str, Any]:
    """The form's first values, for correcting what was logged."""
    return {
        "what": kind_of(contents),
        "response": contents.response,
        "on": contents.at.date(),
        "time": contents.at.time(),
        "channel": contents.channel,
        "door": contents.door,
        "got_through": contents.got_through,
        "tactics": contents.tactics,
        "words": contents.words,
    }
