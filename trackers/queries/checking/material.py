"""What a check looks at, read a batch at a time: as many queries for any number of links."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from trackers.choices import LinkKind
from trackers.models import (
    Attachment,
    ExportRecord,
    Incident,
    IncidentVersion,
    Link,
    RecordedRow,
    Removal,
)

LINKS_AT_ONCE = 500
TABLES: dict[str, type[RecordedRow]] = {
    LinkKind.INCIDENT: IncidentVersion,
    LinkKind.FILE: Attachment,
    LinkKind.REMOVAL: Removal,
    LinkKind.EXPORT: ExportRecord,
}
JOINED = {IncidentVersion: ["incident"], Attachment: ["incident", "stored"]}

Row = TypeVar("Row", bound=RecordedRow)


@dataclass(frozen=True)
class Material:
    """A link with all that stands under it."""

    link: Link
    rows: list[RecordedRow]
    # The places that are said to have been taken out by it.
    removes: list[int] = field(default_factory=list)
    # The incident that it took out whole.
    removed_incident: UUID | None = None


def material_of(user: User) -> Iterator[Material]:
    """All links in order."""
    after: tuple[int, UUID] | None = None
    while batch := list(_links_after(user, after)[:LINKS_AT_ONCE]):
        yield from _with_rows(user, batch)
        after = (batch[-1].seq, batch[-1].pk)


def _links_after(user: User, after: tuple[int, UUID] | None) -> QuerySet[Link]:
    links = Link.objects.visible_to(user).select_related("removed_by").order_by("seq", "pk")
    return links.filter(seq__gt=after[0]) if after else links


def _with_rows(user: User, links: list[Link]) -> Iterator[Material]:
    rows: dict[UUID, list[RecordedRow]] = defaultdict(list)
    for model in TABLES.values():
        of_these = model._default_manager.filter(owner=user, link__in=links)
        for row in of_these.select_related(*JOINED.get(model, [])):
            rows[row.link_id].append(row)
    removes: dict[UUID | None, list[int]] = defaultdict(list)
    removed = Link.objects.visible_to(user).filter(removed_by__in=links)
    for by, seq in removed.values_list("removed_by", "seq"):
        removes[by].append(seq)
    of_removals = Incident.objects.visible_to(user).filter(removal__link__in=links)
    incidents = dict(of_removals.values_list("removal__link", "pk"))
    for link in links:
        yield Material(link, rows[link.pk], sorted(removes[link.pk]), incidents.get(link.pk))
