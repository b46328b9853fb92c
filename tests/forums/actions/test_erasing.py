"""Somebody is parted from all that they wrote, part by part, whoever is killed on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import erasing
from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block
from forums.actions.drafts import keep_draft
from forums.actions.erasing import SPREAD, erase_posts, go_on_erasing
from forums.actions.reactions import react
from forums.actions.writing import take_words_out
from forums.choices import Outcome, ReactionKind
from forums.models import Decision, Draft, Erasure, Persona, Post, Reaction, Report, Trail
from forums.rules import Step
from tests.forums.deciding import case_about, decided
from tests.forums.quoting import all_done, quote_of

pytestmark = pytest.mark.django_db


def name_of(user):
    return Persona.objects.worn_everywhere().get(owner=user)


def finish(*, now=None, most=100):
    """Lets the worker do all there is to do by then, and counts the parts."""
    parts = 0
    while go_on_erasing(now=now or timezone.now() + SPREAD, most=most):
        parts += 1
    return parts


@pytest.fixture
def words(cast, topic, opening):
    """Five answers of cy's, one of which bel answered; and what ada began."""
    own = [reply(by=cast.cy, parent=opening, words=f"Word {n}.") for n in range(5)]
    reply(by=cast.bel, parent=own[0], words="I hear you.")
    return own


def said(posts):
    return [Post.objects.get(pk=post.pk).source for post in posts]


def writers(posts):
    return {Post.objects.select_related("author").get(pk=post.pk).author for post in posts}


