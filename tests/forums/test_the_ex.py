"""As the person somebody is hiding from: is there anything by which eve can tell that she is
blocked, by whom, or whose a name is that is worn in one topic?

What cannot be closed is said in docs/decisions/0011-personas-and-blocks.md.
"""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from forums.actions.circles import choose_persona, join, open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.actions.drafts import keep_draft
from forums.actions.following import follow
from forums.actions.reactions import react
from forums.choices import ReactionKind, Reading, Role
from forums.models import Membership, Notice, Persona, Post, Topic
from forums.tasks import announce_posts
from tests.forums.visibility.looking import Looker, answer_to

pytestmark = pytest.mark.django_db

NOBODYS = "23456789bcdf"


def name_of(user):
    return user.personas.get(only_in=None)


def answered(topic, by, words):
    return reply(by=by, parent=topic.posts.get(parent=None), words=words)


def opened(cast, by, title="Evenings", words="How do you all spend them?"):
    return open_topic(by=by, circle=cast.circle, title=title, words=words)


@pytest.fixture
def eve(cast):
    return Looker(cast.eve, cast.client(cast.eve))


@pytest.fixture(params=["ada blocks eve", "eve blocks ada"])
def kept_apart(request, cast):
    """Whoever of the two it was: no more can be seen from one side than from the other."""
    if request.param == "ada blocks eve":
        return lambda: block(by=cast.ada, persona=name_of(cast.eve))
    return lambda: block(by=cast.eve, persona=name_of(cast.ada))


# What is behind a block is answered like what never was


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    [
        "topic", "follow_topic", "mute_topic", "post", "reply", "keep_answer", "report",
        "revisions", "mute",
    ],
)  # fmt: skip
def test_every_address_answers_as_if_there_were_nothing(cast, eve, kept_apart, name, method):
    topic = opened(cast, cast.ada)
    ref = topic.ref if "topic" in name else topic.posts.get().ref
    kept_apart()
    data = {"words": "And now?", "concern": "other", "what": "circle", "kind": "with_you"}
    unseen, nothing = (
        answer_to(getattr(eve.client, method)(reverse(f"forums:{name}", args=[each]), data))
        for each in (ref, NOBODYS)
    )
    assert unseen == nothing
    assert unseen[0] in (404, 405)


def test_so_does_the_block_page_of_a_post_that_is_behind_somebody_elses_block(cast, eve):
    topic = opened(cast, cast.ada)
    block(by=cast.ada, persona=name_of(cast.eve))
    for method in (eve.client.get, eve.client.post):
        unseen, nothing = (
            answer_to(method(reverse("forums:block", args=[ref])))
            for ref in (topic.posts.get().ref, NOBODYS)
        )
        assert unseen == nothing


@pytest.mark.parametrize("place", ["start", "before", "thread"])
def test_a_place_behind_a_block_is_no_place(cast, eve, kept_apart, place):
    topic = opened(cast, cast.cy)
    for number in range(3):
        answered(topic, cast.cy, f"{number}")
    said = answered(topic, cast.ada, "Mostly outside.")
    kept_apart()
    eve.get("topic", topic.ref)
    unseen, nothing = (eve.get("topic", topic.ref, **{place: ref}) for ref in (said.ref, NOBODYS))
    assert answer_to(unseen) == answer_to(nothing)


def test_a_list_that_goes_on_behind_an_unseen_topic_begins_anew(cast, eve, kept_apart):
    first, theirs, last = (
        opened(cast, by, title=by.sign_in_name) for by in (cast.cy, cast.ada, cast.bel)
    )
    kept_apart()
    assert set(eve.list_of(cast.circle)) == {first.ref, last.ref}
    unseen, nothing = (
        eve.get("circle", cast.circle.ref, after=ref) for ref in (theirs.ref, NOBODYS)
    )
    assert answer_to(unseen) == answer_to(nothing)


# Nothing is counted, dated, marked or offered that is not there


def without_refs(topic, response):
    status, headers, cookies, content = answer_to(response)
    refs = {topic.ref, *topic.posts.values_list("ref", flat=True)}
    for ref in refs:
        content = content.replace(ref.encode(), b"REF")
    return status, headers, cookies, content


def test_a_topic_that_only_they_answered_looks_like_one_that_nobody_answered(cast, eve, kept_apart):
    lonely, busy = opened(cast, cast.cy), opened(cast, cast.bel)
    Post.objects.filter(topic=busy).update(author=name_of(cast.cy))
    Topic.objects.filter(pk=busy.pk).update(opened_by=name_of(cast.cy))
    said = answered(busy, cast.ada, "Mostly outside.")
    reply(by=cast.cy, parent=said, words="That sounds good.")
    kept_apart()
    for look in range(3):
        pages = [without_refs(topic, eve.get("topic", topic.ref)) for topic in (lonely, busy)]
        assert pages[0] == pages[1], look
    assert eve.list_of(cast.circle) == {lonely.ref: 0, busy.ref: 0}
    entries = re.findall(
        r'<li class="topic.*?</li>', eve.get("circle", cast.circle.ref).content.decode(), re.DOTALL
    )
    assert len({re.sub(r"/t/\w+/", "", entry) for entry in entries}) == 1


