"""The pages of whoever looks after a circle, as they are used."""

import re

import pytest
from django.urls import reverse

from accounts.actions.enrolment import enrol
from forums.actions.circles import change_circle, choose_persona
from forums.actions.doors import ask_to_join, let_in, take_back_request
from forums.choices import Reading, Role
from forums.models import ContentNote, JoinRequest, Membership
from forums.queries import doors as queries
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


def at(name, circle, *more):
    return reverse(f"forums:{name}", args=[circle.ref, *more])


@pytest.fixture
def asked(cast, closed):
    return ask_to_join(by=cast.dov, circle=closed, answer="It is <quiet> here.")


# Requests


def test_a_request_shows_a_name_and_an_answer_and_nothing_else(cast, closed, asked):
    page = cast.client(cast.cy).get(at("requests", closed)).content.decode()
    for text in ("Juniper", "It is &lt;quiet&gt; here.", "What brings you here?"):
        assert text in page
    assert cast.dov.sign_in_name not in page
    assert cast.dov.personas.get().ref not in page


def test_somebody_is_let_in(cast, closed, asked):
    client = cast.client(cast.cy)
    page = client.post(at("let_in", closed, asked.ref), follow=True).content.decode()
    assert "they have been told" in page
    assert "Juniper" not in page
    assert Membership.objects.filter(user=cast.dov, circle=closed).exists()


def test_a_refusal_without_a_reason_is_not_sent_and_one_with_a_reason_is(cast, closed, asked):
    client, url = cast.client(cast.cy), at("refuse", closed, asked.ref)
    assert client.post(url, {"reason": "  "}).status_code == 422
    long = client.post(url, {"reason": "long " * 500})
    assert (long.status_code, "long long" in long.content.decode()) == (422, True)
    assert JoinRequest.objects.get().is_open()
    client.post(url, {"reason": "We are full."})
    assert JoinRequest.objects.get().reason == "We are full."


def test_whoever_comes_too_late_is_told_and_keeps_their_words(cast, closed, asked):
    let_in(by=cast.cy, request=asked)
    client = cast.client(cast.bel)
    page = client.post(at("refuse", closed, asked.ref), {"reason": "We are full."})
    assert page.status_code == 422
    assert "answered already" in page.content.decode()
    assert "We are full." in page.content.decode()
    page = client.post(at("let_in", closed, asked.ref), follow=True).content.decode()
    assert "answered already" in page


def test_a_request_that_was_taken_back_is_not_there(cast, closed, asked):
    take_back_request(by=cast.dov, circle=closed)
    client = cast.client(cast.cy)
    assert client.post(at("let_in", closed, asked.ref)).status_code == 404
    assert "Nobody is waiting." in client.get(at("requests", closed)).content.decode()


@pytest.fixture
def many(closed):
    def ask(count):
        for number in range(count):
            user = enrol(sign_in_name=f"fay{number}", passphrase=PASSPHRASE)
            choose_persona(by=user, name=f"Quiet River {number}")
            ask_to_join(by=user, circle=closed, answer="Quiet.")

    return ask


def test_whoever_waits_longest_comes_first_page_by_page(cast, closed, many, monkeypatch):
    monkeypatch.setattr(queries, "REQUESTS_PER_PAGE", 2)
    many(5)
    client, url, names = cast.client(cast.cy), at("requests", closed), []
    while url:
        page = client.get(url).context["page"]
        names += [request.name for request in page.requests]
        url = page.later and f"{at('requests', closed)}?after={page.later}"
    assert names == [f"Quiet River {number}" for number in range(5)]
    assert len(client.get(at("requests", closed), {"after": "nonsense\0"}).context["page"].requests)


@pytest.mark.parametrize("count", [1, 3])
def test_requests_cost_the_same_for_one_and_for_three(
    cast, closed, many, count, django_assert_num_queries
):
    many(count)
    client = cast.client(cast.cy)
    with django_assert_num_queries(6):
        client.get(at("requests", closed))


# Invitations


def test_a_link_is_shown_once_and_can_be_withdrawn(cast, closed, settings):
    client = cast.client(cast.cy)
    page = client.post(at("invitations", closed), {"days": 7, "people": 3})
    link = page.context["link"]
    assert link.startswith(f"{settings.SITE_URL}/invited/")
    assert link in page.content.decode()
    again = client.get(at("invitations", closed)).content.decode()
    assert "/invited/" not in again
    assert "For 3 more people" in again
    visitor = cast.client(cast.dov)
    path = link.removeprefix(settings.SITE_URL)
    assert visitor.get(path).status_code == 200
    client.post(at("withdraw_invitation", closed, closed.invitations.get().ref))
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    "typed", [{"days": 3, "people": 1}, {"days": 7, "people": 51}, {"days": 7, "people": "x"}, {}]
)
def test_other_links_are_not_made(cast, closed, typed):
    page = cast.client(cast.cy).post(at("invitations", closed), typed)
    assert not closed.invitations.exists()
    assert typed == {} or page.status_code == 422


# What holds


