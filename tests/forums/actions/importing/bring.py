"""Brings small exports in, for tests of what becomes of them."""

import io
from datetime import UTC, datetime

from forums.actions.importing import import_community
from forums.models import Circle, Persona, Post, Topic
from forums.wordpress import Places
from tests.forums.wordpress.wxr import wxr

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def bring(*items, circle="Mornings", places=None, dry_run=False, **of_the_file):
    file = io.BytesIO(wxr(*items, **of_the_file).encode())
    return bring_file(file, circle=circle, places=places, dry_run=dry_run)


def bring_file(file, circle="Mornings", places=None, **options):
    places = places or Places(otherwise=circle)
    with file:
        return import_community(by=None, places=places, export=file, now=NOW, **options)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Topic, Post, Persona, Circle)]
