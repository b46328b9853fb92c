"""What a moderator takes out is nowhere but under seal, and there until its day."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from config.celery import app
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.deciding import purge_originals, undo
from forums.actions.originals import look_at_original
from forums.choices import Outcome
from forums.models import Appeal, Original, Post, Report, Revision, SearchEntry, Trail
from forums.queries.originals import original_of
from forums.queries.own_words import all_own_posts
from forums.rules import Step
from forums.sealing import is_under_newest_key
from forums.tasks import purge_old_originals
from tests.forums.deciding import case_about, cutting, decided, measure_of
from tests.forums.quoting import all_done, quote_of
from tests.trackers.own_pages import server_key

pytestmark = pytest.mark.django_db

WORD = "quagga"
# The moderators' own: what somebody reported stays as it was reported.
KEPT_ELSEWHERE = {Report}


@pytest.fixture
def post(cast, topic, opening):
    """What eve said, changed, and cy quoted."""
    post = reply(by=cast.eve, parent=opening, words=f"A {WORD} lives at number nine.")
    revise(by=cast.eve, post=post, words=f"A {WORD} lives here, and zebras.")
    reply(by=cast.cy, parent=post, words=quote_of(post, words=f"A {WORD} lives"))
    post.refresh_from_db()
    return post


def everywhere_but(word, but=frozenset()):
    """Every column of every table of the circles in which a word stands."""
    found = set()
    for model in set(apps.get_app_config("forums").get_models()) - but:
        for field in model._meta.concrete_fields:
            rows = model._default_manager.annotate(text=Cast(field.attname, TextField()))
            if rows.filter(text__contains=word).exists():
                found.add(f"{model.__name__}.{field.name}")
    return found


@pytest.mark.parametrize("outcome", [Outcome.REDACT, Outcome.REMOVE])
def test_what_is_taken_out_stands_nowhere_any_more(cast, post, rule, outcome):
    step = cutting(post, WORD) if outcome == Outcome.REDACT else Step(outcome)
    assert "SearchEntry.words" in everywhere_but(WORD)
    decided(case_about(post, by=cast.ada), rule, step, by=cast.bel)
    all_done()
    assert everywhere_but(WORD, but=KEPT_ELSEWHERE) == set()


def test_a_gap_says_that_something_is_gone_and_the_rest_is_found(cast, post, rule):
    decided(case_about(post, by=cast.ada), rule, cutting(post, WORD), by=cast.bel)
    post.refresh_from_db()
    assert post.html == "<p>A (a detail was taken out) lives here, and zebras.</p>"
    assert SearchEntry.objects.filter(post=post, words="zebra").exists()
    assert not Revision.objects.filter(post=post).exists()


def test_a_title_is_cut_like_the_words(cast, rule):
    topic = open_topic(
        by=cast.eve, circle=cast.circle, title=f"My {WORD} and I", words=f"A {WORD}."
    )
    post = topic.posts.get()
    step = cutting(post, WORD, title=[WORD])
    decision = decided(case_about(post, by=cast.ada), rule, step, by=cast.bel)
    topic.refresh_from_db()
    assert topic.title == "My (a detail was taken out) and I"
    undo(by=cast.bel, measure=measure_of(decision, Outcome.REDACT))
    topic.refresh_from_db()
    assert topic.title == f"My {WORD} and I"


@pytest.mark.parametrize("outcome", [Outcome.REDACT, Outcome.REMOVE])
def test_all_of_it_is_put_back_with_what_it_said_before(cast, post, rule, outcome):
    before = list(post.revisions.values_list("source", "html", "replaced_at"))
    step = cutting(post, WORD) if outcome == Outcome.REDACT else Step(outcome)
    decision = decided(case_about(post, by=cast.ada), rule, step, by=cast.bel)
    assert original_of(decision).source == post.source
    undo(by=cast.bel, measure=measure_of(decision, outcome))
    again = Post.objects.get(pk=post.pk)
    assert (again.source, again.html) == (post.source, post.html)
    assert list(again.revisions.values_list("source", "html", "replaced_at")) == before


def test_an_imported_post_is_cut_in_its_own_markup(cast, topic, opening, rule):
    Post.objects.filter(pk=opening.pk).update(
        markup="html", source=f"<b>A {WORD}</b> sleeps.", html=f"<p><b>A {WORD}</b> sleeps.</p>"
    )
    opening.refresh_from_db()
    decided(case_about(opening, by=cast.cy), rule, cutting(opening, WORD), by=cast.bel)
    opening.refresh_from_db()
    assert opening.html == "<p><b>A (a detail was taken out)</b> sleeps.</p>"


def test_whoever_looks_at_it_leaves_a_line(cast, post, rule):
    decision = decided(case_about(post, by=cast.ada), rule, cutting(post, WORD), by=cast.bel)
    assert WORD in look_at_original(by=cast.bel, decision=decision).html
    assert Trail.objects.get(verb="look_at_original").by == cast.bel
    hiding = decided(case_about(post, by=cast.cy), rule, Step(Outcome.HIDE), by=cast.bel)
    assert look_at_original(by=cast.bel, decision=hiding) is None
    assert Trail.objects.filter(verb="look_at_original").count() == 1


def test_its_author_takes_all_of_it_away(cast, post, rule):
    decided(case_about(post, by=cast.ada), rule, Step(Outcome.REMOVE), by=cast.bel)
    [taken] = all_own_posts(cast.eve)
    assert WORD in taken.post.source
    assert WORD in taken.post.html


def test_on_its_day_it_is_gone_unless_somebody_waits_for_an_answer(cast, post, rule):
    decision = decided(case_about(post, by=cast.ada), rule, cutting(post, WORD), by=cast.bel)
    now = timezone.now()
    assert purge_originals(now=now + timedelta(days=200)) == 0
    appeal = Appeal.objects.create(decision=decision, user=cast.eve, words="Please.")
    assert purge_originals(now=now + timedelta(days=400)) == 0
    appeal.delete()
    with time_machine.travel(now + timedelta(days=400)):
        assert purge_old_originals() == 1
    assert app.conf.beat_schedule["purge-originals"]["task"] == purge_old_originals.name
    assert not Original.objects.exists()


def test_it_is_sealed_under_a_new_key_and_opens_all_the_same(cast, post, rule, settings, capsys):
    decision = decided(case_about(post, by=cast.ada), rule, cutting(post, WORD), by=cast.bel)
    newest = server_key("k2")
    settings.VAULT_SERVER_KEYS = f"{newest},{settings.VAULT_SERVER_KEYS}"
    assert not is_under_newest_key(Original.objects.get().sealed)
    call_command("reseal_originals")
    assert capsys.readouterr().out.startswith("1 ")
    settings.VAULT_SERVER_KEYS = newest
    assert WORD in original_of(decision).html
