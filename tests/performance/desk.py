"""What the desk takes with little and with much on it: `make bench ARGS=--desk`.

Two circles in one database, with ten open cases and with ten thousand, a moderator for each, and
somebody who moderates the house and has all of them. Their first pages are asked for in turn, so
that a busy machine slows down both alike; the pages are made in this process, without a server.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import quantiles
from typing import TYPE_CHECKING

import django
from django.conf import settings

from tests.performance.own_database import own_database

if TYPE_CHECKING:
    from accounts.models import User
    from forums.models import Circle

FEW, MANY, ROUNDS = 10, 10_000, 200
# PostgreSQL takes no more than 65,535 values in one statement.
AT_A_TIME = 1_000
MOST_QUERIES, MOST_GROWTH = 12, 1.3


def desk_table() -> Iterator[str]:
    """Lines of a table, and last whether the limits are kept."""
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["localhost"]
    with own_database():
        yield from _measured()


def _measured() -> Iterator[str]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    took: dict[str, list[float]] = {}
    queries, clients = {}, {}
    for name, user in _fill().items():
        clients[name], took[name] = Client(SERVER_NAME="localhost"), []
        clients[name].force_login(user)
        clients[name].get("/desk/", secure=True)
        with CaptureQueriesContext(connection) as captured:
            assert clients[name].get("/desk/", secure=True).status_code == 200
        queries[name] = len(captured)
    for _round in range(ROUNDS):
        for name, client in clients.items():
            begun = time.perf_counter()
            client.get("/desk/", secure=True)
            took[name].append((time.perf_counter() - begun) * 1_000)
    yield f"{'the desk with':<28} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}"
    p95 = {}
    for name, times in took.items():
        cuts = quantiles(times, n=100)
        p95[name] = cuts[94]
        yield f"{name:<28} {cuts[49]:>8.1f} {cuts[94]:>8.1f} {queries[name]:>8}"
    few, *more = p95
    for name in more:
        ratio = p95[name] / p95[few]
        verdict = "within" if ratio <= MOST_GROWTH else "OVER"
        yield f"{name}: p95 {ratio:.2f} times, {verdict} the limit of {MOST_GROWTH}"
    verdict = "within" if max(queries.values()) <= MOST_QUERIES else "OVER"
    yield f"queries: {max(queries.values())}, {verdict} the limit of {MOST_QUERIES}"


def _fill() -> "dict[str, User]":
    from django.db import connection

    from accounts.actions.enrolment import enrol
    from forums.actions.circles import appoint, open_circle
    from forums.actions.house import appoint_to_house
    from forums.choices import Role

    people = {
        name: enrol(sign_in_name=name, passphrase=f"a long {name} passphrase")
        for name in ("few", "many", "house", "writer")
    }
    for name, number in (("few", FEW), ("many", MANY)):
        circle = open_circle(by=None, name=name)
        appoint(by=None, user=people[name], circle=circle, role=Role.MODERATOR)
        _open_cases(circle, people["writer"], number)
    appoint_to_house(by=None, user=people["house"])
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return {
        f"{FEW} open cases": people["few"],
        f"{MANY} open cases": people["many"],
        f"{FEW + MANY}, of the whole house": people["house"],
    }


def _open_cases(circle: "Circle", writer: "User", number: int) -> None:
    from django.utils import timezone

    from forums.actions.circles import choose_persona, join
    from forums.actions.conversation import open_topic
    from forums.choices import Concern, Harm
    from forums.models import Case, Post, Report
    from forums.paths import child_path

    if not writer.personas.exists():
        choose_persona(by=writer, name="Wren")
    join(by=writer, circle=circle)
    topic = open_topic(by=writer, circle=circle, title="Day nine", words="The evenings.")
    opening = topic.posts.get()
    said = [
        Post(
            topic=topic,
            parent=opening,
            author=opening.author,
            path=child_path(opening.path, each + 1),
            depth=1,
            source="x",
            html="<p>x</p>",
        )
        for each in range(number)
    ]
    posts = Post.objects.bulk_create(said, batch_size=AT_A_TIME)
    now, harms = timezone.now(), list(Harm)
    cases = [
        Case(
            circle=circle,
            post=post,
            harm=harms[each % len(harms)],
            due_at=now + timedelta(minutes=each % 3_000 - 100),
        )
        for each, post in enumerate(posts)
    ]
    Case.objects.bulk_create(cases, batch_size=AT_A_TIME)
    reports = [Report(case=case, concern=Concern.OTHER, frozen_html="<p>x</p>") for case in cases]
    Report.objects.bulk_create(reports, batch_size=AT_A_TIME)
