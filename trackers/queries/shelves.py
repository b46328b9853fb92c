"""The small lists. To be called inside `rows_of`."""

from typing import TypeVar, cast

from django.db.models import QuerySet

from accounts.models import User
from trackers.models import ShelfContents, ShelfRow
from trackers.vault.open_vault import Opened, OpenVault

OnShelf = TypeVar("OnShelf", bound=ShelfContents)
Row = TypeVar("Row", bound=ShelfRow)


def shelf_of(
    user: User, vault: OpenVault, model: type[Row], as_: type[OnShelf]
) -> list[Opened[Row, OnShelf]]:
    """In their owner's order; what cannot be opened stands last."""
    own = cast("QuerySet[Row]", model._default_manager.filter(owner=user))
    rows = own.order_by("on", "id")
    return sorted(vault.open_all(rows, as_), key=_place)


def headlines(shelf: list[Opened[Row, OnShelf]]) -> list[str]:
    return [thing.contents.headline for thing in shelf if thing.contents]


def _place(thing: Opened[Row, OnShelf]) -> tuple[bool, int]:
    return thing.contents is None, thing.contents.place if thing.contents else 0
