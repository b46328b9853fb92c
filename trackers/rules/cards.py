"""Which of what the house has written somebody is shown, and what may be written there. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from trackers.choices import CardAction, CardKind, CardPlace, ChannelKind
from trackers.shipped import Identity, Piece, Variant

MOST_AT_ONCE = 3
MOST_VARIANTS = 3
LAST_DAY = 30
LONGEST_TITLE = 120
LONGEST_BODY = 6_000
# What is there is in English; whoever reads nothing else of it reads that.
LAST_RESORT = "en"


@dataclass(frozen=True)
class Shown:
    """One card as somebody is shown it: what holds everywhere, and what holds where they are."""

    everywhere: Piece | None
    here: Piece | None

    @property
    def head(self) -> Piece:
        piece = self.everywhere or self.here
        assert piece is not None  # noqa: S101  (made of at least one)
        return piece

    @property
    def parts(self) -> list[Piece]:
        return [piece for piece in (self.everywhere, self.here) if piece]

    @property
    def places(self) -> set[str]:
        return {place for piece in self.parts for place in piece.places}

    @property
    def channels(self) -> set[str]:
        return {channel for piece in self.parts for channel in piece.channels}


def overlaid(shipped: Iterable[Piece], written: Iterable[Piece]) -> list[Piece]:
    """What there is, with what the house has written in the place of what came with the site."""
    by_identity: dict[Identity, Piece] = {piece.identity: piece for piece in shipped}
    by_identity |= {piece.identity: piece for piece in written}
    return sorted(by_identity.values(), key=_order)


def chosen(pieces: Iterable[Piece], *, languages: Sequence[str], country: str) -> list[Shown]:
    """What somebody is shown who reads these languages, the dearest first, in this country."""
    by_name: dict[tuple[str, str], dict[str, list[Piece]]] = {}
    for piece in pieces:
        if piece.is_on and piece.country in ("", country):
            places = by_name.setdefault((piece.kind, piece.key), {})
            places.setdefault(piece.country, []).append(piece)
    found = [
        Shown(
            _in_best(places.get("", []), languages),
            _in_best(places.get(country, []), languages) if country else None,
        )
        for places in by_name.values()
    ]
    return sorted((shown for shown in found if shown.parts), key=lambda shown: _order(shown.head))


def helpful(cards: Iterable[Shown], *, place: str, channel: str = "") -> list[Shown]:
    """At most three that belong to a page. Those about this very way of contact come first, and
    those about other ways alone not at all."""
    fitting = [
        card
        for card in cards
        if place in card.places and (not channel or not card.channels or channel in card.channels)
    ]
    if channel:
        fitting.sort(key=lambda card: channel not in card.channels)
    return fitting[:MOST_AT_ONCE]


def languages_of(accepted: Iterable[str]) -> list[str]:
    """Those of a browser, each followed by the language that it is a kind of, then our own."""
    codes = [code.lower() for code in [*accepted, LAST_RESORT] if code != "*"]
    return list(dict.fromkeys(one for code in codes for one in (code, code.partition("-")[0])))


def why_not_write(piece: Piece, *, is_taken: bool, checks: Iterable[str] = ()) -> str | None:
    """Whether an operator can keep this. `checks` are the keys of the self-checks there are."""
    return (
        _why_not_name(piece, is_taken=is_taken)
        or _why_not_words(piece)
        or _why_not_of_its_kind(piece, checks)
    )


def _why_not_name(piece: Piece, *, is_taken: bool) -> str | None:
    if is_taken:
        return _("There is one of this name already, in this language and for this country.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", piece.key):
        return _("A name has small letters without accents, digits and hyphens, forty at most.")
    return None


def _why_not_words(piece: Piece) -> str | None:
    if not piece.body.strip():
        return _("There are no words in it yet.")
    longest = max(len(piece.body), *(len(one.body) for one in piece.variants), 0)
    if longest > LONGEST_BODY:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_BODY}
    if any(bool(one.name.strip()) != bool(one.body.strip()) for one in piece.variants):
        return _("Each way of seeing it needs a name and a text.")
    if piece.source and urlsplit(piece.source).scheme not in ("http", "https"):
        return _("Where this was read has to be an address on the web.")
    return None


def _why_not_of_its_kind(piece: Piece, checks: Iterable[str]) -> str | None:
    if piece.kind == CardKind.PROMPT:
        is_day = piece.key.isdecimal() and 1 <= int(piece.key) <= LAST_DAY
        return None if is_day else _("Its name is the number of its day, from 1 to 30.")
    if not piece.title.strip():
        return _("It needs a title.")
    if piece.kind == CardKind.CARD and piece.action not in CardAction.values:
        return _("Each card ends in something that one can do now: choose what.")
    if piece.kind == CardKind.QUESTION and piece.group not in set(checks):
        return _("Choose the self-check that this question belongs to.")
    if piece.kind == CardKind.QUESTION and not piece.step.strip():
        return _("Say what a yes becomes.")
    return _why_not_lists(piece)


def _why_not_lists(piece: Piece) -> str | None:
    known = (
        (piece.places, CardPlace.values),
        (piece.channels, ChannelKind.values),
        (piece.also, CardAction.values),
    )
    if any(set(given) - set(allowed) for given, allowed in known):
        return _("Choose what comes closest.")
    return None


def kept_variants(variants: Iterable[tuple[str, str]]) -> tuple[Variant, ...]:
    """Without those that were left empty."""
    return tuple(Variant(name, body) for name, body in variants if name.strip() or body.strip())


def _in_best(pieces: Sequence[Piece], languages: Sequence[str]) -> Piece | None:
    by_language = {piece.language.lower(): piece for piece in pieces}
    return next((by_language[code] for code in languages if code in by_language), None)


def _order(piece: Piece) -> tuple[str, str, int, str, str, str]:
    return piece.kind, piece.group, piece.place, piece.key, piece.language, piece.country
