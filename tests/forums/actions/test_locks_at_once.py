"""In which order rows are held: so that nobody waits for ever, and nobody decides from what was.

Somebody begins and is held up half-way; somebody else comes, until they wait; then the first goes
on. So each of these meets what it is about every time, and not once in many.
"""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from forums.actions.cases import claim, note
from forums.actions.circles import appoint, change_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.deciding import decide
from forums.actions.glass import ask_whose, grant_glass, refuse_glass
from forums.actions.holding import hold, let_out
from forums.actions.house import appoint_to_house
from forums.choices import HeldFor, Holding, NoticeKind, Outcome, Role
from forums.models import BreakGlass, Case, CaseNote, Decision, Notice, Post, Rule, Trail
from forums.refusals import CaseRefused, DecisionRefused, GlassRefused
from forums.rules import Step
from tests.cast import make_cast
from tests.forums.actions.test_doors_at_once import at_once
from tests.forums.deciding import case_about, ruling

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
WAITING = "select count(*) from pg_locks where not granted and pid <> pg_backend_pid()"


class Comer(threading.Thread):
    """Somebody who comes while a transaction is open, on a connection of their own."""

    def __init__(self, work):
        super().__init__()
        self.work, self.ended = work, None
        self.start()

    def run(self):
        options = {**connection.settings_dict["OPTIONS"], "pool": False}
        connection.settings_dict = connection.settings_dict | {"OPTIONS": options}
        try:
            self.ended = self.work()
        except Exception as refusal:
            self.ended = refusal
        finally:
            connection.close()

    def waits(self):
        """Goes on once they wait for a row, or have done without."""
        with connection.cursor() as cursor:
            while self.is_alive():
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    return

    def comes_through(self):
        self.join()
        return self.ended


@pytest.fixture
def cast():
    cast = make_cast()
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    for user in (cast.bel, cast.cy, cast.dov):
        appoint_to_house(by=None, user=user)
    return cast


@pytest.fixture
def rule():
    return Rule.objects.get_or_create(place=90, defaults={"title": "Rule", "explanation": "x"})[0]


