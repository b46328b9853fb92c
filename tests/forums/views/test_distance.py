import pytest
from django.urls import reverse

from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.models import Block, ContentNote, Mute, Persona, Post

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def text(response):
    return response.content.decode()


@pytest.fixture
def note(db):
    return ContentNote.objects.create(name="the sea", place=500)


def test_the_menu_of_a_post_leads_to_both(cast, topic, push):
    page = text(cast.client(cast.ada).get(topic.get_absolute_url()))
    assert url("block", push.ref) in page
    assert url("mute", push.ref) in page
    own = text(cast.client(cast.eve).get(topic.get_absolute_url()))
    assert url("block", push.ref) not in own


def test_whoever_just_came_in_can_block_and_mute(cast, topic, push):
    client = cast.client(cast.dov)
    assert client.post(url("block", push.ref)).status_code == 302
    assert client.post(url("mute_circle", cast.circle.ref)).status_code == 302
    assert (Block.objects.count(), Mute.objects.count()) == (1, 1)


def test_blocking_says_first_what_it_does_and_what_it_cannot_do(cast, push):
    page = text(cast.client(cast.ada).get(url("block", push.ref)))
    assert "Block <bdi>Someone</bdi>?" in page
    for words in ("Nobody is told", "without signing in", "another account", "Moderators see"):
        assert words in page
    assert "where you are <bdi>Wren</bdi>" in page
    assert not Block.objects.exists()


def test_under_another_name_it_says_that_it_holds_for_that_one(cast, topic, push):
    Persona.objects.create(owner=cast.ada, only_in=topic, name="Quiet Fern")
    client = cast.client(cast.ada)
    page = text(client.get(url("block", push.ref)))
    assert "where you are <bdi>Quiet Fern</bdi>, in this topic alone" in page
    client.post(url("block", push.ref))
    assert Block.objects.get().by.name == "Quiet Fern"
    assert "where you are <bdi>Quiet Fern</bdi>" in text(client.get(url("distance")))


def test_a_block_pressed_twice_says_the_same_twice(cast, push):
    client = cast.client(cast.ada)
    first, second = (client.post(url("block", push.ref)) for _ in range(2))
    assert first["Location"] == second["Location"] == url("distance")
    assert Block.objects.count() == 1
    assert cast.client(cast.cy).post(url("block", "23456789bcdf")).status_code == 404


def test_nobody_is_asked_to_block_themselves(cast, push):
    client = cast.client(cast.eve)
    assert "a name of your own" in text(client.get(url("block", push.ref)))
    assert client.post(url("block", push.ref)).status_code == 422
    assert not Block.objects.exists()


def test_whoever_has_no_name_yet_is_told_to_choose_one(cast, push):
    Persona.objects.filter(owner=cast.dov).delete()
    client = cast.client(cast.dov)
    assert url("persona") in text(client.get(url("block", push.ref)))
    response = client.post(url("block", push.ref))
    assert response.status_code == 422
    assert "Choose the name" in text(response)


def test_what_is_kept_at_a_distance_is_listed_and_taken_back_at_once(cast, topic, push):
    client = cast.client(cast.ada)
    block(by=cast.ada, persona=push.author)
    mute(by=cast.ada, persona=cast.cy.personas.get())
    mute(by=cast.ada, topic=topic)
    mute(by=cast.ada, circle=cast.circle)
    page = text(client.get(url("distance")))
    for words in ("Someone", "Marlow", "Day nine", "Mending"):
        assert words in page
    worn = {"worn": cast.ada.personas.get().ref, "persona": push.author.ref}
    for name, data in (
        ("unblock", worn),
        ("unblock", worn),
        ("unmute", {"persona": cast.cy.personas.get().ref}),
        ("unmute", {"topic": topic.ref}),
        ("unmute", {"circle": cast.circle.ref}),
        ("unmute", {}),
    ):
        assert client.post(url(name), data)["Location"] == url("distance")
    assert not Block.objects.exists()
    assert not Mute.objects.exists()
    assert "Nobody. You can block" in text(client.get(url("distance")))


