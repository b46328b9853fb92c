"""Whom one can turn to, and what somebody never wants to show."""

import pytest
from django.urls import reverse

from accounts.models import User
from forums.actions.screening import keep_from_showing, read_help_lines
from forums.models import HelpLine, NeverReveal, Notice, Post, Trail

pytestmark = pytest.mark.django_db

CRISIS = "I want to die."


@pytest.fixture(autouse=True)
def lines(db):
    read_help_lines()


def text(page):
    return page.content.decode()


def test_whoever_says_so_is_led_to_somebody_and_their_words_are_there(cast, opening):
    client = cast.client(cast.cy)
    page = client.post(reverse("forums:reply", args=[opening.ref]), {"words": CRISIS})
    said = Post.objects.get(parent=opening)
    assert said.is_standing()
    assert page.url == f"/help/?after={said.ref}"
    html = text(client.get(page.url))
    assert f'href="/p/{said.ref}/"' in html
    assert "Find a Helpline" in html


def test_with_scripts_it_is_the_same(cast, opening):
    page = cast.client(cast.cy).post(
        reverse("forums:reply", args=[opening.ref]),
        {"words": CRISIS},
        headers={"HX-Request": "true"},
    )
    assert page.headers["HX-Redirect"].startswith("/help/?after=")


def test_a_topic_and_a_change_lead_there_too(cast, opening):
    client = cast.client(cast.ada)
    typed = {"title": "Tonight", "words": CRISIS, "answerers": "everyone"}
    page = client.post(reverse("forums:new_topic", args=[cast.circle.ref]), typed)
    assert page.url.startswith("/help/?after=")
    page = client.post(reverse("forums:revise", args=[opening.ref]), {"words": CRISIS})
    assert page.url == f"/help/?after={opening.ref}"


def test_whoever_only_speaks_of_it_goes_on_as_always(cast, opening):
    page = cast.client(cast.cy).post(
        reverse("forums:reply", args=[opening.ref]), {"words": "This kills me."}
    )
    assert "/help/" not in page.url


def test_nothing_of_it_stays_with_the_person(cast, opening):
    client = cast.client(cast.cy)
    before = list(User.objects.order_by("pk").values())
    session = dict(client.session)
    page = client.post(reverse("forums:reply", args=[opening.ref]), {"words": CRISIS})
    client.get(f"{page.url}&country=AT")
    assert list(User.objects.order_by("pk").values()) == before
    assert dict(client.session) == session
    assert not Notice.objects.exists()
    assert "help" not in str(list(Trail.objects.values("verb", "detail")))


def test_the_country_is_that_of_their_clock_until_they_choose(cast):
    cast.cy.time_zone = "Europe/Vienna"
    cast.cy.save()
    client = cast.client(cast.cy)
    assert "0800 222 555" in text(client.get("/help/"))
    html = text(client.get("/help/?country=AU"))
    assert "13 11 14" in html
    assert "0800 222 555" not in html
    # What is none leads nowhere else.
    assert "0800 222 555" in text(client.get("/help/?country=<b>"))


def test_what_somebody_else_wrote_is_not_led_back_to(cast, opening):
    html = text(cast.client(cast.cy).get(f"/help/?after={opening.ref}"))
    assert opening.ref not in html
    assert cast.client(cast.cy).get("/help/?after=%00").status_code == 200


def test_no_line_is_a_page_as_well(cast):
    HelpLine.objects.all().delete()
    assert "emergency number" in text(cast.client(cast.cy).get("/help/"))


# --- Never to be shown ------------------------------------------------------------------------


def test_somebody_keeps_their_street_from_being_shown_and_takes_it_back(cast, opening):
    client = cast.client(cast.ada)
    page = client.post(
        "/never-reveal/", {"hint": "my street", "words": "Harbour Lane"}, follow=True
    )
    assert "my street" in text(page)
    assert "Harbour" not in text(page)
    answer = client.post(
        reverse("forums:reply", args=[opening.ref]), {"words": "Down harbour lane."}
    )
    assert answer.status_code == 422
    kept = NeverReveal.objects.get()
    client.post(reverse("forums:reveal", args=[kept.ref]))
    assert not NeverReveal.objects.exists()


def test_what_would_not_work_is_said_and_nothing_typed_is_lost(cast):
    page = cast.client(cast.ada).post("/never-reveal/", {"hint": "my number", "words": "12"})
    assert page.status_code == 422
    assert 'value="my number"' in text(page)
    assert 'value="12"' in text(page)


def test_nobody_finds_what_somebody_else_keeps(cast):
    kept = keep_from_showing(by=cast.ada, hint="quay one", words="Harbour Lane")
    client = cast.client(cast.eve)
    assert "quay one" not in text(client.get("/never-reveal/"))
    assert client.post(reverse("forums:reveal", args=[kept.ref])).status_code == 404
