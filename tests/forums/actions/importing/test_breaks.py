import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.circles import open_circle
from forums.models import Circle, Persona, Post, Topic, Trail
from forums.wordpress import NotAnExport
from tests.forums.actions.importing.bring import bring, bring_file
from tests.forums.wordpress.wxr import comment, data, item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["cut-off.xml", "damaged.xml"])
def test_what_stands_before_a_break_stays(name):
    tally = bring_file(data(name))
    assert (tally.topics, tally.replies) == (1, 1)
    assert "at line" in tally.broken
    assert Post.objects.filter(source="Whole as well").exists()
    assert not Post.objects.filter(source="Never seen").exists()


@pytest.mark.parametrize("name", ["feed.xml", "entity-bomb.xml", "entity-bomb-of-parameters.xml"])
def test_of_a_file_that_is_no_export_nothing_comes(name):
    with pytest.raises(NotAnExport):
        bring_file(data(name))
    assert not Circle.objects.exists()


def test_where_nothing_comes_no_circle_is_opened():
    bring(item(1, status="draft"))
    assert not Circle.objects.exists()


def test_what_would_run_in_a_reader_is_taken_out():
    bring_file(data("script.xml"))
    assert Topic.objects.get().title == "Calm"
    shown = " ".join(Post.objects.values_list("html", flat=True))
    for trace in (
        "script",
        "alert",
        "onclick",
        "<img",
        "iframe",
        "svg",
        "style",
        "far.example/dot",
    ):
        assert trace not in shown
    assert "a lake at dusk" in shown
    assert 'href="https://far.example/"' in shown
    assert {persona.name for persona in Persona.objects.all()} == {"Ivy", "Ann", "nnA"}


def test_a_circle_that_is_there_is_used():
    circle = open_circle(by=None, name="Slow mornings")
    bring(item(1), circle=" Slow  mornings ")
    assert Topic.objects.get().circle == circle


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_circle_whose_name_will_not_do_is_refused(name):
    with pytest.raises(ValidationError):
        bring(item(1), circle=name)
    assert not Topic.objects.exists()
    assert not Persona.objects.exists()


def test_each_article_leaves_a_line_in_the_trail(cast):
    bring(item(1, comment(5)), item(2), circle=cast.circle.name)
    bring(item(1, comment(5)), item(2), circle=cast.circle.name)
    lines = Trail.objects.filter(verb="import_topic").order_by("pk")
    refs = Topic.objects.order_by("pk").values_list("ref", flat=True)
    assert [line.detail for line in lines] == [
        {"topic": refs[0], "replies": 1},
        {"topic": refs[1], "replies": 0},
    ]
    assert {(line.subject_kind, line.subject_ref) for line in lines} == {
        ("circle", cast.circle.ref)
    }


def queries_for(*comments):
    with CaptureQueriesContext(connection) as queries:
        bring(item(len(comments), *comments))
    return len(queries)


def test_a_hundred_comments_cost_as_many_queries_as_three():
    open_circle(by=None, name="Mornings")
    bring(item(999, comment(1)))
    assert queries_for(*map(comment, range(100, 200))) == queries_for(*map(comment, range(1, 4)))


def test_a_hundred_levels_cost_as_many_queries_as_three():
    open_circle(by=None, name="Mornings")
    bring(item(999, comment(1)))
    deep = [comment(n, parent=n - 1) for n in range(100, 200)]
    assert queries_for(*deep) == queries_for(*map(comment, range(1, 4)))


def test_posts_are_numbered_by_date():
    """Who has seen the newest of them has seen them all."""
    late = comment(5, "Late", date_gmt="2019-03-01 00:00:00")
    early = comment(6, "Early", parent=5, date_gmt="2019-02-01 00:00:00")
    bring(item(1, late, early))
    numbered = Post.objects.order_by("pk").values_list("source", flat=True)
    assert list(numbered) == ["Some words.", "Early", "Late"]
