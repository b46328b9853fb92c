"""Links to other sites lead to a page first that says where they go."""

import html
import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from config.outgoing import OutgoingLinksMiddleware, destination_of, way_out
from forums.actions.conversation import reply
from forums.models import HelpLine, Post
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.vault import set_up_vault

pytestmark = pytest.mark.django_db

FAR = "https://far.example/a?b=1&c=2"
# It only looks like "apple".
CYRILLIC = "\N{CYRILLIC SMALL LETTER A}pple.example"
HREF = re.compile(r'<a\s[^>]*href="([^"]*)"')


def hrefs(page):
    return [html.unescape(href) for href in HREF.findall(page)]


def leading_out(page):
    return [href for href in hrefs(page) if href.startswith("/out/")]


def shown(client, address):
    return client.get(way_out(address)).content.decode()


# --- The page -----------------------------------------------------------------------------------


def test_it_says_where_it_leads_and_leads_there_by_a_link(client):
    response = client.get(way_out(FAR))
    page = response.content.decode()
    assert response.status_code == 200
    assert '<h1 dir="ltr">far.example</h1>' in page
    assert html.escape(FAR) in page.split("<h1")[1].split("</section>")[0]
    assert FAR in hrefs(page)
    link = re.search(r"<a [^>]*far\.example[^>]*>", page)[0]
    assert 'rel="noreferrer noopener nofollow"' in link
    assert "http-equiv" not in page
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert "far" not in re.search(r"<title>(.*?)</title>", page)[1]


def test_the_address_does_not_tell_what_it_leads_to():
    assert "far" not in way_out(FAR)
    # Nor would a browser colour a link that was followed before.
    assert way_out(FAR) != way_out(FAR)


@pytest.mark.parametrize("query", ["", "?to=", "?to=https://far.example/", "?to=gAAAAAB", "?to=é"])
def test_nobody_can_make_one_for_an_address_of_their_choice(client, query):
    response = client.get(f"/out/{query}")
    assert response.status_code == 404
    assert "far.example" not in response.content.decode()


def test_a_changed_one_leads_nowhere(client):
    address = way_out(FAR)
    changed = address[:60] + ("A" if address[60] != "A" else "B") + address[61:]
    assert client.get(changed).status_code == 404


def test_it_lasts_as_long_as_a_page_may_be_left_open(client):
    address = way_out(FAR)
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        old = client.get(address)
    assert old.status_code == 404
    assert "far.example" not in old.content.decode()


def test_one_made_under_the_key_before_still_opens(client, settings):
    address = way_out(FAR)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the server, long enough for this"
    assert client.get(address).status_code == 200


def test_reading_is_all_that_can_be_done_with_it(client):
    assert client.post(way_out(FAR)).status_code == 405


# --- What addresses try -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://bank.example@far.example/",
        "https://bank.example:secret@far.example/",
        "https://@far.example/",
        "https://bank.example\\@far.example/",
        "https://far.example\\.bank.example/",
        "https://bank%2Eexample/",
        "https://[::1/",
        "https:/leave/",
        "https:leave/",
        "https:///leave/",
        "https://far example/",
        "https://-/",
        "http://",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://xn--a.example/",
    ],
)
def test_what_only_looks_like_an_address_is_shown_and_not_opened(client, address):
    page = shown(client, address)
    assert html.escape(address) in page
    assert address not in hrefs(page)
    assert not [href for href in hrefs(page) if not href.startswith(("/", "#"))]
    assert destination_of(address).why_not


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://far.example/@somebody", "far.example"),
        ("HTTP://FAR.example:8080/x#y@z", "far.example"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("https://192.0.2.7/", "192.0.2.7"),
        ("https://far.example./", "far.example."),
    ],
)
def test_ordinary_addresses_are_opened(client, address, host):
    assert destination_of(address).host == host
    assert address in hrefs(shown(client, address))


