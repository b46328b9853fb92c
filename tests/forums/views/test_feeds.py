import pytest
from django.urls import reverse
from lxml import etree

from forums.actions.conversation import open_topic, withdraw
from forums.models import Post

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, circle):
    feed = client.get(reverse("forums:feed", args=[circle.ref]))
    assert feed["Content-Type"].startswith("application/atom+xml")
    return [
        entry.findtext(f"{ATOM}title")
        for entry in etree.fromstring(feed.content).iter(f"{ATOM}entry")
    ]


def test_a_circle_that_is_open_to_anyone_has_a_feed_of_what_stands(client, cast, open_to_anyone):
    topics = [
        open_topic(by=cast.ada, circle=open_to_anyone, title=title, words="x")
        for title in ("one", "two", "three", "four")
    ]
    withdraw(by=cast.ada, post=topics[1].posts.get())
    hidden = topics[2].posts.get()
    Post.objects.filter(pk=hidden.pk).update(hidden_at=hidden.said_at, hidden_by=cast.bel)
    assert titles(client, open_to_anyone) == ["four", "one"]


def test_no_other_circle_has_one_not_even_for_its_members(client, cast, topic):
    url = reverse("forums:feed", args=[cast.circle.ref])
    for visitor in (client, cast.client(cast.ada), cast.client(cast.bel)):
        assert visitor.get(url).status_code == 404


def test_a_feed_tells_the_day_and_not_the_minute(client, cast, open_to_anyone):
    open_topic(by=cast.ada, circle=open_to_anyone, title="one", words="x")
    feed = client.get(reverse("forums:feed", args=[open_to_anyone.ref])).content
    published = etree.fromstring(feed).find(f"{ATOM}entry/{ATOM}published").text
    assert "T00:00:00" in published


def test_a_feed_costs_the_same_for_one_topic_and_for_many(
    client, cast, open_to_anyone, django_assert_num_queries
):
    for number in range(7):
        open_topic(by=cast.ada, circle=open_to_anyone, title=f"{number}", words="x")
    with django_assert_num_queries(2):
        titles(client, open_to_anyone)


def test_a_page_names_its_feed_only_where_there_is_one(client, cast, open_to_anyone):
    assert b"application/atom+xml" in client.get(open_to_anyone.get_absolute_url()).content
    page = cast.client(cast.ada).get(cast.circle.get_absolute_url())
    assert b"application/atom+xml" not in page.content
