"""The same as text that anybody can read without a program: Markdown, day by day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from trackers.choices import (
    ChannelKind,
    DoorState,
    Fate,
    HelperRole,
    LinkKind,
    Mood,
    PlaceVariant,
    Response,
    Sleep,
    Tactic,
    UrgeOutcome,
    WayIn,
)
from trackers.markup import html_from_markdown
from trackers.queries.incident_words import LABELS, SEVERAL
from trackers.queries.incident_words import in_words as incident_in_words
from trackers.queries.takeaway import KINDS, Takeaway, TakenRow, as_json, schema
from trackers.rules.brought import BroughtLink

# The file that can be brought back.
ENTRIES = "pages.json"
# What says nothing to its reader.
LEFT_OUT = {"newer", "zone", "revision", "place", "kept_at", "challenge"}
LEFT_OUT_OF_LOG = {"incident", "file", "event", "statement", "person", "export", "zone"}
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


def as_files(taken: Takeaway) -> dict[str, bytes]:
    """By their names, which say nothing."""
    return {
        ENTRIES: as_json(taken),
        "pages.md": as_markdown(taken).encode(),
        "schema.json": schema(),
    }


def as_markdown(taken: Takeaway) -> str:
    return "\n\n".join(_parts(taken)) + "\n"


def as_html(taken: Takeaway) -> Iterator[str]:
    """What stands below a heading, part by part: of one long text the parser's work could grow
    with the square of its length."""
    return map(html_from_markdown, _parts(taken)[1:])


def _parts(taken: Takeaway) -> list[str]:
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
        "incident_drafts": _("Drafts of entries"),
    }
    begun = _("Begun on %(day)s.") % {"day": date_format(taken.begun_on, "j F Y")}
    parts = [f"# {_('Pages')}", begun]
    for kind in KINDS:
        if taken.rows.get(kind):
            parts.append(f"## {names[kind]}")
            parts += (_row(row) for row in taken.rows[kind])
    if taken.log:
        parts.append(f"## {_('Entries')}")
        parts += (_recorded(link) for link in taken.log)
    lines = [f"- {rule.contents['line']}" for rule in taken.reminders if rule.contents]
    if lines:
        parts += [f"## {_('Reminders')}", "\n".join(lines)]
    return parts


def _recorded(link: BroughtLink) -> str:
    """One place of the log: what was recorded there, and when; or that it was taken out."""
    at = date_format(localtime(datetime.fromisoformat(link.recorded_at)), "j F Y, H:i")
    known = {"place": link.seq, "what": dict(LinkKind.choices).get(link.kind, ""), "at": at}
    heading = "### " + _("Place %(place)d: %(what)s, recorded %(at)s") % known
    if link.removed_by is not None:
        return (
            f"{heading}\n\n{_('It was taken out. Place %(n)d says why.') % {'n': link.removed_by}}"
        )
    fields = {name: value for layer in link.layers.values() for name, value in layer.items()}
    said = [
        f"**{LABELS.get(name, name.replace('_', ' '))}**: {_recorded_words(name, value)}"
        for name, value in fields.items()
        if name not in LEFT_OUT_OF_LOG and value not in (None, "", [], False)
    ]
    return "\n\n".join([heading, *said])


def _recorded_words(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    of_several = name in SEVERAL
    return ", ".join(incident_in_words(name, [one] if of_several else one) for one in values)


def _row(row: TakenRow) -> str:
    return "\n\n".join([f"### {_day(row.on)}", *_fields(row.contents)])


def _fields(contents: dict[str, Any]) -> Iterable[str]:
    for name, value in contents.items():
        if name in LEFT_OUT or value in (None, "", [], False):
            continue
        if isinstance(value, dict):
            # As it was typed into a form.
            yield from _fields(value)
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
