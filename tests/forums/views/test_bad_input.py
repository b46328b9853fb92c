"""Every form of the forum with what nobody should send, and somebody will."""

# ruff: noqa: RUF001 (letters that can be taken for others)

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from forums.actions.conversation import reply, withdraw
from forums.models import Draft, Persona, Post, Report, Topic

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
MEGABYTE = "long words. " * 87_500
UNSEEN = ["\u200b", "\u3164\u2800", "\u202e\u2066", "\ufeff \u00ad", "\U000e0061\ufe0f"]
# Each form: its address, the field for words, and what else has to be in it.
FORMS = {
    "persona": ("name", {}),
    "new_topic": ("words", {"title": "Tea"}),
    "reply": ("words", {}),
    "revise": ("words", {}),
    "report": ("words", {"concern": "spam"}),
}
TOO_LONG = {"report": "say it in fewer"}
EVERY_FORM = pytest.mark.parametrize("name", FORMS)
LONG_FORMS = pytest.mark.parametrize("name", [name for name in FORMS if name != "persona"])


@pytest.fixture
def address(cast, opening, push):
    """Where each form is, for ada."""
    refs = {"new_topic": [cast.circle.ref], "reply": [opening.ref], "revise": [opening.ref]}
    refs |= {"report": [push.ref], "persona": []}
    return lambda name: reverse(f"forums:{name}", args=refs[name])


@pytest.fixture
def everything(cast, opening, push):
    """What nobody may have changed."""

    def counted():
        rows = [Post, Topic, Persona, Report]
        return [model.objects.count() for model in rows], list(
            Post.objects.values("source", "html")
        )

    return counted


def post_bytes(client, url, body):
    return client.post(url, body, content_type=URLENCODED)


@LONG_FORMS
@pytest.mark.parametrize("button", ["say", "preview"])
def test_a_megabyte_comes_back_with_a_sentence(cast, address, everything, name, button):
    field, rest = FORMS[name]
    before = everything()
    page = cast.client(cast.ada).post(address(name), {**rest, field: MEGABYTE, button: "1"})
    assert page.status_code == 422
    assert TOO_LONG.get(name, "two parts") in page.content.decode()
    assert MEGABYTE.strip() in page.content.decode()
    assert everything() == before


def test_a_megabyte_of_name_is_refused(cast, address):
    page = cast.client(cast.ada).post(address("persona"), {"name": MEGABYTE})
    assert page.status_code == 422
    assert Persona.objects.worn_everywhere().get(owner=cast.ada).name == "Wren"


