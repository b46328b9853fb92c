import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions.circles import part
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.following import announce, follow, mark_read, unfollow
from forums.choices import NoticeKind
from forums.models import Announcement, Notice, Post, Reading
from forums.tasks import announce_posts
from tests.cast import make_cast
from tests.forums.reading import links_on

pytestmark = pytest.mark.django_db


def told():
    announce_posts()
    return set(Notice.objects.values_list("user__personas__name", "kind"))


def test_whoever_is_answered_hears_of_it(cast, opening):
    reply(by=cast.cy, parent=opening, words="Here.")
    assert told() == {("Wren", NoticeKind.ANSWER)}


def test_nobody_hears_of_what_they_said_themselves(cast, topic, opening):
    follow(by=cast.ada, topic=topic)
    reply(by=cast.ada, parent=opening, words="And another thing.")
    assert told() == set()


def test_followers_of_a_topic_hear_of_it_once(cast, topic, opening):
    announce_posts()
    follow(by=cast.eve, topic=topic)
    follow(by=cast.ada, topic=topic)
    follow(by=cast.bel, circle=cast.circle)
    reply(by=cast.cy, parent=opening, words="Here.")
    expected = {("Wren", NoticeKind.ANSWER), ("Someone", NoticeKind.POST)}
    assert told() == expected
    assert told() == expected
    assert Notice.objects.count() == 2


def test_followers_of_a_circle_hear_of_new_topics_alone(cast):
    follow(by=cast.dov, circle=cast.circle)
    topic = open_topic(by=cast.cy, circle=cast.circle, title="Evenings", words="Long.")
    reply(by=cast.cy, parent=topic.posts.get(), words="Very.")
    assert told() == {("Juniper", NoticeKind.TOPIC)}


def test_who_stops_following_hears_nothing_more(cast, topic, opening):
    follow(by=cast.eve, topic=topic)
    unfollow(by=cast.eve, topic=topic)
    reply(by=cast.cy, parent=opening, words="Here.")
    assert ("Someone", NoticeKind.POST) not in told()


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_nobody_is_told_of_a_post_that_has_gone_and_earlier_notices_go_with_it(
    cast, topic, opening, how
):
    said = reply(by=cast.cy, parent=opening, words="The zebra slept.")
    later = reply(by=cast.cy, parent=opening, words="The heron slept.")
    told()
    if how == "withdrawn":
        withdraw(by=cast.cy, post=said)
    else:
        Post.objects.filter(pk=said.pk).update(hidden_at=said.said_at, hidden_by=cast.bel)
    assert [notice.post for notice in Notice.objects.visible_to(cast.ada)] == [later]
    gone = reply(by=cast.cy, parent=opening, words="The otter slept.")
    withdraw(by=cast.cy, post=gone)
    told()
    assert not Notice.objects.filter(post=gone).exists()


def test_posting_owes_the_telling_and_does_not_do_it(cast, opening):
    reply(by=cast.cy, parent=opening, words="Here.")
    assert Announcement.objects.owed().count() == 2
    assert not Notice.objects.exists()


def test_a_refused_post_owes_nothing(cast, opening):
    before = Announcement.objects.count()
    with pytest.raises(Exception, match="Join"):
        reply(by=cast.dov, parent=opening, words="Here.")
    assert Announcement.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_post_once():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Hello")
    for number in range(12):
        reply(by=cast.cy, parent=topic.posts.get(parent=None), words=f"answer {number}")
    start, told_by = threading.Barrier(3), []

    def work():
        start.wait()
        told_by.append(announce(now=timezone.now(), most=5))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while announce(now=timezone.now()):
        pass
    assert Notice.objects.filter(user=cast.ada).count() == 12
    assert not Announcement.objects.owed().exists()


# How far somebody has read

NEW, MARK_OF_NEW = "To what is new since you were here", '<span class="badge accent">new</span>'


def test_what_is_new_since_the_last_visit_is_shown_once(cast, topic, opening):
    client, url = cast.client(cast.ada), topic.get_absolute_url()
    assert NEW not in links_on(client.get(url))
    said = reply(by=cast.cy, parent=opening, words="Here.")
    page = client.get(url)
    assert links_on(page)[NEW] == said.get_absolute_url()
    assert page.content.decode().count(MARK_OF_NEW) == 1
    page = client.get(url)
    assert NEW not in links_on(page)
    assert MARK_OF_NEW not in page.content.decode()


def test_ones_own_words_are_never_new(cast, topic, opening):
    client, url = cast.client(cast.ada), topic.get_absolute_url()
    client.get(url)
    reply(by=cast.ada, parent=opening, words="Here.")
    page = client.get(url)
    assert NEW not in links_on(page)
    assert MARK_OF_NEW not in page.content.decode()


def test_a_reading_never_goes_back_and_stays_one_row(cast, topic):
    for up_to in (5, 9, 7):
        mark_read(by=cast.ada, topic=topic, up_to=up_to)
    assert Reading.objects.get(user=cast.ada, topic=topic).up_to == 9


# From the page


def test_a_topic_and_a_circle_can_be_followed_from_their_pages(cast, topic):
    client = cast.client(cast.ada)
    for name, thing in (("follow_topic", topic), ("follow_circle", cast.circle)):
        url = reverse(f"forums:{name}", args=[thing.ref])
        assert client.post(url)["Location"] == thing.get_absolute_url()
        assert "You follow this." in client.get(thing.get_absolute_url()).content.decode()
        client.post(url, {"stop": ""})
        assert "You follow this." not in client.get(thing.get_absolute_url()).content.decode()


def test_a_notice_leads_to_the_post(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="Here.")
    announce_posts()
    page = cast.client(cast.ada).get(reverse("forums:notices")).content.decode()
    assert reverse("forums:post", args=[said.ref]) in page
    assert "<bdi>Marlow</bdi> in “<bdi>Day nine</bdi>”" in page


def test_leaving_a_circle_that_anyone_signed_in_may_read_keeps_its_notices(cast, opening):
    reply(by=cast.cy, parent=opening, words="Here.")
    announce_posts()
    part(by=cast.ada, circle=cast.circle)
    assert Notice.objects.visible_to(cast.ada).count() == 1
