"""Who finds what: at the door of a closed circle, on the pages of whoever looks after it, and in
everything that is said inside."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from forums.actions.circles import change_circle, choose_persona
from forums.actions.conversation import open_topic, reply
from forums.actions.doors import ask_to_join, invite, let_in, refuse
from forums.actions.drafts import keep_draft
from forums.actions.following import follow
from forums.choices import NoticeKind, Reading
from forums.models import Draft, Following, JoinRequest, Membership, Notice, Post, Topic
from forums.tasks import announce_posts
from tests.forums.views.sameness import looks_alike

pytestmark = pytest.mark.django_db

NOWHERE = "23456789bcdf"
VIEWERS = ["nobody", "dov", "ada", "cy", "bel"]


@pytest.fixture
def inside(cast, closed):
    """What ada said in the closed circle."""
    topic = open_topic(by=cast.ada, circle=closed, title="Zebra evening", words="Zebra words.")
    return topic.posts.get()


@pytest.fixture
def browser(cast):
    def of(viewer):
        return Client() if viewer == "nobody" else cast.client(getattr(cast, viewer))

    return of


def at(name, circle, *more):
    return reverse(f"forums:{name}", args=[circle.ref, *more])


# Every access: what each of them finds at each address. "door" is the page about the circle.

IN = {"nobody": "sign in", "dov": "to the circle", "ada": 200, "cy": 200, "bel": 200}
TO_CIRCLE = dict.fromkeys(VIEWERS, "to the circle") | {"nobody": "sign in"}
HOSTS = {"nobody": "sign in", "dov": 404, "ada": 404, "cy": 200, "bel": 200}
MODERATORS = HOSTS | {"cy": 404}
FOUND = {
    "circle": {"nobody": 404, "dov": "door", "ada": 200, "cy": 200, "bel": 200},
    "feed": dict.fromkeys(VIEWERS, 404),
    "new_topic": {"nobody": "sign in", "dov": 404, "ada": 200, "cy": 200, "bel": 200},
    "guidelines": dict.fromkeys(VIEWERS, 200) | {"nobody": "sign in"},
    "join": TO_CIRCLE,
    "ask": TO_CIRCLE,
    "part": IN,
    "requests": HOSTS,
    "invitations": HOSTS,
    "circle_settings": HOSTS,
    "reading": MODERATORS,
    "roles": MODERATORS,
}


def found(response, circle):
    if response.status_code == 302:
        to = response["Location"]
        return {True: "sign in"}.get(to.startswith("/sign-in/")) or (
            "to the circle" if to == circle.get_absolute_url() else to
        )
    names = {template.name for template in response.templates}
    return "door" if "forums/door.html" in names else response.status_code


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", FOUND)
def test_each_page_of_a_closed_circle_is_for_whom_it_is_for(
    cast, closed, inside, browser, name, viewer
):
    response = browser(viewer).get(at(name, closed))
    assert found(response, closed) == FOUND[name][viewer]
    if response.status_code == 404:
        assert looks_alike(response, browser(viewer).get(reverse(f"forums:{name}", args=[NOWHERE])))


# What a form does for whom: (address, what it sends, for whom it does something).
SENT = {
    "let_in": ({}, {"cy", "bel"}),
    "refuse": ({"reason": "We are full."}, {"cy", "bel"}),
    "withdraw_invitation": ({}, {"cy", "bel"}),
    "take_role": ({}, {"bel"}),
}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", SENT)
def test_each_form_of_a_closed_circle_works_for_whom_it_is_for(cast, closed, browser, name, viewer):
    asked = ask_to_join(by=cast.eve, circle=closed, answer="Let me see.")
    invitation, _token = invite(by=cast.bel, circle=closed, days=1, people=1)
    subject = {
        "let_in": asked,
        "refuse": asked,
        "withdraw_invitation": invitation,
        "take_role": cast.cy.personas.get(),
    }[name]
    sent, whom = SENT[name]
    client = browser(viewer)
    response = client.post(at(name, closed, subject.ref), sent)
    nothing = client.post(at(name, closed, NOWHERE), sent)
    if viewer in whom:
        assert response.status_code == 302
        assert not response["Location"].startswith("/sign-in/")
        assert nothing.status_code == 404
    elif viewer == "nobody":
        # To the sign-in page; or what was written comes back.
        assert response.status_code == (403 if "reason" in sent else 302)
        assert looks_alike(response, nothing)
    else:
        assert response.status_code == 404
        assert looks_alike(response, nothing)
    acted = {
        "let_in": not asked.__class__.objects.awaiting_answer().exists(),
        "refuse": not asked.__class__.objects.awaiting_answer().exists(),
        "withdraw_invitation": not closed.invitations.exists(),
        "take_role": Membership.objects.hosting().filter(circle=closed).count() == 1,
    }
    assert acted[name] is (viewer in whom)


@pytest.mark.parametrize(
    "name", ["requests", "invitations", "circle_settings", "reading", "roles", "guidelines"]
)
def test_the_pages_of_another_circle_are_not_those_of_ones_own(cast, closed, name):
    """cy looks after one circle and is a member of the other."""
    response = cast.client(cast.cy).get(at(name, cast.circle))
    assert response.status_code == (200 if name == "guidelines" else 404)


def test_a_request_is_answered_at_the_address_of_its_own_circle_only(cast, closed):
    asked = ask_to_join(by=cast.dov, circle=closed, answer="It is quiet here.")
    for name in ("let_in", "refuse"):
        response = cast.client(cast.cy).post(at(name, cast.circle, asked.ref), {"reason": "No."})
        assert response.status_code == 404
    assert JoinRequest.objects.get().is_open()


# What is said inside does not exist outside


@pytest.mark.parametrize("viewer", ["nobody", "dov"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    [
        "topic",
        "post",
        "reply",
        "report",
        "revisions",
        "revise",
        "withdraw",
        "follow_topic",
        "keep_answer",
        "new_topic",
        "keep_topic",
        "follow_circle",
        "feed",
    ],
)
def test_what_is_said_in_a_closed_circle_looks_outside_as_if_it_were_not(
    cast, closed, inside, browser, name, method, viewer
):
    of_topic, of_circle = ("topic", "follow_topic"), ("new_topic", "keep_topic", "follow_circle")
    ref = inside.topic.ref if name in of_topic else inside.ref
    ref = closed.ref if name in (*of_circle, "feed") else ref
    client, sent = browser(viewer), {"title": "Mine", "words": "Mine.", "concern": "spam"}
    there = getattr(client, method)(reverse(f"forums:{name}", args=[ref]), sent)
    nowhere = getattr(client, method)(reverse(f"forums:{name}", args=[NOWHERE]), sent)
    assert there.status_code in (404, 405, 302, 403)
    assert viewer == "nobody" or there.status_code in (404, 405)
    assert looks_alike(there, nowhere)
    assert (Topic.objects.count(), Post.objects.count(), Draft.objects.count()) == (1, 1, 0)
    assert not Following.objects.exists()


def test_nothing_of_a_closed_circle_is_found_or_listed_outside(cast, closed, inside):
    client = cast.client(cast.dov)
    for url in ("/search/?q=zebra", f"/search/?q=zebra&circle={closed.ref}", "/circles/"):
        assert "Zebra" not in client.get(url).content.decode()
        assert closed.get_absolute_url() not in Client().get(url).content.decode()
    assert "Zebra" in cast.client(cast.ada).get("/search/?q=zebra").content.decode()
    assert closed.name not in Client().get("/").content.decode()


def test_whoever_leaves_finds_nothing_of_it_any_more(cast, closed, inside):
    follow(by=cast.cy, topic=inside.topic)
    keep_draft(by=cast.cy, parent=inside, words="Zebra draft.")
    keep_draft(by=cast.cy, circle=closed, title="Zebra", words="Zebra draft.")
    client = cast.client(cast.cy)
    client.post(at("part", closed))
    reply(by=cast.bel, parent=inside, words="Zebra answer.")
    announce_posts()
    for url in ("/circles/", "/notices/", "/search/?q=zebra", closed.get_absolute_url()):
        page = client.get(url)
        assert page.status_code == 200
        assert "zebra" not in page.content.decode().lower().replace('value="zebra"', "")
    assert client.get(inside.topic.get_absolute_url()).status_code == 404


# The door


def test_the_door_shows_what_the_circle_is_and_how_to_ask(cast, closed, inside):
    page = cast.client(cast.dov).get(closed.get_absolute_url()).content.decode()
    for text in ("By the stove", "A small one.", "Leave out names.", "What brings you here?"):
        assert text in page
    assert "Zebra" not in page
    assert "noindex" in cast.client(cast.dov).get(closed.get_absolute_url())["X-Robots-Tag"]


def test_somebody_asks_and_takes_it_back(cast, closed):
    client = cast.client(cast.dov)
    answered = client.post(at("ask", closed), {"answer": "It is <quiet> here."}, follow=True)
    page = answered.content.decode()
    assert "You have asked to come in" in page
    assert "It is &lt;quiet&gt; here." in page
    assert f'action="{at("ask", closed)}"' not in page
    assert "You have asked" in client.get("/circles/").content.decode()
    page = client.post(at("take_back", closed), follow=True).content.decode()
    assert f'action="{at("ask", closed)}"' in page


def test_words_that_cannot_be_sent_are_still_in_the_form(cast, closed):
    page = cast.client(cast.dov).post(at("ask", closed), {"answer": "long " * 500})
    assert page.status_code == 422
    assert "long long" in page.content.decode()
    empty = cast.client(cast.dov).post(at("ask", closed), {"answer": " "})
    assert (empty.status_code, JoinRequest.objects.exists()) == (422, False)


def test_what_was_written_when_the_session_ended_comes_back(closed, client):
    page = client.post(at("ask", closed), {"answer": "A careful answer."})
    assert page.status_code == 403
    assert "A careful answer." in page.content.decode()


def test_the_refused_read_why_and_when_they_can_ask_again(cast, closed):
    asked = ask_to_join(by=cast.dov, circle=closed, answer="It is quiet here.")
    refuse(by=cast.cy, request=asked, reason="We are full, <sorry>.")
    client = cast.client(cast.dov)
    notice = Notice.objects.get(user=cast.dov)
    for url in (closed.get_absolute_url(), reverse("forums:notice", args=[notice.ref])):
        page = client.get(url).content.decode()
        assert "We are full, &lt;sorry&gt;." in page
        assert "Marlow" not in page
        assert at("ask", closed) not in page
    assert "You can ask again in 14 days." in client.get(closed.get_absolute_url()).content.decode()
    assert client.post(at("ask", closed), {"answer": "Again."}).status_code == 422


def test_the_let_in_hear_of_it_and_go_in(cast, closed):
    let_in(by=cast.cy, request=ask_to_join(by=cast.dov, circle=closed, answer="Quiet."))
    client = cast.client(cast.dov)
    page = client.get("/notices/").content.decode()
    assert "You can come in" in page
    notice = Notice.objects.get(user=cast.dov, kind=NoticeKind.LET_IN)
    page = client.get(reverse("forums:notice", args=[notice.ref])).content.decode()
    assert closed.get_absolute_url() in page
    assert "Marlow" not in page
    page = client.get(closed.get_absolute_url()).content.decode()
    assert at("guidelines", closed) in page


def test_hosts_are_led_to_the_requests(cast, closed):
    ask_to_join(by=cast.dov, circle=closed, answer="Quiet.")
    client = cast.client(cast.cy)
    assert at("requests", closed) in client.get("/notices/").content.decode()
    notice = Notice.objects.get(user=cast.cy)
    page = client.get(reverse("forums:notice", args=[notice.ref])).content.decode()
    assert at("requests", closed) in page
    page = client.get(closed.get_absolute_url()).content.decode()
    assert "somebody waits" in page
    assert (
        "somebody waits"
        not in cast.client(cast.ada).get(closed.get_absolute_url()).content.decode()
    )


# Joining, and accepting


def version(page):
    return re.search(r'name="version" value="(\d+)"', page.content.decode()).group(1)


def test_joining_shows_the_guidelines_and_takes_one_button(cast):
    circle = change_circle(by=None, circle=cast.circle, guidelines="Leave out <names>.")
    client = cast.client(cast.dov)
    page = client.get(at("join", circle))
    assert "Leave out &lt;names&gt;." in page.content.decode()
    joined = client.post(at("join", circle), {"version": version(page)})
    assert joined["Location"] == circle.get_absolute_url()
    assert cast.dov.memberships.get().accepted_version == 2
    assert client.get(at("join", circle))["Location"] == circle.get_absolute_url()


@pytest.mark.parametrize("sent", ["1", "", "x", "-1", "9" * 30, "²"])
def test_guidelines_that_changed_meanwhile_are_shown_first(cast, sent):
    circle = change_circle(by=None, circle=cast.circle, guidelines="The new ones.")
    client = cast.client(cast.dov)
    page = client.post(at("join", circle), {"version": sent})
    assert page.status_code == 422
    assert "The new ones." in page.content.decode()
    assert version(page) == "2"
    assert not cast.dov.memberships.exists()


def test_whoever_joined_from_a_topic_goes_back_to_it_and_nowhere_else(cast, topic):
    client = cast.client(cast.dov)
    page = client.get(topic.get_absolute_url()).content.decode()
    link = f"{at('join', cast.circle)}?next={topic.get_absolute_url()}"
    assert link in page
    assert client.post(link, {"version": 1})["Location"] == topic.get_absolute_url()
    for elsewhere in ("https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)"):
        client.post(at("part", cast.circle))
        answer = client.post(f"{at('join', cast.circle)}?next={elsewhere}", {"version": 1})
        assert answer["Location"] == cast.circle.get_absolute_url()


def test_whoever_joins_where_people_read_first_is_told_so(cast):
    circle = change_circle(by=None, circle=cast.circle, wait_days=3)
    page = cast.client(cast.dov).post(at("join", circle), {"version": 1}, follow=True)
    assert "You can write in 3 days." in page.content.decode()
    assert "People read here for 3 days before they write." in page.content.decode()


def test_changed_guidelines_are_accepted_on_a_page_of_their_own(cast, topic):
    circle = change_circle(by=None, circle=cast.circle, guidelines="The new ones.")
    client = cast.client(cast.cy)
    for url in (circle.get_absolute_url(), topic.get_absolute_url()):
        assert f"{at('guidelines', circle)}?next={url}" in client.get(url).content.decode()
    page = client.get(at("guidelines", circle))
    assert "The new ones." in page.content.decode()
    overtaken = client.post(at("guidelines", circle), {"version": "1"})
    assert (overtaken.status_code, version(overtaken)) == (422, "2")
    client.post(at("guidelines", circle), {"version": version(page)})
    page = client.get(circle.get_absolute_url()).content.decode()
    assert at("guidelines", circle) not in page
    assert 'name="version"' not in client.get(at("guidelines", circle)).content.decode()


# Invitations


@pytest.fixture
def link(cast, closed):
    _invitation, token = invite(by=cast.cy, circle=closed, days=7, people=2)
    return reverse("forums:invited", args=[token])


def test_looking_at_an_invitation_uses_nothing_up_and_tells_nobody_else(cast, closed, link):
    client = cast.client(cast.dov)
    page = client.get(link)
    for text in ("By the stove", "A small one.", "Leave out names."):
        assert text in page.content.decode()
    assert closed.invitations.get().uses_left == 2
    assert not re.search(r'(href|src|action)="(https?:)?//', page.content.decode())
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert client.post(link, {"version": version(page)})["Location"] == closed.get_absolute_url()
    assert closed.invitations.get().uses_left == 1
    assert client.get(link)["Location"] == closed.get_absolute_url()


def test_every_link_that_opens_nothing_shows_one_and_the_same_page(cast, closed, link):
    client = cast.client(cast.dov)
    unknown = client.get(reverse("forums:invited", args=["never-was"]))
    assert unknown.status_code == 404
    assert "This link opens nothing" in unknown.content.decode()
    invitation = closed.invitations.get()
    for end in ({"uses_left": 0}, {"uses_left": 1, "expires_at": invitation.made_at}):
        closed.invitations.update(**end)
        assert looks_alike(client.get(link), unknown)
        assert looks_alike(client.post(link, {"version": 1}), unknown)
    closed.invitations.all().delete()
    assert looks_alike(client.get(link), unknown)
    assert "stove" not in unknown.content.decode()


def test_signed_out_every_link_leads_to_the_sign_in_page(client, link):
    for url in (link, reverse("forums:invited", args=["never-was"])):
        assert client.get(url)["Location"] == f"/sign-in/?next={url}"


def test_an_invitation_is_not_lost_on_the_way_through_the_sign_up(client, closed, link):
    sign_in = client.get(link, follow=True).content.decode()
    sign_up = re.search(r'href="(/sign-up/\?next=[^"]+)"', sign_in).group(1)
    typed = {"username": "mary", "password1": "five words that mean nothing"}
    page = client.get(sign_up).content.decode()
    typed["next"] = re.search(r'name="next" value="([^"]+)"', page).group(1)
    key = client.post(sign_up, typed)["Location"]
    assert key == f"/me/key/?next={link.replace('/', '%2F')}"
    page = client.post(key).content.decode()
    assert f'href="{link}"' in page
    page = client.get(link).content.decode()
    assert 'name="version"' not in page
    name = re.search(r'href="(/circles/name/\?next=[^"]+)"', page).group(1)
    assert client.post(name, {"name": "Quiet River"})["Location"] == link
    assert client.post(link, {"version": 1})["Location"] == closed.get_absolute_url()


def test_an_invitation_into_an_open_circle_works_as_well(cast):
    _invitation, token = invite(by=cast.bel, circle=cast.circle, days=1, people=1)
    url = reverse("forums:invited", args=[token])
    cast.client(cast.dov).post(url, {"version": 1})
    assert cast.dov.memberships.get().circle == cast.circle


# Leaving


def test_leaving_is_asked_once_more(cast, closed):
    client = cast.client(cast.ada)
    assert "you cannot read here any more" in client.get(at("part", closed)).content.decode()
    assert cast.ada.memberships.filter(circle=closed).exists()
    client.post(at("part", closed))
    assert not cast.ada.memberships.filter(circle=closed).exists()


def test_the_only_moderator_is_told_why_they_cannot_leave(cast, closed):
    page = cast.client(cast.bel).post(at("part", closed), follow=True).content.decode()
    assert "only moderator" in page
    assert cast.bel.memberships.filter(circle=closed).exists()


# What it costs


@pytest.mark.parametrize("viewer", ["dov", "ada", "cy"])
@pytest.mark.parametrize("many", [1, 3])
def test_a_closed_circle_costs_no_more_than_an_open_one(
    cast, closed, many, viewer, django_assert_max_num_queries
):
    for number in range(many):
        open_topic(by=cast.ada, circle=closed, title=f"Topic {number}", words="x")
        ask_to_join(by=[cast.dov, cast.eve, cast.eve][number], circle=closed, answer="Quiet.")
    client = cast.client(getattr(cast, viewer))
    client.get("/circles/")
    with django_assert_max_num_queries(7):
        client.get(closed.get_absolute_url())


@pytest.mark.parametrize("many", [1, 3])
def test_the_circles_cost_the_same_for_one_and_for_three(
    cast, closed, many, django_assert_num_queries
):
    client = cast.client(cast.dov)
    for number in range(many):
        change_circle(by=None, circle=cast.circle, about=f"{number}", reading=Reading.CLOSED)
        choose_persona(by=cast.dov, name=f"Quiet River {number}")
    with django_assert_num_queries(6):
        client.get("/circles/")
