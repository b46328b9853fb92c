"""Brings small exports in, for tests of what becomes of them."""

import io
from datetime import UTC, datetime

from forums.actions.importing import import_community
from forums.models import Circle, Persona, Post, Topic
from tests.forums.wordpress.wxr import wxr

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def bring(*items, circle="Mornings", **of_the_file):
    return bring_file(io.BytesIO(wxr(*items, **of_the_file).encode()), circle=circle)


def bring_file(file, circle="Mornings"):
    with file:
        return import_community(by=None, circle_name=circle, export=file, now=NOW)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Topic, Post, Persona, Circle)]
