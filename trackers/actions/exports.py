"""Asking for an archive of the log, and throwing one away. It is made by a worker
(actions/exporting.py)."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.actions.owed import owe
from trackers.actions.stored_files import drop_stored
from trackers.actions.writing import insert_sealed
from trackers.choices import WorkKind
from trackers.models import Export, ExportContents, OwedWork, Vault
from trackers.queries.exporting.gathering import count_chosen
from trackers.refusals import ExportRefused
from trackers.rules.days import local_date
from trackers.rules.exports import why_not_export, why_not_passphrase_of_archive
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened


def ask_for_export(
    *, by: User, vault: OpenVault, asked: ExportContents, export_id: UUID, now: datetime
) -> Export:
    """Owe somebody an archive. `export_id` is the one that its page was given: what was sent twice
    is made once. Raises ExportRefused."""
    if no := why_not_passphrase_of_archive(asked.passphrase):
        raise ExportRefused(no)
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        own = Export.objects.visible_to(by)
        if there := own.filter(pk=export_id).first():
            return there
        incidents, size = _chosen(by, vault, asked)
        if no := why_not_export(incidents=incidents, size=size, waiting=own.count()):
            raise ExportRefused(no)
        export = Export(id=export_id, owner=by, on=local_date(now, by.time_zone), asked_at=now)
        export = insert_sealed(vault, export, asked)
        owe(by=by, vault=vault, kind=WorkKind.EXPORT, work_id=export.pk, now=now)
        return export


def throw_export_away(*, by: User, export: Export, now: datetime) -> None:
    """The archive, made or in the making. That it was made stays in the log."""
    with rows_of(by.pk):
        row = Export.objects.visible_to(by).select_for_update().filter(pk=export.pk).first()
        if row is None:
            return
        row.delete()
        OwedWork.objects.visible_to(by).filter(pk=export.pk).delete()
        if row.stored_id:
            drop_stored(by=by, ids=[row.stored_id], now=now)


def _chosen(user: User, vault: OpenVault, asked: ExportContents) -> tuple[int, int]:
    try:
        return count_chosen(user, vault, asked)
    except (CannotBeOpened, msgspec.ValidationError) as damaged:
        raise ExportRefused(
            _("Something in the log could not be opened. Check the log first: it shows what.")
        ) from damaged
