import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from forums.actions.claims import answer_claims, claim, forget_claims, leave_alone, take_over
from forums.models import Claim, Trail
from forums.refusals import ClaimRefused
from tests.forums.actions.claims.asking import MO, NOW, brought, finish, link_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brought")]
__all__ = ["brought"]


def test_a_link_goes_to_the_address_that_something_came_from(cast):
    token = link_for(cast.ada)
    message = Message.objects.get()
    assert (message.address, message.user) == (MO, None)
    assert token not in str(Claim.objects.values())


@pytest.mark.parametrize("address", ["nobody@mail.example", "m.o@mail.example", "mo"])
def test_no_mail_goes_to_any_other_address(cast, address):
    assert link_for(cast.ada, address) is None
    assert not Message.objects.exists()


@pytest.mark.parametrize("spelling", ["MO@mail.example", " mo@MAIL.example "])
def test_the_mail_goes_to_the_spelling_that_was_hashed(cast, spelling):
    """Two addresses that look alike, or that lower case makes one, are one person's only if the
    mail to the one that is known arrives."""
    assert link_for(cast.ada, spelling)
    assert Message.objects.get().address == MO


def traces(ask):
    """What is done for somebody who asks, and what it leaves."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    shapes = [re.sub(r'"s\d+_x\d+"', "", query["sql"]).split(" ")[:3] for query in queries]
    return shapes, Claim.objects.count(), Message.objects.count(), Trail.objects.count()


def test_asking_is_the_same_work_whether_anything_came_from_an_address_or_not(cast):
    known = traces(lambda: claim(by=cast.ada, address=MO, now=NOW))
    Claim.objects.all().delete()
    assert traces(lambda: claim(by=cast.ada, address="no@mail.example", now=NOW)) == known


@pytest.mark.parametrize("address", [MO, "nobody@mail.example"])
def test_the_address_is_forgotten_as_soon_as_somebody_has_looked(cast, address):
    claim(by=cast.ada, address=address, now=NOW)
    answer_claims(now=NOW)
    assert Claim.objects.get().address == ""


@pytest.mark.parametrize("address", [MO, "nobody@mail.example"])
def test_three_times_a_day_and_not_more_whatever_the_address(cast, address):
    for _time in range(3):
        claim(by=cast.ada, address=address, now=NOW)
    with pytest.raises(ClaimRefused, match="tomorrow"):
        claim(by=cast.ada, address=address, now=NOW)
    claim(by=cast.cy, address=address, now=NOW)
    claim(by=cast.ada, address=address, now=NOW + timedelta(days=1, seconds=1))


def test_nobodys_mailbox_is_filled_by_many_accounts(cast):
    for user in (cast.ada, cast.bel, cast.cy, cast.dov, cast.eve):
        for _time in range(3):
            claim(by=user, address=MO, now=NOW)
    assert answer_claims(now=NOW) == 15
    assert Message.objects.count() == 10


def test_whoever_is_settled_already_gets_no_mail(cast):
    take_over(by=cast.ada, token=link_for(cast.ada), now=NOW)
    assert link_for(cast.eve) is None
    finish()
    assert link_for(cast.eve) is None


def test_an_account_that_is_gone_gets_no_mail(cast):
    claim(by=cast.dov, address=MO, now=NOW)
    cast.dov.personas.all().delete()
    cast.dov.delete()
    assert answer_claims(now=NOW) == 1
    assert not Message.objects.exists()


def test_what_came_to_nothing_is_forgotten_after_a_week(cast):
    claim(by=cast.ada, address="nobody@mail.example", now=NOW)
    link_for(cast.ada)
    leave_alone(by=cast.cy, token=link_for(cast.cy), now=NOW)
    take_over(by=cast.bel, token=link_for(cast.bel), now=NOW)
    assert forget_claims(now=NOW + timedelta(days=6)) == 0
    assert forget_claims(now=NOW + timedelta(days=7)) == 3
    assert Claim.objects.get().user == cast.bel
