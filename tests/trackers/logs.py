"""Logs for the tests of what proves them: one of everything, and ways to tamper with it."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection

from trackers.actions.copies import owe_copy
from trackers.actions.exports import ask_for_export
from trackers.actions.files import begin_upload
from trackers.actions.incidents import (
    correct_incident,
    keep_incident_draft,
    log_incident,
    remove_attachment,
    remove_incident,
)
from trackers.actions.recording import record
from trackers.choices import LinkKind
from trackers.models import (
    Attachment,
    ExportContents,
    ExportEntry,
    ExportRecord,
    FileEntry,
    Incident,
    IncidentContents,
    IncidentEntry,
    Stamp,
    StampedHead,
    StoredFile,
    UploadContents,
    Vault,
)
from trackers.vault.files import PART_SIZE, SealedWriter, sealed_sha256
from trackers.vault.rows import rows_of

BEGUN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
GUARDED = [
    "trackers_link",
    "trackers_incidentversion",
    "trackers_attachment",
    "trackers_removal",
    "trackers_exportrecord",
]


def entry(at=BEGUN - timedelta(hours=3), **fields):
    return IncidentEntry(
        **{"incident": "", "number": 0, "at": at, "zone": "UTC", "precision": "exact"} | fields
    )


def attach(user, vault, incident, content, *, now, media_type="image/png", name="one.png"):
    """As a file comes in: its sealed bytes first, then the link."""
    with rows_of(user.pk):
        Vault.objects.select_for_update().get(owner=user)
        stored = StoredFile(id=uuid4(), owner=user, made_at=now)
        with SealedWriter(vault, stored.pk) as writer:
            writer.write(content)
        stored.parts, stored.size = writer.parts, writer.size
        stored.save(force_insert=True)
        file = Attachment(incident=incident, stored=stored, on=incident.on)
        file.sealed_sha256 = sealed_sha256(stored.pk, stored.parts)
        number = vault.open(incident, IncidentContents).number
        said = FileEntry(
            incident=str(incident.pk),
            file=str(file.pk),
            number=number,
            name=name,
            media_type=media_type,
            size=stored.size,
            sha256=writer.sha256.hexdigest(),
            received_at=now,
        )
        return record(file, said, by=user, vault=vault, kind=LinkKind.FILE, now=now)


def note_export(user, vault, *, now):
    with rows_of(user.pk):
        Vault.objects.select_for_update().get(owner=user)
        said = ExportEntry(
            export=str(uuid4()),
            asked_at=now,
            for_whom="somebody",
            incidents=2,
            files=1,
            size=10,
            sha256="0" * 64,
        )
        row = ExportRecord(on=now.date())
        return record(row, said, by=user, vault=vault, kind=LinkKind.EXPORT, now=now)


def keep_log(user, vault):
    """Ten places: three entries with a correction and three files, of which one entry and one file
    were taken out, and an export.

    1 entry 1 · 2 entry 2 · 3 file of 1, two parts · 4 file of 2 · 5 correction of 1 · 6 entry 3 ·
    7 file of 2 · 8 removal of entry 3 (6) · 9 removal of the file at 7 · 10 export
    """
    minutes = iter(BEGUN + timedelta(minutes=n) for n in range(60))
    by = {"by": user, "vault": vault}
    one = log_incident(**by, entry=entry(title="One", happened="a", note="n"), now=next(minutes))
    two = log_incident(**by, entry=entry(happened="b", where="w"), now=next(minutes))
    attach(user, vault, one, b"x" * (PART_SIZE + 5), now=next(minutes))
    attach(user, vault, two, b"yes", now=next(minutes), media_type="text/plain", name="a.txt")
    corrected = entry(title="One", happened="a, and more", reason="more came back", version=1)
    correct_incident(**by, incident=one, entry=corrected, now=next(minutes))
    three = log_incident(**by, entry=entry(happened="c"), now=next(minutes))
    odd = attach(user, vault, two, b"no", now=next(minutes))
    remove_incident(**by, incident=three, reason="a mistake", now=next(minutes))
    remove_attachment(**by, attachment=odd, reason="the wrong one", now=next(minutes))
    note_export(user, vault, now=next(minutes))
    with rows_of(user.pk):
        return list(Incident.objects.visible_to(user).order_by("pk"))


@contextmanager
def unguarded(user):
    """As whoever owns the tables can: past triggers and policies."""
    with rows_of(user.pk), connection.cursor() as cursor:
        # What is still to be looked at keeps a table from being altered.
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
        for table in GUARDED:
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        cursor.execute("set constraints all immediate")
        for table in GUARDED:
            cursor.execute(f"alter table {table} enable trigger user")


def keep_whole_log(user, vault):
    """One row of everything that belongs to a log, beside what keep_log records."""
    incident = next(one for one in keep_log(user, vault) if one.current_id)
    with rows_of(user.pk):
        keep_incident_draft(
            by=user,
            vault=vault,
            incident_id=uuid4(),
            version=0,
            fields={"happened": ["not yet"]},
            now=BEGUN,
        )
        begin_upload(
            by=user,
            vault=vault,
            incident=incident,
            size=3,
            contents=UploadContents(name="a.txt"),
            now=BEGUN,
        )
        ask_for_export(by=user, vault=vault, asked=ExportContents(), export_id=uuid4(), now=BEGUN)
        file = Attachment.objects.get(link__seq=3)
        owe_copy(by=user, vault=vault, attachment=file, kind="image/png", now=BEGUN)
        stamp = Stamp.objects.get_or_create(
            day=BEGUN.date(), defaults={"root": bytes(32), "next_try_at": BEGUN}
        )[0]
        StampedHead.objects.create(owner=user, stamp=stamp, seq=10, salt=bytes(32), path=[])
