"""Files of the log: what is shown of them. To be called inside `rows_of`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Sum

from accounts.models import User
from trackers.choices import CopyState, CopyTrouble
from trackers.models import (
    Attachment,
    AttachmentCopy,
    CopyContents,
    FileEntry,
    Incident,
    RecordedContents,
    Upload,
    UploadContents,
)
from trackers.rules.files import FileKind, neutral_name, of_kind
from trackers.vault.files import read_part
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

PICTURES = "image/"


@dataclass(frozen=True)
class ShownFile:
    """A file with what is said of it; `entry` is None where that cannot be opened."""

    row: Attachment
    seq: int
    recorded_at: datetime
    entry: FileEntry | None
    copy: AttachmentCopy | None
    copied: CopyContents

    @property
    def is_owed(self) -> bool:
        return self.copy is not None and self.copy.state == CopyState.OWED

    @property
    def is_made(self) -> bool:
        return self.copy is not None and self.copy.state == CopyState.MADE

    @property
    def kind(self) -> FileKind:
        return of_kind(self.entry.media_type if self.entry else "")

    @property
    def neutral_name(self) -> str:
        return neutral_name(self.seq, self.entry.media_type if self.entry else "")

    @property
    def short_sha256(self) -> str:
        return self.entry.sha256[:12] if self.entry else ""

    @property
    def picture(self) -> int | None:
        """The piece of the copy that stands for it in a list."""
        return self.pictures[0] if self.is_made and self.pictures else None

    @property
    def pictures(self) -> list[int]:
        pieces = enumerate(self.copied.pieces)
        return [number for number, (kind, _size) in pieces if kind.startswith(PICTURES)]

    @property
    def trouble(self) -> str:
        """Why there is no copy, or not all of it."""
        return str(dict(CopyTrouble.choices).get(self.copied.trouble, ""))


@dataclass(frozen=True)
class ShownUpload:
    row: Upload
    contents: UploadContents | None

    @property
    def percent(self) -> int:
        return 100 * self.row.received // self.row.size


def files_of(user: User, vault: OpenVault, incident: Incident) -> list[ShownFile]:
    """In the order in which they came."""
    rows = Attachment.objects.visible_to(user).filter(incident=incident)
    return _shown(user, vault, rows.select_related("link").order_by("link__seq"))


def file_of(user: User, vault: OpenVault, row: Attachment) -> ShownFile:
    return _shown(user, vault, [row])[0]


def unfinished_of(user: User, vault: OpenVault, incident: Incident) -> list[ShownUpload]:
    rows = Upload.objects.visible_to(user).filter(incident=incident).order_by("begun_at")
    opened = vault.open_all(rows, UploadContents)
    return [ShownUpload(each.row, each.contents) for each in opened]


def texts_of(vault: OpenVault, file: ShownFile) -> list[str]:
    """Of the copy, what is text. Raises CannotBeOpened."""
    pieces = enumerate(file.copied.pieces)
    numbers = [number for number, (kind, _size) in pieces if not kind.startswith(PICTURES)]
    return [piece_of(vault, file, number)[1].decode() for number in numbers]


def piece_of(vault: OpenVault, file: ShownFile, number: int) -> tuple[str, bytes]:
    """Media type and content of one piece of a copy. Raises CannotBeOpened, also where there is
    none."""
    stored = file.copy.stored_id if file.copy and file.is_made else None
    if stored is None or number >= len(file.copied.pieces):
        raise CannotBeOpened
    is_last = number == len(file.copied.pieces) - 1
    return file.copied.pieces[number][0], read_part(vault, stored, number, is_last=is_last)


def used_by(user: User) -> int:
    """How many bytes somebody's files take up, those that are on their way included."""
    whole = Attachment.objects.visible_to(user).aggregate(size=Sum("stored__size"))["size"] or 0
    begun: int = Upload.objects.visible_to(user).aggregate(size=Sum("size"))["size"] or 0
    return int(whole) + begun


def _shown(user: User, vault: OpenVault, rows: Iterable[Attachment]) -> list[ShownFile]:
    files = list(rows)
    copies = AttachmentCopy.objects.visible_to(user).filter(attachment__in=files)
    by_file = {copy.attachment_id: copy for copy in copies}
    return [_one(vault, row, by_file.get(row.pk)) for row in files]


def _one(vault: OpenVault, row: Attachment, copy: AttachmentCopy | None) -> ShownFile:
    try:
        entry = vault.open(row, RecordedContents).entry(FileEntry)
    except (CannotBeOpened, msgspec.ValidationError):
        entry = None
    copied = vault.open_all([copy], CopyContents)[0].contents if copy else None
    link = row.link
    return ShownFile(row, link.seq, link.recorded_at, entry, copy, copied or CopyContents())
