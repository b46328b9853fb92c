"""Before others can read it, its author sees what shows somebody, and decides."""

import re
from html import unescape

import pytest
from django.urls import reverse

from forums.models import Draft, Image, Post, Topic

pytestmark = pytest.mark.django_db

NUMBER = "Ring me: 020 7946 0958."


def keys_on(html):
    return unescape(re.search(r'name="as_it_is" value="([^"]*)"', html)[1])


def test_an_answer_that_shows_somebody_comes_back_with_everything_in_it(cast, opening):
    url = reverse("forums:reply", args=[opening.ref])
    typed = {"words": NUMBER, "face_name": "Willow"}
    page = cast.client(cast.cy).post(url, typed)
    html = page.content.decode()
    assert page.status_code == 422
    assert "a telephone number" in html
    assert "<bdi>020 7946 0958</bdi>" in html
    assert f"{NUMBER}</textarea>" in html
    assert 'value="Willow"' in html
    assert Post.objects.count() == 1
    page = cast.client(cast.cy).post(url, typed | {"as_it_is": keys_on(html)})
    assert page.status_code == 302
    assert Post.objects.get(parent=opening).author.name == "Willow"


def test_changed_it_is_posted_without_another_question(cast, opening):
    url = reverse("forums:reply", args=[opening.ref])
    cast.client(cast.cy).post(url, {"words": NUMBER})
    page = cast.client(cast.cy).post(url, {"words": "Ring me, you know where."})
    assert page.status_code == 302


def test_a_key_of_something_else_opens_nothing(cast, opening):
    url = reverse("forums:reply", args=[opening.ref])
    html = cast.client(cast.cy).post(url, {"words": NUMBER}).content.decode()
    typed = {"words": "14 Harbour Lane", "as_it_is": keys_on(html)}
    assert cast.client(cast.cy).post(url, typed).status_code == 422
    assert cast.client(cast.cy).post(url, typed | {"as_it_is": "x" * 9999}).status_code == 422


def test_a_topic_that_shows_somebody_keeps_its_title_and_wishes(cast):
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    typed = {"title": "Evenings", "words": NUMBER, "wish": "listen", "answerers": "everyone"}
    html = cast.client(cast.ada).post(url, typed).content.decode()
    assert 'value="Evenings"' in html
    assert re.search(r'value="listen"[^>]*checked', html)
    assert not Topic.objects.exists()
    page = cast.client(cast.ada).post(url, typed | {"as_it_is": keys_on(html)})
    assert page.status_code == 302
    assert Topic.objects.get().title == "Evenings"


def test_a_change_that_shows_somebody_is_asked_about_too(cast, opening):
    url = reverse("forums:revise", args=[opening.ref])
    html = cast.client(cast.ada).post(url, {"words": NUMBER}).content.decode()
    opening.refresh_from_db()
    assert opening.edited_at is None
    cast.client(cast.ada).post(url, {"words": NUMBER, "as_it_is": keys_on(html)})
    opening.refresh_from_db()
    assert opening.source == NUMBER


def test_htmx_gets_the_form_in_place(cast, opening):
    page = cast.client(cast.cy).post(
        reverse("forums:reply", args=[opening.ref]),
        {"words": NUMBER},
        headers={"HX-Request": "true"},
    )
    html = page.content.decode()
    assert "<html" not in html
    assert "as_it_is" in html


def test_what_was_found_cannot_write_into_the_page(cast, opening):
    words = 'mail "<b>@x.example or a@<script>.example, jo@"onload=.com or jo&amp;@mail.example'
    html = (
        cast.client(cast.cy)
        .post(reverse("forums:reply", args=[opening.ref]), {"words": words})
        .content.decode()
    )
    assert "<script>.example" not in html


def test_nothing_of_what_was_found_is_kept(cast, opening):
    url = reverse("forums:reply", args=[opening.ref])
    cast.client(cast.cy).post(url, {"words": NUMBER})
    assert not Draft.objects.exists()
    assert not Image.objects.exists()
