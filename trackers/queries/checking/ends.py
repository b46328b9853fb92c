"""How far the log goes, and which entries there are."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from trackers.choices import LogTrouble
from trackers.models import Incident, IncidentContents, IncidentVersion, LogHead, LogHeadContents
from trackers.queries.checking.findings import Finding
from trackers.queries.checking.links import Walked
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import CannotBeOpened

INCIDENTS_AT_ONCE = 500


def check_end(user: User, vault: OpenVault | None, walked: Walked) -> Iterator[Finding]:
    """Without the key it is known whether there is a head, not what it says."""
    row = LogHead.objects.visible_to(user).first()
    if row is None and walked.last:
        yield Finding(LogTrouble.HEAD)
    elif row and vault:
        yield from _opened_head(row, vault, walked)
    elif row and not walked.last:
        yield Finding(LogTrouble.END_CUT)


def _opened_head(row: LogHead, vault: OpenVault, walked: Walked) -> Iterator[Finding]:
    try:
        head = vault.open(row, LogHeadContents)
    except CannotBeOpened:
        yield Finding(LogTrouble.HEAD)
        return
    if walked.seq < head.seq:
        yield Finding(LogTrouble.END_CUT, (walked.seq + 1, head.seq))
    elif walked.seq > head.seq:
        yield Finding(LogTrouble.END_ADDED, (head.seq + 1, walked.seq))
    elif walked.hash != head.hash and not walked.is_faulty:
        yield Finding(LogTrouble.END_OTHER, (walked.seq, walked.seq))


def check_incidents(user: User, vault: OpenVault | None) -> Iterator[Finding]:
    for incident in _all(user):
        number, is_damaged = _number(incident, vault)
        newest = incident.newest  # type: ignore[attr-defined]  # asked for beside its own columns
        newest_on = incident.newest_on  # type: ignore[attr-defined]  # asked for beside its own columns
        if is_damaged or (newest and incident.on != newest_on):
            yield Finding(LogTrouble.ENTRY, number=number)
        elif newest is None and incident.removal_id is None:
            yield Finding(LogTrouble.EMPTY, number=number)
        elif incident.current_id != newest:
            yield Finding(LogTrouble.CURRENT, number=number)


def _all(user: User) -> Iterator[Incident]:
    versions = IncidentVersion.objects.filter(incident=OuterRef("pk")).order_by("-link__seq")
    incidents: QuerySet[Incident] = Incident.objects.visible_to(user).order_by("pk")
    incidents = incidents.annotate(
        newest=Subquery(versions.values("pk")[:1]), newest_on=Subquery(versions.values("on")[:1])
    )
    after: UUID | None = None
    while batch := list(
        (incidents.filter(pk__gt=after) if after else incidents)[:INCIDENTS_AT_ONCE]
    ):
        yield from batch
        after = batch[-1].pk


def _number(incident: Incident, vault: OpenVault | None) -> tuple[int | None, bool]:
    """The number it was given, and whether it cannot be opened."""
    if vault is None:
        return None, False
    try:
        return vault.open(incident, IncidentContents).number, False
    except CannotBeOpened:
        return None, True
