"""A button pressed twice says it once, also when both arrive in the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from forums.actions.conversation import open_topic, reply
from forums.models import Post, Topic
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def at_once(work, times=5):
    start = threading.Barrier(times)

    def one():
        start.wait()
        work()
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_five_presses_at_once_make_one_topic_and_one_answer():
    cast = make_cast()
    at_once(lambda: open_topic(by=cast.ada, circle=cast.circle, title="Evenings", words="Long."))
    topic = Topic.objects.get()
    opening = topic.posts.get()
    at_once(lambda: reply(by=cast.cy, parent=opening, words="Very."))
    assert Post.objects.filter(parent=opening).count() == 1
    topic.refresh_from_db()
    assert topic.replies_count == 1


def test_the_same_words_later_or_by_somebody_else_or_elsewhere_are_new(cast, opening):
    first = reply(by=cast.cy, parent=opening, words="With you.")
    assert reply(by=cast.cy, parent=opening, words="With you.") == first
    assert reply(by=cast.eve, parent=opening, words="With you.") != first
    assert reply(by=cast.cy, parent=first, words="With you.") != first
    Post.objects.filter(pk=first.pk).update(said_at=first.said_at - timedelta(minutes=2))
    assert reply(by=cast.cy, parent=opening, words="With you.") != first