def typed(page):
    """What a form would send, as it stands on the page."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if not (value is None or value is False)}


def test_a_host_changes_what_holds(cast, closed):
    ContentNote.objects.get_or_create(name="A note", defaults={"place": 99})
    client, url = cast.client(cast.cy), at("circle_settings", closed)
    page = client.get(url)
    client.post(
        url,
        typed(page)
        | {"about": "Smaller.", "wait_days": "3", "closes_after_days": "9", "notes": ["A note"]},
    )
    closed.refresh_from_db()
    assert (closed.about, closed.wait_days, closed.closes_after_days, closed.notes) == (
        "Smaller.",
        3,
        9,
        ["A note"],
    )
    assert closed.guidelines_version == 1
    assert closed.reading == Reading.CLOSED


def test_a_form_that_is_sent_as_it_stands_changes_nothing(cast, closed):
    change_circle(by=None, circle=closed, guidelines="One.\n\nTwo.")
    client, url = cast.client(cast.cy), at("circle_settings", closed)
    sent = typed(client.get(url)) | {"guidelines": "One.\r\n\r\nTwo."}
    assert client.post(url, sent).status_code == 302
    closed.refresh_from_db()
    assert closed.guidelines_version == 2


def test_a_form_that_was_overtaken_keeps_what_was_typed_and_counts_the_second_time(cast, closed):
    client, url = cast.client(cast.cy), at("circle_settings", closed)
    page = client.get(url)
    change_circle(by=cast.bel, circle=closed, about="Theirs.")
    overtaken = client.post(url, typed(page) | {"about": "Mine."})
    assert overtaken.status_code == 422
    assert "in the meantime" in overtaken.content.decode()
    assert "Mine." in overtaken.content.decode()
    closed.refresh_from_db()
    assert closed.about == "Theirs."
    client.post(url, typed(overtaken))
    closed.refresh_from_db()
    assert closed.about == "Mine."


def test_who_may_read_is_no_field_of_that_form(cast, closed):
    client, url = cast.client(cast.bel), at("circle_settings", closed)
    client.post(url, typed(client.get(url)) | {"reading": "anyone", "name": "Other"})
    closed.refresh_from_db()
    assert (closed.reading, closed.name) == (Reading.CLOSED, "By the stove")


def test_opening_a_circle_is_confirmed_on_a_page_that_says_what_it_means(cast, closed):
    client, url = cast.client(cast.bel), at("reading", closed)
    page = client.post(url, {"reading": "members"})
    assert "Everything that was ever said in it can then be read" in page.content.decode()
    closed.refresh_from_db()
    assert closed.is_closed()
    client.post(url, {"reading": "members", "confirmed": ""})
    closed.refresh_from_db()
    assert closed.reading == Reading.MEMBERS
    assert closed.guidelines_version == 2
    page = client.post(url, {"reading": "closed"})
    assert "only those who are in it can read" in page.content.decode()


def test_only_the_operator_opens_a_circle_to_anyone_and_everybody_may_close_it(cast, closed):
    client, url = cast.client(cast.bel), at("reading", closed)
    assert client.post(url, {"reading": "anyone", "confirmed": ""}).status_code == 422
    closed.refresh_from_db()
    assert closed.is_closed()
    change_circle(by=None, circle=closed, reading=Reading.ANYONE)
    page = client.get(url)
    assert 'value="anyone"' in page.content.decode()
    page = client.post(url, {"reading": "members"}).content.decode()
    assert "nobody reads here without an account" in page
    client.post(url, {"reading": "members", "confirmed": ""})
    closed.refresh_from_db()
    assert closed.reading == Reading.MEMBERS


# Roles


def test_a_role_is_given_by_name_and_taken(cast, closed):
    client, url = cast.client(cast.bel), at("roles", closed)
    client.post(url, {"name": "wren", "role": "host"})
    page = client.get(url).content.decode()
    assert re.findall(r"<bdi>(\w+)</bdi>\s*</span> <span class=\"badge\">(\w+)", page) == [
        ("Linden", "Moderator"),
        ("Marlow", "Host"),
        ("Wren", "Host"),
    ]
    client.post(at("take_role", closed, cast.ada.personas.get().ref))
    assert Membership.objects.get(user=cast.ada, circle=closed).role == Role.MEMBER


@pytest.mark.parametrize("name", ["Juniper", "Nobody", "\0", "x" * 41, ""])
def test_a_name_of_nobody_in_the_circle_stays_in_the_form(cast, closed, name):
    page = cast.client(cast.bel).post(at("roles", closed), {"name": name, "role": "host"})
    assert page.status_code == 422
    assert not cast.dov.memberships.exists()


def test_a_member_without_a_role_has_none_to_take(cast, closed):
    persona = cast.ada.personas.get()
    assert cast.client(cast.bel).post(at("take_role", closed, persona.ref)).status_code == 404


def test_whoever_gives_up_their_role_is_back_in_the_circle(cast, closed):
    client, own = cast.client(cast.bel), cast.bel.personas.get().ref
    page = client.post(at("take_role", closed, own), follow=True).content.decode()
    assert "only moderator" in page
    client.post(at("roles", closed), {"name": "Marlow", "role": "moderator"})
    response = client.post(at("roles", closed), {"name": "Linden", "role": "host"})
    assert response["Location"] == closed.get_absolute_url()
    assert Membership.objects.get(user=cast.bel, circle=closed).role == Role.HOST


def test_content_notes_are_chips_like_where_they_are_chosen(cast, closed):
    page = cast.client(cast.bel).get(at("circle_settings", closed)).content.decode()
    assert page.count('class="choices chips"') == 1