@EVERY_FORM
def test_more_than_is_read_at_all_is_no_error_of_ours(cast, address, everything, name, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    field, rest = FORMS[name]
    before = everything()
    page = cast.client(cast.ada).post(address(name), {**rest, field: MEGABYTE})
    assert page.status_code in (400, 413)
    assert everything() == before


@EVERY_FORM
def test_a_character_that_cannot_be_stored(cast, address, everything, name):
    field, rest = FORMS[name]
    before = everything()
    page = cast.client(cast.ada).post(address(name), {**rest, field: "My care\x00ful words"})
    assert page.status_code == 422
    assert "ful words" in page.content.decode()
    assert everything() == before


@EVERY_FORM
@pytest.mark.parametrize("half", ["%ED%A0%80", "%ED%B0%80", "%FF%FE", "%C0%AF", "%F5%80%80%80"])
def test_bytes_that_are_no_text(cast, address, name, half):
    """Half a character, or none at all: Django reads a sign for "unreadable" in their place."""
    field, rest = FORMS[name]
    body = "&".join(f"{key}={quote(value)}" for key, value in rest.items())
    page = post_bytes(cast.client(cast.ada), address(name), f"{body}&{field}=Wren{half}ix")
    assert page.status_code in (302, 422)


@pytest.mark.parametrize("name", ["new_topic", "reply", "revise"])
@pytest.mark.parametrize("words", UNSEEN)
def test_words_that_nobody_can_see_are_none(cast, address, everything, name, words):
    field, rest = FORMS[name]
    before = everything()
    page = cast.client(cast.ada).post(address(name), {**rest, field: words})
    assert page.status_code == 422
    assert "no words" in page.content.decode()
    assert everything() == before


@pytest.mark.parametrize("title", [*UNSEEN, "", "  ", "\n", "\u0301", "x" * 201])
def test_a_title_that_is_none_keeps_the_words(cast, address, everything, title):
    before = everything()
    said = {"title": title, "words": "My careful words."}
    page = cast.client(cast.ada).post(address("new_topic"), said)
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()
    assert everything() == before


def test_a_title_loses_what_hides_and_reorders_without_a_word(cast, address):
    title = (
        "\u202eOne\u202c\r\n\u2067tw\u200bo\u2069\ufeff thr\u00adee\u200f e\u0301" + "\u0301" * 30
    )
    page = cast.client(cast.ada).post(address("new_topic"), {"title": title, "words": "Words."})
    assert page.status_code == 302
    title = Topic.objects.latest("pk").title
    assert title == "One two three e" + "\u0301" * 4


@pytest.mark.parametrize(
    "name", ["Wгеn", "Wr\u200ben", "Wr\u202een", "W" + "\u0301" * 20 + "ren", "***"]
)
def test_a_name_that_deceives_comes_back_with_a_sentence(cast, address, name):
    page = cast.client(cast.dov).post(address("persona"), {"name": name})
    assert page.status_code == 422
    assert escape(name) in page.content.decode()
    assert Persona.objects.worn_everywhere().get(owner=cast.dov).name == "Juniper"


@pytest.mark.parametrize(
    "name", ["W r e n", "vvren", "Wrén", "\uff37ren", "WREN.", "Admin", "M0derator Jo"]
)
def test_a_name_that_is_somebody_elses_comes_back_with_a_sentence(cast, address, name):
    for url, said in (
        (address("persona"), {"name": name}),
        (address("new_topic"), {"title": "Tea", "words": "Words.", "face_name": name}),
        (address("reply"), {"words": "Words.", "face_name": name}),
    ):
        page = cast.client(cast.cy).post(url, said)
        assert page.status_code == 422
        assert "choose another" in page.content.decode()
        assert escape(name) in page.content.decode()
    assert not Persona.objects.filter(name=name).exists()


@EVERY_FORM
def test_a_form_without_anything_in_it(cast, address, everything, name):
    before = everything()
    page = cast.client(cast.ada).post(address(name), {"nothing": "of this"})
    assert page.status_code == 422
    assert everything() == before


@EVERY_FORM
def test_a_stale_form_gives_the_words_back(cast, address, everything, name):
    field, rest = FORMS[name]
    before = everything()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ada)
    page = strict.post(address(name), {**rest, field: "My careful words."})
    assert page.status_code == 403
    assert ("My careful words." in page.content.decode()) is (field == "words")
    assert everything() == before


@LONG_FORMS
def test_a_button_pressed_twice_says_it_once(cast, address, name):
    field, rest = FORMS[name]
    said = {**rest, field: "The very same words."}
    client = cast.client(cast.ada)
    answers = [client.post(address(name), said) for _ in range(2)]
    assert answers[0].status_code == 302
    assert answers[1].status_code in (302, 422)
    assert Post.objects.filter(source=said["words"]).count() == (name != "report")
    assert Report.objects.count() == (name == "report")


@pytest.mark.parametrize("name", ["reply", "report"])
def test_what_was_withdrawn_a_second_ago(cast, opening, name):
    gone = reply(by=cast.cy, parent=opening, words="Soon gone.")
    withdraw(by=cast.cy, post=gone)
    field, rest = FORMS[name]
    url = reverse(f"forums:{name}", args=[gone.ref])
    page = cast.client(cast.ada).post(url, {**rest, field: "My careful words."})
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()
    assert "Soon gone." not in page.content.decode()
    assert not gone.answers.exists()
    assert not Report.objects.exists()


