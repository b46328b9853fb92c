"""Putting things on the small lists, changing them, and saying which comes first."""

from datetime import date
from uuid import UUID, uuid4

import msgspec

from accounts.models import User
from trackers.actions.writing import insert_sealed
from trackers.models import ShelfContents, ShelfRow, Vault
from trackers.queries.shelves import OnShelf, shelf_of
from trackers.refusals import ShelfRefused
from trackers.rules.shelves import why_not_put
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def put_on_shelf(
    *,
    by: User,
    vault: OpenVault,
    model: type[ShelfRow],
    contents: ShelfContents,
    today: date,
    item_id: UUID | None = None,
) -> ShelfRow:
    """Add something at the end. `item_id` is the one that the page was given: what is sent
    twice is added once. Raises ShelfRefused."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        shelf = shelf_of(by, vault, model, type(contents))
        for thing in shelf:
            if thing.row.pk == item_id:
                return thing.row
        if no := why_not_put(headline=contents.headline, texts=contents.texts, on_shelf=len(shelf)):
            raise ShelfRefused(no)
        last = max((thing.contents.place for thing in shelf if thing.contents), default=0)
        contents = msgspec.structs.replace(contents, place=last + 1)
        return insert_sealed(vault, model(id=item_id or uuid4(), owner=by, on=today), contents)


def change_on_shelf(
    *, by: User, vault: OpenVault, row: ShelfRow, contents: ShelfContents
) -> ShelfRow:
    """Raises ShelfRefused, or CannotBeOpened where there is nothing left to change."""
    if no := why_not_put(headline=contents.headline, texts=contents.texts):
        raise ShelfRefused(no)
    before = vault.open(row, type(contents))
    kept = {"newer": before.newer, "kept_at": before.kept_at, "place": before.place}
    vault.seal_into(row, msgspec.structs.replace(contents, **kept))
    with rows_of(by.pk):
        row.save(update_fields=["sealed"])
    return row


def move_up(*, by: User, vault: OpenVault, row: ShelfRow, as_: type[OnShelf]) -> None:
    """Let it change places with the one before it."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        shelf = [thing for thing in shelf_of(by, vault, type(row), as_) if thing.contents]
        here = next((n for n, thing in enumerate(shelf) if thing.row.pk == row.pk), 0)
        if here == 0:
            return
        shelf[here - 1], shelf[here] = shelf[here], shelf[here - 1]
        for place, thing in enumerate(shelf, start=1):
            if thing.contents and thing.contents.place != place:
                vault.seal_into(thing.row, msgspec.structs.replace(thing.contents, place=place))
                thing.row.save(update_fields=["sealed"])
