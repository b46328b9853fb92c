from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.choices import Weekday
from trackers.forms.fields import clock
from trackers.models import Reminder
from trackers.rules.reminders import LONGEST_LINE, Rule


@cache
def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class ReminderForm(forms.Form):
    local_time = clock(_("At"))
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": _("Choose at least one day.")},
    )
    line = forms.CharField(
        label=_("A line to yourself"),
        help_text=_("It waits for you here, on Today. It is never in the mail."),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    quiet_from = clock(_("Quiet from"), required=False)
    quiet_until = clock(_("Quiet until"), required=False)
    zone = forms.ChoiceField(label=_("By the clock of"), choices=zone_choices)

    def rule(self) -> Rule:
        data = self.cleaned_data
        return Rule(
            local_time=data["local_time"],
            zone=data["zone"],
            days=data["days"],
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
        )


def as_typed(reminder: Reminder, *, line: str) -> dict[str, Any]:
    return {
        "local_time": reminder.local_time,
        "days": reminder.days,
        "line": line,
        "quiet_from": reminder.quiet_from,
        "quiet_until": reminder.quiet_until,
        "zone": reminder.zone,
    }
