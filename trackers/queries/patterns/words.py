"""Entries and days as they are called in tables."""

from datetime import datetime

from django.utils.formats import date_format

from trackers.models import IncidentEntry
from trackers.rules.incidents import default_title, title_of


def called(entry: IncidentEntry) -> str:
    number = default_title(entry.number)
    return f"{number}: {title_of(entry)}" if entry.title else number


def day_of(at: datetime) -> str:
    return date_format(at, "j M Y")