def test_nothing_is_done_while_somebody_waits(cast, words, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        assert erase_posts(by=cast.cy, leave_words=False) == 1
    assert said(words) == [f"Word {n}." for n in range(5)]


def test_the_words_go_and_the_name_over_them_and_nobody_elses(cast, words, opening):
    erase_posts(by=cast.cy, leave_words=False)
    finish(most=2)
    assert said(words) == [""] * 5
    [nobody] = writers(words)
    assert nobody.owner is None
    assert nobody.name.startswith("Somebody who has left")
    opening.refresh_from_db()
    assert opening.source == "The *evenings*."
    assert Post.objects.get(author__owner=cast.bel).source == "I hear you."
    assert not Erasure.objects.exists()


def test_the_words_can_stay_under_nobodys_name(cast, words):
    erase_posts(by=cast.cy, leave_words=True)
    finish(most=2)
    assert said(words) == [f"Word {n}." for n in range(5)]
    [nobody] = writers(words)
    assert nobody.owner is None
    assert nobody != name_of(cast.cy)


def test_a_topic_that_they_began_is_nobodys_and_its_title_goes_with_its_words(cast, topic):
    erase_posts(by=cast.ada, leave_words=False)
    finish()
    topic.refresh_from_db()
    assert topic.opened_by.owner is None
    assert topic.title == ""


def test_they_keep_their_name_and_what_they_write_from_then_on(cast, words, opening):
    before = name_of(cast.cy)
    erase_posts(by=cast.cy, leave_words=False)
    later = reply(by=cast.cy, parent=opening, words="Begun again.")
    finish(most=2)
    assert said([later]) == ["Begun again."]
    assert writers([later]) == {before}


def test_a_worker_that_is_killed_has_done_some_parts_and_the_next_one_goes_on(
    cast, words, monkeypatch
):
    erase_posts(by=cast.cy, leave_words=False)
    now = timezone.now()
    assert go_on_erasing(now=now, most=2)
    take_out, calls = take_words_out, []

    class Killed(BaseException):
        """No error that anything catches: the process is gone."""

    def dies(post, *, by):
        calls.append(post)
        if len(calls) == 2:
            raise Killed
        return take_out(post, by=by)

    monkeypatch.setattr(erasing, "take_words_out", dies)
    with pytest.raises(Killed):
        go_on_erasing(now=now, most=2)
    # Of the part in which it died nothing is done, and of the one before all.
    assert said(words) == ["", "", "Word 2.", "Word 3.", "Word 4."]
    assert Erasure.objects.get().up_to == words[1].pk
    monkeypatch.undo()
    # The try was counted, so the next one comes later.
    assert go_on_erasing(now=now, most=2) == 0
    assert finish(now=now + timedelta(hours=1), most=2)
    assert said(words) == [""] * 5
    assert Trail.objects.filter(verb="withdraw").count() == 5
    assert not Erasure.objects.exists()


def test_an_account_can_go_before_it_is_done(cast, words):
    erase_posts(by=cast.cy, leave_words=False)
    cast.cy.delete()
    finish(most=2)
    assert said(words) == [""] * 5


def test_a_draft_goes_at_once(cast, opening):
    keep_draft(by=cast.cy, parent=opening, words="Not said.")
    erase_posts(by=cast.cy, leave_words=True)
    assert not Draft.objects.exists()


def test_others_stop_saying_their_name_and_their_words(cast, words, opening):
    name = name_of(cast.cy).name
    quoting = reply(by=cast.bel, parent=opening, words=quote_of(words[1], words="Word 1."))
    calling = reply(by=cast.bel, parent=opening, words=f"Dear @{name}, thank you.")
    erase_posts(by=cast.cy, leave_words=False)
    finish()
    all_done()
    for post in (quoting, calling):
        post.refresh_from_db()
        assert name not in post.html
        assert "Word 1." not in post.html


def test_whoever_keeps_away_from_them_goes_on_not_to_meet_their_words(cast, words):
    block(by=cast.ada, persona=name_of(cast.cy))
    erase_posts(by=cast.cy, leave_words=True)
    finish()
    assert not Post.objects.visible_to(cast.ada).filter(pk=words[1].pk).exists()
    assert Post.objects.visible_to(cast.dov).filter(pk=words[1].pk).exists()


def test_whoever_they_keep_away_from_goes_on_not_to_meet_their_words(cast, words, opening):
    block(by=cast.cy, persona=name_of(cast.ada))
    erase_posts(by=cast.cy, leave_words=True)
    finish()
    assert not Post.objects.visible_to(cast.ada).filter(pk=words[1].pk).exists()


def test_nothing_in_the_trail_says_who_wrote_what_is_left(cast, words):
    erase_posts(by=cast.cy, leave_words=True)
    finish()
    refs = [post.ref for post in words]
    lines = Trail.objects.filter(subject_ref__in=refs)
    assert lines.count() == 5
    assert not lines.exclude(by=None).exists()


def test_names_for_one_topic_go_later_and_each_becomes_somebody_else(cast, words, opening):
    faces = [
        open_topic(by=cast.cy, circle=cast.circle, title=f"T{n}", words="Hm.", face_name=face)
        for n, face in enumerate(("Alder", "Birch"))
    ]
    assert erase_posts(by=cast.cy, leave_words=True) == 3
    delayed = Erasure.objects.filter(persona__only_in__isnull=False)
    times = [row.next_try_at for row in delayed if row.next_try_at is not None]
    assert len(times) == len(set(times)) == 2
    assert all(timezone.now() < at < timezone.now() + SPREAD for at in times)
    finish()
    names = {post.author.name for topic in faces for post in topic.posts.all()}
    [everyday] = writers(words)
    assert len(names | {everyday.name}) == 3


@pytest.mark.parametrize("leave_words", [True, False])
def test_what_moderators_look_into_is_taken_out_but_stays_with_its_name(cast, words, leave_words):
    case_about(words[0], by=cast.ada)
    erase_posts(by=cast.cy, leave_words=leave_words)
    finish()
    words[0].refresh_from_db()
    assert words[0].source == ""
    assert words[0].author.owner == cast.cy
    assert "Word 0." in Report.objects.get().frozen_html


def test_nobody_leaves_what_was_decided_of_them_behind(cast, words, rule):
    decided(case_about(words[0], by=cast.ada), rule, Step(Outcome.HIDE), by=cast.bel)
    decided(case_about(words[1], by=cast.ada), rule, Step(Outcome.KEEP), by=cast.bel)
    erase_posts(by=cast.cy, leave_words=True)
    finish()
    owners = [Post.objects.get(pk=post.pk).author.owner for post in words[:2]]
    assert owners == [cast.cy, None]
    assert said(words[:2]) == ["", "Word 1."]


def test_asked_again_the_last_word_counts_for_what_is_not_done(cast, words):
    erase_posts(by=cast.cy, leave_words=True)
    go_on_erasing(now=timezone.now(), most=2)
    erase_posts(by=cast.cy, leave_words=False)
    finish()
    assert said(words) == ["Word 0.", "Word 1.", "", "", ""]


def test_reactions_go_too(cast, opening, words):
    assert words
    react(by=cast.cy, post=opening, kind=ReactionKind.HELPED)
    erase_posts(by=cast.cy, leave_words=True)
    finish()
    assert not Reaction.objects.exists()


def test_what_was_reported_and_decided_outlives_the_account(cast, words, rule):
    decision = decided(case_about(words[0], by=cast.ada), rule, Step(Outcome.HIDE), by=cast.bel)
    lines = Trail.objects.count()
    for user in (cast.cy, cast.ada, cast.bel):
        user.delete()
    report, decision = Report.objects.get(), Decision.objects.get(pk=decision.pk)
    assert report.reporter is None
    assert "Word 0." in report.frozen_html
    assert decision.author is None
    assert decision.decided_by is None
    assert decision.reason == "For a reason."
    assert Trail.objects.count() == lines
    acts = Trail.objects.filter(verb__in=["reply", "report", "decide"])
    assert acts.count() == 8
    assert not acts.exclude(by=None).exists()
