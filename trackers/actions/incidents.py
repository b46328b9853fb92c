"""Writing down what happened, so that it stands up later. Nothing is changed in place: a
correction is a new version, and what is taken out leaves its place in the chain."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.actions.recording import record
from trackers.actions.stored_files import drop_stored
from trackers.actions.writing import insert_sealed
from trackers.choices import LinkKind
from trackers.models import (
    Attachment,
    AttachmentCopy,
    Incident,
    IncidentContents,
    IncidentDraft,
    IncidentDraftContents,
    IncidentEntry,
    IncidentVersion,
    OwedWork,
    RecordedContents,
    RecordedRow,
    Removal,
    RemovalEntry,
    Vault,
)
from trackers.refusals import LogRefused
from trackers.rules.days import local_date
from trackers.rules.incidents import (
    LONGEST_TYPED,
    is_worth_keeping,
    why_not_correct,
    why_not_record,
    why_not_remove,
)
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def log_incident(
    *,
    by: User,
    vault: OpenVault,
    entry: IncidentEntry,
    now: datetime,
    incident_id: UUID | None = None,
) -> Incident:
    """Record something that happened. Number, version and id of `entry` are set here.

    `incident_id` is the one that its page was given: what was sent twice is recorded once. A
    draft under it is gone afterwards. Raises LogRefused.
    """
    incident_id = incident_id or uuid4()
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        own = Incident.objects.visible_to(by)
        if written := own.filter(pk=incident_id).first():
            return written
        if no := why_not_record(entry, now=now):
            raise LogRefused(no)
        number = own.count() + 1
        incident = Incident(id=incident_id, owner=by, on=entry.at.date())
        incident = insert_sealed(vault, incident, IncidentContents(number=number))
        entry = msgspec.structs.replace(
            entry, incident=str(incident.pk), number=number, version=1, reason=""
        )
        return _record_version(by, vault, incident, entry, now, draft_id=incident_id)


def correct_incident(
    *, by: User, vault: OpenVault, incident: Incident, entry: IncidentEntry, now: datetime
) -> Incident:
    """Say anew what happened, with the reason; what was said before is kept. Raises LogRefused,
    or CannotBeOpened where what it said cannot be opened."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        row = Incident.objects.select_related("current").get(pk=incident.pk, owner=by)
        if row.current is None:
            raise LogRefused(_gone())
        before = vault.open(row.current, RecordedContents).entry(IncidentEntry)
        if entry.version != before.version:
            raise LogRefused(_changed_meanwhile())
        entry = msgspec.structs.replace(entry, incident=before.incident, number=before.number)
        if no := why_not_correct(entry, before=before) or why_not_record(entry, now=now):
            raise LogRefused(no)
        entry = msgspec.structs.replace(entry, version=before.version + 1)
        row.on = entry.at.date()
        return _record_version(by, vault, row, entry, now, draft_id=row.pk)


def remove_incident(
    *, by: User, vault: OpenVault, incident: Incident, reason: str, now: datetime
) -> Removal:
    """Take an incident out of the log with all its versions and files. What stays is that there
    was one, when it was recorded, and this reason. Raises LogRefused."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        row = Incident.objects.get(pk=incident.pk, owner=by)
        if row.removal_id:
            raise LogRefused(_gone())
        versions = list(row.versions.select_related("link"))
        files = list(row.attachments.select_related("link"))
        removal = _record_removal(by, vault, row, [*versions, *files], reason=reason, now=now)
        row.current, row.removal = None, removal
        row.save(update_fields=["current", "removal"])
        _drop(by, files, now)
        drop_stored(by=by, ids=[upload.stored_id for upload in row.uploads.all()], now=now)
        row.uploads.all().delete()
        row.versions.all().delete()
        IncidentDraft.objects.visible_to(by).filter(pk=row.pk).delete()
        return removal


def remove_attachment(
    *, by: User, vault: OpenVault, attachment: Attachment, reason: str, now: datetime
) -> Removal:
    """Take one file out of the log. Raises LogRefused."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        row = (
            Attachment.objects.visible_to(by)
            .select_related("link", "incident")
            .filter(pk=attachment.pk)
            .first()
        )
        if row is None:
            raise LogRefused(_gone())
        removal = _record_removal(
            by, vault, row.incident, [row], reason=reason, now=now, file=str(row.pk)
        )
        _drop(by, [row], now)
        return removal


