"""A hint that somebody may have come back, which says little and is soon forgotten."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from accounts.actions.coming_in import remember_coming_in
from accounts.queries import key_of_coming_in
from forums.actions.conversation import reply
from forums.choices import Outcome
from forums.models import HouseModerator, Sanction
from forums.queries.coming_back import may_have_come_back
from forums.rules import Step
from tests.forums.deciding import case_about, decided, in_days

pytestmark = pytest.mark.django_db


def comes_in(user, address, *, days_ago=0):
    remember_coming_in(user_id=user.pk, address=address, on=in_days(-days_ago).date())


@pytest.fixture
def case(cast, topic, push, rule):
    """About cy, after eve's account was closed."""
    HouseModerator.objects.create(user=cast.dov)
    decided(case_about(push, by=cast.ada), rule, Step(Outcome.CLOSE), by=cast.dov)
    said = reply(by=cast.cy, parent=topic.posts.get(parent=None), words="New here.")
    return case_about(said.author, by=cast.ada, seen_in=said)


@pytest.mark.parametrize(
    ("there", "here", "days_ago", "may"),
    [
        ("192.0.2.7", "192.0.2.200", 0, True),
        ("192.0.2.7", "192.0.2.200", 1, True),
        ("192.0.2.7", "192.0.2.200", 2, False),
        ("192.0.2.7", "192.0.3.7", 0, False),
        ("2001:db8:1:2::3", "2001:db8:1:9::4", 0, True),
        ("2001:db8:1:2::3", "2001:db8:2::3", 0, False),
    ],
)
def test_around_the_same_place_within_a_day(cast, case, there, here, days_ago, may):
    comes_in(cast.eve, there, days_ago=days_ago)
    comes_in(cast.cy, here)
    assert may_have_come_back(case) is may


def test_nothing_is_said_of_whoever_has_been_here_for_longer(cast, case):
    for user in (cast.eve, cast.cy):
        comes_in(user, "192.0.2.7")
    with time_machine.travel(in_days(4)):
        assert not may_have_come_back(case)


def test_once_the_account_is_open_again_nothing_is_said(cast, case):
    for user in (cast.eve, cast.cy):
        comes_in(user, "192.0.2.7")
    Sanction.objects.update(lifted_at=timezone.now())
    assert not may_have_come_back(case)


def test_only_the_house_reads_it(cast, case):
    for user in (cast.eve, cast.cy):
        comes_in(user, "192.0.2.7")
    pages = {
        user.pk: cast.client(user).get(case.get_absolute_url()).content.decode()
        for user in (cast.dov, cast.bel)
    }
    hint = "whose account was closed"
    assert (hint in pages[cast.dov.pk], hint in pages[cast.bel.pk]) == (True, False)


def test_signing_in_keeps_no_address(client, cast):
    fields = {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    client.post("/sign-in/", fields, REMOTE_ADDR="192.0.2.7")
    kept = cache.get(key_of_coming_in(cast.ada.pk))
    assert len(kept) == 2
    assert {len(each) for each in kept} == {64}
