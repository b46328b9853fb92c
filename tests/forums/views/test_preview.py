import pytest
from django.urls import reverse

from forums.models import Post, Topic

pytestmark = pytest.mark.django_db


def test_a_preview_shows_the_words_as_they_will_stand_and_posts_nothing(cast, opening):
    typed = {"words": "The *heron* slept.", "preview": ""}
    page = cast.client(cast.cy).post(reverse("forums:reply", args=[opening.ref]), typed)
    html = page.content.decode()
    assert page.status_code == 200
    assert "<em>heron</em>" in html
    assert "The *heron* slept." in html
    assert Post.objects.count() == 1


def test_a_preview_of_a_topic_keeps_its_title(cast):
    typed = {"title": "Evenings", "words": "They are **long**.", "preview": ""}
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    html = cast.client(cast.cy).post(url, typed).content.decode()
    assert "<strong>long</strong>" in html
    assert "Evenings" in html
    assert not Topic.objects.exists()


def test_a_preview_of_a_change_changes_nothing(cast, opening):
    typed = {"words": "The *heron*.", "preview": ""}
    url = reverse("forums:revise", args=[opening.ref])
    assert "<em>heron</em>" in cast.client(cast.ada).post(url, typed).content.decode()
    opening.refresh_from_db()
    assert opening.edited_at is None


def test_a_preview_is_as_safe_as_the_post(cast, opening):
    typed = {"words": "<script>alert(1)</script> [x](javascript:alert(1))", "preview": ""}
    page = cast.client(cast.cy).post(reverse("forums:reply", args=[opening.ref]), typed)
    html = page.content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_a_preview_of_nothing_says_so(cast, opening):
    typed = {"words": "", "preview": ""}
    page = cast.client(cast.cy).post(reverse("forums:reply", args=[opening.ref]), typed)
    assert page.status_code == 422
