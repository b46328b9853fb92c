"""All of it or nothing: a door, an event and a person in one step."""

import uuid
from datetime import timedelta

import pytest

from tests.trackers.own_pages import event_at, noon
from trackers.actions.checks import close_hole, take_up
from trackers.models import Channel, ChannelContents, ContactEvent, Person, PersonContents, Step
from trackers.refusals import CheckRefused, DoorRefused, EventRefused
from trackers.shipped import Piece
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NOON = noon(2026, 3, 1)
E = PersonContents(name="E.")
DOOR = ChannelContents(kind="text", label="the green one")


def question(key, *, step="See to it", channels=("phone",)):
    return Piece(kind="question", key=key, title="?", body=".", step=step, channels=channels)


def counted(user):
    with rows_of(user.pk):
        return [model.objects.count() for model in (Person, Channel, ContactEvent, Step)]


def test_what_lies_ahead_is_refused_and_nothing_of_it_is_there(ada, vault):
    with pytest.raises(EventRefused):
        close_hole(
            by=ada,
            vault=vault,
            person=E,
            door=DOOR,
            event=event_at(NOON + timedelta(days=1)),
            now=NOON,
            page_id=uuid.uuid4(),
        )
    assert counted(ada) == [0, 0, 0, 0]


def test_of_several_steps_one_that_is_refused_takes_the_others_with_it(ada, vault):
    odd = question("odd", step="x" * 300)
    with pytest.raises(DoorRefused):
        take_up(
            by=ada,
            vault=vault,
            questions=[question("first"), odd],
            person=E,
            today=NOON.date(),
            page_id=uuid.uuid4(),
        )
    assert counted(ada) == [0, 0, 0, 0]


def test_nothing_is_not_taken_up(ada, vault):
    with pytest.raises(CheckRefused):
        take_up(
            by=ada,
            vault=vault,
            questions=[],
            person=E,
            today=NOON.date(),
            page_id=uuid.uuid4(),
        )
    assert counted(ada) == [0, 0, 0, 0]


def test_two_pages_are_two_doors_of_two_people(ada, vault):
    for _page in range(2):
        close_hole(
            by=ada,
            vault=vault,
            person=E,
            door=DOOR,
            event=event_at(NOON),
            now=NOON,
            page_id=uuid.uuid4(),
        )
    assert counted(ada) == [2, 2, 2, 0]
