"""Opening a topic and answering: what is folded away, and what it is for."""

import re

import pytest
from django.urls import reverse

from forums.actions.conversation import open_topic, reply, revise
from forums.choices import Answerers, PleaseNot, Wish
from forums.models import Circle, ContentNote, Persona, Post, Topic
from tests.forums.actions.test_notes import list_of

pytestmark = pytest.mark.django_db

SAID = {"title": "Still there", "words": "I am not ready."}


@pytest.fixture
def new(cast):
    return reverse("forums:new_topic", args=[cast.circle.ref])


@pytest.fixture
def asking(cast):
    return open_topic(
        by=cast.ada,
        circle=cast.circle,
        title="Still there",
        words="I am not ready.",
        wish=Wish.LISTEN,
        please_not=[PleaseNot.URGE_TO_LEAVE],
    )


def fold(response):
    return re.search(r'<details class="more"( open)?>', response.content.decode()).group(1)


def wishes_page(topic):
    return reverse("forums:wishes", args=[topic.ref])


def reply_page(topic):
    return reverse("forums:reply", args=[topic.posts.get(parent=None).ref])


# Opening a topic


def test_a_title_and_words_are_enough(cast, new):
    cast.client(cast.ada).post(new, SAID)
    topic = Topic.objects.get()
    assert (topic.wishes(), topic.notes, topic.opened_by.name) == ([], [], "Wren")


def test_everything_can_be_chosen_on_one_page(cast, new):
    chosen = {
        "wish": Wish.ADVICE,
        "please_not": [PleaseNot.URGE_CONTACT],
        "answerers": Answerers.HOSTS,
        "notes": ["Stalking", "Children"],
        "face_name": "Willow",
    }
    response = cast.client(cast.ada).post(new, SAID | chosen)
    topic = Topic.objects.get()
    assert response["Location"] == topic.get_absolute_url()
    assert topic.opened_by.name == "Willow"
    assert len(topic.wishes()) == 3
    assert topic.notes == ["Stalking", "Children"]


def test_what_nobody_has_to_choose_is_folded_until_something_is_chosen_or_wrong(cast, new):
    client = cast.client(cast.ada)
    assert fold(client.get(new)) is None
    assert fold(client.post(new, {"title": "", "words": "x"})) is None
    for chosen in (
        {"wish": Wish.LISTEN},
        {"please_not": [PleaseNot.URGE_CONTACT]},
        {"answerers": Answerers.NOBODY},
        {"notes": ["Stalking"]},
        {"face_name": "***"},
        {"face_name": "Willow"},
    ):
        assert fold(client.post(new, {"title": "", "words": "x"} | chosen)) == " open"


@pytest.mark.parametrize("name", ["Marlow", "***", "x" * 41])
def test_a_name_that_does_not_do_is_said_beside_it_and_nothing_is_lost(cast, new, name):
    chosen = {"wish": Wish.LISTEN, "notes": ["Stalking"], "face_name": name}
    response = cast.client(cast.ada).post(new, SAID | chosen)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"face_name"}
    page = response.content.decode()
    assert "Nobody can see whose name it is" in page
    assert name in page
    assert SAID["words"] in page
    assert page.count(" checked") == 2
    assert not Topic.objects.exists()


def test_a_preview_keeps_what_is_chosen(cast, new):
    response = cast.client(cast.ada).post(
        new, SAID | {"face_name": "Willow", "notes": ["Court and police"], "preview": ""}
    )
    assert response.status_code == 200
    assert fold(response) == " open"
    assert 'value="Willow"' in response.content.decode()
    assert not Persona.objects.filter(name="Willow").exists()


def test_a_circle_offers_its_own_notes_and_one_without_offers_none(cast, new):
    Circle.objects.update(notes=["Stalking"])
    form = cast.client(cast.ada).get(new).context["form"]
    assert form.fields["notes"].choices == [("Stalking", "Stalking")]
    ContentNote.objects.all().delete()
    assert "notes" not in cast.client(cast.ada).get(new).context["form"].fields
    assert cast.client(cast.ada).post(new, SAID).status_code == 302


def test_a_note_that_was_renamed_meanwhile_is_said_and_nothing_is_lost(cast, new):
    response = cast.client(cast.ada).post(new, SAID | {"notes": ["Gone"]})
    assert response.status_code == 422
    assert "The list of content notes has changed." in response.content.decode()
    assert SAID["words"] in response.content.decode()


# Answering


def test_whoever_answers_reads_what_was_asked_and_under_which_name_they_write(cast, asking):
    for headers in ({}, {"HX-Request": "true"}):
        page = cast.client(cast.cy).get(reply_page(asking), headers=headers).content.decode()
        assert "<bdi>Wren</bdi> asked:" in page
        assert "Please do not urge me to leave" in page
        assert "You write here as <bdi>Marlow</bdi>." in page


def test_where_nothing_was_asked_nothing_is_said(cast, topic):
    assert "asked:" not in cast.client(cast.cy).get(reply_page(topic)).content.decode()


def test_a_first_answer_can_be_given_under_another_name_and_a_second_one_cannot(cast, asking):
    client, page = cast.client(cast.cy), reply_page(asking)
    assert "under another name" in client.get(page).content.decode()
    client.post(page, {"words": "Me too.", "face_name": "Willow", "notes": ["Children"]})
    said = Post.objects.exclude(parent=None).get()
    assert (said.author.name, said.notes) == ("Willow", ["Children"])
    again = client.get(page).content.decode()
    assert "under another name" not in again
    assert "You write here as <bdi>Willow</bdi>." in again


