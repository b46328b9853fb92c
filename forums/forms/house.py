from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from forums.choices import Harm

MINUTE = timedelta(minutes=1)


def _told(time: timedelta) -> str:
    now = timezone.now()
    return timesince(now - time, now)


class DueTimesForm(forms.Form):
    """In minutes, for each level of harm: the graver first."""

    crisis = forms.IntegerField(label=_("Crisis"), min_value=1)
    danger = forms.IntegerField(label=_("Danger"), min_value=1)
    exposed = forms.IntegerField(label=_("Somebody is exposed"), min_value=1)
    none = forms.IntegerField(label=_("No one is in danger"), min_value=1)

    def __init__(self, *args: Any, within: Mapping[Harm, timedelta], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for harm, time in within.items():
            field = self.fields[harm.value]
            field.initial = time // MINUTE
            # Nobody has to know how many days 2880 minutes are.
            field.help_text = _("At the moment: %(time)s") % {"time": _told(time)}

    def within(self) -> dict[Harm, timedelta]:
        return {Harm(name): minutes * MINUTE for name, minutes in self.cleaned_data.items()}
