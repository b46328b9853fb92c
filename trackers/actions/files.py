"""Files that come to the log: in parts that can be sent again (begin, receive, finish), or whole
(take_in). docs/decisions/0029-files-of-the-log.md"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from trackers.actions.copies import owe_copy
from trackers.actions.recording import record
from trackers.actions.stored_files import drop_stored, expect_file
from trackers.choices import LinkKind
from trackers.models import (
    Attachment,
    FileEntry,
    Incident,
    IncidentContents,
    StoredFile,
    Upload,
    UploadContents,
    Vault,
)
from trackers.queries.files import used_by
from trackers.refusals import FileRefused, Refused
from trackers.rules.days import local_date
from trackers.rules.files import (
    HEAD,
    kind_of,
    tidy_name,
    why_harmful,
    why_no_room,
    why_not_begin_another,
    why_not_take_in,
    why_not_this_kind,
    why_not_whole,
    why_scanner_away,
)
from trackers.scanning import ScannerAway, is_harmful
from trackers.vault.files import PART_SIZE, NoRoom, parts_of, read_both, write_part
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.vault.sealing import CannotBeOpened

log = logging.getLogger(__name__)


class WrongPlace(Exception):
    """A part that does not go on from what is here: so many bytes are."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class LookedAt:
    """What a file is, from its bytes as they lie in the storage."""

    media_type: str
    size: int
    sha256: str
    sealed_sha256: bytes


def begin_upload(
    *,
    by: User,
    vault: OpenVault,
    incident: Incident,
    size: int,
    contents: UploadContents,
    now: datetime,
) -> Upload:
    """Somebody is about to send a file in parts. Raises FileRefused."""
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        _refuse_what_has_no_place(by, incident, size=size, contents=contents)
        begun = Upload.objects.visible_to(by).count()
        if no := why_not_begin_another(begun):
            raise FileRefused(no)
        upload = Upload(
            id=uuid4(),
            owner=by,
            on=local_date(now, by.time_zone),
            incident=incident,
            stored=expect_file(by=by, size=size, now=now),
            size=size,
            begun_at=now,
        )
        contents = _tidied(contents)
        vault.seal_into(upload, contents)
        upload.save(force_insert=True)
        return upload


def receive_part(
    *, by: User, vault: OpenVault, upload_id: UUID, offset: int, content: bytes
) -> Upload:
    """The next part of a file: PART_SIZE bytes, or what is left. Raises WrongPlace where it is not
    the next one (it may be here already), FileRefused, or Upload.DoesNotExist."""
    with rows_of(by.pk):
        # One part at a time, however often it is sent.
        upload = Upload.objects.visible_to(by).select_for_update().get(pk=upload_id)
        if offset != upload.received:
            raise WrongPlace(upload.received)
        if len(content) != min(PART_SIZE, upload.size - offset) or not content:
            raise FileRefused(why_not_whole())
        upload.received += len(content)
        is_last = upload.received == upload.size
        try:
            number = offset // PART_SIZE
            write_part(vault, upload.stored_id, number, content, is_last=is_last)
        except NoRoom as full:
            raise FileRefused(why_no_room()) from full
        upload.save(update_fields=["received"])
        return upload


def finish_upload(*, by: User, vault: OpenVault, upload_id: UUID, now: datetime) -> Attachment:
    """All of it is here: look at it, and record it. Twice is once.

    Raises FileRefused; then nothing of it stays. Raises LogRefused; then it can be finished
    later. Raises WrongPlace where parts are missing, and Upload.DoesNotExist.
    """
    with rows_of(by.pk):
        if done := Attachment.objects.visible_to(by).filter(pk=upload_id).first():
            return done
        upload = (
            Upload.objects.visible_to(by).select_related("stored", "incident").get(pk=upload_id)
        )
        if upload.received != upload.size:
            raise WrongPlace(upload.received)
    # Looking takes long, and holds nobody else up: no part can come any more.
    try:
        contents = vault.open(upload, UploadContents)
        seen = _look_at(vault, upload.stored)
        return _record(by, vault, upload.incident, upload.stored, seen, contents, now, upload_id)
    except (FileRefused, CannotBeOpened) as refused:
        drop_upload(by=by, upload_id=upload_id, now=now)
        if isinstance(refused, FileRefused):
            raise
        raise FileRefused(why_not_whole()) from refused


def drop_upload(*, by: User, upload_id: UUID, now: datetime) -> None:
    """Throw away what came of a file so far."""
    with rows_of(by.pk):
        for upload in Upload.objects.visible_to(by).filter(pk=upload_id):
            upload.delete()
            drop_stored(by=by, ids=[upload.stored_id], now=now)


