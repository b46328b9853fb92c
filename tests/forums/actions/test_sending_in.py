"""What waits is changed, is found out later, is given back, and is sent in again."""

from functools import partial

import pytest
from django.utils import timezone

from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.following import follow
from forums.actions.holding import give_back, hold, let_out
from forums.actions.sending_in import send_in_again
from forums.choices import (
    CaseState,
    HeldFor,
    Holding,
    NoticeKind,
    ScreenAction,
    ScreenKind,
    Source,
)
from forums.models import Case, Decision, Notice, Post, Report, ScreenHit, ScreenRule, Topic
from forums.refusals import DetailsFound, RevisionRefused
from forums.rules import waits
from tests.forums.holding import counts_of, now_holds, told
from tests.forums.screening import screen_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_all(cast):
    now_holds(cast.circle, holding=Holding.EVERYTHING)


# --- Changed --------------------------------------------------------------------------------------


def test_what_is_changed_while_it_waits_leaves_nothing_to_be_read_later(cast, reads_all):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Call 555", words="My number is 555.")
    post = revise(by=cast.ada, post=topic.posts.get(), words="Hello.", title="Day one")
    let_out(post, by=cast.bel)
    assert not post.revisions.exists()
    assert post.edited_at is None
    topic.refresh_from_db()
    assert (topic.title, post.source) == ("Day one", "Hello.")


def test_a_title_that_others_know_stays(cast, opening):
    revise(by=cast.ada, post=opening, words="Other.", title="Another")
    assert Topic.objects.get().title == "Day nine"


def test_what_appeared_and_is_changed_waits_where_it_would_if_it_were_new(cast, opening, reads_all):
    leaf = let_out(reply(by=cast.cy, parent=opening, words="Hello."), by=cast.bel)
    said_at = leaf.said_at
    told()
    leaf = revise(by=cast.cy, post=leaf, words="Buy this.")
    assert counts_of(leaf) == (0, 0, 1)
    assert leaf.held_for == HeldFor.CIRCLE
    assert Topic.objects.get().last_post_at == opening.said_at
    leaf = let_out(leaf, by=cast.bel)
    assert counts_of(leaf) == (1, 1, 1)
    assert leaf.said_at == said_at
    assert leaf.revisions.get().source == "Hello."


def test_what_was_answered_keeps_its_place_and_is_hidden_while_it_waits(cast, opening, reads_all):
    reply(by=cast.bel, parent=opening, words="I am here.")
    post = revise(by=cast.ada, post=opening, words="Buy this.")
    assert (post.held_at, post.hidden_by, waits(post)) == (None, None, True)
    assert Topic.objects.get().title == ""
    assert counts_of(Post.objects.get(parent=opening))[0] == 1
    let_out(post, by=cast.bel)
    assert post.is_standing()
    assert (Topic.objects.get().title, post.held_for) == ("Day nine", None)


def test_saying_the_same_again_does_not_wait(cast, opening, reads_all):
    assert revise(by=cast.ada, post=opening, words=opening.source).is_standing()


# --- Found out later ------------------------------------------------------------------------------


def test_what_stood_is_taken_back_out_of_all_counts(cast, opening):
    follow(by=cast.dov, topic=opening.topic)
    first = reply(by=cast.cy, parent=opening, words="One.")
    last = reply(by=cast.eve, parent=opening, words="Two.")
    hold(last, held_for=HeldFor.SCREEN)
    assert counts_of(last) == (1, 1, 2)
    assert Topic.objects.get().last_post_at == first.said_at
    told()
    assert not Notice.objects.filter(post=last).exists()
    assert not Report.objects.exists(), "the screen files what it found by itself"
    let_out(last, by=cast.bel)
    told()
    assert Notice.objects.filter(post=last, user=cast.dov).exists()
    assert counts_of(last) == (2, 2, 2)


def test_what_is_held_already_stays_as_it_is(cast, opening, reads_all):
    held = reply(by=cast.cy, parent=opening, words="One.")
    hold(held, held_for=HeldFor.SCREEN)
    assert held.held_for == HeldFor.CIRCLE
    assert counts_of(held) == (0, 0, 1)


