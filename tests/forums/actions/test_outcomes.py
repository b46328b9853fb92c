"""Every outcome, of words in every state: who reads them then, and once it is taken back."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forums.actions.circles import open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.deciding import undo
from forums.actions.holding import hold
from forums.choices import CaseState, HeldFor, Outcome
from forums.models import Case, ContentNote, HouseModerator, Post
from forums.queries.conversation import shown
from forums.queries.readers import reader_of
from forums.rules import Step
from tests.forums.deciding import case_about, cutting, decided, in_days, measure_of

pytestmark = pytest.mark.django_db

VIEWERS = ("author", "cy", "bel", "dov", "nobody")
EVERYBODY = {"author", "cy", "bel", "dov"}
AUTHOR_AND_MODERATOR = {"author", "bel"}
OUTCOMES = [outcome for outcome in Outcome if outcome != Outcome.AWAIT]
TOLD_ONLY = {Outcome.KEEP, Outcome.TALK}


@pytest.fixture
def people(cast):
    """eve writes, dov is in no circle, bel moderates the circle and the house."""
    HouseModerator.objects.create(user=cast.bel)
    return {"author": cast.eve, "cy": cast.cy, "bel": cast.bel, "dov": cast.dov} | {
        "nobody": AnonymousUser()
    }


@pytest.fixture
def elsewhere(cast):
    return open_circle(by=None, name="Elsewhere")


def an_answer(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")
    return reply(by=cast.eve, parent=topic.posts.get(), words="A zebra. And a quagga.")


def an_opening(cast):
    topic = open_topic(
        by=cast.eve, circle=cast.circle, title="The quagga", words="A zebra. And a quagga."
    )
    return topic.posts.get()


def held(cast):
    return hold(an_answer(cast), held_for=HeldFor.NEWCOMER)


def held_opening(cast):
    return hold(an_opening(cast), held_for=HeldFor.CIRCLE)


def held_in_its_place(cast):
    post = an_answer(cast)
    reply(by=cast.cy, parent=post, words="So it is.")
    post.refresh_from_db()
    return hold(post, held_for=HeldFor.CIRCLE)


STATES = [an_answer, an_opening, held, held_opening, held_in_its_place]


def step_to(outcome, post, elsewhere):
    if outcome == Outcome.REDACT:
        return cutting(post, "quagga", title=["quagga"] if post.parent_id is None else [])
    if outcome == Outcome.NOTE:
        return Step(outcome, notes=(ContentNote.objects.order_by("place")[0].name,))
    if outcome == Outcome.MOVE:
        return Step(outcome, circle=elsewhere)
    if outcome in (Outcome.SLOW, Outcome.HOLD, Outcome.SUSPEND, Outcome.WELFARE):
        pause = 3 if outcome == Outcome.SLOW else None
        return Step(outcome, until=in_days(3), pause_hours=pause)
    return Step(outcome)


def who_reads(word, post, people):
    return {name for name, user in people.items() if reads(word, post, user)}


def reads(word, post, user):
    met = Post.objects.visible_to(user).filter(pk=post.pk)
    if (found := met.select_related("author", "topic__circle").first()) is None:
        return False
    reader = reader_of(found.topic.circle, user, topic=found.topic)
    if not shown(found, reader).may_read:
        return False
    title = found.topic.title if found.parent_id is None else ""
    return word in f"{title} {found.html}"


def expected(outcome):
    """Who reads the rest of the words, and who those that a redaction takes out."""
    if outcome == Outcome.REDACT:
        return EVERYBODY, set()
    if outcome in (Outcome.RETURN, Outcome.HIDE):
        return AUTHOR_AND_MODERATOR, AUTHOR_AND_MODERATOR
    if outcome == Outcome.REMOVE:
        return set(), set()
    if outcome == Outcome.CLOSE:
        return EVERYBODY - {"author"}, EVERYBODY - {"author"}
    return EVERYBODY, EVERYBODY


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("make", STATES)
def test_who_reads_what_is_left_and_everybody_all_of_it_once_it_is_taken_back(
    cast, people, elsewhere, rule, make, outcome
):
    post = make(cast)
    if outcome == Outcome.MOVE and post.parent_id is not None:
        pytest.skip("an answer is not moved")
    case = Case.objects.filter(post=post).first() or case_about(post, by=people["bel"])
    decision = decided(case, rule, step_to(outcome, post, elsewhere), by=cast.bel)
    of_the_rest, of_the_cut = expected(outcome)
    assert who_reads("zebra", post, people) == of_the_rest
    assert who_reads("quagga", post, people) == of_the_cut
    undo(by=cast.bel, measure=measure_of(decision, outcome))
    assert who_reads("zebra", post, people) == EVERYBODY
    assert who_reads("quagga", post, people) == EVERYBODY
    measure = measure_of(decision, outcome)
    assert (measure.undone_by, measure.undone_at is None) == (cast.bel, False)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_case_is_decided_but_for_what_waits_for_its_author(
    cast, people, elsewhere, rule, outcome
):
    post = an_opening(cast)
    case = case_about(post, by=cast.cy)
    decision = decided(case, rule, step_to(outcome, post, elsewhere), by=cast.bel)
    waits = outcome == Outcome.RETURN
    case.refresh_from_db()
    assert case.state == (CaseState.AUTHOR if waits else CaseState.DECIDED)
    undo(by=cast.bel, measure=measure_of(decision, outcome))
    case.refresh_from_db()
    # To take back that it was left as it is asks for a new decision.
    is_open = outcome == Outcome.KEEP
    assert case.state == (CaseState.OPEN if is_open else CaseState.DECIDED)
