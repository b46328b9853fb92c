import threading

import pytest
from django.db import connection

from forums.actions.conversation import open_topic, reply
from forums.models import Post, Topic, Trail
from forums.refusals import ReplyRefused, TopicRefused
from forums.rules import DEEPEST, LONGEST_POST
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def test_a_topic_begins_with_its_opening_post(cast):
    topic = open_topic(by=cast.ada, circle=cast.circle, title=" Day  nine ", words="*Hello*")
    post = topic.posts.get()
    assert (topic.title, post.parent, post.depth) == ("Day nine", None, 0)
    assert post.author.name == "Wren"
    assert (post.source, post.html.strip()) == ("*Hello*", "<p><em>Hello</em></p>")
    assert Trail.objects.filter(verb="open_topic", subject_ref=topic.ref, by=cast.ada).exists()


def test_replies_nest_under_what_they_answer(cast, topic, opening):
    first = reply(by=cast.cy, parent=opening, words="one")
    second = reply(by=cast.ada, parent=opening, words="two")
    below = reply(by=cast.eve, parent=first, words="one, below")
    later = reply(by=cast.cy, parent=first, words="one, below, later")
    assert [post.pk for post in topic.posts.order_by("path")] == [
        opening.pk,
        first.pk,
        below.pk,
        later.pk,
        second.pk,
    ]
    assert [post.depth for post in topic.posts.order_by("path")] == [0, 1, 2, 2, 1]


def test_a_reply_is_counted_and_makes_its_topic_the_newest(cast, topic, opening):
    said = reply(by=cast.cy, parent=opening, words="one")
    topic.refresh_from_db()
    assert topic.replies_count == 1
    assert topic.last_post_at == said.said_at


@pytest.mark.parametrize("words", ["", " \n ", "\0", "x" * (LONGEST_POST + 1)])
def test_words_that_do_not_do_are_refused_and_nothing_is_stored(cast, opening, words):
    with pytest.raises(ReplyRefused):
        reply(by=cast.ada, parent=opening, words=words)
    with pytest.raises(TopicRefused):
        open_topic(by=cast.ada, circle=cast.circle, title="Title", words=words)
    assert Post.objects.count() == 1
    opening.refresh_from_db()
    assert opening.answers_count == 0


def test_whoever_is_in_no_circle_cannot_write_in_it(cast, opening):
    with pytest.raises(ReplyRefused, match="Join"):
        reply(by=cast.dov, parent=opening, words="Hello")
    with pytest.raises(TopicRefused, match="Join"):
        open_topic(by=cast.dov, circle=cast.circle, title="Title", words="Hello")


def test_whoever_has_no_name_yet_cannot_write(cast, opening):
    cast.cy.personas.get().delete()
    with pytest.raises(ReplyRefused, match="name"):
        reply(by=cast.cy, parent=opening, words="Hello")


def test_a_post_that_was_just_taken_out_cannot_be_answered(cast, opening, push):
    stale = Post.objects.get(pk=push.pk)
    Post.objects.filter(pk=push.pk).update(hidden_at=push.said_at, hidden_by=cast.bel)
    with pytest.raises(ReplyRefused, match="taken out"):
        reply(by=cast.ada, parent=stale, words="Hello")


def test_a_thread_has_an_end(cast, opening):
    parent = reply(by=cast.ada, parent=opening, words="deep")
    Post.objects.filter(pk=parent.pk).update(depth=DEEPEST)
    with pytest.raises(ReplyRefused, match="deep"):
        reply(by=cast.ada, parent=parent, words="too deep")


@pytest.mark.django_db(transaction=True)
def test_many_answers_at_once_all_get_a_place_of_their_own():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello")
    opening = topic.posts.get()
    start, crowd = threading.Barrier(8), 8

    def answer(number):
        start.wait()
        reply(by=cast.cy, parent=opening, words=f"answer {number}")
        connection.close()

    threads = [threading.Thread(target=answer, args=[number]) for number in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    paths = list(topic.posts.filter(depth=1).values_list("path", flat=True))
    assert len(paths) == len(set(paths)) == crowd
    assert Topic.objects.get().replies_count == crowd
    opening.refresh_from_db()
    assert opening.answers_count == crowd
