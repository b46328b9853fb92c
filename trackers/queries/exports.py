"""Archives of the log: those that wait or are being made, and who was given what. To be called
inside `rows_of`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from accounts.models import User
from trackers.choices import ExportState, ExportTrouble, Layer
from trackers.models import (
    Export,
    ExportContents,
    ExportEntry,
    ExportRecord,
    RecordedContents,
)
from trackers.queries.incident_words import in_words
from trackers.rules.exports import NEVER
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

A_PERCENT = 100


@dataclass(frozen=True)
class ShownExport:
    """One archive on its way; `asked` is None where it cannot be opened."""

    row: Export
    asked: ExportContents | None

    @property
    def is_made(self) -> bool:
        return self.row.state == ExportState.MADE

    @property
    def is_owed(self) -> bool:
        return self.row.state == ExportState.OWED

    @property
    def trouble(self) -> str:
        """Why it was not made. Nobody can write that down once the pages are closed."""
        if self.row.state != ExportState.FAILED:
            return ""
        said = self.asked.trouble if self.asked else ""
        return str(dict(ExportTrouble.choices).get(said, ExportTrouble.CLOSED.label))

    @property
    def percent(self) -> int:
        return self.row.done * A_PERCENT // self.row.steps if self.row.steps else 0


@dataclass(frozen=True)
class Given:
    """One line of who was given what; `entry` is None where it cannot be opened."""

    seq: int
    recorded_at: datetime
    entry: ExportEntry | None

    @property
    def kinds(self) -> str:
        return in_words("kinds", self.entry.kinds) if self.entry else ""

    @property
    def left_out(self) -> list[str]:
        """Without what no archive holds."""
        labels = dict(Layer.choices)
        layers = self.entry.left_out if self.entry else []
        return [str(labels.get(layer, layer)) for layer in layers if layer != NEVER]


def exports_of(user: User, vault: OpenVault) -> list[ShownExport]:
    """The newest first."""
    rows = Export.objects.visible_to(user).select_related("stored").order_by("-asked_at")
    return [ShownExport(one.row, one.contents) for one in vault.open_all(rows, ExportContents)]


def export_shown(vault: OpenVault, row: Export) -> ShownExport:
    return ShownExport(row, vault.open_all([row], ExportContents)[0].contents)


def given_by(user: User, vault: OpenVault) -> Sequence[Given]:
    """The newest first."""
    rows = ExportRecord.objects.visible_to(user).select_related("link").order_by("-link__seq")
    return [Given(row.link.seq, row.link.recorded_at, _entry(vault, row)) for row in rows]


def _entry(vault: OpenVault, row: ExportRecord) -> ExportEntry | None:
    try:
        return vault.open(row, RecordedContents).entry(ExportEntry)
    except (CannotBeOpened, msgspec.ValidationError):
        return None
