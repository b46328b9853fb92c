"""Brings somebody's old posts in, and asks for the link to them."""

import re
from datetime import UTC, datetime

import pytest

from accounts.models import Message
from forums.actions.claims import answer_claims, claim, go_on
from forums.models import Persona
from tests.forums.actions.importing.bring import bring
from tests.forums.wordpress.wxr import comment, item

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MO = "mo@mail.example"


def bring_mos_posts(*more, circle="Mornings", **fields):
    """An article by ivy with two comments of Mo's, between which somebody answers."""
    return bring(
        item(
            1,
            comment(5, "The zebra slept.", **fields),
            comment(6, "Good for it.", author="Flo", email="flo@mail.example", parent=5),
            comment(7, "It woke.", parent=6, **fields),
            *more,
        ),
        circle=circle,
    )


def mo():
    return Persona.objects.get(name="Mo")


def link_for(user, address=MO, *, now=NOW):
    """Asks, lets the worker look, and gives the token that was mailed, if one was."""
    claim(by=user, address=address, now=now)
    before = set(Message.objects.values_list("pk", flat=True))
    answer_claims(now=now)
    mailed = Message.objects.exclude(pk__in=before).first()
    return mailed and re.search(r"/circles/claim/([^/\s]+)/", mailed.leads_to)[1]


def finish(*, now=NOW, most=200):
    """Lets the worker carry out what was chosen, and counts the parts."""
    parts = 0
    while go_on(now=now, most=most):
        parts += 1
    return parts


@pytest.fixture
def brought(cast):
    return bring_mos_posts()
