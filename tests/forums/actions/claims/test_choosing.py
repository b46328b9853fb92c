import threading
from datetime import timedelta

import pytest
from django.db import connection

from forums.actions.claims import leave_alone, take_over, withdraw_all
from forums.models import Claim, Post, Trail
from forums.refusals import ClaimRefused
from tests.forums.actions.claims.asking import (
    NOW,
    brought,
    finish,
    link_for,
    mo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brought")]
__all__ = ["brought"]
VERBS = pytest.mark.parametrize("verb", [take_over, withdraw_all, leave_alone])


@VERBS
def test_a_link_works_once(cast, verb):
    token = link_for(cast.ada)
    verb(by=cast.ada, token=token, now=NOW)
    for again in (take_over, withdraw_all, leave_alone):
        with pytest.raises(ClaimRefused, match="cannot be used"):
            again(by=cast.ada, token=token, now=NOW)
    assert Claim.objects.get().token_hash is None


@VERBS
def test_a_link_works_for_a_day(cast, verb):
    token = link_for(cast.ada)
    with pytest.raises(ClaimRefused):
        verb(by=cast.ada, token=token, now=NOW + timedelta(hours=24))
    verb(by=cast.ada, token=token, now=NOW + timedelta(hours=23, minutes=59))


@VERBS
def test_a_link_works_for_nobody_but_whoever_asked(cast, verb):
    token = link_for(cast.ada)
    with pytest.raises(ClaimRefused):
        verb(by=cast.eve, token=token, now=NOW)
    assert Claim.objects.get().proven_at is None


@VERBS
@pytest.mark.parametrize("token", ["", "0", "made-up", "a" * 5000, "\0", "\u2019"])
def test_a_made_up_link_does_nothing(cast, verb, token):
    with pytest.raises(ClaimRefused):
        verb(by=cast.ada, token=token, now=NOW)


def test_without_a_name_of_ones_own_nothing_is_taken_over_and_the_link_stays_good(cast):
    cast.dov.personas.all().delete()
    token = link_for(cast.dov)
    with pytest.raises(ClaimRefused, match="Choose the name"):
        take_over(by=cast.dov, token=token, now=NOW)
    withdraw_all(by=cast.dov, token=token, now=NOW)


def test_whoever_left_everything_alone_can_ask_again(cast):
    leave_alone(by=cast.ada, token=link_for(cast.ada), now=NOW)
    assert finish() == 0
    assert mo().posts.count() == 2
    assert link_for(cast.ada)


def test_the_name_goes_at_once_when_everything_is_withdrawn(cast):
    ref = mo().ref
    withdraw_all(by=cast.ada, token=link_for(cast.ada), now=NOW)
    names = {post.author.name for post in Post.objects.filter(author__ref=ref)}
    assert names == {"Anonymous"}


def test_a_choice_leaves_a_line_in_the_trail(cast):
    ref = mo().ref
    take_over(by=cast.ada, token=link_for(cast.ada), now=NOW)
    line = Trail.objects.get(verb="claim_take")
    assert (line.by, line.subject_kind, line.subject_ref) == (cast.ada, "persona", ref)
    assert "Mo" not in str(line.detail)


def test_of_two_who_read_one_mailbox_the_first_to_choose_decides(cast):
    first, second = link_for(cast.ada), link_for(cast.eve)
    take_over(by=cast.ada, token=first, now=NOW)
    for verb in (take_over, withdraw_all, leave_alone):
        with pytest.raises(ClaimRefused, match="cannot be used"):
            verb(by=cast.eve, token=second, now=NOW)
    finish()
    with pytest.raises(ClaimRefused):
        withdraw_all(by=cast.eve, token=second, now=NOW)
    assert cast.ada.personas.get().posts.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_at_once_one_does(cast):
    tokens = {user: link_for(user) for user in (cast.ada, cast.eve)}
    start, refused = threading.Barrier(2), []

    def choose(user, verb):
        start.wait()
        try:
            verb(by=user, token=tokens[user], now=NOW)
        except ClaimRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=choose, args=(cast.ada, take_over)),
        threading.Thread(target=choose, args=(cast.eve, withdraw_all)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Claim.objects.settling().count() == 1
