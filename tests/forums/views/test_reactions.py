import re

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions.circles import join, open_circle, part
from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.distance import block, mute
from forums.actions.reactions import react
from forums.choices import ReactionKind, Reading
from forums.models import Notice, Persona, Post, Reaction, Saved

pytestmark = pytest.mark.django_db
WITH_YOU, SAME, HELPED = ReactionKind


def press(client, post, kind=WITH_YOU, **typed):
    headers = typed.pop("headers", {})
    return client.post(reverse("forums:react", args=[post.ref, kind]), typed, headers=headers)


def save(client, post, **typed):
    return client.post(reverse("forums:save", args=[post.ref]), typed)


def page_of(client, post):
    return client.get(post.topic.get_absolute_url()).content.decode()


# --- Without words ------------------------------------------------------------------------------


def test_it_works_without_scripts_there_and_back(cast, opening):
    client = cast.client(cast.cy)
    assert press(client, opening)["Location"] == reverse("forums:post", args=[opening.ref])
    html = page_of(client, opening)
    given = re.findall(
        r'formaction="[^"]*/react/(\w+)/"[^>]*name="stop"[^>]*aria-pressed="true"', html
    )
    assert given == ["with_you"]
    press(client, opening, stop="")
    assert not Reaction.objects.exists()


def test_htmx_gets_the_buttons_as_they_are_now(cast, opening):
    page = press(cast.client(cast.cy), opening, headers={"HX-Request": "true"})
    html = page.content.decode()
    assert html.count("<button") == 3
    assert html.count('aria-pressed="true"') == 1


def test_its_author_alone_reads_who_said_it(cast, opening):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    react(by=cast.eve, post=opening, kind=WITH_YOU)
    react(by=cast.eve, post=opening, kind=HELPED)
    html = page_of(cast.client(cast.ada), opening)
    assert "With you: <bdi>Someone</bdi>, <bdi>Marlow</bdi>" in html
    assert "This helped me: <bdi>Someone</bdi>" in html
    for other in (cast.cy, cast.eve, cast.bel, cast.dov):
        assert 'class="heard"' not in page_of(cast.client(other), opening)


def test_however_many_said_it_no_number_is_told(cast, opening, django_user_model):
    for number in range(8):
        user = django_user_model.objects.create(sign_in_name=f"p{number}")
        persona = Persona.objects.create(owner=user, name=f"Reed {number}")
        Reaction.objects.create(post=opening, by=persona, kind=SAME)
    html = page_of(cast.client(cast.ada), opening)
    assert ", ".join(f"<bdi>Reed {n}</bdi>" for n in (7, 6, 5, 4, 3)) + " and others" in html
    assert "Reed 2" not in html


@pytest.mark.parametrize("how", ["muted", "blocked", "blocks"])
def test_whom_its_author_keeps_away_from_is_not_named(cast, opening, how):
    react(by=cast.cy, post=opening, kind=WITH_YOU)
    react(by=cast.eve, post=opening, kind=WITH_YOU)
    someone, wren = (Persona.objects.get(owner=user) for user in (cast.eve, cast.ada))
    if how == "muted":
        mute(by=cast.ada, persona=someone)
    elif how == "blocked":
        block(by=cast.ada, persona=someone)
    else:
        block(by=cast.eve, persona=wren)
    html = page_of(cast.client(cast.ada), opening)
    assert "With you: <bdi>Marlow</bdi><" in html
    assert "Someone" not in html


def test_there_are_no_buttons_where_they_would_do_nothing(cast, opening):
    assert "/react/" in page_of(cast.client(cast.cy), opening)
    assert "/react/" not in page_of(cast.client(cast.ada), opening)
    assert "/react/" not in page_of(cast.client(cast.dov), opening)
    Post.objects.update(hidden_at="2026-01-01T00:00Z")
    assert "/react/" not in page_of(cast.client(cast.bel), opening)


def test_a_post_of_which_somebody_may_not_know_is_not_there(cast, opening):
    cast.circle.reading = Reading.CLOSED
    cast.circle.save()
    assert press(cast.client(cast.dov), opening).status_code == 404
    assert save(cast.client(cast.dov), opening).status_code == 404
    assert press(cast.client(cast.cy), opening, kind="applause").status_code == 404


