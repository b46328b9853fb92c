"""Reading files from their first byte to their last, which takes as long as there are bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from accounts.models import User
from trackers.choices import LogTrouble
from trackers.models import Attachment, FileEntry, IncidentContents, RecordedContents
from trackers.queries.checking.findings import Finding
from trackers.vault.files import parts_of, read_part, sealed_sha256
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

# Of one page: then it says how far it came, and goes on from there.
FILES_AT_ONCE = 50
BYTES_AT_ONCE = 64 * 1024 * 1024


@dataclass
class FilesRead:
    """Of some files. `up_to` is the place of the last one; `goes_on` where there are more."""

    count: int = 0
    up_to: int = 0
    goes_on: bool = False
    found: list[Finding] = field(default_factory=list)


def read_files(user: User, vault: OpenVault, *, after: int) -> FilesRead:
    """As many files from a place on as a page has time for, one at least."""
    read, size = FilesRead(up_to=after), 0
    for attachment in _files(user, after=after)[: FILES_AT_ONCE + 1]:
        if read.count == FILES_AT_ONCE or (read.count and size > BYTES_AT_ONCE):
            read.goes_on = True
            break
        if finding := opened_file(attachment, vault):
            read.found.append(finding)
        read.count, read.up_to = read.count + 1, attachment.link.seq
        size += attachment.stored.size
    return read


def sealed_files(user: User) -> Iterator[Finding]:
    """All files, by their sealed bytes alone. One that is taken out meanwhile is stepped over."""
    after = 0
    while batch := list(_files(user, after=after)[:FILES_AT_ONCE]):
        for attachment in batch:
            finding = sealed_file(attachment)
            if finding and Attachment.objects.visible_to(user).filter(pk=attachment.pk).exists():
                yield finding
        after = batch[-1].link.seq


def opened_file(attachment: Attachment, vault: OpenVault) -> Finding | None:
    stored = attachment.stored
    whole = hashlib.sha256()
    try:
        entry = vault.open(attachment, RecordedContents).entry(FileEntry)
    except (CannotBeOpened, msgspec.ValidationError):
        # The walk along the chain says so.
        return None
    for number in range(parts := parts_of(entry.size)):
        try:
            whole.update(read_part(vault, stored.pk, number, is_last=number == parts - 1))
        except CannotBeOpened:
            return _at(attachment, LogTrouble.FILE, vault, part=(number + 1, parts))
    if whole.hexdigest() != entry.sha256:
        return _at(attachment, LogTrouble.FILE, vault)
    return None


def sealed_file(attachment: Attachment) -> Finding | None:
    try:
        found = sealed_sha256(attachment.stored_id, attachment.stored.parts)
    except CannotBeOpened:
        return _at(attachment, LogTrouble.FILE_GONE)
    fits = found == bytes(attachment.sealed_sha256)
    return None if fits else _at(attachment, LogTrouble.FILE)


def _files(user: User, *, after: int):  # type: ignore[no-untyped-def]  # a row of values has no name
    rows = Attachment.objects.visible_to(user).filter(link__seq__gt=after)
    return rows.select_related("link", "stored", "incident").order_by("link__seq")


def _at(
    attachment: Attachment,
    trouble: LogTrouble,
    vault: OpenVault | None = None,
    part: tuple[int, int] | None = None,
) -> Finding:
    link, number = attachment.link, None
    if vault is not None:
        opened = vault.open_all([attachment.incident], IncidentContents)[0].contents
        number = opened.number if opened else None
    return Finding(trouble, (link.seq, link.seq), link.recorded_at, number, part=part)
