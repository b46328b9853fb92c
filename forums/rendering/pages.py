"""A whole page: the frame that every page has, around what is its own."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.django import DjangoTemplates

from forums.rendering.skeletons import Skeleton


class Viewer(NamedTuple):
    is_authenticated: bool


class Frame(NamedTuple):
    """What base.html asks of its context. Nothing in it is anybody's own."""

    exit_href: str
    exit_target: str
    nav: tuple[Any, ...]
    user: Viewer
    # There is one; an error page may have none.
    request: bool = True


class FrameValues(NamedTuple):
    # The cover of whoever reads.
    site_name: str
    cover_icon: str
    cover_light: str
    cover_dark: str
    CSP_NONCE: Any
    csrf_token: Any
    here: str


def page(
    request: HttpRequest,
    skeleton: Skeleton,
    fixed: Sequence[NamedTuple],
    values: Sequence[NamedTuple],
    *,
    is_for_one: bool = False,
) -> HttpResponse:
    """`is_for_one`: something in what is fixed concerns this person alone, and is kept nowhere."""
    context = _context(request)
    frame = Frame(
        context["exit_href"],
        context["exit_target"],
        tuple(context["nav"]),
        Viewer(request.user.is_authenticated),
    )
    frame_values = FrameValues(
        context["site_name"],
        context["cover_icon"],
        context["cover_light"],
        context["cover_dark"],
        context["CSP_NONCE"],
        context["csrf_token"],
        request.path,
    )
    if context["messages"] or is_for_one:
        # Somebody's own words for this one time: such a page is made for them alone.
        html = skeleton.plain(
            (frame, *fixed, Messages(context["messages"])), (frame_values, *values)
        )
    else:
        html = skeleton.fill((frame, *fixed), (frame_values, *values))
    return HttpResponse(html)


class Messages(NamedTuple):
    messages: Any


def _context(request: HttpRequest) -> dict[str, Any]:
    """What the context processors of the settings say."""
    templates = engines["django"]
    assert isinstance(templates, DjangoTemplates)  # noqa: S101 (the settings say so)
    context: dict[str, Any] = {}
    for processor in templates.engine.template_context_processors:
        context |= processor(request)
    return context
