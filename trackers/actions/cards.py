"""What the house writes for its members: in the place of what came with the site, or beside it."""

from dataclasses import fields

from django.db import transaction

from accounts.models import User
from trackers.choices import CardKind
from trackers.models import Card
from trackers.queries.cards import pieces
from trackers.refusals import CardRefused
from trackers.rules.cards import why_not_write
from trackers.shipped import Piece, shipped
from trackers.signals import card_changed

NAME = ("kind", "key", "language", "country")


@transaction.atomic
def write_card(*, by: User, piece: Piece, is_new: bool = False) -> None:
    """Let this stand under its name. `is_new`: nothing may stand there yet. What is just as it
    came with the site is not kept beside it: it would miss what a next version says. Raises
    CardRefused."""
    checks = pieces(CardKind.CHECK)
    is_taken = is_new and any(one.identity == piece.identity for one in pieces(piece.kind))
    if no := why_not_write(piece, is_taken=is_taken, checks=[one.key for one in checks]):
        raise CardRefused(no)
    if piece in shipped():
        drop_card(by=by, piece=piece)
        return
    values = {field.name: getattr(piece, field.name) for field in fields(piece)}
    values |= {name: list(values[name]) for name in ("places", "channels", "also", "variants")}
    name = {part: values.pop(part) for part in NAME}
    Card.objects.update_or_create(**name, defaults=values)
    card_changed.send(Card, by=by, verb="write_card", ref=piece.ref)


@transaction.atomic
def drop_card(*, by: User, piece: Piece) -> None:
    """Back to what came with the site; where nothing did, it is gone."""
    name = {part: getattr(piece, part) for part in NAME}
    if Card.objects.filter(**name).delete()[0]:
        card_changed.send(Card, by=by, verb="drop_card", ref=piece.ref)