def test_nobody_takes_back_what_is_not_theirs_or_learns_whether_it_is_there(cast, topic, push):
    block(by=cast.ada, persona=push.author)
    mute(by=cast.ada, topic=topic)
    client = cast.client(cast.eve)
    ada = cast.ada.personas.get().ref
    real = client.post(url("unblock"), {"worn": ada, "persona": push.author.ref})
    made_up = client.post(url("unblock"), {"worn": ada, "persona": "23456789bcdf"})
    assert real["Location"] == made_up["Location"]
    client.post(url("unmute"), {"topic": topic.ref})
    assert (Block.objects.count(), Mute.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("persona", "persona"),
        ("topic", "topic"),
        ("circle", "circle"),
        ("note the sea", "note"),
    ],
)
def test_from_a_post_one_thing_is_muted(cast, push, what, field):
    Post.objects.filter(pk=push.pk).update(notes=["the sea"])
    client = cast.client(cast.ada)
    page = text(client.get(url("mute", push.ref)))
    for words in ("the sea", "Someone", "Mending"):
        assert words in page
    assert client.post(url("mute", push.ref), {"what": what}).status_code == 302
    assert getattr(Mute.objects.get(user=cast.ada), field)


def test_one_is_not_asked_to_mute_oneself_and_a_stale_choice_is_explained(cast, push):
    client = cast.client(cast.eve)
    assert "says, anywhere" not in text(client.get(url("mute", push.ref)))
    for data in ({}, {"what": "persona"}, {"what": "note no more"}):
        assert client.post(url("mute", push.ref), data).status_code == 422
    assert not Mute.objects.exists()


@pytest.mark.parametrize("kind", ["topic", "circle"])
def test_a_topic_and_a_circle_are_muted_and_met_again_from_their_pages(cast, topic, kind):
    place = topic if kind == "topic" else cast.circle
    client, address = cast.client(cast.cy), url(f"mute_{kind}", place.ref)
    assert address in text(client.get(place.get_absolute_url()))
    assert "Mute it" in text(client.get(address))
    client.post(address)
    assert getattr(Mute.objects.get(), kind) == place
    assert "Take it back" in text(client.get(address))
    client.post(address, {"stop": ""})
    assert not Mute.objects.exists()


def test_content_notes_are_chosen_all_at_once(cast, note):
    client = cast.client(cast.ada)
    client.post(url("distance"), {"notes": ["the sea"]})
    assert Mute.objects.get().note == "the sea"
    assert "checked" in text(client.get(url("distance")))
    wrong = client.post(url("distance"), {"notes": ["the moon"]})
    assert wrong.status_code == 422
    assert "look once more" in text(wrong)
    client.post(url("distance"), {})
    assert not Mute.objects.exists()


def test_a_muted_circle_goes_from_the_lists_and_its_page_is_as_it_was(cast, topic):
    client = cast.client(cast.ada)
    mute(by=cast.ada, circle=cast.circle)
    assert cast.circle.get_absolute_url() not in text(client.get(url("home")))
    assert f'value="{cast.circle.ref}"' not in text(client.get(url("search")))
    assert topic.get_absolute_url() in text(client.get(cast.circle.get_absolute_url()))


def test_ones_own_words_stay_in_view_under_a_note_that_one_muted(cast, topic, opening):
    own = reply(by=cast.cy, parent=opening, words="Mine.")
    other = reply(by=cast.eve, parent=opening, words="Theirs.")
    Post.objects.filter(pk__in=[own.pk, other.pk]).update(notes=["the sea"])
    mute(by=cast.cy, note="the sea")
    page = text(cast.client(cast.cy).get(topic.get_absolute_url()))
    assert own.ref in page
    assert other.ref not in page


@pytest.mark.parametrize("keeps_away", [False, True])
@pytest.mark.parametrize("topics", [1, 6])
def test_lists_and_topics_cost_what_they_may_for_whoever_keeps_away(
    cast, keeps_away, topics, django_assert_max_num_queries
):
    for number in range(topics):
        topic = open_topic(by=cast.cy, circle=cast.circle, title=f"{number}", words="Hello.")
        answered = reply(by=cast.eve, parent=topic.posts.get(), words="Hello, you.")
        reply(by=cast.cy, parent=answered, words="Hm.")
        reply(by=cast.ada, parent=topic.posts.get(parent=None), words="I am here.")
    if keeps_away:
        block(by=cast.eve, persona=cast.ada.personas.get())
        mute(by=cast.ada, note="the sea")
    client = cast.client(cast.ada)
    with django_assert_max_num_queries(7):
        page = text(client.get(cast.circle.get_absolute_url()))
    assert page.count("1 answer" if keeps_away else "3 answers") == topics
    with django_assert_max_num_queries(8):
        client.get(topic.get_absolute_url())