def take_in(
    *,
    by: User,
    vault: OpenVault,
    incident: Incident,
    stored: StoredFile,
    contents: UploadContents,
    now: datetime,
) -> Attachment:
    """Record a file that was stored whole as it came. Raises FileRefused or LogRefused; then
    nothing of it stays."""
    try:
        with rows_of(by.pk):
            _refuse_what_has_no_place(by, incident, size=stored.size, contents=contents)
        seen = _look_at(vault, stored)
        return _record(by, vault, incident, stored, seen, _tidied(contents), now, uuid4())
    except (Refused, CannotBeOpened) as refused:
        with rows_of(by.pk):
            drop_stored(by=by, ids=[stored.pk], now=now)
        if isinstance(refused, Refused):
            raise
        raise FileRefused(why_not_whole()) from refused


def _record(
    by: User,
    vault: OpenVault,
    incident: Incident,
    stored: StoredFile,
    seen: LookedAt,
    contents: UploadContents,
    now: datetime,
    file_id: UUID,
) -> Attachment:
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        if done := Attachment.objects.visible_to(by).filter(pk=file_id).first():
            return done
        # Thrown away, or its incident taken out, while it was looked at.
        if StoredFile.objects.dropped().filter(pk=stored.pk).exists():
            raise FileRefused(_gone())
        Upload.objects.visible_to(by).filter(pk=file_id).delete()
        _refuse_what_has_no_place(by, incident, size=seen.size, contents=contents)
        entry = FileEntry(
            incident=str(incident.pk),
            file=str(file_id),
            number=vault.open(incident, IncidentContents).number,
            name=contents.name,
            media_type=seen.media_type,
            size=seen.size,
            sha256=seen.sha256,
            received_at=now,
            captured=contents.captured,
            shows=contents.shows,
        )
        attachment = Attachment(
            id=file_id,
            incident=incident,
            stored=stored,
            sealed_sha256=seen.sealed_sha256,
            on=local_date(now, by.time_zone),
        )
        attachment = record(attachment, entry, by=by, vault=vault, kind=LinkKind.FILE, now=now)
        StoredFile.objects.filter(pk=stored.pk).update(
            size=seen.size, parts=parts_of(seen.size), wanted_until=None
        )
        owe_copy(by=by, vault=vault, attachment=attachment, kind=seen.media_type, now=now)
        return attachment


def _refuse_what_has_no_place(
    by: User, incident: Incident, *, size: int, contents: UploadContents
) -> None:
    if not _stands(by, incident):
        raise FileRefused(_gone())
    used = used_by(by)
    no = why_not_take_in(size=size, used=used, captured=contents.captured, shows=contents.shows)
    if no:
        raise FileRefused(no)


def _stands(by: User, incident: Incident) -> bool:
    return Incident.objects.visible_to(by).standing().filter(pk=incident.pk).exists()


class _Look:
    """Reads a file back from where it is stored, part by part, and learns what it is."""

    def __init__(self, vault: OpenVault, stored: StoredFile) -> None:
        self.vault, self.stored = vault, stored
        self.plain, self.sealed = hashlib.sha256(), hashlib.sha256()
        self.size, self.media_type = 0, ""

    def parts(self) -> Iterator[bytes]:
        both = read_both(self.vault, self.stored.pk, parts_of(self.stored.size))
        for number, (as_stored, content) in enumerate(both):
            if number == 0:
                self.media_type = _kind_of(content)
            self.plain.update(content)
            self.sealed.update(as_stored)
            self.size += len(content)
            yield content


def _look_at(vault: OpenVault, stored: StoredFile) -> LookedAt:
    """Raises FileRefused, or CannotBeOpened."""
    look = _Look(vault, stored)
    _scan(look.parts())
    if look.size != stored.size:
        raise FileRefused(why_not_whole())
    return LookedAt(look.media_type, look.size, look.plain.hexdigest(), look.sealed.digest())


def _kind_of(beginning: bytes) -> str:
    kind = kind_of(beginning[:HEAD])
    if kind is None:
        raise FileRefused(why_not_this_kind())
    return kind


def _scan(parts: Iterator[bytes]) -> None:
    """Every part is read, whoever looks at it."""
    try:
        if settings.CLAMD_URL and is_harmful(settings.CLAMD_URL, parts):
            raise FileRefused(why_harmful())
    except ScannerAway as away:
        log.error("the virus scanner cannot be reached, or did not look: no file is taken in")
        raise FileRefused(why_scanner_away()) from away
    for _part in parts:
        pass


def _tidied(contents: UploadContents) -> UploadContents:
    return UploadContents(
        name=tidy_name(contents.name),
        modified=contents.modified[:40],
        captured=contents.captured.strip(),
        shows=contents.shows.strip(),
    )


def _gone() -> str:
    return _("The entry that this file was for was taken out meanwhile, so nothing of it was kept.")