def test_whoever_has_written_under_their_everyday_name_is_offered_no_other(cast, asking):
    reply(by=cast.cy, parent=asking.posts.get(), words="Here.")
    client, page = cast.client(cast.cy), reply_page(asking)
    assert "under another name" not in client.get(page).content.decode()
    refused = client.post(page, {"words": "And here.", "face_name": "Willow"})
    assert refused.status_code == 422
    assert "under your everyday name" in refused.content.decode()
    assert "And here." in refused.content.decode()


@pytest.mark.parametrize(
    ("answerers", "sentence"),
    [
        (Answerers.NOBODY, "It takes no answers."),
        (Answerers.HOSTS, "from hosts and moderators only"),
        (Answerers.SETTLED, "for a month"),
    ],
)
def test_whoever_may_not_answer_reads_why_and_keeps_the_words(cast, asking, answerers, sentence):
    Topic.objects.update(answerers=answerers)
    page = cast.client(cast.cy).post(reply_page(asking), {"words": "My careful words."})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "My careful words." in page.content.decode()


# Later


def test_whoever_opened_it_changes_what_they_ask_for(cast, asking):
    client = cast.client(cast.ada)
    page = client.get(wishes_page(asking)).content.decode()
    assert re.search(r'value="listen"[^>]* checked', page)
    response = client.post(wishes_page(asking), {"wish": "", "answerers": Answerers.NOBODY})
    assert response["Location"] == asking.get_absolute_url()
    asking.refresh_from_db()
    assert asking.wishes() == ["No answers, please"]


def test_to_everybody_else_that_page_does_not_exist(cast, asking):
    for part in ("cy", "bel", "eve", "dov"):
        client = cast.client(getattr(cast, part))
        for response in (
            client.get(wishes_page(asking)),
            client.post(wishes_page(asking), {"wish": Wish.ADVICE}),
        ):
            assert response.status_code == 404
    asking.refresh_from_db()
    assert asking.wish == Wish.LISTEN


def test_wishes_that_cannot_be_chosen_are_refused(cast, asking):
    response = cast.client(cast.ada).post(wishes_page(asking), {"wish": "money"})
    assert response.status_code == 422


def test_notes_are_changed_with_the_words(cast, asking):
    client, opening = cast.client(cast.ada), asking.posts.get()
    page = reverse("forums:revise", args=[opening.ref])
    assert fold(client.get(page)) is None
    client.post(page, {"words": opening.source, "notes": ["Stalking"]})
    assert asking.posts.get().notes == ["Stalking"]
    assert fold(client.get(page)) == " open"
    list_of("Rain")
    kept = client.get(page).context["form"].fields["notes"].choices
    assert [note for note, _label in kept] == ["Rain", "Stalking"]


# Moderation


def test_an_answer_against_the_wishes_is_reported_as_that_and_the_desk_shows_them(
    cast, asking, topic
):
    push = reply(by=cast.eve, parent=asking.posts.get(), words="Leave today.")
    client, page = cast.client(cast.cy), reverse("forums:report", args=[push.ref])
    assert "goes against what the person asked for" in client.get(page).content.decode()
    client.post(page, {"concern": "against_wishes"})
    case = cast.client(cast.bel).get(push.cases.get().get_absolute_url()).content.decode()
    assert "goes against what the person asked for" in case
    assert "<bdi>Wren</bdi> asked:" in case
    assert "Just listen" in case
    other = reply(by=cast.eve, parent=topic.posts.get(), words="Leave today.")
    page = reverse("forums:report", args=[other.ref])
    assert "goes against" not in client.get(page).content.decode()
    refused = client.post(page, {"concern": "against_wishes", "words": "Look at this."})
    assert refused.status_code == 422
    assert "Look at this." in refused.content.decode()


# Where they are shown


def test_a_topic_shows_what_was_asked_for_below_its_opening_post(cast, asking):
    for part, may_change in (("ada", True), ("cy", False)):
        page = cast.client(getattr(cast, part)).get(asking.get_absolute_url()).content.decode()
        assert page.index("I am not ready.") < page.index("Just listen")
        assert (wishes_page(asking) in page) is may_change


def test_a_topic_that_asks_for_nothing_says_nothing(cast, topic):
    page = cast.client(cast.cy).get(topic.get_absolute_url()).content.decode()
    assert "Asked for here" not in page


def test_notes_stand_at_the_post_and_in_the_list(cast, asking):
    list_of("Money & <rent>", "Stalking")
    client, opening = cast.client(cast.ada), asking.posts.get()
    revise(by=cast.ada, post=opening, words=opening.source, notes=["Stalking"])
    reply(by=cast.cy, parent=opening, words="Me too.", notes=["Money & <rent>"])
    page = client.get(asking.get_absolute_url()).content.decode()
    assert page.index('badge">Stalking') < page.index("I am not ready.")
    assert page.index("I am not ready.") < page.index('badge">Money &amp; &lt;rent&gt;')
    in_list = client.get(cast.circle.get_absolute_url()).content.decode()
    assert 'badge">Stalking' in in_list
    assert "&lt;rent" not in in_list


def test_what_a_hidden_post_touches_on_is_for_those_who_may_read_it(cast, asking):
    said = reply(by=cast.eve, parent=asking.posts.get(), words="Call.", notes=["Stalking"])
    Post.objects.filter(pk=said.pk).update(hidden_at=said.said_at, hidden_by=cast.bel)
    for part, reads in (("cy", False), ("eve", True), ("bel", True)):
        page = cast.client(getattr(cast, part)).get(asking.get_absolute_url()).content.decode()
        assert ('badge">Stalking' in page) is reads
