"""Cards, self-checks, questions and small things, as somebody is shown them: what came with the
site, and over it what the house has written. One look-up each."""

from collections.abc import Sequence
from dataclasses import dataclass

from trackers.choices import CardKind
from trackers.models import Card
from trackers.rules.cards import Shown, chosen, helpful, overlaid
from trackers.shipped import Identity, Piece, shipped

READ = (CardKind.CARD, CardKind.CHECK)


@dataclass(frozen=True)
class Reader:
    """Who reads, as far as it matters for what they are shown. It is kept nowhere."""

    # The dearest first (rules/cards.py).
    languages: Sequence[str]
    # Nothing where nobody knows.
    country: str


def pieces(*kinds: str) -> list[Piece]:
    """Those that are switched off as well."""
    written = Card.objects.filter(kind__in=kinds)
    return overlaid(
        (piece for piece in shipped() if piece.kind in kinds), (row.as_piece() for row in written)
    )


def cards_for(reader: Reader, *kinds: str) -> list[Shown]:
    return chosen(pieces(*(kinds or READ)), languages=reader.languages, country=reader.country)


def card_with_languages(reader: Reader, page_ref: str) -> tuple[Shown, list[str]] | None:
    """The card of this address, and in which languages there is one."""
    there = [piece for piece in pieces(CardKind.CARD) if piece.page_ref == page_ref]
    for card in chosen(there, languages=reader.languages, country=reader.country):
        seen = (piece for piece in there if piece.is_on and piece.country in ("", reader.country))
        return card, sorted({piece.language for piece in seen})
    return None


def helpful_cards(reader: Reader, *, place: str, channel: str = "") -> list[Shown]:
    return helpful(cards_for(reader), place=place, channel=channel)


def check_with_questions(reader: Reader, page_ref: str) -> tuple[Shown, list[Shown]] | None:
    shown = cards_for(reader, CardKind.CHECK, CardKind.QUESTION)
    for check in shown:
        if check.head.kind == CardKind.CHECK and check.head.page_ref == page_ref:
            return check, [one for one in shown if one.head.group == check.head.key]
    return None


def prompt_for(reader: Reader, number: int) -> str:
    """The small thing for the n-th day; nothing where the house has taken it out."""
    prompts = cards_for(reader, CardKind.PROMPT)
    return next((one.head.body for one in prompts if one.head.key == str(number)), "")


def written_identities() -> set[Identity]:
    """What the house has written itself."""
    rows = Card.objects.values_list("kind", "key", "language", "country")
    return {Identity(*row) for row in rows}


def piece_by_ref(ref: str) -> Piece | None:
    return next((piece for piece in pieces(*CardKind.values) if piece.ref == ref), None)
