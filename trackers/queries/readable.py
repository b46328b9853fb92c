"""The same as text that anybody can read without a program: Markdown, day by day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trackers.choices import (
    ChannelKind,
    DoorState,
    Fate,
    HelperRole,
    Mood,
    PlaceVariant,
    Response,
    Sleep,
    Tactic,
    UrgeOutcome,
    WayIn,
)
from trackers.queries.takeaway import KINDS, Takeaway, TakenRow

# What says nothing to its reader.
LEFT_OUT = {"newer", "zone", "revision", "place", "kept_at", "challenge"}
WORDS: dict[str, dict[Any, Any]] = {
    "response": dict(Response.choices),
    "channel": dict(ChannelKind.choices),
    "kind": dict(ChannelKind.choices),
    "state": dict(DoorState.choices),
    "got_through": dict(WayIn.choices),
    "tactics": dict(Tactic.choices),
    "mood": dict(Mood.choices),
    "sleep": dict(Sleep.choices),
    "outcome": dict(UrgeOutcome.choices),
    "roles": dict(HelperRole.choices),
    "variant": dict(PlaceVariant.choices),
    "fate": dict(Fate.choices),
}


def as_markdown(taken: Takeaway) -> str:
    names = {
        "preferences": _("How you count"),
        "events": _("What happened"),
        "check_ins": _("How it was"),
        "urges": _("Urges"),
        "entries": _("Notes and letters"),
        "versions": _("What they said before"),
        "drafts": _("Drafts"),
        "people": _("People"),
        "channels": _("Doors"),
        "exceptions": _("Doors that have to stay"),
        "statements": _("Last words"),
        "sweeps": _("Searches for forgotten accounts"),
        "reasons": _("Reasons"),
        "instead": _("Instead"),
        "helpers": _("Helpers"),
        "places": _("Places"),
        "belongings": _("Belongings"),
        "hand_overs": _("Hand-overs"),
        "steps": _("Next steps"),
        "checks": _("Self-checks"),
    }
    begun = _("Begun on %(day)s.") % {"day": date_format(taken.begun_on, "j F Y")}
    parts = [f"# {_('Pages')}", begun]
    for kind in KINDS:
        if taken.rows.get(kind):
            parts.append(f"## {names[kind]}")
            parts += (_row(row) for row in taken.rows[kind])
    lines = [f"- {rule.contents['line']}" for rule in taken.reminders if rule.contents]
    if lines:
        parts += [f"## {_('Reminders')}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _row(row: TakenRow) -> str:
    return "\n\n".join([f"### {_day(row.on)}", *_fields(row.contents)])


def _fields(contents: dict[str, Any]) -> Iterable[str]:
    for name, value in contents.items():
        if name in LEFT_OUT or value in (None, "", [], False):
            continue
        values = value if isinstance(value, list) else [value]
        said = ", ".join(_in_words(name, one) for one in values)
        yield f"**{name.replace('_', ' ')}**: {said}"


def _in_words(name: str, value: Any) -> str:
    # A rating of an urge: when, and how strong.
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(WORDS.get(name, {}).get(value, value))


def _day(day: date) -> str:
    return date_format(day, "l, j F Y")
