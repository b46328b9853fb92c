"""What the house tells its members, as whoever looks after it changes it."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from forums.models import Trail
from tests.forums.screening import house_moderator
from trackers.choices import CardKind
from trackers.models import Card
from trackers.shipped import Piece, shipped

pytestmark = pytest.mark.django_db

LIST = "/desk/cards/"
WHY = next(piece for piece in shipped() if piece.key == "why")
ITS_PAGE = f"/own/cards/{WHY.page_ref}/"
ITS_FORM = f"{LIST}{WHY.ref}/"


@pytest.fixture
def house(cast):
    house_moderator(cast.bel)
    return cast.client(cast.bel)


@pytest.fixture
def reader(cast):
    return cast.client(cast.cy)


def text(response):
    return response.content.decode()


def typed(**fields):
    known = {
        "title": "Why",
        "body": "Because of the rain.",
        "action": "urge",
        "places": ["urge"],
        "is_on": "on",
    }
    return known | fields


def named(**fields):
    return typed() | {"key": "rain", "language": "en", "country": ""} | fields


def test_the_list_shows_everything_and_what_was_changed(house):
    html = text(house.get(LIST))
    for piece in shipped():
        assert f'href="{LIST}{piece.ref}/"' in html
    assert "Changed here" not in html
    house.post(ITS_FORM, typed())
    assert "Changed here" in text(house.get(LIST))


def test_a_moderator_of_one_circle_finds_nothing(cast):
    circles = cast.client(cast.bel)
    for name, args in (("cards", []), ("new_card", []), ("card", [WHY.ref])):
        assert circles.get(reverse(f"house_cards:{name}", args=args)).status_code == 404
    for name in ("switch_card", "back_to_shipped"):
        assert circles.post(reverse(f"house_cards:{name}", args=[WHY.ref])).status_code == 404
    assert not Card.objects.exists()


def test_the_form_begins_with_what_came_with_the_site_and_saves_it_unchanged(house):
    html = text(house.get(ITS_FORM))
    assert "as it came with the site" in html
    assert WHY.body.split("\n")[0] in html
    fields = {"title": WHY.title, "body": WHY.body, "action": WHY.action, "is_on": "on"}
    lists = {"also": WHY.also, "places": WHY.places, "channels": WHY.channels}
    more = {"place": WHY.place, "checked_on": WHY.checked_on.isoformat()}
    house.post(ITS_FORM, fields | lists | more | {"place": WHY.place + 1})
    assert Card.objects.get().as_piece() == replace(WHY, place=WHY.place + 1)
    # Just as it came, it is not kept beside what came.
    house.post(ITS_FORM, fields | lists | more)
    assert not Card.objects.exists()


def test_words_are_changed_and_go_back_to_what_came(house, reader):
    assert house.post(ITS_FORM, typed()).status_code == 302
    assert "Because of the rain." in text(reader.get(ITS_PAGE))
    assert "changed here" in text(house.get(ITS_FORM))
    house.post(f"{ITS_FORM}back/")
    assert "Because of the rain." not in text(reader.get(ITS_PAGE))
    assert WHY.body.split("\n")[-1].strip("- ") in text(reader.get(ITS_PAGE))
    assert not Card.objects.exists()


def test_every_change_is_a_line_in_the_trail_and_no_reading_is(house, reader, cast):
    house.post(ITS_FORM, typed())
    reader.get(ITS_PAGE)
    house.post(f"{ITS_FORM}back/")
    # There is nothing left to go back from.
    house.post(f"{ITS_FORM}back/")
    lines = Trail.objects.filter(subject_kind="card").order_by("pk")
    assert [(line.verb, line.by, line.subject_ref) for line in lines] == [
        ("write_card", cast.bel, WHY.ref),
        ("drop_card", cast.bel, WHY.ref),
    ]
    html = text(house.get("/desk/log/"))
    assert "Changed what members are told" in html
    assert "Took back what members are told" in html


def test_a_preview_shows_it_and_saves_nothing(house, reader):
    answer = house.post(ITS_FORM, typed(body="**Because** of the rain.", preview="1"))
    assert answer.status_code == 200
    html = text(answer)
    assert "<strong>Because</strong> of the rain." in html
    assert "It is not saved yet." in html
    assert "**Because** of the rain.</textarea>" in html
    assert not Card.objects.exists()
    assert "rain" not in text(reader.get(ITS_PAGE))


def test_what_is_written_runs_nothing(house, reader):
    words = '<script>alert(1)</script> [x](javascript:alert(1)) <img src="//e.example/p.png">'
    house.post(ITS_FORM, typed(body=words))
    prose = text(reader.get(ITS_PAGE)).partition('class="prose reading">')[2]
    prose = prose.partition("</section>")[0]
    assert "alert(1)" in prose
    assert "<script" not in prose
    assert "<img" not in prose
    assert 'href="javascript' not in prose


def test_it_is_switched_off_and_on_again_with_its_words(house, reader):
    house.post(f"{ITS_FORM}switch/", {"off": "1"})
    assert reader.get(ITS_PAGE).status_code == 404
    assert "Why" not in re.findall(r'">([^<]+)</a>', text(reader.get("/own/cards/")))
    house.post(f"{ITS_FORM}switch/", {"on": "1"})
    assert reader.get(ITS_PAGE).status_code == 200
    assert not Card.objects.exists()


def test_it_is_said_in_another_language_and_for_one_country(house, reader, cast):
    new = f"{LIST}new/?like={WHY.ref}"
    assert WHY.body.split("\n")[0] in text(house.get(new))
    fields = named(key="why", language="de", body="Darum.")
    assert house.post(new, fields).status_code == 302
    assert "Darum." in text(reader.get(f"{ITS_PAGE}?language=de"))
    house.post(new, named(key="why", country="NZ", title="Down there", body="Here it rains."))
    html = text(reader.get(f"{ITS_PAGE}?country=NZ"))
    assert "Here it rains." in html
    assert WHY.body.split("\n")[0].strip("*") in html
    assert "Here it rains." not in text(reader.get(f"{ITS_PAGE}?country=GB"))


def test_one_of_their_own_is_added_and_removed(house, reader):
    url = house.post(f"{LIST}new/?kind=card", named(title="Rain"))["Location"]
    assert "Rain" in text(reader.get("/own/cards/"))
    assert "Remove it" in text(house.get(url))
    assert house.post(f"{url}back/")["Location"] == LIST
    assert "Rain" not in text(reader.get("/own/cards/"))
    assert house.get(url).status_code == 404


def test_a_name_is_there_once(house):
    refused = house.post(f"{LIST}new/?kind=card", named(key="why", body="Else."))
    assert refused.status_code == 422
    assert "already" in text(refused)
    assert "Else.</textarea>" in text(refused)
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": " "},
        {"title": ""},
        {"action": ""},
        {"places": ["nowhere"]},
        {"variant_1_name": "Some"},
        {"source": "javascript:alert(1)"},
        {"key": "Rain and sun"},
        {"language": "xx"},
        {"country": "XX"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_would_not_work_is_said_and_nothing_typed_is_lost(house, wrong):
    refused = house.post(f"{LIST}new/?kind=card", named(title="Rain over there") | wrong)
    assert refused.status_code == 422
    assert not Card.objects.exists()
    if "title" not in wrong:
        assert "Rain over there" in text(refused)


def test_variants_are_changed_and_an_empty_one_is_gone(house, reader):
    piece = next(piece for piece in shipped() if piece.key == "got-through")
    url = f"{LIST}{piece.ref}/"
    html = text(house.get(url))
    assert "Keep a copy" in html
    ways = {"variant_1_name": "Some", "variant_1_body": "say *rain*."}
    house.post(url, typed(title=piece.title) | ways)
    html = text(reader.get(f"/own/cards/{piece.page_ref}/"))
    assert "say <em>rain</em>." in html
    assert "Keep a copy" not in html


def test_a_question_is_added_to_a_self_check(house, reader):
    check = next(piece for piece in shipped() if piece.kind == CardKind.CHECK)
    fields = {
        "key": "rain",
        "language": "en",
        "group": check.key,
        "title": "Does it rain?",
        "body": "Take a coat.",
        "step": "A coat",
        "is_on": "on",
    }
    assert house.post(f"{LIST}new/?kind=question", fields).status_code == 302
    assert "Does it rain?" in text(reader.get(f"/own/checks/{check.page_ref}/"))


def test_the_small_thing_of_a_day_is_changed(house, at_home):
    at_home.post("/own/thirty/place/", {"number": "5"})
    fifth = Piece(kind="prompt", key="5")
    assert "Choose one person who may know" in text(at_home.get("/own/"))
    house.post(f"{LIST}{fifth.ref}/", {"body": "Look at the clouds.", "is_on": "on"})
    for url in ("/own/", "/own/thirty/"):
        assert "Look at the clouds." in text(at_home.get(url))
    house.post(f"{LIST}{fifth.ref}/switch/", {"off": "1"})
    assert "Look at the clouds." not in text(at_home.get("/own/"))


def test_what_is_no_kind_is_not_there(house):
    assert house.get(f"{LIST}new/?kind=poem").status_code == 404
    assert house.get(f"{LIST}000000000000/").status_code == 404


def test_the_way_there_is_on_the_desk(house):
    assert f'href="{LIST}"' in text(house.get("/desk/screen/"))