@pytest.fixture
def opening(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello.")
    return topic.posts.get()


@pytest.fixture
def case(cast, opening):
    return case_about(reply(by=cast.eve, parent=opening, words="Call."), by=cast.ada)


# --- One case, decided once -----------------------------------------------------------------------


def test_of_two_decisions_the_second_sees_the_first(cast, case, rule):
    asked = ruling(case, rule)
    with transaction.atomic():
        decide(by=cast.bel, **asked)
        comer = Comer(partial(decide, by=cast.cy, **asked))
        comer.waits()
    assert isinstance(comer.comes_through(), DecisionRefused)
    assert Decision.objects.count() == 1


def test_nobody_decides_past_what_another_is_just_writing_down(cast, case, rule):
    """Here the two meet in nothing but the case: without its lock, this one would be decided from
    a page on which that note did not stand."""
    asked = ruling(case, rule)
    with transaction.atomic():
        note(by=cast.cy, case=case, words="Wait, I know more about this.")
        comer = Comer(partial(decide, by=cast.bel, **asked))
        comer.waits()
    assert isinstance(comer.comes_through(), DecisionRefused)
    assert not Decision.objects.exists()


def test_nobody_writes_down_or_takes_what_another_is_just_deciding(cast, case, rule):
    for number, verb in enumerate(
        (partial(note, words="Wait, I know more about this."), claim), start=1
    ):
        with transaction.atomic():
            decide(by=cast.bel, **ruling(case, rule, Step(Outcome.KEEP)))
            comer = Comer(partial(verb, by=cast.cy, case=case))
            comer.waits()
        assert isinstance(comer.comes_through(), CaseRefused)
        assert Decision.objects.count() == number
        Case.objects.update(state="open", decided_at=None)
    assert not CaseNote.objects.exists()


# --- The key that takes two -----------------------------------------------------------------------


def ask(cast, case):
    return ask_whose(by=cast.bel, case=case, persona=case.author, why="A threat.")


def test_of_two_who_say_yes_to_showing_a_name_one_does(cast, opening):
    for number in range(ROUNDS):
        case = case_about(reply(by=cast.eve, parent=opening, words=f"{number}."), by=cast.ada)
        glass = ask(cast, case)
        Notice.objects.filter(case=case).delete()
        ended = at_once(
            *[partial(grant_glass, by=user, glass=glass) for user in (cast.cy, cast.dov)]
        )
        assert sorted(type(end).__name__ for end in ended) == ["BreakGlass", "GlassRefused"]
        winner = (cast.cy, cast.dov)[[isinstance(end, BreakGlass) for end in ended].index(True)]
        glass.refresh_from_db()
        assert glass.granted_by == winner
        assert Trail.objects.filter(verb="grant_glass", subject_ref=case.ref).count() == 1
        assert Notice.objects.filter(case=case, kind=NoticeKind.CASE).count() == 1


def test_whoever_says_no_in_that_moment_is_told_that_it_is_answered(cast, case):
    glass = ask(cast, case)
    with transaction.atomic():
        grant_glass(by=cast.cy, glass=glass)
        comer = Comer(partial(refuse_glass, by=cast.dov, glass=glass))
        comer.waits()
    assert isinstance(comer.comes_through(), GlassRefused)
    glass.refresh_from_db()
    assert glass.refused_at is None


# --- What waits, and is changed -------------------------------------------------------------------


def first_words(cast, opening, number):
    with transaction.atomic():
        return hold(
            reply(by=cast.eve, parent=opening, words=f"First {number}."),
            held_for=HeldFor.NEWCOMER,
        )


def by_itself(verb, post, **arguments):
    with transaction.atomic():
        return verb(Post.objects.get(pk=post.pk), **arguments)


def test_what_is_changed_while_it_is_let_out_is_told_as_it_then_stands(cast, opening):
    """Either nobody has read the first words, and they are nowhere; or they could be read, and what
    it said before is told."""
    for number in range(ROUNDS):
        post = first_words(cast, opening, number)
        ended = at_once(
            partial(by_itself, let_out, post, by=cast.bel),
            partial(revise, by=cast.eve, post=post, words=f"Second {number}."),
        )
        assert [end for end in ended if isinstance(end, Exception)] == []
        post.refresh_from_db()
        assert (post.source, post.is_standing()) == (f"Second {number}.", True)
        assert post.revisions.exists() is (post.edited_at is not None)
        there = Post.objects.appeared().filter(parent=opening).count()
        assert Post.objects.get(pk=opening.pk).answers_count == there


@pytest.mark.parametrize("is_first", ["let out", "revise"])
def test_whoever_comes_second_finds_what_the_first_has_done(cast, opening, is_first):
    post = first_words(cast, opening, 1)
    works = {
        "let out": partial(by_itself, let_out, post, by=cast.bel),
        "revise": partial(revise, by=cast.eve, post=post, words="Second."),
    }
    first = works.pop(is_first)
    (second,) = works.values()
    with transaction.atomic():
        first()
        comer = Comer(second)
        comer.waits()
    assert isinstance(comer.comes_through(), Post)
    post.refresh_from_db()
    assert (post.source, post.is_standing()) == ("Second.", True)
    assert [each.source for each in post.revisions.all()] == (
        ["First 1."] if is_first == "let out" else []
    )


def test_whoever_changes_what_then_waits_holds_what_it_answers_first(cast, opening):
    """As whoever decides about it does, or answers the same: who holds that already can have the
    post as well."""
    post = reply(by=cast.eve, parent=opening, words="Hello.")
    change_circle(by=None, circle=cast.circle, holding=Holding.EVERYTHING)
    with transaction.atomic():
        Post.objects.select_for_update(no_key=True).get(pk=opening.pk)
        comer = Comer(partial(revise, by=cast.eve, post=post, words="Buy this."))
        comer.waits()
        assert Post.objects.select_for_update(no_key=True, nowait=True).get(pk=post.pk)
    assert comer.comes_through().held_for == HeldFor.CIRCLE


def test_changing_answering_deciding_and_withdrawing_at_once_ends(cast, opening, rule):
    for number in range(ROUNDS):
        change_circle(by=None, circle=cast.circle, holding=Holding.NOTHING)
        post, other = (reply(by=cast.eve, parent=opening, words=f"{n}. {number}") for n in (1, 2))
        asked = ruling(case_about(post, by=cast.ada), rule)
        change_circle(by=None, circle=cast.circle, holding=Holding.EVERYTHING)
        ended = at_once(
            partial(revise, by=cast.eve, post=post, words=f"Buy this. {number}"),
            partial(decide, by=cast.bel, **asked),
            partial(reply, by=cast.ada, parent=opening, words=f"No. {number}"),
            partial(withdraw, by=cast.eve, post=other),
            partial(withdraw, by=cast.eve, post=post),
        )
        assert "deadlock" not in str(ended)
        post.refresh_from_db()
        assert post.withdrawn_at is not None
