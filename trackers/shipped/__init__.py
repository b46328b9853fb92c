"""What the house tells its members, as it comes with the site: data files, one for each language.

What an operator writes instead, or beside it, is a row (models/cards.py); rules/cards.py lays one
over the other.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from trackers.choices import CardKind

DATA = Path(__file__).parent / "data"


class Variant(NamedTuple):
    """What some say, and others do not."""

    name: str
    body: str


class Identity(NamedTuple):
    kind: str
    key: str
    language: str
    # Nothing where it holds everywhere.
    country: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One card, self-check, question or small thing, in one language."""

    kind: str
    key: str
    language: str = "en"
    country: str = ""
    group: str = ""
    title: str = ""
    body: str = ""
    variants: tuple[Variant, ...] = ()
    places: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    step: str = ""
    action: str = ""
    also: tuple[str, ...] = ()
    place: int = 0
    opens_fast: bool = False
    source: str = ""
    checked_on: date | None = None
    is_on: bool = True

    @property
    def identity(self) -> Identity:
        return Identity(self.kind, self.key, self.language, self.country)

    @property
    def ref(self) -> str:
        """In the addresses of those who edit it."""
        return _opaque(*self.identity)

    @property
    def page_ref(self) -> str:
        """In its address, which says nothing: the same in every language and country."""
        return _opaque(self.kind, self.key)


@cache
def shipped() -> tuple[Piece, ...]:
    """In the order in which they are shown."""
    return tuple(piece for file in sorted(DATA.glob("*.toml")) for piece in _read(file))


def _read(file: Path) -> list[Piece]:
    """A file is called after its language: cards.en.toml."""
    language = file.suffixes[0].removeprefix(".")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        _piece(CardKind(kind).value, language, place, entry)
        for kind, entries in data.items()
        for place, entry in enumerate(entries, start=1)
    ]


def _piece(kind: str, language: str, place: int, entry: dict[str, Any]) -> Piece:
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    given["variants"] = tuple(Variant(**one) for one in entry.get("variants", []))
    given["body"] = given["body"].strip()
    return Piece(kind=kind, language=language, place=place, **given)


def _opaque(*parts: str) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()
