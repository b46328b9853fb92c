from datetime import date, datetime
from typing import Any, TypedDict, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trackers.forms.fields import clock, day
from trackers.rules.challenge import LENGTH
from trackers.rules.days import A_DAY

GO_ON, RESTART, REJOIN = "go_on", "restart", "rejoin"


class Place(TypedDict):
    on: date
    number: int


class WhatNextForm(forms.Form):
    """After a slip: from when on, and what becomes of the thirty days."""

    on = day(gettext_lazy("Day"))
    time = clock(gettext_lazy("Time"))
    challenge = forms.ChoiceField(
        label=gettext_lazy("The thirty days"), widget=forms.RadioSelect, initial=GO_ON
    )
    number = forms.IntegerField(
        label=gettext_lazy("Which day"),
        required=False,
        min_value=1,
        max_value=LENGTH,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(
        self, *args: Any, now: datetime, zone: str, number: int | None, **kwargs: Any
    ) -> None:
        here = now.astimezone(ZoneInfo(zone))
        kwargs["initial"] = {"on": here.date(), "time": here.time(), "number": number}
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        if number is None:
            del self.fields["challenge"], self.fields["number"]
            return
        choices = [(RESTART, _("Begin again tomorrow, with day 1"))]
        if number < LENGTH:
            going_on = _("Go on tomorrow, with day %(number)d") % {"number": number + 1}
            choices.insert(0, (GO_ON, going_on))
        choices.append((REJOIN, _("Come back in tomorrow, at a day that I choose")))
        cast(forms.ChoiceField, self.fields["challenge"]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("challenge") == REJOIN and not data.get("number"):
            self.add_error("number", _("Which day would you like to come back in at?"))
        return data

    def at(self) -> datetime:
        """The moment that was typed; where the minute is this one, now itself."""
        data = self.cleaned_data
        typed = datetime.combine(data["on"], data["time"], tzinfo=ZoneInfo(self.zone))
        this_minute = self.now.replace(second=0, microsecond=0)
        return self.now if typed == this_minute else typed

    def place(self, *, today: date) -> Place | None:
        """Where the thirty days go on from tomorrow, where that is anywhere new."""
        chosen = self.cleaned_data.get("challenge", GO_ON)
        if chosen == GO_ON:
            return None
        number = 1 if chosen == RESTART else self.cleaned_data["number"]
        return {"on": today + A_DAY, "number": number}