def test_ones_own_answers_below_them_are_gone_from_the_page_and_from_every_count(
    cast, eve, kept_apart
):
    topic = opened(cast, cast.cy)
    mine = reply(by=cast.eve, parent=answered(topic, cast.ada, "Outside."), words="Where?")
    kept_apart()
    assert eve.posts_on(topic) == {topic.posts.get(parent=None).ref}
    assert eve.list_of(cast.circle) == {topic.ref: 0}
    assert mine.ref not in eve.finds("where")


def test_ones_own_words_can_be_taken_back_though_their_place_is_gone(cast, eve, kept_apart):
    topic = opened(cast, cast.cy)
    mine = reply(by=cast.eve, parent=answered(topic, cast.ada, "Outside."), words="Where?")
    kept_apart()
    for name, data in (("revise", {"words": "Oh."}), ("withdraw", {})):
        answer = eve.client.post(reverse(f"forums:{name}", args=[mine.ref]), data, follow=True)
        assert answer.status_code == 200
        assert answer.request["PATH_INFO"] == reverse("forums:mine")
    mine.refresh_from_db()
    assert mine.withdrawn_at


def test_nothing_is_new_and_nobody_is_told(cast, eve, kept_apart):
    topic = opened(cast, cast.cy)
    follow(by=cast.eve, topic=topic)
    follow(by=cast.eve, circle=cast.circle)
    announce_posts()
    eve.get("topic", topic.ref)
    Notice.objects.all().delete()
    kept_apart()
    said = answered(topic, cast.ada, "Mostly outside.")
    reply(by=cast.cy, parent=said, words="That sounds good, @Someone.")
    opened(cast, cast.ada)
    announce_posts()
    assert not Notice.objects.filter(user=cast.eve).exists()
    assert "new since" not in eve.page(topic)
    assert "news-dot" not in eve.page(topic)


def test_what_came_before_is_not_heard_of_any_more(cast, eve, kept_apart):
    topic = opened(cast, cast.cy)
    follow(by=cast.eve, topic=topic)
    said = answered(topic, cast.ada, "Mostly outside.")
    announce_posts()
    keep_draft(by=cast.eve, parent=said, words="Which part of it")
    home = reverse("forums:home")
    assert b"Which part" in eve.client.get(home).content
    kept_apart()
    assert not eve.has_mark(said)
    assert said.ref not in eve.is_told_of()
    assert b"Which part" not in eve.client.get(home).content


def test_what_others_quote_of_them_is_not_there(cast, eve, kept_apart):
    topic = opened(cast, cast.cy)
    said = answered(topic, cast.ada, "Mostly outside, by the kingfisher bank.")
    quoting = cast.client(cast.cy).get(
        reverse("forums:reply", args=[topic.posts.get(parent=None).ref]), {"quote": said.ref}
    )
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", quoting.content.decode(), re.DOTALL)
    quote = answered(topic, cast.cy, unescape(words[1]) + "\n\nThere I was, too.")
    assert "kingfisher" in eve.page(topic)
    kept_apart()
    page = eve.page(topic)
    assert quote.ref in page
    assert "There I was, too." in page
    assert "kingfisher" not in page
    assert said.ref not in page
    assert not eve.finds("kingfisher")


def test_their_quiet_words_go_with_them(cast, eve, kept_apart):
    topic = opened(cast, cast.eve)
    react(by=cast.ada, post=topic.posts.get(), kind=ReactionKind.WITH_YOU)
    react(by=cast.cy, post=topic.posts.get(), kind=ReactionKind.WITH_YOU)
    assert "Wren" in eve.page(topic)
    kept_apart()
    assert "Wren" not in eve.page(topic)
    assert "Marlow" in eve.page(topic)


def test_their_name_is_spoken_to_like_a_name_that_nobody_has(cast, eve, kept_apart):
    topic = opened(cast, cast.cy)
    answered(topic, cast.ada, "Mostly outside.")
    kept_apart()
    url = reverse("forums:reply", args=[topic.posts.get(parent=None).ref])
    theirs, nobodys = (
        eve.client.post(url, {"words": f"Hello @{name}.", "preview": ""}).content
        for name in ("Wren", "Wrxn")
    )
    assert b"Wrxn" in nobodys
    assert answerless(theirs) == answerless(nobodys.replace(b"Wrxn", b"Wren"))


def answerless(content):
    # The names that are suggested are drawn anew each time.
    return re.sub(rb'nonce="[^"]*"|value="[^"]*"|Nobody has these: [^<]*', b"", content)


def test_a_feed_is_the_same_for_everybody(cast, eve):
    circle = open_circle(by=None, name="Open water", reading=Reading.ANYONE)
    join(by=cast.ada, circle=circle)
    open_topic(by=cast.ada, circle=circle, title="Day nine", words="Slept.")
    block(by=cast.ada, persona=name_of(cast.eve))
    anybody = Client().get(reverse("forums:feed", args=[circle.ref])).content
    assert eve.get("feed", circle.ref).content == anybody
    assert b"Slept." in anybody


