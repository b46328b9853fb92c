from datetime import UTC, datetime, timedelta

import pytest

from forums.actions.writing import add_post, add_topic
from forums.choices import Markup
from forums.models import Post, Topic
from forums.rules import DEEPEST
from forums.wordpress import LeftOut, Moved
from tests.forums.actions.importing.bring import NOW, bring, bring_file
from tests.forums.wordpress.wxr import comment, data, item

pytestmark = pytest.mark.django_db


def answered(words):
    """Whom a comment stands under: the words of that post, or nothing for the article."""
    parent = Post.objects.get(source=words).parent
    return "" if parent.parent_id is None else parent.source


def test_an_article_becomes_a_topic_and_its_comments_become_posts():
    tally = bring(
        item(
            1,
            comment(5, "One &amp; two"),
            title="Tea &amp; <em>toast</em>",
            words="First.\n\nThen.",
        )
    )
    assert (tally.topics, tally.replies, tally.skipped.total(), tally.broken) == (1, 1, 0, "")
    topic = Topic.objects.get()
    assert topic.circle.name == "Mornings"
    assert (topic.title, topic.opened_by.name, topic.replies_count) == ("Tea & toast", "ivy", 1)
    assert topic.opened_at == datetime(2019, 1, 1, 19, tzinfo=UTC)
    assert topic.last_post_at == datetime(2019, 2, 1, 20, tzinfo=UTC)
    opening = topic.posts.get(parent=None)
    assert opening.html == "<p>First.</p><p>Then.</p>"
    assert (opening.markup, opening.said_at) == (Markup.HTML, topic.opened_at)
    [post] = opening.answers.all()
    assert (post.html, post.author.name) == ("<p>One &amp; two</p>", "Mo")
    assert post.said_at == topic.last_post_at


def test_what_the_export_holds_back_stays_away_and_everything_in_it_is_counted():
    tally = bring_file(data("version-1.2.xml"))
    assert (tally.topics, tally.replies) == (2, 7)
    assert tally.skipped == {
        LeftOut.UNAPPROVED: 2,
        LeftOut.PINGBACK: 1,
        LeftOut.TRACKBACK: 1,
        LeftOut.SPAM: 1,
        LeftOut.TRASH: 2,
        LeftOut.EMPTY: 1,
        LeftOut.UNDER_LEFT_OUT: 2,
        LeftOut.DRAFT: 1,
        LeftOut.PENDING: 1,
        LeftOut.FUTURE: 1,
        LeftOut.PRIVATE: 1,
        LeftOut.PASSWORD: 1,
        LeftOut.ATTACHMENT: 1,
        LeftOut.NO_ARTICLE: 1,
    }
    assert tally.moved == {Moved.MISSING: 1, Moved.LEFT_OUT: 2}
    with data("version-1.2.xml") as export:
        text = export.read().decode()
    in_the_file = text.count("<item>") + text.count("<wp:comment>")
    assert tally.topics + tally.replies + tally.skipped.total() == in_the_file


def test_answers_stand_under_what_they_answer():
    bring_file(data("version-1.2.xml"))
    assert answered("The first answer") == ""
    assert answered("Under the first") == "The first answer"
    assert answered("Under one that comes later in the file") == "Under the first"
    assert answered("Under the spam") == ""
    assert answered("Under one that is gone") == ""
    assert answered("Under the one that waits, which is under the first") == "The first answer"


@pytest.mark.parametrize("name", ["version-1.0.xml", "version-1.1.xml"])
def test_older_versions_come_as_well(name):
    tally = bring_file(data(name))
    assert (tally.topics, tally.replies, tally.skipped.total()) == (1, 1, 0)