# --- Given back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stood", [True, False])
def test_what_is_given_back_is_changed_and_sent_in_again(cast, opening, stood):
    post = reply(by=cast.cy, parent=opening, words="I live in Elm Street.")
    if not stood:
        hold(post, held_for=HeldFor.NEWCOMER)
    give_back(post, by=cast.bel)
    assert not waits(post)
    with pytest.raises(RevisionRefused, match="send it in again"):
        revise(by=cast.cy, post=post, words="I live in a street.")
    with pytest.raises(RevisionRefused, match="Nothing is changed"):
        send_in_again(by=cast.cy, post=post, words="I live in Elm Street.")
    Case.objects.update(state=CaseState.AUTHOR)
    post = send_in_again(by=cast.cy, post=post, words="I live in a street.")
    assert waits(post)
    assert post.held_for == HeldFor.AGAIN
    assert not post.revisions.exists()
    case = Case.objects.get(post=post)
    assert case.state == CaseState.OPEN
    let_out(post, by=cast.bel)
    assert post.is_standing()
    assert counts_of(post) == (1, 1, 1)


def shown_of(say, **arguments):
    with pytest.raises(DetailsFound) as refusal:
        say(**arguments)
    found = refusal.value.found
    return [shown.text for shown in found], [shown.key for shown in found]


def test_all_of_it_is_looked_at_once_more_also_what_was_let_stand_before(cast, opening):
    number = "Call me: 020 7946 0958."
    _texts, seen = shown_of(reply, by=cast.cy, parent=opening, words=number)
    post = give_back(reply(by=cast.cy, parent=opening, words=number, seen=seen), by=cast.bel)
    send = partial(send_in_again, by=cast.cy)
    texts, seen = shown_of(send, post=post, words=f"{number} Please.")
    assert texts == ["020 7946 0958"]
    post.refresh_from_db()
    assert (post.source, post.returned_at is None) == (number, False)
    assert waits(send(post=post, words=f"{number} Please.", seen=seen))


def test_the_title_is_looked_at_too(cast):
    post = open_topic(by=cast.ada, circle=cast.circle, title="Hm", words="Hello.").posts.get()
    give_back(post, by=cast.bel)
    anew = {"words": "Hello there.", "title": "jo.b@mail.example"}
    texts, _keys = shown_of(send_in_again, by=cast.ada, post=post, **anew)
    assert texts == ["jo.b@mail.example"]


def test_whoever_reads_it_next_knows_what_the_screen_finds_in_it(cast, opening):
    ScreenRule.objects.all().delete()
    rule = screen_rule(ScreenKind.PHRASE, watched="casino", action=ScreenAction.HOLD)
    post = give_back(reply(by=cast.cy, parent=opening, words="Hello."), by=cast.bel)
    post = send_in_again(by=cast.cy, post=post, words="Come to the casino.")
    sources = Report.objects.filter(case__post=post).values_list("source", flat=True)
    assert set(sources) == {Source.HOLDING, Source.SCREEN}
    assert ScreenHit.objects.get(post=post).rule == rule
    assert not Decision.objects.filter(case__post=post).exists(), "it waits in any case"


def test_only_its_author_sends_it_in_again_and_only_while_it_is_theirs(cast, opening):
    post = reply(by=cast.cy, parent=opening, words="x")
    with pytest.raises(RevisionRefused, match="not waiting for you"):
        send_in_again(by=cast.cy, post=post, words="y")
    give_back(post, by=cast.bel)
    with pytest.raises(RevisionRefused, match="Only whoever wrote it"):
        send_in_again(by=cast.ada, post=post, words="y")
    withdraw(by=cast.cy, post=post)
    with pytest.raises(RevisionRefused, match="withdrawn"):
        send_in_again(by=cast.cy, post=post, words="y")


def test_what_is_back_with_its_author_can_be_let_out_as_it_is(cast, opening):
    """Where a decision is undone."""
    post = give_back(reply(by=cast.cy, parent=opening, words="x"), by=cast.bel)
    assert let_out(post, by=cast.bel).is_standing()
    assert counts_of(post) == (1, 1, 1)


def test_what_was_refused_for_good_is_not_let_out_by_leaving_it_as_it_is(cast, opening):
    post = hold(reply(by=cast.cy, parent=opening, words="x"), held_for=HeldFor.NEWCOMER)
    Post.objects.filter(pk=post.pk).update(hidden_at=timezone.now(), hidden_by=cast.bel)
    assert not let_out(post, by=cast.bel).is_standing()


def test_an_imported_post_has_nobody_to_be_told(cast, opening):
    post = reply(by=cast.cy, parent=opening, words="x")
    type(post.author).objects.filter(pk=post.author_id).update(owner=None)
    let_out(hold(post, held_for=HeldFor.SCREEN), by=cast.bel)
    assert not Notice.objects.filter(post=post, kind=NoticeKind.HELD).exists()
