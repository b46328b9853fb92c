"""Which outcomes go together, and fit what a case is about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.choices import Outcome, Reading
from forums.models import Case, Circle, Persona, Post, Topic
from forums.rules import Step, drafts, outcomes_for, why_not_move, why_not_take_steps
from forums.rules.statements import DONE

NOW = timezone.now()
UNTIL = NOW + timedelta(days=3)
CIRCLE = Circle(pk=1, name="Mending", reading=Reading.MEMBERS)


def make_post(**fields):
    author = Persona(pk=7, name="Someone", owner_id=9)
    topic = Topic(pk=3, circle=CIRCLE, title="Day nine", opened_by=author)
    return Post(pk=4, topic=topic, author=author, source="Call them.", html="<p>x</p>", **fields)


def why_not(*steps, post=None, house=False, case=None, has_author=True):
    post = post or make_post()
    return why_not_take_steps(
        steps,
        case=case or Case(post=post, circle=CIRCLE),
        post=post,
        has_author=has_author,
        is_house_moderator=house,
        now=NOW,
    )


REDACT = Step(Outcome.REDACT, spans=((0, 4),), source="Call them.", title="Day nine")
NOTE = Step(Outcome.NOTE, notes=("Threats",))
SUSPEND = Step(Outcome.SUSPEND, until=UNTIL)


@pytest.mark.parametrize(
    "steps",
    [
        [Step(Outcome.KEEP)],
        [REDACT, NOTE, Step(Outcome.LOCK), Step(Outcome.WARN)],
        [Step(Outcome.HIDE), SUSPEND, Step(Outcome.HOLD, until=UNTIL)],
        [Step(Outcome.TALK), Step(Outcome.WELFARE, until=UNTIL)],
        [Step(Outcome.RETURN), Step(Outcome.TALK)],
    ],
)
def test_what_goes_together(steps):
    assert why_not(*steps) is None


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([], "choose what becomes"),
        ([Step(Outcome.KEEP), NOTE], "not both"),
        ([Step(Outcome.HIDE), Step(Outcome.REMOVE)], "only one"),
        ([REDACT, Step(Outcome.RETURN)], "only one"),
        ([Step(Outcome.TALK), Step(Outcome.WARN)], "no mark"),
        ([Step(Outcome.HIDE), Step(Outcome.HIDE)], "look once more"),
        ([Step(Outcome.AWAIT)], "look once more"),
        ([Step(Outcome.NOTE)], "which content notes"),
        ([Step(Outcome.REDACT, source="Call them.", title="Day nine")], "mark what"),
        ([Step(Outcome.MOVE)], "choose the circle"),
        ([Step(Outcome.SUSPEND)], "until when"),
        ([Step(Outcome.SUSPEND, until=NOW)], "until when"),
        ([Step(Outcome.SLOW, until=NOW + timedelta(days=400))], "until when"),
        ([Step(Outcome.SLOW, until=UNTIL)], "from one post to the next"),
        ([Step(Outcome.SLOW, until=UNTIL, pause_hours=2)], "from one post to the next"),
        ([Step(Outcome.SUSPEND, until=UNTIL, pause_hours=3)], "from one post to the next"),
        ([Step(Outcome.WELFARE)], "looks again"),
        ([Step(Outcome.WELFARE, until=NOW + timedelta(days=91))], "looks again"),
        ([Step(Outcome.WARN, until=UNTIL)], "no end"),
        ([Step(Outcome.CLOSE)], "whole house"),
        ([Step(Outcome.WARN, everywhere=True)], "whole house"),
    ],
)
def test_what_does_not(steps, why):
    assert why in why_not(*steps)


def test_a_closed_account_needs_no_other_end():
    assert "nothing else" in why_not(Step(Outcome.CLOSE), SUSPEND, house=True)
    assert why_not(Step(Outcome.CLOSE), Step(Outcome.REMOVE), house=True) is None


@pytest.mark.parametrize(
    "step",
    [
        Step(Outcome.REDACT, spans=((0, 4),), source="Call him.", title="Day nine"),
        Step(Outcome.REDACT, spans=((0, 4),), source="Call them.", title="Day ten"),
    ],
)
def test_parts_of_what_it_does_not_say_any_more_are_not_taken_out(step):
    assert "changed it" in why_not(step)


@pytest.mark.parametrize("spans", [((0, 11),), ((4, 4),), ((3, 6), (5, 8)), ((5, 8), (0, 2))])
def test_what_is_marked_lies_in_the_text_and_in_order(spans):
    step = Step(Outcome.REDACT, spans=spans, source="Call them.", title="Day nine")
    assert "not in the text" in why_not(step)


@pytest.mark.parametrize(
    ("state", "outcome", "why"),
    [
        ({"withdrawn_at": NOW}, Outcome.HIDE, "withdrawn"),
        ({"hidden_at": NOW}, Outcome.HIDE, "hidden already"),
        ({"hidden_at": NOW}, Outcome.RETURN, "Take that back first"),
        ({"hidden_at": NOW, "returned_at": NOW}, Outcome.RETURN, "back with its author"),
    ],
)
def test_nothing_is_done_to_words_that_are_dealt_with(state, outcome, why):
    assert why in why_not(Step(outcome), post=make_post(**state))


def test_what_waits_in_its_place_is_not_hidden_yet():
    waiting = make_post(hidden_at=NOW, held_for="screen")
    assert why_not(Step(Outcome.HIDE), post=waiting) is None
    assert why_not(Step(Outcome.RETURN), post=waiting) is None


def test_what_was_removed_is_gone():
    removed = make_post(hidden_at=NOW)
    removed.source = ""
    assert "removed already" in why_not(Step(Outcome.REMOVE), post=removed)


def test_nobody_is_warned_who_is_not_here():
    assert "Nobody with an account" in why_not(Step(Outcome.WARN), has_author=False)
    assert why_not(Step(Outcome.HIDE), has_author=False) is None


def test_each_thing_has_outcomes_of_its_own():
    author = Persona(pk=7, name="Someone", owner_id=9)
    opening, answer = make_post(), make_post(parent_id=2)
    words = {Outcome.REDACT, Outcome.NOTE, Outcome.RETURN, Outcome.HIDE, Outcome.REMOVE}
    of_opening = set(outcomes_for(Case(post=opening, circle=CIRCLE)))
    of_persona = set(outcomes_for(Case(persona=author, circle=CIRCLE)))
    assert of_opening == set(Outcome) - {Outcome.AWAIT}
    assert set(outcomes_for(Case(topic=opening.topic, circle=CIRCLE))) == of_opening
    assert set(outcomes_for(Case(post=answer, circle=CIRCLE))) == of_opening - {Outcome.MOVE}
    assert of_persona == of_opening - words - {Outcome.LOCK, Outcome.MOVE}
    of_circle = outcomes_for(Case(about_circle=CIRCLE, circle=CIRCLE))
    assert of_circle == [Outcome.KEEP, Outcome.TALK]
    assert "cannot be done here" in why_not(
        Step(Outcome.WARN), case=Case(about_circle=CIRCLE, circle=CIRCLE)
    )


@pytest.mark.parametrize(
    ("before", "after", "can"),
    [
        (Reading.ANYONE, Reading.MEMBERS, True),
        (Reading.ANYONE, Reading.CLOSED, True),
        (Reading.MEMBERS, Reading.MEMBERS, True),
        (Reading.MEMBERS, Reading.CLOSED, True),
        (Reading.MEMBERS, Reading.ANYONE, False),
        (Reading.CLOSED, Reading.CLOSED, False),
        (Reading.CLOSED, Reading.MEMBERS, False),
    ],
)
def test_nothing_is_carried_to_where_others_read_than_it_was_written_for(before, after, can):
    topic = Topic(circle=Circle(pk=1, name="One", reading=before))
    assert (why_not_move(topic, to=Circle(pk=2, name="Two", reading=after)) is None) is can


def test_there_are_words_for_every_outcome():
    assert set(DONE) == set(Outcome)
    for outcome in set(Outcome) - {Outcome.AWAIT}:
        to_author, to_reporter = drafts([Step(outcome, until=UNTIL, circle=CIRCLE)])
        assert bool(to_author) is (outcome != Outcome.KEEP)
        assert to_reporter
        assert "%(" not in to_author + to_reporter
