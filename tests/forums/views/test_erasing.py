"""Being parted from what one wrote: not by a phone that lies open, and not by half a choice."""

import pytest
from django.urls import reverse

from forums.models import Trail
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


def erase(cast, user, data=None):
    client, there = cast.client(user), reverse("forums:erase")
    return client.get(there) if data is None else client.post(there, data)


def confirm(cast, user):
    asked = cast.client(user).post(
        reverse("account_reauthenticate") + "?next=" + reverse("forums:erase"),
        {"password": PASSPHRASE},
    )
    assert asked.status_code == 302


def test_the_passphrase_is_asked_for_first(cast, opening):
    answer = erase(cast, cast.ada, {"words": "away", "is_sure": "on"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    opening.refresh_from_db()
    assert opening.source


@pytest.mark.parametrize("data", [{}, {"words": "away"}, {"is_sure": "on"}, {"words": "x"}])
def test_nothing_goes_by_half_a_choice(cast, opening, data):
    confirm(cast, cast.ada)
    assert erase(cast, cast.ada, data | {"csrf": ""}).status_code == 422
    assert not Trail.objects.filter(verb="erase_posts").exists()


def test_it_begins_when_all_is_said(cast, opening):
    confirm(cast, cast.ada)
    assert "One post" in erase(cast, cast.ada).content.decode()
    answer = erase(cast, cast.ada, {"words": "leave", "is_sure": "on"})
    assert answer["Location"] == reverse("forums:mine")
    assert Trail.objects.get(verb="erase_posts").detail == {"leave_words": True}