# Whose name is it


@pytest.fixture
def shared(cast):
    """A topic in which ada goes by another name, and talks with eve."""
    topic = opened(cast, cast.cy, title="Sleep")
    face = Persona.objects.create(owner=cast.ada, only_in=topic, name="Quiet Fern")
    said = answered(topic, cast.ada, "Hardly any.")
    assert said.author == face
    reply(by=cast.eve, parent=said, words="Same here.")
    return topic


def pages_of(cast, topic):
    """What both see of a topic and of its list, when there is nothing new for them any more."""
    seen = []
    for user in (cast.eve, cast.ada):
        looker = Looker(user, cast.client(user))
        looker.page(topic)
        here = set(topic.posts.values_list("ref", flat=True))
        seen += [answer_to(looker.get("topic", topic.ref)), looker.finds("hardly") & here]
        seen += [looker.list_of(cast.circle)[topic.ref]]
    return seen


def test_a_block_changes_nothing_where_one_of_them_has_another_name(cast, shared, kept_apart):
    """On neither side: were something gone for ada there, eve could try out whether Quiet Fern
    still hears her."""
    before = pages_of(cast, shared)
    kept_apart()
    assert pages_of(cast, shared) == before
    fern = shared.posts.get(author__name="Quiet Fern")
    said = reply(by=cast.eve, parent=fern, words="Are you still there?")
    announce_posts()
    assert Notice.objects.visible_to(cast.ada).filter(post=said).exists()
    assert reply(by=cast.ada, parent=said, words="I am.").author.name == "Quiet Fern"


def test_a_block_on_that_name_changes_nothing_elsewhere(cast, shared):
    elsewhere = opened(cast, cast.ada, title="Work")
    answered(elsewhere, cast.eve, "Hardly the same.")
    before = pages_of(cast, elsewhere)
    fern = shared.posts.get(author__name="Quiet Fern")
    block(by=cast.eve, persona=fern.author, in_topic=shared)
    assert pages_of(cast, elsewhere) == before
    eve, ada = (Looker(user, cast.client(user)) for user in (cast.eve, cast.ada))
    assert fern.ref not in eve.posts_on(shared)
    assert not shared.posts.filter(author=name_of(cast.eve), ref__in=ada.posts_on(shared)).exists()


def test_a_block_made_under_that_name_changes_nothing_elsewhere(cast, shared):
    elsewhere = opened(cast, cast.ada, title="Work")
    answered(elsewhere, cast.eve, "Hardly the same.")
    before = pages_of(cast, elsewhere)
    block(by=cast.ada, persona=name_of(cast.eve), in_topic=shared)
    assert pages_of(cast, elsewhere) == before
    assert not Looker(cast.eve, cast.client(cast.eve)).posts_on(shared) & set(
        shared.posts.filter(author__name="Quiet Fern").values_list("ref", flat=True)
    )


def test_whom_one_sees_is_who_sees_one(cast, shared):
    block(by=cast.eve, persona=name_of(cast.ada))
    mine = opened(cast, cast.ada, title="Work")
    theirs = opened(cast, cast.eve, title="Weekend")
    eve, ada = (Looker(user, cast.client(user)) for user in (cast.eve, cast.ada))
    assert (eve.posts_on(mine), ada.posts_on(theirs)) == (set(), set())
    assert eve.posts_on(shared) == ada.posts_on(shared) != set()


# The page of what is kept at a distance, and the page that asks


def test_a_list_of_ones_own_does_not_tell_how_they_are_called_now(cast, eve):
    block(by=cast.eve, persona=name_of(cast.ada))
    mute(by=cast.eve, persona=name_of(cast.ada))
    choose_persona(by=cast.ada, name="Golden Plover")
    page = eve.get("distance").content.decode()
    assert "Wren" in page
    assert "Plover" not in page


def test_a_list_of_ones_own_does_not_tell_of_a_topic_that_cannot_be_opened(cast, eve):
    topic = opened(cast, cast.ada, title="A new flat")
    mute(by=cast.eve, topic=topic)
    block(by=cast.ada, persona=name_of(cast.eve))
    page = eve.get("distance").content.decode()
    assert "A new flat" not in page
    assert "Wren" not in page
    assert "not here now" in page


def test_the_page_that_asks_does_not_tell_who_moderates(cast, eve):
    topic = opened(cast, cast.cy)
    said = answered(topic, cast.bel, "Mostly outside.")
    url = reverse("forums:block", args=[said.ref])
    moderator = answer_to(eve.client.get(url))
    Membership.objects.filter(user=cast.bel).update(role=Role.MEMBER)
    assert answer_to(eve.client.get(url)) == moderator


def test_moderators_see_all_of_it_whoever_blocked_them(cast):
    topic = opened(cast, cast.ada)
    block(by=cast.ada, persona=name_of(cast.bel))
    said = answered(topic, cast.cy, "Hm.")
    bel = Looker(cast.bel, cast.client(cast.bel))
    assert bel.posts_on(topic) == {topic.posts.get(parent=None).ref, said.ref}
    assert bel.list_of(cast.circle) == {topic.ref: 1}
