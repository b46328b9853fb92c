import pytest
from django.urls import reverse

from forums.actions.circles import part
from forums.models import Draft

pytestmark = pytest.mark.django_db


def keep(client, opening, words):
    return client.post(reverse("forums:keep_answer", args=[opening.ref]), {"words": words})


def test_what_is_typed_is_kept_and_offered_again_anywhere(cast, opening):
    keep(cast.client(cast.ada), opening, "I wanted to say")
    other_device = type(cast.client(cast.ada))()
    other_device.force_login(cast.ada)
    assert "I wanted to say" in other_device.get(reverse("forums:home")).content.decode()
    form = other_device.get(reverse("forums:reply", args=[opening.ref])).content.decode()
    assert "I wanted to say" in form


def test_typing_on_keeps_one_draft_and_emptying_it_keeps_none(cast, opening):
    client = cast.client(cast.ada)
    keep(client, opening, "I wanted")
    keep(client, opening, "I wanted to say")
    assert [draft.words for draft in Draft.objects.all()] == ["I wanted to say"]
    keep(client, opening, "  ")
    assert not Draft.objects.exists()


def test_a_draft_of_a_topic_keeps_its_title(cast):
    client = cast.client(cast.ada)
    typed = {"title": "Evenings", "words": "They are long."}
    client.post(reverse("forums:keep_topic", args=[cast.circle.ref]), typed)
    page = client.get(reverse("forums:new_topic", args=[cast.circle.ref])).content.decode()
    assert "Evenings" in page
    assert "They are long." in page


def test_what_was_said_is_no_draft_any_more(cast, opening):
    client = cast.client(cast.ada)
    keep(client, opening, "I wanted to say")
    client.post(reverse("forums:reply", args=[opening.ref]), {"words": "I wanted to say"})
    assert not Draft.objects.exists()


def test_nobody_sees_somebody_elses_draft(cast, opening):
    keep(cast.client(cast.ada), opening, "I wanted to say")
    for url in (reverse("forums:home"), reverse("forums:reply", args=[opening.ref])):
        assert "I wanted to say" not in cast.client(cast.cy).get(url).content.decode()


def test_text_that_cannot_be_posted_is_kept_all_the_same(cast, opening):
    keep(cast.client(cast.ada), opening, "x\0" + "y" * 30_000)
    assert len(Draft.objects.get().words) == 30_001


def test_a_draft_outlives_leaving_the_circle(cast, opening):
    keep(cast.client(cast.ada), opening, "I wanted to say")
    part(by=cast.ada, circle=cast.circle)
    assert Draft.objects.filter(owner=cast.ada).exists()
