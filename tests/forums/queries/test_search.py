"""What is found, and by whom."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forums.actions.circles import join, open_circle
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.distance import block, mute
from forums.choices import Order, Reading, Within
from forums.models import Circle, Post
from forums.queries import search as queries
from forums.queries.search import Search, found_page, searcher_of, since
from tests.forums.queries.asking import WORD, found, hide

pytestmark = pytest.mark.django_db


# --- Who finds what ---------------------------------------------------------------------------


def take_back(cast, post):
    withdraw(by=cast.eve, post=post)


STATES = {"standing": lambda cast, post: None, "hidden": hide, "withdrawn": take_back}
VIEWERS = ["anonymous", "dov", "ada", "eve", "bel"]


@pytest.mark.parametrize(
    ("viewer", "state", "reading"),
    list(product(VIEWERS, STATES, [Reading.ANYONE, Reading.MEMBERS])),
)
def test_everybody_finds_what_stands_where_they_may_read_and_nobody_finds_more(
    cast, viewer, state, reading
):
    """Whoever wrote it (eve) and whoever moderates (bel) find nothing hidden either."""
    circle = open_circle(by=cast.bel, name="By the water", reading=reading)
    for member in (cast.ada, cast.eve):
        join(by=member, circle=circle)
    topic = open_topic(by=cast.ada, circle=circle, title="Birds", words="What did you see?")
    post = reply(by=cast.eve, parent=topic.posts.get(), words=f"A {WORD} today.")
    STATES[state](cast, post)
    reader = AnonymousUser() if viewer == "anonymous" else getattr(cast, viewer)
    may_find = state == "standing" and (reading == Reading.ANYONE or viewer != "anonymous")
    assert found(reader, WORD) == ([post.ref] if may_find else [])
    # Naming the circle opens nothing.
    page = found_page(searcher_of(reader), Search(WORD, [circle]))
    assert bool(page.posts) is may_find


def test_a_page_cannot_be_asked_for_by_a_post_that_one_may_not_see(cast, open_to_anyone):
    unseen = open_topic(by=cast.ada, circle=cast.circle, title="Inside", words="x").posts.get()
    Post.objects.filter(pk=unseen.pk).update(said_at=timezone.now() - timedelta(days=3))
    old = open_topic(by=cast.ada, circle=open_to_anyone, title="A", words=WORD).posts.get()
    nobody = AnonymousUser()
    search = Search(WORD, Circle.objects.visible_to(nobody))
    for after in (unseen.ref, "nothing-here", "\0", "é" * 12):
        assert [
            post.ref for post in found_page(searcher_of(nobody), search, after=after).posts
        ] == [old.ref]


# --- Where, when, mine, order -----------------------------------------------------------------


@pytest.fixture
def birds(cast, opening):
    """Three answers that name one bird: today's, one of last week, one of last spring."""
    ages = {"today": 0, "a while ago": 12, "long ago": 200}
    posts = {}
    for name, days in ages.items():
        posts[name] = reply(by=cast.cy, parent=opening, words=f"A {WORD}, {name}.")
        Post.objects.filter(pk=posts[name].pk).update(said_at=timezone.now() - timedelta(days=days))
    return posts


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("", ["today", "a while ago", "long ago"]),
        (Within.WEEK, ["today"]),
        (Within.MONTH, ["today", "a while ago"]),
        (Within.YEAR, ["today", "a while ago", "long ago"]),
    ],
)
def test_only_what_was_said_lately_and_the_newest_first(cast, birds, when, names):
    begin = since(when, now=timezone.now())
    assert found(cast.ada, WORD, since=begin) == [birds[name].ref for name in names]


def test_only_ones_own(cast, opening, birds):
    mine = reply(by=cast.ada, parent=opening, words=f"I saw the {WORD} too.")
    assert found(cast.ada, WORD, mine=True) == [mine.ref]
    assert found(cast.dov, WORD, mine=True) == []


def test_only_in_one_circle(cast, birds, open_to_anyone):
    there = open_topic(by=cast.ada, circle=open_to_anyone, title=WORD, words="x").posts.get()
    page = found_page(searcher_of(cast.ada), Search(WORD, [open_to_anyone]))
    assert [post.ref for post in page.posts] == [there.ref]


def test_what_fits_best_has_the_word_in_its_title(cast, birds):
    titled = open_topic(by=cast.ada, circle=cast.circle, title=f"The {WORD}", words="x")
    opening = titled.posts.get()
    Post.objects.filter(pk=opening.pk).update(said_at=timezone.now() - timedelta(days=900))
    assert found(cast.ada, WORD)[-1] == opening.ref
    assert found(cast.ada, WORD, order=Order.BEST)[0] == opening.ref


@pytest.mark.parametrize("keeps_away", ["block", "mute"])
def test_whoever_keeps_away_from_somebody_finds_what_the_others_said(cast, opening, keeps_away):
    """All of the rules at once, where most searches need few of them."""
    theirs = reply(by=cast.eve, parent=opening, words=f"A {WORD}.")
    below = reply(by=cast.cy, parent=theirs, words=f"A {WORD}, too.")
    beside = reply(by=cast.cy, parent=opening, words=f"My {WORD}.")
    refs = [beside.ref, below.ref, theirs.ref]
    for order in Order:
        assert set(found(cast.ada, WORD, order=order)) == set(refs)
    {"block": block, "mute": mute}[keeps_away](by=cast.ada, persona=cast.eve.personas.get())
    for order, mine in product(Order, [False, True]):
        expected = [] if mine else [beside.ref]
        assert found(cast.ada, WORD, order=order, mine=mine) == expected


# --- Pages ------------------------------------------------------------------------------------


def all_pages(reader, words):
    circles, after, refs = Circle.objects.visible_to(reader), "", []
    for _page in range(20):
        page = found_page(searcher_of(reader), Search(words, circles), after=after)
        refs += [post.ref for post in page.posts]
        if not (after := page.older):
            break
    return refs


@pytest.mark.parametrize("looked_through", [1, 100])
@pytest.mark.parametrize("minutes_between", [0, 1])
def test_pages_show_everything_once(cast, opening, monkeypatch, looked_through, minutes_between):
    """Whether it is found among the latest posts or through the index."""
    monkeypatch.setattr(queries, "FOUND_PER_PAGE", 3)
    monkeypatch.setattr(queries, "LOOKED_THROUGH", looked_through)
    said = []
    for number in range(20):
        word = WORD if number % 3 else "heron"
        said.append(reply(by=cast.cy, parent=opening, words=f"{word} {number}"))
        time = opening.said_at + number * timedelta(minutes=minutes_between)
        Post.objects.filter(pk=said[-1].pk).update(said_at=time)
    for word in (WORD, "heron"):
        expected = [post.ref for post in reversed(said) if word in post.source]
        assert all_pages(cast.ada, word) == expected


def test_a_page_goes_on_behind_a_post_that_is_gone_meanwhile(cast, opening, monkeypatch):
    monkeypatch.setattr(queries, "FOUND_PER_PAGE", 2)
    said = [reply(by=cast.cy, parent=opening, words=f"{WORD} {n}") for n in range(4)]
    first = found_page(searcher_of(cast.ada), Search(WORD, [cast.circle]))
    withdraw(by=cast.cy, post=said[2])
    second = found_page(searcher_of(cast.ada), Search(WORD, [cast.circle]), after=first.older)
    assert [post.ref for post in second.posts] == [said[1].ref, said[0].ref]
