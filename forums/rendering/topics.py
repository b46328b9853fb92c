"""The page of a topic."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forums.choices import ReadingOrder
from forums.models import Topic
from forums.queries.conversation import Asked, PostsPage
from forums.queries.following import Progress
from forums.queries.readers import Reader
from forums.rendering.pages import page
from forums.rendering.posts import PostsAsHtml
from forums.rendering.skeletons import Skeleton
from forums.rules import why_closed_to_answers

TOPIC = Skeleton("forums/topic.html")


class OrderLink(NamedTuple):
    label: str
    href: str
    is_current: bool


class SignedOut(NamedTuple):
    """What the template asks of a reader whom nobody knows."""

    why_not_write: str | None


class TopicFixed(NamedTuple):
    """What the template asks of a page."""

    is_open_to_anyone: bool
    has_news: bool
    in_thread: bool
    orders: tuple[OrderLink, ...]
    has_head: bool
    has_earlier: bool
    has_posts: bool
    has_later: bool
    follows: bool
    # Of a page that begins with the opening post: whether its opener asks for something, and
    # whether that is who reads it.
    has_wishes: bool
    may_wish: bool
    # Nothing for members: what they are told is a value.
    reader: SignedOut | None


class TopicValues(NamedTuple):
    """What it shows of it."""

    ref: str
    title: str
    circle_ref: str
    circle_name: str
    first_new: str
    thread: str
    head: SafeString
    posts: SafeString
    why_not_write: SafeString
    wishes: SafeString
    beginning: str
    earlier: str
    later: str


def topic_page(
    request: HttpRequest, topic: Topic, *, reader: Reader, progress: Progress, shown: PostsPage
) -> HttpResponse:
    posts = PostsAsHtml(
        reader,
        shown.all(),
        why_not_answer=reader.why_not_answer(topic, now=timezone.now()),
        read_up_to=progress.read_up_to,
    )
    thread = shown.thread.ref if shown.thread else ""
    shows_opening = shown.head is not None and shown.head.parent_id is None
    wishes = topic.wishes() if shows_opening else []
    fixed = TopicFixed(
        is_open_to_anyone=topic.circle.is_open_to_anyone(),
        has_news=bool(progress.first_new),
        in_thread=bool(thread),
        # Not by the topic's own count: there may be answers that the reader does not meet.
        orders=_orders(shown.order, get_language()) if shown.posts else (),
        has_head=shown.head is not None,
        has_earlier=bool(shown.earlier),
        has_posts=bool(shown.posts),
        has_later=bool(shown.later),
        follows=progress.follows,
        has_wishes=bool(wishes),
        may_wish=shows_opening and topic.opened_by_id in reader.own_ids,
        reader=None if reader.user.is_authenticated else SignedOut(reader.why_not_write),
    )
    values = TopicValues(
        ref=topic.ref,
        title=topic.shown_title,
        circle_ref=topic.circle.ref,
        circle_name=topic.circle.name,
        first_new=progress.first_new,
        thread=thread,
        head=posts.head(shown.head) if shown.head else SafeString(),
        posts=posts.list(shown.posts),
        why_not_write=_why_not_write(request, topic, reader),
        wishes=_wishes(wishes),
        beginning=query_of(Asked(shown.order, thread)),
        earlier=query_of(Asked(shown.order, thread, before=shown.earlier)),
        later=query_of(Asked(shown.order, thread, start=shown.later)),
    )
    response = page(request, TOPIC, (fixed,), (values,))
    if fixed.is_open_to_anyone:
        response["X-Robots-Tag"] = "all"
    return response


def query_of(asked: Asked) -> str:
    """The query of an address that asks for this page of a topic."""
    parts = {
        "order": "" if asked.order == ReadingOrder.CONVERSATION else asked.order,
        "thread": asked.thread,
        "start": asked.start,
        "before": asked.before,
    }
    asked_for = {name: part for name, part in parts.items() if part}
    return "?" + urlencode(asked_for) if asked_for else "?"


@lru_cache
def _orders(current: ReadingOrder, _language: str | None) -> tuple[OrderLink, ...]:
    return tuple(
        OrderLink(str(order.label), query_of(Asked(order)), order == current)
        for order in ReadingOrder
    )


def _wishes(wishes: list[str]) -> SafeString:
    return render_to_string("forums/_wishes.html", {"wishes": wishes}) if wishes else SafeString()


def _why_not_write(request: HttpRequest, topic: Topic, reader: Reader) -> SafeString:
    """For a member who cannot write here, and what they can do about it; nothing for most."""
    if not reader.user.is_authenticated:
        return SafeString()
    if not reader.why_not_write:
        why = why_closed_to_answers(topic, circle=topic.circle, now=timezone.now())
        return (
            render_to_string("forums/_closed_to_answers.html", {"why": why})
            if why
            else SafeString()
        )
    context = {"reader": reader, "topic": topic, "circle": topic.circle}
    return render_to_string("forums/_why_not_write.html", context, request)
