"""What the database keeps for the search.

Everything here is written or changed through rows, not through verbs, wherever the database
itself must see to it that the entries follow.
"""

import importlib
from contextlib import contextmanager
from threading import Thread
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.choices import Language, Markup
from forums.models import Circle, Post, SearchEntry, Topic
from tests.cast import make_cast
from tests.forums.queries.asking import WORD, finds, found, hide

pytestmark = pytest.mark.django_db


def test_every_way_of_writing_is_covered(cast, opening):
    rows = Post.objects.bulk_create(
        Post(
            topic=opening.topic,
            parent=opening,
            path=f"{opening.path}-{number}",
            depth=1,
            author=opening.author,
            markup=Markup.HTML,
            html=f"<p>{WORD} number{number}</p>",
        )
        for number in range(3)
    )
    assert len(found(cast.ada, WORD)) == 3
    Post.objects.filter(pk=rows[0].pk).update(html="<p>heron</p>")
    assert finds(cast.ada, rows[0], "heron")
    assert not finds(cast.ada, rows[0], WORD)
    rows[1].html = "<p>wagtail</p>"
    rows[1].save()
    assert finds(cast.ada, rows[1], "wagtail")
    with connection.cursor() as cursor:
        cursor.execute("update forums_post set html = 'dipper' where id = %s", [rows[2].pk])
    assert finds(cast.ada, rows[2], "dipper")


def test_what_was_changed_is_found_by_its_new_words_alone(cast, opening):
    assert finds(cast.ada, opening, "evenings")
    revise(by=cast.ada, post=opening, words="The mornings.")
    assert not finds(cast.ada, opening, "evenings")
    assert finds(cast.ada, opening, "mornings")


def test_nothing_of_what_was_withdrawn_or_hidden_stays_in_the_index(cast, opening, push):
    assert SearchEntry.objects.filter(post=push).exists()
    withdraw(by=cast.eve, post=push)
    hide(cast, opening)
    assert not SearchEntry.objects.exists()
    # The title of a topic stood in the entry of its opening post.
    assert found(cast.ada, "nine") == []


def test_an_entry_that_should_not_be_there_finds_nothing(cast, push):
    hide(cast, push)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into forums_searchentry (post_id, language, words) "
            "values (%s, 'english', forums_search_words('english', '', %s))",
            [push.pk, WORD],
        )
    for reader in (cast.eve, cast.bel, cast.ada):
        assert found(reader, WORD) == []


def test_what_stands_again_is_found_again(cast, opening):
    hide(cast, opening)
    Post.objects.filter(pk=opening.pk).update(hidden_at=None, hidden_by=None)
    assert finds(cast.ada, opening, "evenings")
    assert finds(cast.ada, opening, "nine")


def test_counting_answers_leaves_the_entry_alone(cast, opening):
    def version():
        with connection.cursor() as cursor:
            cursor.execute("select ctid from forums_searchentry where post_id = %s", [opening.pk])
            return cursor.fetchone()

    before = version()
    reply(by=cast.cy, parent=opening, words="I am here.")
    assert version() == before


def test_the_title_is_found_with_the_opening_post_and_follows_a_new_title(cast, topic, opening):
    reply(by=cast.cy, parent=opening, words="I am with you.")
    assert found(cast.ada, "nine") == [opening.ref]
    Topic.objects.filter(pk=topic.pk).update(title="Day ten")
    assert found(cast.ada, "nine") == []
    assert found(cast.ada, "ten evenings") == [opening.ref]


def test_reading_a_topic_does_not_read_the_index(cast, topic):
    with CaptureQueriesContext(connection) as queries:
        cast.client(cast.ada).get(topic.get_absolute_url())
    assert "searchentry" not in str(queries.captured_queries)


def test_posts_that_were_there_before_are_filled_in(cast, opening, push):
    hide(cast, push)
    SearchEntry.objects.all().delete()
    migration = importlib.import_module("forums.migrations.0007_search_filled")
    for _again in range(2):
        migration.fill(apps, SimpleNamespace(connection=connection))
    assert found(cast.ada, "nine evenings") == [opening.ref]
    assert [entry.post for entry in SearchEntry.objects.all()] == [opening]


# --- Two at once ------------------------------------------------------------------------------


@contextmanager
def meanwhile(verb):
    """Somebody else acts once the block is done but not committed, and has to wait for it."""

    def act():
        verb()
        connection.close()

    other = Thread(target=act)
    with transaction.atomic():
        yield
        other.start()
        while other.is_alive() and not somebody_waits():
            pass
    other.join()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where not granted)")
        return cursor.fetchone()[0]


def speak_german():
    Circle.objects.update(language=Language.GERMAN)


@pytest.mark.django_db(transaction=True)
def test_a_new_language_does_not_bring_back_what_is_just_being_withdrawn():
    cast = make_cast()
    post = open_topic(by=cast.ada, circle=cast.circle, title="A", words=WORD).posts.get()
    with meanwhile(speak_german):
        withdraw(by=cast.ada, post=post)
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_new_language_does_not_bring_back_what_is_just_being_changed():
    cast = make_cast()
    post = open_topic(by=cast.ada, circle=cast.circle, title="A", words=WORD).posts.get()
    with meanwhile(speak_german):
        revise(by=cast.ada, post=post, words="The heron.")
    assert SearchEntry.objects.get().language == Language.GERMAN
    assert not finds(cast.ada, post, WORD)
    assert finds(cast.ada, post, "heron")


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_a_post_does_not_bring_back_a_title_that_is_just_being_changed():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title=WORD, words="Hello.")
    post = topic.posts.get()
    with meanwhile(lambda: revise(by=cast.ada, post=post, words="The heron.")):
        Topic.objects.filter(pk=topic.pk).update(title="Birds")
    assert not finds(cast.ada, post, WORD)
    assert finds(cast.ada, post, "birds heron")
