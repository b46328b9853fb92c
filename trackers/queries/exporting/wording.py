"""Sentences and pieces of which the report of an archive is put together (report.py)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trackers.archive.typesetting import Block, shown
from trackers.models import IncidentEntry
from trackers.queries.exporting.gathering import Place, Told

# What one entry weighs beside its words.
EACH = 300
LONGEST_TITLE = 90


def before() -> list[str]:
    return [
        _("Somebody recorded this for themselves, each entry at the time that is shown with it."),
        _("It may be read by the other side one day."),
        _(
            "Nobody can promise what a court or an authority will make of it. It shows what was "
            "recorded and when, not that it happened so."
        ),
        _(
            "Whoever is in such a situation themselves finds an advocate at a helpline: they do "
            "this every day, and need no name."
        ),
    ]


def how_to_check() -> list[str]:
    return [
        _(
            "This document is signed. A reader for PDF shows whether it was changed since, and by "
            "which key it was signed; the key's fingerprint stands below and on the site."
        ),
        _(
            "The archive that it came in holds verify.py and how-to-check.txt. With them anybody "
            "can see, without the site, whether any byte of the archive was changed."
        ),
        _(
            "Each entry has a place in a chain of hashes. Changing one, taking one out or putting "
            "one in between would change every hash after it."
        ),
    ]


def taken_out() -> str:
    return _(
        "The person who keeps this log took these out, for good. That they were there, and when "
        "they were recorded, stays; nobody can bring back what they said."
    )


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": shown(text)}


def sheet(
    head: list[str],
    rows: list[list[Block]],
    *,
    columns: list[float],
    size: float,
    align: list[str] | None = None,
) -> Block:
    return {
        "kind": "sheet",
        "size": size,
        "columns": columns,
        "align": align or ["start", *["end"] * (len(head) - 1)],
        "head": head,
        "rows": rows,
    }


def sum_of(place: Place) -> Block:
    return {"label": _("Hash, place %(n)d") % {"n": place.seq}, "text": place.hash}


def key_of(told: Told) -> str:
    return str(told.entry.number)


def day(day: Any) -> str:
    return str(date_format(day, "j F Y"))


def in_a_sentence(label: Any) -> str:
    words = str(label)
    return words if words[:2] == "I " else words[:1].lower() + words[1:]


def short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


def in_parts(items: Sequence[Any], count: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), count):
        yield items[start : start + count]


def length_of(told: Told) -> int:
    return sum(length_of_entry(version.entry) for version in told.versions) + EACH * len(told.files)


def length_of_entry(entry: IncidentEntry) -> int:
    texts = (getattr(entry, name) for name in entry.__struct_fields__)
    return EACH + sum(len(text) for text in texts if isinstance(text, str))
