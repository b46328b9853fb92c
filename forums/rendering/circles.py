"""The page of a circle: its topics."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.models import Circle
from forums.queries.circles import Ties
from forums.queries.readers import Reader
from forums.queries.topics import Listed, TopicsPage
from forums.rendering.pages import page
from forums.rendering.pieces import Calendar, notes
from forums.rendering.readers import ReaderFixed, kind_of
from forums.rendering.skeletons import Cuts, Skeleton

CIRCLE = Skeleton("forums/circle.html")
ROW = Skeleton("forums/_topic_row.html", under="topic")


class CircleAsShown:
    """A circle in a template. Two that are alike in all columns are shown alike."""

    def __init__(self, circle: Circle) -> None:
        self._circle = circle
        columns = (getattr(circle, field.attname) for field in circle._meta.concrete_fields)
        self._columns = tuple(map(str, columns))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._circle, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CircleAsShown) and self._columns == other._columns

    def __hash__(self) -> int:
        return hash(self._columns)


class CircleFixed(NamedTuple):
    """What the template asks of the page. A circle says the same to all: it is fixed as a whole."""

    circle: CircleAsShown
    reader: ReaderFixed
    follows: bool
    has_requests: bool
    has_topics: bool
    has_older: bool


class CircleValues(NamedTuple):
    """What it shows of it."""

    topics: SafeString
    older: str


class RowFixed(NamedTuple):
    has_notes: bool
    # Only its author and moderators meet it.
    is_held: bool


class RowValues(NamedTuple):
    ref: str
    title: str
    opened_by: str
    last_said: str
    answers: str
    notes: SafeString


def circle_page(
    request: HttpRequest, circle: Circle, *, reader: Reader, ties: Ties, shown: TopicsPage
) -> HttpResponse:
    fixed = CircleFixed(
        circle=CircleAsShown(circle),
        reader=kind_of(reader),
        follows=ties.follows,
        has_requests=ties.has_requests,
        has_topics=bool(shown.topics),
        has_older=bool(shown.older),
    )
    rows = _rows(shown.topics)
    values = CircleValues(rows, shown.older)
    # Until when somebody is kept from writing is said to nobody else.
    response = page(request, CIRCLE, (fixed,), (values,), is_for_one=bool(reader.bars))
    if circle.is_open_to_anyone():
        response["X-Robots-Tag"] = "all"
    return response


def _rows(topics: Sequence[Listed]) -> SafeString:
    calendar, cuts = Calendar(), Cuts[RowFixed](ROW, RowValues)
    filled = (cuts[_row_fixed(topic)].fill(_row(topic, calendar)) for topic in topics)
    return SafeString("".join(filled))


def _row_fixed(topic: Listed) -> RowFixed:
    return RowFixed(has_notes=bool(topic.notes), is_held=topic.held_at is not None)


def _row(topic: Listed, calendar: Calendar) -> RowValues:
    return RowValues(
        ref=SafeString(topic.ref),
        title=topic.title or _("A topic whose beginning is gone"),
        opened_by=topic.opened_by,
        last_said=calendar.coarse(topic.last_post_at),
        answers=_answers(topic.replies_count, calendar.language),
        notes=notes(tuple(topic.notes)),
    )


@lru_cache(maxsize=1000)
def _answers(count: int, _language: str | None) -> str:
    return ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count}
