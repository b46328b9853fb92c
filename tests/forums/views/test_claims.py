"""The pages on which somebody claims what came with an import."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from forums.models import Claim, Persona, Post
from forums.tasks import see_to_claims
from tests.forums.actions.claims.asking import MO, brought

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brought")]
__all__ = ["brought"]
CLAIM = "/circles/claim/"


def ask(cast, user, address=MO):
    return cast.client(user).post(CLAIM, {"address": address}, follow=True)


def link(cast, user, address=MO):
    ask(cast, user, address)
    see_to_claims()
    return Message.objects.last().leads_to


def without_tokens(response):
    return re.sub(r"(csrfmiddlewaretoken\" value=|nonce=)\"[^\"]*\"", "", response.content.decode())


def test_the_way_from_asking_to_ones_own_posts(cast):
    assert "is on its way" in ask(cast, cast.ada).content.decode()
    see_to_claims()
    path = Message.objects.get().leads_to
    page = cast.client(cast.ada).get(path).content.decode()
    assert "2 posts that came from your address" in page
    assert "Mornings" in page
    page = cast.client(cast.ada).post(path, {"choice": "take"}, follow=True).content.decode()
    assert "2 posts are still to come" in page
    see_to_claims()
    assert "under way" not in cast.client(cast.ada).get(CLAIM).content.decode()
    topic = Post.objects.get(source="It woke.").topic
    assert "Mo" not in re.findall(
        r"\w+", cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    )
    assert set(cast.ada.personas.get().posts.values_list("source", flat=True)) == {
        "The zebra slept.",
        "It woke.",
    }


def test_a_page_answers_the_same_whether_anything_came_from_an_address_or_not(cast):
    """eve guesses: she sees the same pages, before and after a worker has looked."""
    known, unknown = cast.client(cast.eve), cast.client(cast.dov)
    for _time in range(4):
        pages = [
            without_tokens(browser.post(CLAIM, {"address": address}, follow=True)).replace(
                address, ""
            )
            for browser, address in ((known, MO), (unknown, "nobody@mail.example"))
        ]
        assert pages[0].replace("Someone", "") == pages[1].replace("Juniper", "")
        see_to_claims()
        pages = [without_tokens(browser.get(CLAIM)) for browser in (known, unknown)]
        assert pages[0] == pages[1]


def test_asking_too_often_is_told_and_what_was_typed_stays(cast):
    for _time in range(3):
        assert ask(cast, cast.ada).status_code == 200
    page = ask(cast, cast.ada, "other@mail.example")
    assert page.status_code == 422
    assert "You have asked 3 times today" in page.content.decode()
    assert "other@mail.example" in page.content.decode()


@pytest.mark.parametrize("address", ["", "mo", "mo@", "a" * 300 + "@mail.example", "mo\0@mail.x"])
def test_what_is_no_address_is_told(cast, address):
    assert ask(cast, cast.ada, address).status_code == 422
    assert not Claim.objects.exists()


def test_a_link_that_does_not_work_is_one_page_whatever_the_reason(cast):
    path = link(cast, cast.ada)
    made_up = cast.client(cast.eve).get(CLAIM + "made-up/")
    assert made_up.status_code == 404
    assert "does not work here" in made_up.content.decode()
    others = cast.client(cast.eve).get(path)
    assert without_tokens(others) == without_tokens(made_up)
    assert others.status_code == 404
    cast.client(cast.ada).post(path, {"choice": "leave"})
    assert cast.client(cast.ada).get(path).status_code == 404
    assert cast.client(cast.ada).post(path, {"choice": "take"}).status_code == 404


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(cast):
    path = link(cast, cast.ada)
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={path}"


def test_looking_spends_nothing(cast):
    path = link(cast, cast.ada)
    for _time in range(2):
        assert cast.client(cast.ada).get(path).status_code == 200
    assert Claim.objects.get().proven_at is None


@pytest.mark.parametrize("choice", ["", "everything"])
def test_one_of_the_three_has_to_be_chosen(cast, choice):
    path = link(cast, cast.ada)
    assert cast.client(cast.ada).post(path, {"choice": choice}).status_code == 422
    assert Claim.objects.get().proven_at is None


def test_everything_can_be_withdrawn_from_the_page(cast):
    path = link(cast, cast.ada)
    cast.client(cast.ada).post(path, {"choice": "withdraw"})
    see_to_claims()
    assert not Post.objects.filter(source__contains="zebra").exists()
    assert not Persona.objects.filter(name="Mo").exists()


def test_without_a_name_the_page_says_what_is_missing(cast):
    path = link(cast, cast.dov)
    cast.dov.personas.all().delete()
    page = cast.client(cast.dov).post(path, {"choice": "take"})
    assert page.status_code == 422
    assert "Choose the name that others will see first" in page.content.decode()


@pytest.mark.parametrize("posts", [1, 40])
def test_what_was_found_costs_the_same_for_one_post_and_for_many(
    cast, posts, django_assert_num_queries
):
    path = link(cast, cast.ada)
    cast.client(cast.ada).get(path)
    opening = Post.objects.get(parent=None)
    Post.objects.bulk_create(
        Post(topic=opening.topic, parent=opening, path=f"1{n:03d}", depth=1,
             author=Persona.objects.get(name="Mo"), html="x", source="x", said_at=timezone.now())
        for n in range(posts)
    )  # fmt: skip
    with django_assert_num_queries(10):
        cast.client(cast.ada).get(path)


def test_the_page_is_found_from_the_page_of_ones_name(cast):
    assert CLAIM in cast.client(cast.ada).get(reverse("forums:persona")).content.decode()
