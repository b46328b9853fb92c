"""The small lists. To be called inside `rows_of`."""

from typing import TypeVar

from accounts.models import User
from trackers.models import ShelfContents, ShelfRow
from trackers.vault.open_vault import Opened, OpenVault

OnShelf = TypeVar("OnShelf", bound=ShelfContents)


def shelf_of(
    user: User, vault: OpenVault, model: type[ShelfRow], as_: type[OnShelf]
) -> list[Opened[ShelfRow, OnShelf]]:
    """In their owner's order; what cannot be opened stands last."""
    rows = model._default_manager.filter(owner=user).order_by("on", "id")
    return sorted(vault.open_all(rows, as_), key=_place)


def headlines(shelf: list[Opened[ShelfRow, OnShelf]]) -> list[str]:
    return [thing.contents.headline for thing in shelf if thing.contents]


def _place(thing: Opened[ShelfRow, OnShelf]) -> tuple[bool, int]:
    return thing.contents is None, thing.contents.place if thing.contents else 0