def test_posts_stand_where_they_would_had_they_been_written_one_by_one(cast):
    """Writing thousands at once is another way to the same rows."""
    parents = [0, 1, 1, 0, 3, 2, 5, 4, 1, 5]
    comments = [comment(n, f"Words {n}", parent=p) for n, p in enumerate(parents, 1)]
    bring(item(1, *comments))
    persona = cast.ada.personas.get()
    topic = add_topic(circle=cast.circle, author=persona, title="By hand", source="Some words.")
    written = {0: topic.posts.get()}
    for number, parent in enumerate(parents, 1):
        written[number] = add_post(
            topic=topic, parent=written[parent], author=persona, source=f"Words {number}"
        )

    def places(topic):
        columns = ("source", "path", "depth", "answers_count", "parent__source")
        return list(topic.posts.order_by("path").values_list(*columns))

    imported = Topic.objects.exclude(pk=topic.pk).get()
    assert places(imported) == places(topic)
    topic.refresh_from_db()
    assert imported.replies_count == topic.replies_count == 10


def test_a_hundred_levels_stand_a_hundred_deep():
    assert bring_file(data("hundred-deep.xml")).replies == 100
    assert Post.objects.get(source="Level 100").depth == 100
    assert Post.objects.get(source="Level 100").parent.source == "Level 99"


def test_deeper_than_the_deepest_hangs_at_the_deepest():
    deep = [comment(n, f"Level {n}", parent=n - 1) for n in range(1, DEEPEST + 4)]
    tally = bring(item(1, *deep))
    assert (tally.replies, tally.moved) == (DEEPEST + 3, {Moved.TOO_DEEP: 3})
    lowest = Post.objects.filter(depth=DEEPEST)
    assert lowest.count() == 4
    assert {post.parent.source for post in lowest} == {f"Level {DEEPEST - 1}"}
    # What comes later, under one of them, finds its place there too.
    last = comment(9999, "Later", parent=DEEPEST + 3)
    assert bring(item(1, *deep, last)).moved == {Moved.TOO_DEEP: 1}
    assert Post.objects.get(source="Later").parent.source == f"Level {DEEPEST - 1}"


def test_comments_that_answer_each_other_in_a_circle_come():
    tally = bring_file(data("circles.xml"))
    assert (tally.replies, tally.moved) == (5, {Moved.CIRCLE: 2})
    assert answered("One answers three") == ""
    assert answered("Two answers one") == "One answers three"
    assert answered("Five answers two") == "Two answers one"


def test_a_number_that_comes_twice_in_a_file_counts_once():
    tally = bring(item(1, comment(5, "One"), comment(5, "Two")), item(1, comment(5, "One")))
    assert (tally.topics, tally.replies, tally.topics_here, tally.replies_here) == (1, 1, 1, 1)
    assert tally.skipped == {LeftOut.REPEATED: 1}
    assert Post.objects.get(depth=1).source == "One"


def test_a_comment_of_which_nothing_would_be_left_is_empty():
    tally = bring(item(1, comment(5, "<script>alert(1)</script> &nbsp;"), comment(6, "[gallery]")))
    assert (tally.replies, tally.skipped) == (0, {LeftOut.EMPTY: 2})


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("", "<h2>Slowly</h2>\n\nOne day after another, and then another one, and one more day.",
         "Slowly One day after another, and then another one, and one…"),
        ("", "[gallery]", "Untitled"),
        ("a" * 300, "", "a" * 199 + "…"),
        ("a\u0301" * 200, "", "a\u0301" * 99 + "a…"),
        ("Line\nbreaks <3", "", "Line breaks <3"),
    ],
)  # fmt: skip
def test_titles(title, words, expected):
    bring(item(1, comment(5), title=title, words=words))
    assert Topic.objects.get().title == expected


def test_dates_that_are_missing_or_to_come():
    tomorrow = f"{NOW + timedelta(days=1):%Y-%m-%d %H:%M:%S}"
    bring(
        item(
            1,
            comment(5, "Undated", date_gmt="0000-00-00 00:00:00"),
            comment(6, "To come", date_gmt=tomorrow),
            comment(7, "Dated", date_gmt="2018-05-05 05:05:05"),
            post_date_gmt=None,
        )
    )
    topic = Topic.objects.get()
    assert topic.opened_at == datetime(2018, 5, 5, 5, 5, 5, tzinfo=UTC)
    assert Post.objects.get(source="Undated").said_at == topic.opened_at
    assert Post.objects.get(source="To come").said_at == topic.last_post_at == NOW
