"""What it costs not to meet somebody: nothing for most, and never the whole of a long topic."""

import pytest
from django.db import connection

from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.actions.writing import add_post
from forums.models import Notice, Post

pytestmark = pytest.mark.django_db


def plan_of(queryset):
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        # Few posts are read faster than looked up; here the way matters that is taken with many.
        for way_of_few in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"set local enable_{way_of_few} = off")
        cursor.execute(f"explain (analyze, timing off, format json) {sql}", params)
        return cursor.fetchone()[0][0]["Plan"]


def steps(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from steps(below)


def reads_of_posts(plan):
    """Every place in the plan where posts are read, and was indeed: (their name there, rows)."""
    return [
        (step["Alias"], step["Actual Rows"] + step.get("Rows Removed by Filter", 0))
        for step in steps(plan)
        if step.get("Relation Name") == "forums_post" and step["Actual Loops"]
    ]


@pytest.fixture
def long_topic(cast):
    """Many small topics, and one that is long: PostgreSQL takes every topic for a small one."""
    for number in range(40):
        open_topic(by=cast.bel, circle=cast.circle, title=f"{number}", words="Hello.")
    topic = open_topic(by=cast.cy, circle=cast.circle, title="Long", words="Hello.")
    parents = [topic.posts.get()]
    for number in range(300):
        parent = parents[number // 3]
        parents.append(
            add_post(topic=topic, parent=parent, author=parent.author, source=f"{number}")
        )
    reply(by=cast.eve, parent=parents[50], words="And now?")
    with connection.cursor() as cursor:
        cursor.execute("analyze forums_post")
    return topic


def met_by(user, topic):
    return topic.posts.visible_to(user).unmuted_for(user).order_by("path")[:50]


def test_whoever_keeps_away_from_nothing_pays_nothing(cast, long_topic):
    block(by=cast.cy, persona=cast.eve.personas.get())
    mute(by=cast.cy, circle=cast.circle)
    assert [name for name, _rows in reads_of_posts(plan_of(met_by(cast.ada, long_topic)))] == [
        "forums_post"
    ]


def test_whoever_does_reads_what_stands_above_each_post_and_no_more(cast, long_topic):
    block(by=cast.ada, persona=cast.eve.personas.get())
    mute(by=cast.ada, note="the sea")
    reads = reads_of_posts(plan_of(met_by(cast.ada, long_topic)))
    deepest = long_topic.posts.order_by("-depth").first().depth
    assert len(reads) > 1
    for name, rows in reads:
        assert rows <= (51 if name == "forums_post" else deepest + 1), name


def test_notices_are_looked_up_one_by_one_and_posts_are_not_all_read_for_them(cast, long_topic):
    block(by=cast.ada, persona=cast.eve.personas.get())
    said = Post.objects.get(author__owner=cast.eve, topic=long_topic)
    Notice.objects.bulk_create(
        Notice(user=cast.ada, kind="post", post=post) for post in (said, said.parent)
    )
    reads = reads_of_posts(plan_of(Notice.objects.visible_to(cast.ada)))
    assert reads
    assert max(rows for _name, rows in reads) <= said.depth + 1, reads
