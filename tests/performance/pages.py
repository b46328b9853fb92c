"""What is measured, and how many queries each of it takes: asked inside, without a server."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from forums.models import Circle, Post, Topic
from tests.performance.fill import LENGTHS
from tests.performance.sizes import PASSPHRASE, READER
from tests.performance.words import COMMON, RARE

SIGNED_IN, SIGNED_OUT = "signed in", "signed out"
SIGN_IN, REPLY = "sign-in", "reply"


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: str
    queries: int


def pages() -> list[dict[str, Any]]:
    """Every page with its address; the two that are sent as forms are the last."""
    found = [
        Page(
            name, who, path, _queries(who, lambda client, path=path: client.get(path, secure=True))
        )
        for name, path in addresses()
        for who in (SIGNED_OUT, SIGNED_IN)
    ]
    return [asdict(page) for page in [*found, _sign_in(), _reply()]]


def addresses() -> Iterator[tuple[str, str]]:
    circle = Circle.objects.open_to_anyone().get()
    topics = circle.topics.filter(replies_count=max(LENGTHS) - 1).order_by("pk")
    longest = Topic.objects.order_by("-replies_count")[0]
    list_path, search_path = reverse("forums:circle", args=[circle.ref]), reverse("forums:search")
    halfway = circle.topics.count() // 2
    yield "topic", topics[0].get_absolute_url()
    yield "long topic", longest.get_absolute_url()
    yield "long topic, deep", _page_of(longest.posts.order_by("path")[longest.replies_count // 2])
    yield "list", list_path
    after = circle.topics.order_by("-last_post_at", "-pk")[halfway]
    yield "list, deep", f"{list_path}?after={after.ref}"
    yield "search, common", f"{search_path}?q={COMMON}&circle=&when=&order="
    yield "search, rare", f"{search_path}?q={RARE}&circle=&when=&order="


def _page_of(post: Post) -> str:
    """Where a permalink leads."""
    answer = _client().get(post.get_absolute_url(), secure=True)
    return answer["Location"].partition("#")[0]


def _sign_in() -> Page:
    path = reverse("account_login")
    form = {"login": READER, "password": PASSPHRASE}
    queries = _queries(SIGNED_OUT, lambda client: client.post(path, form, secure=True))
    return Page(SIGN_IN, SIGNED_OUT, path, queries)


def _reply() -> Page:
    circle = Circle.objects.open_to_anyone().get()
    path = reverse(
        "forums:reply", args=[circle.topics.order_by("-pk")[0].posts.get(parent=None).ref]
    )
    words = iter(("So it is.", "So it is here."))
    queries = _queries(
        SIGNED_IN, lambda client: client.post(path, {"words": next(words)}, secure=True)
    )
    return Page(REPLY, SIGNED_IN, path, queries)


def _client() -> Client:
    return Client(SERVER_NAME="localhost")


def _queries(who: str, ask: Callable[[Client], Any]) -> int:
    """Of the second time: the first one may have something to note down."""
    for _time in range(2):
        client = _client()
        if who == SIGNED_IN:
            client.force_login(User.objects.get(sign_in_name=READER))
        with CaptureQueriesContext(connection) as captured:
            answer = ask(client)
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{answer.status_code} for {answer.wsgi_request.path}")
    return len(captured)
