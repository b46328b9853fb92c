"""One thing that does not fit, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from trackers.choices import LogTrouble


@dataclass(frozen=True)
class Finding:
    trouble: LogTrouble
    # The places of the chain, the first and the last; none where it has none.
    places: tuple[int, int] | None = None
    recorded_at: datetime | None = None
    # The number of the entry that it belongs to: sealed, so known with the vault's key alone.
    number: int | None = None
    # Where else it belongs, or which part of a file it is.
    other: int | None = None
    part: tuple[int, int] | None = None

    def in_words(self) -> str:
        sentence = f"{self._where()}: {self.trouble.label}"
        if self.other is not None:
            sentence += _(" (place %(place)d)") % {"place": self.other}
        if self.part is not None:
            first, of = self.part
            sentence += _(" (part %(part)d of %(of)d)") % {"part": first, "of": of}
        return f"{sentence}."

    def _where(self) -> str:
        named = []
        if self.number is not None:
            named.append(_("Entry %(number)d") % {"number": self.number})
        if self.places is not None:
            named.append(_places(*self.places))
        if self.recorded_at is not None:
            day = date_format(localtime(self.recorded_at), "j F Y, H:i")
            named.append(_("recorded %(day)s") % {"day": day})
        return ", ".join(named) or _("The log")


def _places(first: int, last: int) -> str:
    if first == last:
        return _("place %(place)d") % {"place": first}
    return _("places %(first)d to %(last)d") % {"first": first, "last": last}
