"""What may be taken out of the log into the world, and what of it is chosen. Pure."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from trackers.choices import Layer
from trackers.models import ExportContents, IncidentEntry, RecordedContents
from trackers.rules.chain import layer_digest
from trackers.rules.files import of_kind

# How long an archive waits to be fetched.
READY_FOR = timedelta(hours=24)
# Of all that lies in one; more takes longer than a worker has.
LARGEST_ARCHIVE = 2 * 1024**3
MOST_AT_ONCE = 3
LONGEST_NAME = 200
SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 12, 200
# What somebody may leave out, and what nobody gets.
CAN_BE_LEFT_OUT = (Layer.WHERE, Layer.WITNESSES, Layer.FEELINGS)
LEFT_OUT_AT_FIRST = (Layer.WITNESSES, Layer.FEELINGS)
NEVER = Layer.PRIVATE


def why_not_days(first: date | None, last: date | None) -> str | None:
    if first and last and last < first:
        return _("The last day lies before the first. Please look at both again.")
    return None


def why_not_passphrase_of_archive(passphrase: str) -> str | None:
    """Nobody is kept out by a short one: whoever has the file can try as often as they like."""
    if not passphrase:
        return None
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return _(
            "Please take at least %(least)d characters: whoever has the file can try as often as "
            "they like."
        ) % {"least": SHORTEST_PASSPHRASE}
    if len(passphrase) > LONGEST_PASSPHRASE:
        return _("This is longer than %(most)d characters.") % {"most": LONGEST_PASSPHRASE}
    return None


def why_not_export(*, incidents: int, size: int, waiting: int) -> str | None:
    if waiting >= MOST_AT_ONCE:
        return _("There are %(count)d copies here already. Fetch them or throw one away first.") % {
            "count": waiting
        }
    if not incidents:
        return _("No entry lies in these days, or is of these kinds. Please choose more.")
    if size > LARGEST_ARCHIVE:
        return _(
            "The files that belong to these entries are too large for one copy. Choose fewer "
            "days, or leave the files out."
        )
    return None


def is_chosen(entry: IncidentEntry, asked: ExportContents) -> bool:
    """By what its newest version says."""
    on = entry.at.date().isoformat()
    if (asked.first_day and on < asked.first_day) or (asked.last_day and on > asked.last_day):
        return False
    return not asked.kinds or bool(set(asked.kinds) & set(entry.kinds))


def left_out_of(asked: ExportContents) -> list[str]:
    """With what no export holds."""
    return sorted({*asked.left_out, NEVER.value})


def revealed(
    contents: RecordedContents, left_out: Collection[str]
) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[str, str], Mapping[str, str]]:
    """Layers, their salts, and the digests of the layers that are left out."""
    layers = {name: layer for name, layer in contents.layers.items() if name not in left_out}
    withheld = dict(contents.withheld) | {
        name: layer_digest(contents.salts[name], layer)
        for name, layer in contents.layers.items()
        if name in left_out
    }
    return layers, {name: contents.salts[name] for name in layers}, withheld


def name_of_original(seq: int, media_type: str) -> str:
    return f"files/{seq:04}.{of_kind(media_type).extension}"


def name_of_copy(seq: int, piece: int, media_type: str) -> str:
    return f"copies/{seq:04}-{piece}.{of_kind(media_type).extension}"
