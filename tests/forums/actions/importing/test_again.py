from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection, transaction

from forums.actions.circles import open_circle
from forums.actions.conversation import reply
from forums.actions.importing import thread
from forums.models import Post, Topic
from tests.forums.actions.importing.bring import bring, bring_file, everything
from tests.forums.wordpress.wxr import comment, data, item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["version-1.0.xml", "version-1.1.xml", "version-1.2.xml"])
def test_a_second_time_changes_nothing(name):
    first = bring_file(data(name))
    before = everything()
    second = bring_file(data(name))
    assert everything() == before
    assert (second.topics, second.replies) == (0, 0)
    assert (second.topics_here, second.replies_here) == (first.topics, first.replies)
    assert (second.skipped, second.moved) == (first.skipped, {})


def test_what_is_new_in_a_later_export_comes():
    one = comment(5, "One", date_gmt="2019-02-02 00:00:00")
    bring(item(1, one))
    earlier = comment(6, "Earlier", date_gmt="2019-02-01 00:00:00")
    below = comment(7, "Below", parent=5, date_gmt="2019-02-03 00:00:00")
    tally = bring(item(1, one, earlier, below, title="Renamed"), item(2))
    assert (tally.topics, tally.replies, tally.topics_here, tally.replies_here) == (1, 2, 1, 1)
    topic = Topic.objects.get(title="Article 1")
    assert topic.replies_count == 3
    assert topic.last_post_at == datetime(2019, 2, 3, tzinfo=UTC)
    # What stands here keeps its place: what is new comes behind it.
    in_order = topic.posts.order_by("path").values_list("source", flat=True)
    assert list(in_order) == ["Some words.", "One", "Below", "Earlier"]


def test_what_was_said_here_meanwhile_keeps_its_place(cast):
    bring(item(1, comment(5, "One")), circle=cast.circle.name)
    topic = Topic.objects.get()
    reply(by=cast.ada, parent=topic.posts.get(parent=None), words="To the article")
    reply(by=cast.ada, parent=Post.objects.get(source="One"), words="To the comment")
    bring(
        item(1, comment(5, "One"), comment(6, "Two"), comment(7, "Three", parent=5)),
        circle=cast.circle.name,
    )
    in_order = topic.posts.order_by("path").values_list("source", flat=True)
    assert list(in_order) == [
        "Some words.", "One", "To the comment", "Three", "To the article", "Two",
    ]  # fmt: skip
    topic.refresh_from_db()
    assert topic.replies_count == 5
    assert topic.posts.get(parent=None).answers_count == 3


def test_a_comment_that_was_approved_since_comes():
    bring(item(1, comment(5, approved=0)))
    assert bring(item(1, comment(5, approved=1))).replies == 1


def test_topics_that_are_in_another_circle_stay_there():
    bring(item(1, comment(5)), circle="Mornings")
    tally = bring(item(1, comment(5), comment(6)), item(2), circle="Evenings")
    assert (tally.topics, tally.replies, tally.topics_elsewhere) == (1, 1, 1)
    assert Topic.objects.get(title="Article 1").circle.name == "Mornings"
    assert Topic.objects.get(title="Article 2").circle.name == "Evenings"


def test_two_blogs_do_not_mix():
    bring(item(1, comment(5)))
    tally = bring(item(1, comment(5)), site="https://mornings.example")
    assert (tally.topics, tally.replies) == (1, 1)


def test_a_run_that_dies_is_taken_up_by_the_next(monkeypatch):
    items = [item(1, comment(5)), item(2, comment(6)), item(3, comment(7))]
    write, count = thread._write, []

    def die_in_the_second(*args):
        write(*args)
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(thread, "_write", die_in_the_second)
        with pytest.raises(KeyboardInterrupt):
            bring(*items)
    # The second article was written, but its transaction was not finished.
    assert Topic.objects.count() == 1
    tally = bring(*items)
    assert (tally.topics, tally.replies, tally.topics_here, tally.replies_here) == (2, 2, 1, 1)


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select 1 from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_take_turns():
    open_circle(by=None, name="Mornings")
    tallies = []

    def bring_as_well():
        tallies.append(bring(item(1, comment(5)), item(2, comment(6))))
        connection.close()

    other = Thread(target=bring_as_well)
    with transaction.atomic():
        bring(item(1, comment(5)))
        other.start()
        while other.is_alive() and not somebody_waits():
            pass
    other.join()
    [tally] = tallies
    assert (tally.topics, tally.replies, tally.topics_here, tally.replies_here) == (1, 1, 1, 1)