def test_a_refusal_is_a_sentence(cast, opening):
    client = cast.client(cast.dov)
    html = client.get(press(client, opening)["Location"], follow=True).content.decode()
    assert "Join this circle, then you can answer in it, without words as well." in html


def test_the_page_costs_one_look_up_for_whoever_was_answered(
    cast, opening, django_assert_num_queries
):
    others = [reply(by=cast.cy, parent=opening, words=f"Answer {n}") for n in range(3)]
    for post in others:
        react(by=cast.ada, post=post, kind=WITH_YOU)
        react(by=cast.eve, post=post, kind=SAME)
    # Unread notices are looked at once more, for the mark in the navigation.
    Notice.objects.update(read_at=timezone.now())
    for client in (cast.client(cast.bel), cast.client(cast.cy)):
        page_of(client, opening)
    with django_assert_num_queries(5):
        page_of(cast.client(cast.bel), opening)
    with django_assert_num_queries(6):
        assert page_of(cast.client(cast.cy), opening).count('class="heard"') == 3


# --- Saved --------------------------------------------------------------------------------------


def saved_titles(client, query=""):
    html = client.get(reverse("forums:saved") + query).content.decode()
    return re.findall(r"<h2[^>]*><a[^>]*>([^<]*)<", html), re.findall(
        r'rel="next" href="([^"]*)"', html
    )


def test_a_post_is_saved_and_found_and_let_go(cast, opening):
    client = cast.client(cast.cy)
    save(client, opening)
    save(client, opening)
    assert Saved.objects.count() == 1
    assert "Saved. Keep it no longer" in page_of(client, opening)
    assert saved_titles(client)[0] == ["Day nine"]
    assert save(client, opening, stop="list")["Location"] == reverse("forums:saved")
    assert saved_titles(client)[0] == []


def test_nobody_else_knows(cast, opening):
    save(cast.client(cast.cy), opening)
    for other in (cast.ada, cast.bel):
        assert saved_titles(cast.client(other))[0] == []
        assert "Saved. Keep it no longer" not in page_of(cast.client(other), opening)


@pytest.mark.parametrize("why", ["hidden", "withdrawn", "blocked", "closed"])
def test_what_has_gone_is_not_in_the_list(cast, opening, why):
    save(cast.client(cast.cy), opening)
    if why == "hidden":
        Post.objects.update(hidden_at="2026-01-01T00:00Z")
    elif why == "withdrawn":
        withdraw(by=cast.ada, post=opening)
    elif why == "blocked":
        block(by=cast.ada, persona=Persona.objects.get(owner=cast.cy))
    else:
        cast.circle.reading = Reading.CLOSED
        cast.circle.save()
        part(by=cast.cy, circle=cast.circle)
    html = cast.client(cast.cy).get(reverse("forums:saved")).content.decode()
    assert "Day nine" not in html
    assert "evenings" not in html
    # Letting it go says nothing either, and works.
    assert save(cast.client(cast.cy), opening, stop="list").status_code == 302
    assert not Saved.objects.exists()


def test_a_hidden_post_cannot_be_saved(cast, opening):
    Post.objects.update(hidden_at="2026-01-01T00:00Z")
    assert save(cast.client(cast.cy), opening).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_goes_on_and_costs_the_same(
    cast, opening, number, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("forums.queries.own_words.PER_PAGE", 2)
    client = cast.client(cast.cy)
    posts = [reply(by=cast.ada, parent=opening, words=f"Answer {n}") for n in range(number)]
    for post in posts:
        save(client, post)
    seen, query = [], ""
    while True:
        html = client.get(reverse("forums:saved") + query).content.decode()
        seen += re.findall(r"Answer \d", html)
        if not (following := re.findall(r'rel="next" href="([^"]*)"', html)):
            break
        query = following[0]
    assert seen == [f"Answer {n}" for n in reversed(range(number))]
    with django_assert_num_queries(3):
        client.get(reverse("forums:saved"))


def test_saving_needs_no_membership(cast):
    circle = open_circle(by=None, name="Elsewhere")
    join(by=cast.ada, circle=circle)
    topic = open_topic(by=cast.ada, circle=circle, title="There", words="Words.")
    save(cast.client(cast.dov), topic.posts.get())
    assert saved_titles(cast.client(cast.dov))[0] == ["There"]
