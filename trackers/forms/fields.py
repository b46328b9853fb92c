"""Fields that several forms have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.rules.shelves import LONGEST_WORDS

NO_WORDS = {"required": _("There are no words in it yet.")}


def line(label: Any, **options: Any) -> forms.CharField:
    """One line, which no browser offers again to the next person at the device."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    given: dict[str, Any] = {"max_length": LONGEST_WORDS, "error_messages": NO_WORDS} | options
    return forms.CharField(label=label, widget=widget, **given)


def day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def clock(label: Any, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **options)


def words(label: Any, **options: Any) -> forms.CharField:
    """A few lines."""
    widget = forms.Textarea(attrs={"rows": 4})
    given: dict[str, Any] = {"max_length": LONGEST_WORDS, "error_messages": NO_WORDS} | options
    return forms.CharField(label=label, widget=widget, **given)
