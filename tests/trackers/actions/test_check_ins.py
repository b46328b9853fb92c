from datetime import date, timedelta

import msgspec
import pytest

from trackers.actions.check_ins import check_in
from trackers.models import CheckIn, CheckInContents
from trackers.refusals import CheckInRefused
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)


def say(user, vault, *, on=TODAY, **contents):
    contents = CheckInContents(zone="UTC", **contents)
    return check_in(by=user, vault=vault, on=on, contents=contents, today=TODAY)


def test_saying_it_again_corrects_the_day(ada, vault):
    first = say(ada, vault, mood=2)
    vault.seal_into(first, CheckInContents(zone="UTC", mood=2, newer={"weather": "rain"}))
    with rows_of(ada.pk):
        first.save()
    say(ada, vault, mood=4, urge=7)
    say(ada, vault, on=TODAY - timedelta(days=1), line="slept")
    with rows_of(ada.pk):
        days = {row.on: vault.open(row, CheckInContents) for row in CheckIn.objects.all()}
    assert days[TODAY] == CheckInContents(zone="UTC", mood=4, urge=7, newer={"weather": "rain"})
    assert len(days) == 2


def test_a_damaged_one_can_be_said_anew(ada, vault):
    row = say(ada, vault, mood=2)
    row.sealed = b"x"
    with rows_of(ada.pk):
        row.save()
    assert vault.open(say(ada, vault, mood=3), CheckInContents).mood == 3


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Choose one thing"),
        ({"mood": 3, "on": TODAY + timedelta(days=1)}, "today or a day before"),
        ({"mood": 3, "on": date(1900, 1, 1)}, "today or a day before"),
        ({"line": "x" * 501}, "under 500"),
    ],
)
def test_why_it_is_not_kept(ada, vault, said, why):
    with pytest.raises(CheckInRefused, match=why):
        say(ada, vault, **said)
    with rows_of(ada.pk):
        assert not CheckIn.objects.exists()


def test_a_zero_is_something_said(ada, vault):
    assert msgspec.structs.asdict(vault.open(say(ada, vault, urge=0), CheckInContents))["urge"] == 0
