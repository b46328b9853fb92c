import re

import pytest
from django.urls import reverse

from forums.actions.circles import part
from forums.actions.conversation import reply
from forums.actions.drafts import keep_draft
from forums.actions.notes import rename_note
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


CHOSEN = {
    "notes": ["Stalking", "Children"],
    "wish": "listen",
    "please_not": ["contact"],
    "answerers": "hosts",
    "face_name": "Small Lantern",
}


def chosen_on(page):
    """What is ticked, selected and typed in a form, beside its words."""
    html = page.content.decode()
    ticked = re.findall(
        r'<input type="(?:checkbox|radio)" name="(\w+)" value="([^"]*)"([^>]*)>', html
    )
    chosen = {(name, value) for name, value, rest in ticked if "checked" in rest and value}
    chosen |= {
        ("answerers", value) for value in re.findall(r'<option value="(\w+)" selected', html)
    }
    return chosen | {
        ("face_name", value) for value in re.findall(r'name="face_name" value="([^"]+)"', html)
    }


def test_a_draft_of_a_topic_keeps_all_that_was_chosen(cast):
    client = cast.client(cast.ada)
    typed = {"title": "Evenings", "words": "They are long.", **CHOSEN}
    client.post(reverse("forums:keep_topic", args=[cast.circle.ref]), typed)
    page = client.get(reverse("forums:new_topic", args=[cast.circle.ref]))
    assert chosen_on(page) == {
        ("notes", "Stalking"), ("notes", "Children"), ("wish", "listen"),
        ("please_not", "contact"), ("answerers", "hosts"), ("face_name", "Small Lantern"),
    }  # fmt: skip
    # All of it is in view: what is chosen is not folded away.
    assert '<details class="more" open>' in page.content.decode()


def test_a_draft_of_an_answer_keeps_its_notes_and_its_name(cast, opening):
    client = cast.client(cast.cy)
    typed = {"words": "I wanted", "notes": ["Children"], "face_name": "Small Lantern"}
    client.post(reverse("forums:keep_answer", args=[opening.ref]), typed)
    page = client.get(reverse("forums:reply", args=[opening.ref]))
    assert chosen_on(page) == {("notes", "Children"), ("face_name", "Small Lantern")}


def test_what_was_chosen_before_a_word_is_typed_is_kept_until_it_is_taken_back(cast):
    client, url = cast.client(cast.ada), reverse("forums:keep_topic", args=[cast.circle.ref])
    client.post(url, {"title": "", "words": "", "wish": "advice", "answerers": "everyone"})
    assert Draft.objects.get().wish == "advice"
    client.post(url, {"title": "", "words": "", "wish": "", "answerers": "everyone"})
    assert not Draft.objects.exists()


def test_what_no_form_offers_is_left_out_and_the_words_are_kept(cast):
    odd = {"notes": ["No such", "a\0b"], "wish": "x" * 99, "please_not": ["x"], "answerers": "y"}
    client, url = cast.client(cast.ada), reverse("forums:keep_topic", args=[cast.circle.ref])
    assert client.post(url, {"words": "Long.", "face_name": "z" * 99, **odd}).status_code == 200
    draft = Draft.objects.get()
    assert (draft.words, draft.face_name) == ("Long.", "z" * 40)
    assert (draft.notes, draft.wish, draft.please_not, draft.answerers) == ([], "", [], "everyone")


def test_a_name_of_a_draft_is_not_offered_to_whoever_has_one_in_the_topic_by_now(cast, opening):
    other = reply(by=cast.ada, parent=opening, words="And?")
    keep_draft(by=cast.cy, parent=opening, words="I wanted", face_name="Small Lantern")
    reply(by=cast.cy, parent=other, words="Here.", face_name="Small Lantern")
    page = cast.client(cast.cy).get(reverse("forums:reply", args=[opening.ref]))
    assert "I wanted" in page.content.decode()
    assert 'name="face_name"' not in page.content.decode()


def test_a_note_that_is_renamed_is_renamed_in_drafts(cast, opening):
    keep_draft(by=cast.cy, parent=opening, words="I wanted", notes=["Children"])
    rename_note(by=None, name="Children", to="Little ones")
    assert Draft.objects.get().notes == ["Little ones"]


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