def keep_incident_draft(
    *,
    by: User,
    vault: OpenVault,
    incident_id: UUID,
    version: int,
    fields: Mapping[str, Sequence[str]],
    now: datetime,
) -> IncidentDraft | None:
    """Keep what is typed so far, sealed. Nothing is kept of an empty page, or of one whose entry
    was recorded in the meantime: `version` is the one that the page was opened with.

    Raises IncidentDraft.DoesNotExist where the id is that of somebody else's draft.
    """
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        drafts = IncidentDraft.objects.visible_to(by).filter(pk=incident_id)
        if version != _version_of(by, vault, incident_id):
            return None
        if not is_worth_keeping(fields):
            drafts.delete()
            return None
        found = drafts.first()
        draft = found or IncidentDraft(id=incident_id, owner=by)
        draft.on = local_date(now, by.time_zone)
        kept = {
            name: [value[:LONGEST_TYPED] for value in values] for name, values in fields.items()
        }
        vault.seal_into(draft, IncidentDraftContents(fields=kept, version=version))
        draft.save() if found else _insert_draft(draft)
        return draft


def _insert_draft(draft: IncidentDraft) -> None:
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as somebody_elses:
        raise IncidentDraft.DoesNotExist from somebody_elses


def _version_of(by: User, vault: OpenVault, incident_id: UUID) -> int | None:
    """The newest one; 0 where there is no entry yet, nothing where it was taken out."""
    row = Incident.objects.visible_to(by).select_related("current").filter(pk=incident_id).first()
    if row is None:
        return 0
    if row.current is None:
        return None
    return vault.open(row.current, RecordedContents).entry(IncidentEntry).version


def _record_version(
    by: User,
    vault: OpenVault,
    incident: Incident,
    entry: IncidentEntry,
    now: datetime,
    *,
    draft_id: UUID,
) -> Incident:
    version = IncidentVersion(incident=incident, on=entry.at.date())
    record(version, entry, by=by, vault=vault, kind=LinkKind.INCIDENT, now=now)
    incident.current = version
    incident.save(update_fields=["current", "on", "sealed"])
    IncidentDraft.objects.visible_to(by).filter(pk=draft_id).delete()
    return incident


def _record_removal(
    by: User,
    vault: OpenVault,
    incident: Incident,
    rows: Sequence[RecordedRow],
    *,
    reason: str,
    now: datetime,
    file: str = "",
) -> Removal:
    if no := why_not_remove(reason=reason):
        raise LogRefused(no)
    links = sorted(row.link.seq for row in rows)
    entry = RemovalEntry(
        incident=str(incident.pk),
        number=vault.open(incident, IncidentContents).number,
        links=links,
        file=file,
        reason=reason,
    )
    removal = Removal(on=local_date(now, by.time_zone))
    return record(removal, entry, by=by, vault=vault, kind=LinkKind.REMOVAL, now=now, removes=links)


def _drop(by: User, files: Sequence[Attachment], now: datetime) -> None:
    """Their bytes, and their copies, are taken away by the clock."""
    copies = AttachmentCopy.objects.visible_to(by).filter(attachment__in=files)
    stored = [file.stored_id for file in files]
    stored += [copy.stored_id for copy in copies if copy.stored_id]
    OwedWork.objects.visible_to(by).filter(pk__in=[copy.pk for copy in copies]).delete()
    copies.delete()
    Attachment.objects.visible_to(by).filter(pk__in=[file.pk for file in files]).delete()
    drop_stored(by=by, ids=stored, now=now)


def _gone() -> str:
    return _("This was taken out of the log already.")


def _changed_meanwhile() -> str:
    return _(
        "This was changed meanwhile, perhaps in another tab. What you typed is still below: look "
        "at the newest version first."
    )
