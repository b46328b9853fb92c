"""What stands on many pages: who said something, and when."""

from datetime import date, datetime
from functools import lru_cache
from html import escape
from zlib import crc32

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

HUES = 6


@lru_cache(maxsize=1000)
def persona(name: str) -> SafeString:
    """A name with its initial, on a tint that is the same for the same name on every page."""
    hue = crc32(name.encode()) % HUES + 1
    return SafeString(
        f'<span class="monogram" data-hue="{hue}" aria-hidden="true">{escape(name[:1])}</span>'
        f"<bdi>{escape(name)}</bdi>"
    )


@lru_cache(maxsize=1000)
def notes(names: tuple[str, ...]) -> SafeString:
    """Content notes, as quiet tags."""
    tags = (f'<span class="badge">{escape(name)}</span>' for name in names)
    return SafeString(" ".join(tags))


class Calendar:
    """The days of one request: what is today is asked once, and told in words once a day."""

    def __init__(self) -> None:
        self.zone, self.language = timezone.get_current_timezone(), get_language()
        self.today = timezone.localdate(timezone=self.zone)

    def coarse(self, when: datetime) -> str:
        return _coarse(when.astimezone(self.zone).date(), self.today, self.language)


@lru_cache(maxsize=5000)
def _coarse(day: date, today: date, _language: str | None) -> str:
    return coarse_day(day, today=today)


def coarse_day(day: date, *, today: date) -> str:
    """When something was, no more exactly than anybody needs: times tell on people."""
    days_ago = (today - day).days
    if days_ago <= 0:
        return _("today")
    if days_ago == 1:
        return _("yesterday")
    if days_ago < 7:
        return _("this week")
    if days_ago < 14:
        return _("last week")
    return date_format(day, "F Y")
