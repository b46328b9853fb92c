"""What whoever opens a topic hopes for, and who may answer it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.reporting import report
from forums.actions.wishes import change_wishes
from forums.choices import Answerers, Concern, PleaseNot, Role, Wish
from forums.models import Membership, Topic, Trail
from forums.refusals import ReplyRefused, ReportRefused, TopicRefused, WishesRefused

pytestmark = pytest.mark.django_db

BOTH = [PleaseNot.URGE_CONTACT, PleaseNot.URGE_TO_LEAVE]


@pytest.fixture
def asking(cast):
    return open_topic(
        by=cast.ada,
        circle=cast.circle,
        title="Still there",
        words="I am not ready.",
        wish=Wish.LISTEN,
        please_not=BOTH,
    )


def test_a_topic_says_what_its_opener_hopes_for(asking):
    assert asking.wishes() == [
        "Just listen",
        "Please do not urge me to leave",
        "Please do not urge me to make contact",
    ]
    asking.answerers = Answerers.HOSTS
    assert asking.wishes()[-1] == "Answers from hosts and moderators"


def test_a_topic_that_leaves_it_open_asks_for_nothing(topic):
    assert topic.wishes() == []


def test_wishes_are_told_in_the_language_of_the_reader(asking):
    with translation.override("de"):
        assert all(isinstance(wish, str) for wish in asking.wishes())


@pytest.mark.parametrize(
    "asked", [{"wish": "money"}, {"please_not": ["breathe"]}, {"answerers": "friends"}]
)
def test_wishes_that_are_none_are_refused_and_nothing_is_stored(cast, topic, asked):
    with pytest.raises(TopicRefused):
        open_topic(by=cast.ada, circle=cast.circle, title="x", words="y", **asked)
    with pytest.raises(WishesRefused):
        change_wishes(by=cast.ada, topic=topic, **asked)
    assert Topic.objects.get().wishes() == []


def test_whoever_opened_it_says_it_anew_and_nobody_else_does(cast, asking):
    for somebody in (cast.cy, cast.bel):
        with pytest.raises(WishesRefused, match="opened"):
            change_wishes(by=somebody, topic=asking, wish=Wish.ADVICE)
    changed = change_wishes(by=cast.ada, topic=asking, wish=Wish.ADVICE)
    changed.refresh_from_db()
    assert changed.wishes() == ["Advice is welcome"]
    assert Trail.objects.get(verb="change_wishes").by == cast.ada


def test_a_name_for_one_topic_says_it_anew_as_well(cast):
    topic = open_topic(
        by=cast.ada, circle=cast.circle, title="x", words="y", face_name="Willow", wish=Wish.LISTEN
    )
    assert change_wishes(by=cast.ada, topic=topic).wishes() == []


def test_what_was_asked_for_goes_with_the_words(cast, asking):
    change_wishes(by=cast.ada, topic=asking, wish=Wish.LISTEN, answerers=Answerers.NOBODY)
    withdraw(by=cast.ada, post=asking.posts.get())
    asking.refresh_from_db()
    assert asking.wishes() == ["No answers, please"]


def been_here_for(user, days):
    joined = (timezone.now() - timedelta(days=days)).date()
    Membership.objects.filter(user=user).update(joined_on=joined)


@pytest.mark.parametrize(
    ("answerers", "may"),
    [
        (Answerers.EVERYONE, {"ada", "bel", "cy", "eve", "host"}),
        (Answerers.SETTLED, {"ada", "bel", "cy", "host"}),
        (Answerers.HOSTS, {"ada", "bel", "host"}),
        (Answerers.NOBODY, {"ada", "bel"}),
    ],
)
def test_those_answer_whom_the_opener_asked(cast, asking, answerers, may):
    been_here_for(cast.cy, days=31)
    appoint(by=None, user=cast.dov, circle=cast.circle, role=Role.HOST)
    change_wishes(by=cast.ada, topic=asking, answerers=answerers)
    people = {part: getattr(cast, part) for part in ("ada", "bel", "cy", "eve")}
    for part, user in (people | {"host": cast.dov}).items():
        if part in may:
            assert reply(by=user, parent=asking.posts.get(parent=None), words=f"I am {part}.")
        else:
            with pytest.raises(ReplyRefused, match="Whoever opened this topic"):
                reply(by=user, parent=asking.posts.get(parent=None), words="Hello.")


def test_an_answer_can_be_reported_as_against_wishes_where_there_are_some(cast, asking, topic):
    push = reply(by=cast.eve, parent=asking.posts.get(), words="Leave today.")
    filed = report(by=cast.cy, subject=push, concern=Concern.AGAINST_WISHES)
    assert filed.get_concern_display() == "It goes against what the person asked for"
    other = reply(by=cast.eve, parent=topic.posts.get(), words="Leave today.")
    with pytest.raises(ReportRefused):
        report(by=cast.cy, subject=other, concern=Concern.AGAINST_WISHES)
