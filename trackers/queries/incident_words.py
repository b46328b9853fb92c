"""An incident in words: on its page, beside its versions, and wherever else it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trackers.choices import IncidentKind, Layer, Precision, Tactic, YesNo
from trackers.models import IncidentEntry

# In the order in which they are read. Number, ids and when it was have places of their own.
LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "kinds": gettext_lazy("What it was"),
    "happened": gettext_lazy("What happened"),
    "said": gettext_lazy("The exact words"),
    "shown_as": gettext_lazy("Number or account, as shown"),
    "attempts": gettext_lazy("How many times"),
    "tactics": gettext_lazy("What it was like"),
    "present": gettext_lazy("Who was there"),
    "children": gettext_lazy("Children: what they saw or heard"),
    "witnesses": gettext_lazy("Who saw or heard it"),
    "vehicle": gettext_lazy("Vehicle"),
    "weapon": gettext_lazy("Weapon"),
    "injury": gettext_lazy("Injury"),
    "medical": gettext_lazy("Doctor or hospital"),
    "police": gettext_lazy("Police called"),
    "report_number": gettext_lazy("Number of the report"),
    "officer": gettext_lazy("Officer"),
    "badge": gettext_lazy("Number of the badge"),
    "outcome": gettext_lazy("What came of it"),
    "order": gettext_lazy("An order of a court was in force"),
    "order_number": gettext_lazy("Number of the order"),
    "breached": gettext_lazy("This broke it"),
    "where": gettext_lazy("Where it was"),
    "witness_contacts": gettext_lazy("How they can be reached"),
    "felt": gettext_lazy("How I felt"),
    "effect": gettext_lazy("What it did"),
    "note": gettext_lazy("Private note"),
}
CHOICES: dict[str, dict[Any, Any]] = {
    "kinds": dict(IncidentKind.choices),
    "tactics": dict(Tactic.choices),
    "police": dict(YesNo.choices),
    "order": dict(YesNo.choices),
    "breached": dict(YesNo.choices),
}
SEVERAL = {"kinds", "tactics"}


@dataclass(frozen=True)
class Said:
    """One field that says something."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Change:
    """What one version says otherwise than another."""

    label: str
    before: str
    after: str


def said_in(entry: IncidentEntry, layer: Layer) -> list[Said]:
    """What the entry says in one layer, without its title and its kinds, which stand above it."""
    return [
        Said(name, str(label), value)
        for name, label in LABELS.items()
        if name not in ("title", "kinds")
        and IncidentEntry.LAYERS.get(name, Layer.FACTS) == layer
        and (value := in_words(name, getattr(entry, name)))
    ]


def in_words(name: str, value: Any) -> str:
    """As it is where only a newer version of the site has words for it."""
    if value in (None, "", []):
        return ""
    known = CHOICES.get(name, {})
    values = value if name in SEVERAL else [value]
    return ", ".join(str(known.get(one, one)) for one in values)


def kinds_in_words(kinds: Iterable[str]) -> str:
    return in_words("kinds", list(kinds))


def when_in_words(entry: IncidentEntry) -> str:
    """As the clock showed it there, and how well that is known."""
    day = date_format(entry.at, "l, j F Y")
    said = {"day": day, "time": _clock(entry.at), "until": _until(entry)}
    if entry.precision == Precision.RANGE:
        words = _("between %(day)s, %(time)s and %(until)s")
    elif entry.precision == Precision.DAY:
        words = _("%(day)s, time not known")
    elif entry.precision == Precision.ABOUT:
        words = _("%(day)s, about %(time)s")
    else:
        words = _("%(day)s, %(time)s")
    if entry.until and entry.precision != Precision.RANGE:
        return _("%(when)s, until %(until)s") % {"when": words % said, "until": said["until"]}
    return words % said


def changes_between(before: IncidentEntry, after: IncidentEntry) -> list[Change]:
    when = Change(_("When"), _with_zone(before), _with_zone(after))
    others = (
        Change(
            str(label),
            in_words(name, getattr(before, name)),
            in_words(name, getattr(after, name)),
        )
        for name, label in LABELS.items()
    )
    return [change for change in (when, *others) if change.before != change.after]


def _with_zone(entry: IncidentEntry) -> str:
    return f"{when_in_words(entry)} ({entry.zone})"


def _until(entry: IncidentEntry) -> str:
    if entry.until is None:
        return ""
    if entry.until.date() == entry.at.date():
        return _clock(entry.until)
    return f"{date_format(entry.until, 'l, j F Y')}, {_clock(entry.until)}"


def _clock(at: datetime) -> str:
    return time_format(at, "H:i")
