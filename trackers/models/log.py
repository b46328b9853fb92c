"""The incident log: a chain of links, and what they stand for.

Links, and what is recorded under them, are never changed: the database refuses it
(migrations/0014), and refuses as well that one goes while its vault is there.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from trackers.choices import CopyState, ExportState, LinkKind, WorkKind
from trackers.models.rows import PrivateRow
from trackers.querysets import (
    ExportQuerySet,
    IncidentQuerySet,
    LinkQuerySet,
    OwedWorkQuerySet,
    StoredFileQuerySet,
)


class Link(models.Model):
    """One link of somebody's chain (rules/chain.py). Not sealed, so that it can be verified
    without any key; it says nothing but when something was recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    # 1, 2, 3 …
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=LinkKind)
    recorded_at = models.DateTimeField()
    # SHA-256 each.
    commitment = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    # A keyed hash over the link and over what is stored under it, whose key is in no database.
    mark = models.BinaryField(max_length=32)
    # The link that says that what this one stood for was taken out.
    removed_by = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "seq"], name="one_link_at_a_place"),
            models.CheckConstraint(name="links_count_from_one", condition=Q(seq__gte=1)),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class RecordedRow(PrivateRow):
    """What a link stands for. Contents: RecordedContents, of one kind of Entry each."""

    link = models.OneToOneField(Link, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        abstract = True


class StoredFile(models.Model):
    """Sealed bytes in the storage, in numbered parts under this row's id (vault/files.py).

    Not sealed itself: the clock has to see what is to be taken away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # How many parts there may be, and how many bytes lie in them.
    parts = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    # It is still being written: what it belongs to has to be whole by then, or the clock drops it.
    wanted_until = models.DateTimeField(null=True)
    # Nothing points at it any more: the clock takes its parts away, and then the row.
    dropped_at = models.DateTimeField(null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["dropped_at"], name="files_dropped", condition=Q(dropped_at__isnull=False)
            ),
            models.Index(
                fields=["wanted_until"],
                name="files_unfinished",
                condition=Q(wanted_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"stored file {self.pk}"


class OwedWork(models.Model):
    """Something that a worker has to do with what is sealed: it has the id of the row that it is
    about. It needs the key, which is lent to it for a while (vault/lent.py).

    Not sealed: the clock has to see that it is there.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=WorkKind)
    owed_at = models.DateTimeField()
    # A worker has it until then; one that dies meanwhile leaves it to the next.
    claimed_until = models.DateTimeField(null=True)

    objects = OwedWorkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owed_at"], name="work_owed")]

    def __str__(self) -> str:
        return f"owed work {self.pk}"


class LogHead(PrivateRow):
    """Contents: LogHeadContents. One row for each log."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_head_of_a_log")]

    def __str__(self) -> str:
        return f"head of a log {self.pk}"


class Incident(PrivateRow):
    """Something that happened, on the day on which it did. Contents: IncidentContents; what it
    says is in its versions."""

    # The newest version; none once it was taken out.
    current = models.ForeignKey(
        "IncidentVersion", on_delete=models.RESTRICT, null=True, related_name="+"
    )
    removal = models.ForeignKey("Removal", on_delete=models.RESTRICT, null=True, related_name="+")

    objects: ClassVar = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="incident_by_day")]
        constraints = [
            models.CheckConstraint(
                name="incident_stands_or_was_removed",
                condition=Q(current=None) | Q(removal=None),
            )
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class IncidentVersion(RecordedRow):
    """Entry: IncidentEntry."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="incident_version_by_day")]

    def __str__(self) -> str:
        return f"version of an incident {self.pk}"


class Attachment(RecordedRow):
    """A file that came to an incident. Entry: FileEntry."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="attachments")
    # The bytes as they came.
    stored = models.OneToOneField(StoredFile, on_delete=models.RESTRICT, related_name="+")
    # SHA-256 over the sealed parts, so that they can be verified without a key.
    sealed_sha256 = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="attachment_by_day")]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Removal(RecordedRow):
    """Entry: RemovalEntry."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="removal_by_day")]

    def __str__(self) -> str:
        return f"removal {self.pk}"


class ExportRecord(RecordedRow):
    """The record of custody. Entry: ExportEntry."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="export_record_by_day")]

    def __str__(self) -> str:
        return f"record of an export {self.pk}"


class IncidentDraft(PrivateRow):
    """Contents: IncidentDraftContents. It has the id of the incident that it belongs to, or will
    become."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="incident_draft_by_day")]

    def __str__(self) -> str:
        return f"draft of an incident {self.pk}"


class Upload(PrivateRow):
    """A file on its way to an incident. Contents: UploadContents. It has the id that the
    attachment will have."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="uploads")
    stored = models.OneToOneField(StoredFile, on_delete=models.RESTRICT, related_name="+")
    # How many bytes it will have, and how many are here.
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="upload_has_no_more_than_all", condition=Q(received__lte=models.F("size"))
            )
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"


class AttachmentCopy(PrivateRow):
    """A copy of a file for looking at, without what was hidden in it. Contents: CopyContents,
    once it is made."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="copy")
    state = models.CharField(max_length=8, choices=CopyState, default=CopyState.OWED)
    stored = models.OneToOneField(
        StoredFile, on_delete=models.RESTRICT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"copy of an attachment {self.pk}"


class Export(PrivateRow):
    """An archive that is owed, is being made, or waits to be fetched. Contents: ExportContents."""

    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.OWED)
    asked_at = models.DateTimeField()
    # Of so many steps, so many are done.
    steps = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    stored = models.OneToOneField(
        StoredFile, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    # Until when it can be fetched.
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_is_stored_once_made",
                condition=~Q(state=ExportState.MADE)
                | Q(stored__isnull=False, expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
