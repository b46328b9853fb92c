"""The entries of the log. To be called inside `rows_of`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from trackers.choices import Layer
from trackers.models import (
    Attachment,
    Incident,
    IncidentContents,
    IncidentDraft,
    IncidentDraftContents,
    IncidentEntry,
    IncidentVersion,
    RecordedContents,
    RecordedRow,
    Removal,
    RemovalEntry,
)
from trackers.queries.incident_words import (
    Change,
    Said,
    changes_between,
    kinds_in_words,
    said_in,
    when_in_words,
)
from trackers.queries.statements import first_sent
from trackers.rules.incidents import delay_after, delay_in_words, title_of
from trackers.rules.statements import days_after, told_at
from trackers.vault.open_vault import Opened, OpenVault
from trackers.vault.sealing import CannotBeOpened

PER_PAGE = 30

ShownDraft = Opened[IncidentDraft, IncidentDraftContents]


class InWords:
    """What an entry says, where it can be opened."""

    entry: IncidentEntry | None

    @property
    def title(self) -> str:
        return title_of(self.entry) if self.entry else ""

    @property
    def when(self) -> str:
        return when_in_words(self.entry) if self.entry else ""

    @property
    def kinds(self) -> str:
        return kinds_in_words(self.entry.kinds) if self.entry else ""


@dataclass(frozen=True)
class ShownIncident(InWords):
    """An entry in words. Without `entry` where it was taken out, or cannot be opened."""

    row: Incident
    entry: IncidentEntry | None = None
    removal: RemovalEntry | None = None
    removed_at: datetime | None = None
    # When it was written down for the first time, and how many files came to it.
    recorded_at: datetime | None = None
    files: int = 0
    # On which day after the last words to whoever it was about.
    days_after: int | None = None
    kept_at: datetime | None = None

    @property
    def delay(self) -> str:
        """How long after it happened it was written down; nothing where that was at once."""
        if self.entry is None or self.recorded_at is None:
            return ""
        delay = delay_after(self.entry, recorded_at=self.recorded_at)
        return delay_in_words(delay) if delay else ""

    @property
    def facts(self) -> list[Said]:
        return self._said(Layer.FACTS)

    @property
    def where(self) -> list[Said]:
        return self._said(Layer.WHERE)

    @property
    def witnesses(self) -> list[Said]:
        return self._said(Layer.WITNESSES)

    @property
    def feelings(self) -> list[Said]:
        return self._said(Layer.FEELINGS)

    @property
    def private(self) -> list[Said]:
        return self._said(Layer.PRIVATE)

    def _said(self, layer: Layer) -> list[Said]:
        return said_in(self.entry, layer) if self.entry else []


@dataclass(frozen=True)
class LogPage:
    incidents: Sequence[ShownIncident]
    # The id after which the next page begins; nothing on the last.
    older: UUID | None


@dataclass(frozen=True)
class ShownVersion(InWords):
    """What an entry said at some time, and what that changed. Without `entry` where it cannot be
    opened."""

    version: IncidentVersion
    entry: IncidentEntry | None
    changes: Sequence[Change] = ()

    @property
    def is_first(self) -> bool:
        return self.entry is not None and self.entry.version == 1

    @property
    def said(self) -> list[Said]:
        """Of all layers."""
        return [one for layer in Layer for one in said_in(self.entry, layer)] if self.entry else []


def page_of_log(user: User, vault: OpenVault, *, after: UUID | None = None) -> LogPage:
    """The newest day first. Keyset pages: the hundredth costs what the first does."""
    rows = _with_all(user).order_by("-on", "-id")
    if after and (last := Incident.objects.visible_to(user).filter(pk=after).first()):
        rows = rows.filter(Q(on__lt=last.on) | Q(on=last.on, pk__lt=last.pk))
    found = list(rows[: PER_PAGE + 1])
    shown = [_shown(vault, row) for row in found[:PER_PAGE]]
    return LogPage(
        incidents=sorted(_with_days(user, vault, shown), key=_moment, reverse=True),
        older=found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
    )


def incident_of(user: User, vault: OpenVault, *, pk: UUID) -> ShownIncident:
    """Raises Incident.DoesNotExist."""
    shown = _shown(vault, _with_all(user).get(pk=pk))
    contents = vault.open_all([shown.row], IncidentContents)[0].contents
    shown = replace(shown, kept_at=contents.kept_at if contents else None)
    return _with_days(user, vault, [shown])[0]


def every_entry(user: User, vault: OpenVault) -> tuple[list[IncidentEntry], int]:
    """All that stand in the log and can be opened, in the order in which they happened; and how
    many cannot be opened."""
    rows = Incident.objects.visible_to(user).standing().select_related("current")
    entries = [entry_in(vault, row.current) for row in rows.iterator() if row.current]
    there = [entry for entry in entries if entry]
    return sorted(there, key=lambda entry: entry.at), len(entries) - len(there)


def is_log_empty(user: User) -> bool:
    return not Incident.objects.visible_to(user).exists()


def versions_of_incident(user: User, vault: OpenVault, *, incident: Incident) -> list[ShownVersion]:
    """The newest first, each with what it changed."""
    rows = IncidentVersion.objects.visible_to(user).filter(incident=incident)
    shown: list[ShownVersion] = []
    before: IncidentEntry | None = None
    for row in rows.select_related("link").order_by("link__seq"):
        entry = entry_in(vault, row)
        changes = changes_between(before, entry) if before and entry else ()
        shown.append(ShownVersion(row, entry, changes))
        before = entry
    return shown[::-1]


def entry_in(vault: OpenVault, row: RecordedRow) -> IncidentEntry | None:
    """None where it cannot be opened."""
    try:
        return vault.open(row, RecordedContents).entry(IncidentEntry)
    except (CannotBeOpened, msgspec.ValidationError):
        return None


def drafts_of_incidents(user: User, vault: OpenVault) -> list[ShownDraft]:
    rows = IncidentDraft.objects.visible_to(user).order_by("-on", "-id")
    return vault.open_all(rows, IncidentDraftContents)


def incident_draft_of(
    user: User, vault: OpenVault, *, incident_id: UUID
) -> IncidentDraftContents | None:
    row = IncidentDraft.objects.visible_to(user).filter(pk=incident_id).first()
    return vault.open_all([row], IncidentDraftContents)[0].contents if row else None


def _with_all(user: User) -> QuerySet[Incident]:
    """With all that a page shows of an entry, in one query."""
    files = Attachment.objects.filter(incident=OuterRef("pk")).order_by()
    versions = IncidentVersion.objects.filter(incident=OuterRef("pk")).order_by("link__seq")
    return (
        Incident.objects.visible_to(user)
        .select_related("current__link", "removal__link")
        .annotate(
            files=Coalesce(
                Subquery(files.values("incident").annotate(n=Count("pk")).values("n")), 0
            ),
            recorded_at=Subquery(versions.values("link__recorded_at")[:1]),
        )
    )


def _shown(vault: OpenVault, row: Incident) -> ShownIncident:
    annotated: Any = row
    removal = _removal_in(vault, row.removal) if row.removal else None
    return ShownIncident(
        row=row,
        entry=entry_in(vault, row.current) if row.current else None,
        removal=removal,
        removed_at=row.removal.link.recorded_at if row.removal else None,
        recorded_at=annotated.recorded_at,
        files=annotated.files,
    )


def _removal_in(vault: OpenVault, row: Removal) -> RemovalEntry | None:
    try:
        return vault.open(row, RecordedContents).entry(RemovalEntry)
    except (CannotBeOpened, msgspec.ValidationError):
        return None


def _with_days(user: User, vault: OpenVault, shown: Iterable[ShownIncident]) -> list[ShownIncident]:
    sent = first_sent(user, vault)
    return [replace(one, days_after=_days_after(one.entry, sent)) for one in shown]


def _days_after(entry: IncidentEntry | None, sent: dict[str, datetime]) -> int | None:
    # The last words themselves are no day after them.
    if entry is None or entry.statement:
        return None
    told = told_at(entry.person or None, sent)
    return days_after(entry.at, sent_at=told) if told else None


def _moment(shown: ShownIncident) -> tuple[date, float]:
    return shown.row.on, shown.entry.at.timestamp() if shown.entry else 0
