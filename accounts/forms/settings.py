"""What members choose for themselves."""

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.choices import Weekday
from accounts.models import User


def exit_choices() -> list[tuple[str, str]]:
    return [(url, urlsplit(url).hostname or url) for url in settings.EXIT_TARGETS]


class PreferencesForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        help_text=_("Days and reminders go by it."),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
    )
    exit_target = forms.ChoiceField(
        label=_("Where the exit leads"),
        help_text=_("The page that opens when you leave in a hurry. Choose one that fits you."),
        choices=exit_choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = User
        fields = ["time_zone", "exit_target"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["exit_target"] = self.initial.get("exit_target") or settings.EXIT_TARGETS[0]


class CoverForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
              "cover_name", "cover_icon", "cover_colour", "mail_subject",
        ]  # fmt: skip
        labels = {
            "cover_name": _("What this site is called"),
            "cover_icon": _("Its picture"),
            "cover_colour": _("Its colour"),
            "mail_subject": _("What stands over its mails"),
        }
        help_texts = {
            "cover_name": _(
                "In the tab, in the list of pages that were open, on the first screen of a phone, "
                "and as the sender of mails. Pages that were open before keep the old name there."
            ),
            "mail_subject": _("The same for all of them, whatever they are for."),
        }
        widgets = {
            "cover_icon": forms.RadioSelect(attrs={"class": "chips"}),
            "cover_colour": forms.RadioSelect(attrs={"class": "chips"}),
            "mail_subject": forms.RadioSelect(attrs={"class": "chips"}),
        }


def hour_choices() -> list[tuple[int, str]]:
    return [
        (hour, _("%(from)02d:00 to %(until)02d:00") % {"from": hour, "until": (hour + 1) % 24})
        for hour in range(24)
    ]


class MailHoursForm(forms.Form):
    hour = forms.TypedChoiceField(
        label=_("Between"),
        help_text=_("Some minute of that hour, another one each time."),
        coerce=int,
        choices=hour_choices,
        initial=18,
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        choices=Weekday.choices,
        initial=Weekday.values,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={"required": _("Choose at least one day.")},
    )