@pytest.mark.parametrize(
    ("address", "written", "plain"),
    [
        (f"https://{CYRILLIC}/", CYRILLIC, "xn--pple-43d.example"),
        ("https://xn--pple-43d.example/", CYRILLIC, "xn--pple-43d.example"),
        # Browsers do not make "ss" of it.
        ("https://faß.example/", "faß.example", "xn--fa-hia.example"),
    ],
)
def test_names_in_other_alphabets_are_shown_in_plain_letters_as_well(
    client, address, written, plain
):
    page = shown(client, address)
    assert f'<h1 dir="ltr">{written}</h1>' in page
    assert plain in page
    assert address in hrefs(page)


# --- The links ----------------------------------------------------------------------------------


def test_links_in_posts_lead_there_and_those_inside_the_site_do_not(cast, opening):
    inside, ours = f"{settings.SITE_URL}/circles/", f"{settings.SITE_URL}/p/{opening.ref}/"
    words = f"[one]({FAR}) <{inside}> {ours}"
    post = reply(by=cast.ada, parent=opening, words=words)
    page = cast.client(cast.cy).get(opening.topic.get_absolute_url()).content.decode()
    (href,) = leading_out(page)
    assert "far.example" in cast.client(cast.cy).get(href).content.decode()
    assert FAR not in hrefs(page)
    assert {inside, f"/p/{opening.ref}/"} <= set(hrefs(page))
    # What is stored, and taken away, keeps the address.
    assert html.escape(FAR) in Post.objects.get(pk=post.pk).html


def test_links_in_pieces_of_a_page_lead_there(cast, opening):
    asked = {"words": f"[one]({FAR})", "preview": "on"}
    response = cast.client(cast.cy).post(
        reverse("forums:reply", args=[opening.ref]), asked, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert leading_out(page)
    assert FAR not in hrefs(page)


def test_help_lines_are_called_at_once_and_their_pages_asked_about(cast):
    HelpLine.objects.create(
        country="AT",
        name="Somebody",
        number="0800 1",
        address=FAR,
        source=FAR,
        checked_on=date(2026, 1, 1),
    )
    page = cast.client(cast.ada).get(reverse("forums:help"), {"country": "AT"}).content.decode()
    assert "tel:08001" in hrefs(page)
    assert FAR not in hrefs(page)
    assert leading_out(page)


def test_links_in_own_pages_lead_there(cast):
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    client = open_own_pages(cast.client(cast.ada))
    note = {"title": "", "text": f"[one]({FAR})", "revision": "0", "note": str(uuid.uuid4())}
    saved = client.post("/own/notes/new/", note)
    page = client.get(saved["Location"]).content.decode()
    (href,) = leading_out(page)
    assert "far.example" in client.get(href).content.decode()
    assert FAR not in hrefs(page)


def passed_through(content, content_type="text/html"):
    def page(_request):
        return HttpResponse(content, content_type=content_type)

    class Request:
        path = "/"

    return OutgoingLinksMiddleware(page)(Request()).content.decode()


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{FAR}">x</a>',
        f'<a class="button" rel="noopener" href="{FAR}" dir="ltr">x</a>',
        f'<A\nHREF="{FAR.replace("https", "HTTPS")}">x</A>',
    ],
)
def test_however_a_link_is_written_it_leads_there(link):
    (href,) = hrefs(passed_through(link).replace("A\nHREF", "a href"))
    assert href.startswith("/out/?to=")


@pytest.mark.parametrize(
    "page",
    [
        f'<a href="{FAR}" data-exit>x</a>',
        '<a href="mailto:a@far.example">x</a> <a href="tel:08001">x</a>',
        f'<p>&lt;a href="{FAR}"</p>',
        f'<a href="/x" title="a href=&quot;{FAR}&quot;">x</a>',
        f'<a href="{settings.SITE_URL}">x</a>',
        f'<textarea>href="{FAR}"</textarea>',
    ],
)
def test_what_is_no_link_to_another_site_stays_as_it_is(page):
    assert passed_through(page) == page


def test_a_site_whose_name_begins_like_ours_is_another_one():
    assert leading_out(passed_through(f'<a href="{settings.SITE_URL}.far.example/">x</a>'))


def test_feeds_and_files_keep_their_addresses():
    link = f'<a href="{FAR}">x</a>'
    assert passed_through(link, "application/atom+xml") == link