def test_words_for_what_one_has_withdrawn_oneself(cast, opening):
    withdraw(by=cast.ada, post=opening)
    url = reverse("forums:revise", args=[opening.ref])
    page = cast.client(cast.ada).post(url, {"words": "My careful words."})
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()


@pytest.mark.parametrize(
    "name", ["new_topic", "reply", "revise", "report", "keep_answer", "keep_topic"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_id_is_like_any_other_page_that_is_not_there(cast, name, method):
    client = cast.client(cast.ada)
    url = reverse(f"forums:{name}", args=["23456789bcdf"])
    page = getattr(client, method)(url, {"words": "Words.", "title": "Tea", "concern": "spam"})
    assert page.status_code == (405 if method == "get" and name.startswith("keep") else 404)


@pytest.mark.parametrize(
    "ref", ["x", "23456789bcd%00", "AAAAAAAAAAAA", "23456789bcdf" * 900, "../23456789"]
)
def test_what_is_no_id_at_all(cast, ref):
    client = cast.client(cast.ada)
    for kind in "ctp":
        assert client.get(f"/{kind}/{ref}/").status_code == 404


@EVERY_FORM
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_way_of_asking_that_no_form_has(cast, address, everything, name, method):
    before = everything()
    page = getattr(cast.client(cast.ada), method)(address(name))
    assert page.status_code == 405
    assert everything() == before


@EVERY_FORM
def test_a_body_of_another_kind(cast, address, everything, name):
    before = everything()
    client = cast.client(cast.ada)
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "nonsense"):
        page = client.post(address(name), b'{"words": "x"', content_type=kind)
        assert page.status_code in (200, 400, 415, 422)
    assert everything() == before


GARBAGE = [
    "%00", "%FF", "%ED%A0%80", "a" * 10_000, "-1", "0", "1e99", "99999999999999999999", "''",
    '"', "%27%20or%201=1",
    "..%2F..", "%E2%80%AE", "[]", "{}", "null", "NaN", "%0A", "23456789bcdf",
]  # fmt: skip


@pytest.mark.parametrize("value", GARBAGE)
def test_garbage_behind_the_question_mark(cast, topic, opening, address, value):
    client = cast.client(cast.ada)
    pages = {
        topic.get_absolute_url(): ["start", "before", "order", "at", "page"],
        cast.circle.get_absolute_url(): ["after", "order"],
        reverse("forums:notices"): ["after"],
        reverse("forums:desk"): ["after"],
        reverse("forums:search"): ["circle", "when", "order", "mine", "after", "q"],
        address("reply"): ["quote"],
    }
    for url, names in pages.items():
        for name in names:
            page = client.get(f"{url}?q=tea&{name}={value}")
            assert page.status_code < 500, (url, name)
            assert page.status_code in (200, 403, 404, 422), (url, name)


@pytest.mark.parametrize(
    "words", ["\x00", "\u200b", "(", "'", '"', "!", "&|:*<->", "a" * 200, "or or", "-", "\\", "%"]
)
def test_what_cannot_be_searched(cast, topic, words):
    client = cast.client(cast.ada)
    for found in (
        client.get(reverse("forums:search"), {"q": words}),
        client.get(reverse("forums:search"), {"q": words}, headers={"HX-Request": "true"}),
    ):
        assert found.status_code in (200, 422)
    too_much = client.get(reverse("forums:search"), {"q": words + MEGABYTE[:50_000]})
    assert too_much.status_code == 422


@pytest.mark.parametrize("words", [MEGABYTE, "a\x00b", "\u202e\u200b", "\ud7ff\ufffd"])
def test_a_draft_takes_whatever_it_is_and_keeps_what_can_be_kept(cast, opening, words):
    client = cast.client(cast.ada)
    kept = client.post(reverse("forums:keep_answer", args=[opening.ref]), {"words": words})
    assert kept.status_code == 200
    kept = client.post(
        reverse("forums:keep_topic", args=[cast.circle.ref]), {"title": words, "words": words}
    )
    assert kept.status_code == 200
    assert all(words.replace("\x00", "").startswith(draft.words) for draft in Draft.objects.all())
