"""Categories become circles."""

import pytest
from django.core.exceptions import ValidationError

from forums.actions.circles import open_circle
from forums.choices import Reading
from forums.models import Circle, Topic, Trail
from forums.wordpress import Places
from tests.forums.actions.importing.bring import bring, everything
from tests.forums.wordpress.wxr import category, comment, item

pytestmark = pytest.mark.django_db

HEAD = category("Law", "law") + category("Children", "children", parent="law")
EACH = Places("The rest", has_circle_for_each=True)
ARTICLES = [
    item(1, comment(5), comment(6), categories=["law"]),
    item(2, comment(7), categories=["children"]),
    item(3),
]


def circles():
    return dict(Topic.objects.values_list("title", "circle__name"))


def test_each_article_goes_to_the_circle_of_its_category():
    tally = bring(*ARTICLES, places=EACH, head=HEAD)
    assert circles() == {"Article 1": "Law", "Article 2": "Law", "Article 3": "The rest"}
    assert {name: (c.topics, c.replies, c.is_new) for name, c in tally.circles.items()} == {
        "Law": (2, 3, True),
        "The rest": (1, 0, True),
    }
    opened = Trail.objects.filter(verb="open_circle")
    assert opened.count() == Circle.objects.filter(reading=Reading.MEMBERS).count() == 2


def test_circles_that_are_there_are_used_and_stay_as_they_are():
    law = open_circle(by=None, name="Law", reading=Reading.CLOSED)
    tally = bring(*ARTICLES, places=EACH, head=HEAD)
    assert Topic.objects.filter(circle=law).count() == 2
    assert not tally.circles["Law"].is_new
    law.refresh_from_db()
    assert law.reading == Reading.CLOSED


def test_a_second_time_nothing_moves_whatever_the_map_says():
    bring(*ARTICLES, places=EACH, head=HEAD)
    before = everything()
    tally = bring(*ARTICLES, places=Places("Elsewhere"), head=HEAD)
    assert everything() == before
    assert (tally.topics, tally.replies, tally.topics_elsewhere) == (0, 0, 3)


def test_a_long_category_makes_a_name_that_a_circle_can_have():
    bring(item(1, categories=["long"]), places=EACH, head=category("Very " * 30, "long"))
    assert len(Circle.objects.get().name) <= 80


def test_a_mapped_name_that_no_circle_can_have_is_refused_and_what_came_before_stays():
    places = Places("Here", {"law": "x" * 81})
    with pytest.raises(ValidationError):
        bring(item(4), *ARTICLES, places=places, head=HEAD)
    assert circles() == {"Article 4": "Here"}


@pytest.mark.parametrize("was_here", [False, True])
def test_a_dry_run_counts_the_same_and_writes_nothing(was_here):
    deep = [comment(n, f"Level {n}", parent=n - 1) for n in range(100, 405)]
    items = [
        *ARTICLES,
        item(4, comment(8, parent=999), comment(9, approved="spam"), *deep),
        item(4, comment(8, parent=999)),
        item(5, status="draft"),
    ]
    if was_here:
        bring(ARTICLES[0], items[3].replace("Level 300", ""), places=EACH, head=HEAD)
    before, trail = everything(), Trail.objects.count()
    planned = bring(*items, places=EACH, head=HEAD, dry_run=True)
    assert (everything(), Trail.objects.count()) == (before, trail)
    assert planned == bring(*items, places=EACH, head=HEAD)


def test_a_dry_run_refuses_what_the_run_would_refuse():
    with pytest.raises(ValidationError):
        bring(*ARTICLES, places=Places("x" * 81), dry_run=True)
