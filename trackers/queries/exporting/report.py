"""The report of an archive: what stands on its pages, block by block (archive/report.typ)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trackers.archive.typesetting import Block, shown, typed
from trackers.choices import IncidentKind, Layer
from trackers.models import FileEntry
from trackers.queries.exporting.gathering import File, Gathered, Place, Told, Version
from trackers.queries.exporting.wording import (
    before,
    day,
    heading,
    how_to_check,
    in_a_sentence,
    in_parts,
    key_of,
    length_of,
    sheet,
    short,
    sum_of,
    taken_out,
)
from trackers.queries.incident_words import changes_between, in_words, said_in, when_in_words
from trackers.rules.chain import as_written
from trackers.rules.exports import name_of_original
from trackers.rules.incidents import delay_after, delay_in_words, title_of

# Letters and lines in each part: as much as is laid out at one time.
PART_LENGTH = 11_000
LINES_AT_ONCE = 120
# Of lines that somebody typed something into.
FEW_LINES = 60
LAYERS = (Layer.FACTS, Layer.WHERE, Layer.WITNESSES, Layer.FEELINGS)
Part = Callable[[dict[str, int]], list[Block]]
# Whether it is to be seen already, or takes its room only.
PictureOf = Callable[[File, bool], Block | None]
# Set apart from the rest, as they were said.
APART = {"said"}
NOTHING = "\u2013"
NO_PAGE_YET = "000"
MOST_MONTHS = 36


class Report:
    """All of it, as parts that are laid out one after the other."""

    def __init__(
        self, found: Gathered, *, asked_at: datetime, key: str, picture_of: PictureOf
    ) -> None:
        self.found, self.key, self.picture_of = found, key, picture_of
        self.asked, self.zone = found.asked, ZoneInfo(found.asked.zone)
        self.asked_at = asked_at

    def frame(self) -> Block:
        whom = self.asked.for_whom
        return {
            "lang": self.asked.language,
            "paper": "a4",
            "title": _("Entries"),
            "running": shown(_("For: %(whom)s") % {"whom": whom}) if whom else "",
            "footer": _("Made on %(day)s") % {"day": self._moment(self.asked_at)},
            "page": _("Page %(n)s of %(of)s"),
        }

    def parts(self) -> list[Part]:
        return [
            lambda _places: self._front(),
            *(partial(self._glance, some) for some in in_parts(self.found.told, LINES_AT_ONCE)),
            *(partial(self._entries, year, told) for year, told in self._by_year()),
            *self._last_parts(),
        ]

    # --- The first pages ----------------------------------------------------------------------

    def _front(self) -> list[Block]:
        return [
            {
                "kind": "cover",
                "subtitle": _("What was recorded, in the order in which it happened"),
            },
            {"kind": "facts", "rows": list(self._about())},
            heading(_("Before you read")),
            {"kind": "points", "items": [typed(words) for words in before()]},
            heading(_("What was left out")),
            {"kind": "points", "items": [typed(words) for words in self._left_out()]},
            heading(_("How to see that nothing was changed")),
            {"kind": "points", "items": [typed(words) for words in how_to_check()]},
            {"kind": "space", "size": 6},
            {"kind": "facts", "rows": list(self._sums())},
        ]

    def _about(self) -> Iterator[Block]:
        told, files = self.found.told, self.found.files
        yield typed(self._period(), label=_("Days"))
        if self.asked.kinds:
            yield typed(in_words("kinds", self.asked.kinds), label=_("Only these kinds"))
        if self.asked.for_whom:
            yield typed(self.asked.for_whom, label=_("For"))
        if self.asked.purpose:
            yield typed(self.asked.purpose, label=_("For what"))
        yield typed(self._moment(self.asked_at), label=_("Made on"))
        entries = ngettext("%(n)d entry", "%(n)d entries", len(told)) % {"n": len(told)}
        attached = ngettext("%(n)d file", "%(n)d files", len(files)) % {"n": len(files)}
        yield typed(f"{entries}, {attached}", label=_("Holds"))
        head = self.found.head
        if head.brought_up_to and head.brought_at:
            words = _(
                "%(n)d, on %(day)s. The times of recording up to there are those of the file."
            )
            said = words % {"n": head.brought_up_to, "day": self._moment(head.brought_at)}
            yield typed(said, label=_("Brought back from a file up to place"))

    def _period(self) -> str:
        days = [one.entry.at.date() for one in self.found.told]
        first, last = self.asked.first_day, self.asked.last_day
        if not (first or last):
            words = _("all; the first is %(first)s, the last is %(last)s")
            return words % {"first": day(min(days)), "last": day(max(days))} if days else _("all")
        return _("%(first)s to %(last)s") % {
            "first": day(datetime.fromisoformat(first)) if first else _("the beginning"),
            "last": day(datetime.fromisoformat(last)) if last else _("the end"),
        }

    def _left_out(self) -> Iterator[str]:
        places, shown_in = len(self.found.places), sum(bool(p.content) for p in self.found.places)
        gone = sum(place.removed_by is not None for place in self.found.places)
        if hidden := places - shown_in - gone:
            yield ngettext(
                "%(n)d place of the log was not chosen. Of it there is only that something was "
                "recorded, and when.",
                "%(n)d places of the log were not chosen. Of them there is only that something "
                "was recorded, and when.",
                hidden,
            ) % {"n": hidden}
        if gone:
            yield ngettext(
                "%(n)d place was taken out of the log by the person who keeps it.",
                "%(n)d places were taken out of the log by the person who keeps it.",
                gone,
            ) % {"n": gone}
        for layer in self.asked.left_out:
            yield _("Of every entry: %(what)s.") % {"what": in_a_sentence(Layer(layer).label)}
        yield _("Private notes are in no copy, whoever it is for.")
        if self.asked.files_left_out:
            yield _("The files themselves. What each was, and its fingerprint, is here.")

    def _sums(self) -> Iterator[Block]:
        head = self.found.head
        yield typed(self.key, label=_("Key of this site"), is_sum=True)
        yield typed(head.hash, label=_("Last hash, place %(n)d") % {"n": head.seq}, is_sum=True)

    def _counts(self) -> Iterator[Block]:
        kinds = Counter(kind for told in self.found.told for kind in told.entry.kinds)
        labels = dict(IncidentKind.choices)
        months = Counter(f"{told.entry.at:%Y-%m}" for told in self.found.told)
        yield heading(_("At a glance"))
        if kinds:
            rows = [
                [typed(str(labels.get(kind, kind))), typed(str(count))]
                for kind, count in kinds.most_common()
            ]
            yield sheet([_("What it was"), _("Entries")], rows, columns=[7.5, 2.5], size=9.5)
        if len(months) > 1:
            yield {"kind": "space", "size": 8}
            rows = [
                [typed(date_format(datetime.fromisoformat(f"{month}-01"), "F Y")), typed(str(n))]
                for month, n in sorted(months.items())
            ][-MOST_MONTHS:]
            yield sheet([_("Month"), _("Entries")], rows, columns=[7.5, 2.5], size=9.5)

    def _glance(self, told: Sequence[Told], places: dict[str, int]) -> list[Block]:
        lines = [
            [
                str(one.entry.number),
                f"{one.entry.at:%Y-%m-%d}",
                shown(short(title_of(one.entry))),
                str(places.get(key_of(one), 0) or NO_PAGE_YET),
            ]
            for one in told
        ]
        return [
            *(self._counts() if told[0] is self.found.told[0] else ()),
            heading(_("Contents")),
            {
                "kind": "lines",
                "head": [_("Entry"), _("Day"), _("Title"), _("Page")],
                "lines": lines,
            },
        ]

    # --- Entries ------------------------------------------------------------------------------

    def _by_year(self) -> Iterator[tuple[str, list[Told]]]:
        """Some of one year at a time, as many as make a part."""
        some: list[Told] = []
        length, year, goes_on = 0, 0, False
        for one in self.found.told:
            weight = length_of(one)
            if some and (one.entry.at.year != year or length + weight > PART_LENGTH):
                yield self._year(year, goes_on=goes_on), some
                goes_on = one.entry.at.year == year
                some, length = [], 0
            year = one.entry.at.year
            some.append(one)
            length += weight
        if some:
            yield self._year(year, goes_on=goes_on), some

    def _year(self, year: int, *, goes_on: bool) -> str:
        return _("%(year)d, continued") % {"year": year} if goes_on else str(year)

    def _entries(self, year: str, told: Sequence[Told], places: dict[str, int]) -> list[Block]:
        return [heading(year), *(self._entry(one, seen=bool(places)) for one in told)]

    def _entry(self, told: Told, *, seen: bool) -> Block:
        entry = told.entry
        said = [one for layer in LAYERS for one in said_in(entry, layer)]
        return {
            "kind": "entry",
            "key": key_of(told),
            "title": shown(f"{entry.number}  {title_of(entry)}"),
            "when": shown(f"{when_in_words(entry)} ({entry.zone})"),
            "under": list(self._under(told)),
            "rows": [typed(one.value, label=one.label) for one in said if one.name not in APART],
            "said": [typed(one.value, label=one.label) for one in said if one.name in APART],
            "files": [self._file(file, seen=seen) for file in told.files],
            "files-title": _("Files"),
            "versions": [
                self._version(earlier, later)
                for earlier, later in reversed(list(pairwise(told.versions)))
            ],
            "sums": [sum_of(version.place) for version in told.versions],
        }

    def _under(self, told: Told) -> Iterator[str]:
        first, entry = told.versions[0], told.entry
        recorded = _("Recorded on %(when)s") % {"when": self._moment(first.place.recorded_at)}
        delay = delay_after(first.entry, recorded_at=first.place.recorded_at)
        yield f"{recorded} · {delay_in_words(delay)}" if delay else recorded
        if told.days_after is not None:
            yield _("Day %(n)d after the last words were sent") % {"n": told.days_after}
        if entry.kinds:
            yield shown(in_words("kinds", entry.kinds))
        if len(told.versions) > 1:
            yield _("Version %(n)d, corrected on %(when)s") % {
                "n": entry.version,
                "when": self._moment(told.versions[-1].place.recorded_at),
            }

    def _version(self, earlier: Version, later: Version) -> Block:
        """What an earlier one said otherwise than the one after it, and why that was written."""
        changes = changes_between(earlier.entry, later.entry)
        return {
            "title": _("Version %(n)d said otherwise") % {"n": earlier.entry.version},
            "reason": typed(
                _("Recorded on %(when)s. Corrected on %(later)s, because: %(reason)s")
                % {
                    "when": self._moment(earlier.place.recorded_at),
                    "later": self._moment(later.place.recorded_at),
                    "reason": later.entry.reason or NOTHING,
                }
            ),
            "rows": [
                typed(change.before or _("(nothing)"), label=change.label) for change in changes
            ],
        }

    def _file(self, file: File, *, seen: bool) -> Block:
        entry = file.entry
        return {
            "name": typed(entry.name or name_of_original(file.seq, entry.media_type)),
            "rows": list(self._about_file(file, entry)),
            "picture": self.picture_of(file, seen),
        }

    def _about_file(self, file: File, entry: FileEntry) -> Iterator[Block]:
        if not self.asked.files_left_out:
            name = name_of_original(file.seq, entry.media_type)
            yield typed(name, label=_("In this archive"))
        size = _("%(type)s, %(size)s bytes") % {"type": entry.media_type, "size": entry.size}
        yield typed(size, label=_("What it is"))
        yield typed(self._moment(entry.received_at), label=_("Received"))
        if entry.captured:
            yield typed(entry.captured, label=_("How it was made"))
        if entry.shows:
            yield typed(entry.shows, label=_("What it shows"))
        yield typed(entry.sha256, label="SHA-256", is_sum=True)
        place = _("Hash, place %(n)d") % {"n": file.seq}
        yield typed(file.place.hash, label=place, is_sum=True)

    # --- The last pages -----------------------------------------------------------------------

    def _last_parts(self) -> Iterator[Part]:
        removals, earlier = self.found.removals, self.found.earlier
        for some in in_parts(removals[FEW_LINES:], FEW_LINES):
            yield partial(self._taken_out, some)
        for some in in_parts(earlier[FEW_LINES:], FEW_LINES):
            yield partial(self._given, some)
        first, *others = in_parts(self.found.places, LINES_AT_ONCE)
        yield lambda _places: [
            *(self._taken_out(removals[:FEW_LINES], _places) if removals else ()),
            *(self._given(earlier[:FEW_LINES], _places) if earlier else ()),
            *self._chain(first, _places),
        ]
        yield from (partial(self._chain, some) for some in others)

    def _taken_out(self, removals: Sequence[Any], _places: dict[str, int]) -> list[Block]:
        rows = [
            [
                typed(str(entry.number)),
                typed(_("a file") if entry.file else _("all of it")),
                typed(self._moment(place.recorded_at)),
                typed(entry.reason),
            ]
            for place, entry in removals
        ]
        head = [_("Entry"), _("What"), _("When"), _("Why")]
        return [
            heading(_("Taken out")),
            {"kind": "paragraph", **typed(taken_out())},
            sheet(head, rows, columns=[1.6, 2.2, 4.6, 0], align=["start"] * 4, size=9.5),
        ]

    def _given(self, earlier: Sequence[Any], _places: dict[str, int]) -> list[Block]:
        rows = [
            [
                typed(self._moment(entry.asked_at)),
                typed(entry.for_whom or NOTHING),
                typed(f"{entry.incidents} / {entry.files}"),
                typed(entry.sha256, is_sum=True),
            ]
            for _place, entry in earlier
        ]
        head = [_("When"), _("For"), _("Entries / files"), "SHA-256"]
        return [
            heading(_("Earlier copies")),
            sheet(head, rows, columns=[3.4, 0, 2.6, 9.2], align=["start"] * 4, size=9),
        ]

    def _chain(self, places: Sequence[Place], _pages: dict[str, int]) -> list[Block]:
        words = {"incident": _("entry"), "file": _("file"), "removal": _("taken out")}
        lines = [
            [
                str(place.seq),
                str(words.get(place.kind, _("copy"))),
                as_written(place.recorded_at)[:19].replace("T", " "),
                place.hash,
            ]
            for place in places
        ]
        return [
            heading(_("All places of the log")),
            {
                "kind": "sums",
                "head": [_("Place"), _("What"), _("Recorded (UTC)"), _("Hash")],
                "lines": lines,
            },
        ]

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        return f"{date_format(local, 'j F Y, H:i')} ({self.asked.zone})"
