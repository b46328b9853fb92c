"""A vault that stands open: the one thing through which private rows are written and read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from trackers.vault.contents import AnyContents, decode, encode
from trackers.vault.sealing import CannotBeOpened, DataKey, Place, seal, unseal


class Sealable(Protocol):
    """What a row must have to be sealed into (trackers/models/rows.py)."""

    sealed: Any

    @property
    def place(self) -> Place: ...


AnyRow = TypeVar("AnyRow", bound=Sealable)


@dataclass(frozen=True)
class Opened(Generic[AnyRow, AnyContents]):
    """A row with what is in it; with None where it cannot be opened."""

    row: AnyRow
    contents: AnyContents | None


@dataclass(frozen=True)
class OpenVault:
    owner_id: int
    key: DataKey = field(repr=False)

    def seal_into(self, row: Sealable, contents: AnyContents) -> None:
        """Set the row's sealed value. Owner, id and date must be set before, and stay."""
        self._refuse_row_of_another(row)
        row.sealed = seal(encode(contents), key=self.key, place=row.place)

    def open(self, row: Sealable, as_: type[AnyContents]) -> AnyContents:
        """What the row holds. Raises CannotBeOpened."""
        self._refuse_row_of_another(row)
        return decode(unseal(bytes(row.sealed), key=self.key, place=row.place), as_)

    def open_all(
        self, rows: Iterable[AnyRow], as_: type[AnyContents]
    ) -> list[Opened[AnyRow, AnyContents]]:
        """Each row with its content. One that cannot be opened takes no other with it."""
        return [Opened(row, self._open_or_none(row, as_)) for row in rows]

    def _open_or_none(self, row: Sealable, as_: type[AnyContents]) -> AnyContents | None:
        try:
            return self.open(row, as_)
        except CannotBeOpened:
            return None

    def _refuse_row_of_another(self, row: Sealable) -> None:
        if row.place.owner_id != self.owner_id:
            raise CannotBeOpened
