import logging
import re
from html import unescape

import pytest
from django.urls import reverse

from forums.actions.circles import open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.choices import Language
from forums.models import Circle, Post
from forums.queries import search as queries
from forums.queries.search.statements import MARKED
from forums.templatetags.marks import marked

pytestmark = pytest.mark.django_db

URL = "/search/"
WORD = "kingfisher"


def page_of(client, words=WORD, **where):
    return client.get(URL, {"q": words} | where)


def results(response):
    """The part of the page behind the form."""
    page = response.content.decode()
    return page[page.index("</form>", page.index('role="search"')) :]


@pytest.fixture
def bird(cast, opening):
    return reply(by=cast.cy, parent=opening, words=f"I saw a {WORD} by the *water*.")


def test_what_was_found_leads_to_its_place(cast, bird):
    page = results(page_of(cast.client(cast.ada)))
    assert reverse("forums:post", args=[bird.ref]) in page
    for text in ("Day nine", "Marlow", "today", "Mending", f"I saw a <mark>{WORD}</mark> by the"):
        assert text in page


def test_a_long_post_is_shown_around_what_was_found_and_a_short_one_whole(cast, opening):
    short = f"In 1999 I saw a {WORD}, at 7."
    long = " ".join(["before"] * 100 + [WORD] + ["after"] * 100)
    for words in (short, long):
        reply(by=cast.cy, parent=opening, words=words)
    page = results(page_of(cast.client(cast.ada)))
    assert f'<p dir="auto">In 1999 I saw a <mark>{WORD}</mark>, at 7.</p>' in page
    around = re.search(rf"<p[^>]*>… ([^<]*)<mark>{WORD}</mark>([^<]*) …</p>", page)
    assert 0 < around[1].count("before") < 30
    assert 0 < around[2].count("after") < 30


def test_of_a_very_long_post_only_the_beginning_is_looked_through_for_marks(cast, opening):
    said = "before " * (MARKED // 7 + 1)
    Post.objects.filter(pk=opening.pk).update(html=f"<p>{said}{WORD}</p>")
    page = results(page_of(cast.client(cast.ada)))
    assert "before before" in page
    assert "<mark>" not in page


def test_times_are_coarse(cast, bird):
    page = page_of(cast.client(cast.ada)).content.decode()
    assert not re.search(r"\d\d?:\d\d", results(page_of(cast.client(cast.ada))))
    assert "<time" not in page


def test_the_title_is_marked_where_the_words_stand_in_it(cast, topic):
    assert "Day <mark>nine</mark>" in results(page_of(cast.client(cast.ada), "nine"))


def test_the_page_itself_finds_nothing_and_complains_of_nothing(client, cast):
    for visitor in (client, cast.client(cast.dov)):
        page = visitor.get(URL)
        assert page.status_code == 200
        assert "field-error" not in page.content.decode()
        assert 'id="found"' not in page.content.decode()


def test_whoever_is_not_signed_in_sees_circles_that_are_open_and_no_box_for_own_posts(
    client, cast, bird, open_to_anyone
):
    open_topic(by=cast.ada, circle=open_to_anyone, title="By the river", words=f"A {WORD}.")
    response = page_of(client)
    assert "By the river" in results(response)
    assert "Day nine" not in response.content.decode()
    assert cast.circle.name not in response.content.decode()
    assert 'name="mine"' not in response.content.decode()
    assert "By the river" in results(page_of(client, mine="on"))


def test_a_circle_that_one_may_not_see_is_answered_like_one_that_does_not_exist(client, cast, bird):
    unseen = page_of(client, circle=cast.circle.ref)
    nothing = page_of(client, circle="23456789bcdf")
    assert unseen.status_code == nothing.status_code == 422

    def strip(page):
        return re.sub(r'nonce="[^"]*"', "", page.content.decode())

    assert strip(unseen) == strip(nothing)
    assert f'value="{WORD}"' in unseen.content.decode()


@pytest.mark.parametrize("name", ["forums:home", "forums:circle"])
def test_the_search_is_one_step_from_the_circles(cast, name):
    args = [cast.circle.ref] if name == "forums:circle" else []
    page = cast.client(cast.ada).get(reverse(name, args=args)).content.decode()
    assert f'href="{URL}' in page


def test_coming_from_a_circle_it_is_chosen_and_can_be_changed(cast):
    link = f"{URL}?circle={cast.circle.ref}"
    client = cast.client(cast.ada)
    assert link in client.get(cast.circle.get_absolute_url()).content.decode()
    page = client.get(link).content.decode()
    assert f'<option value="{cast.circle.ref}" selected>' in page
    assert 'value="">Every circle' in page


def test_filters_are_kept_on_the_page_and_on_the_next_one(cast, opening, monkeypatch):
    monkeypatch.setattr(queries, "FOUND_PER_PAGE", 1)
    for place in ("river", "harbour"):
        reply(by=cast.ada, parent=opening, words=f"{WORD} at the {place}")
    elsewhere = open_circle(by=cast.ada, name="Elsewhere")
    open_topic(by=cast.ada, circle=elsewhere, title="x", words=f"{WORD} at the zoo")
    where = {"circle": cast.circle.ref, "when": "week", "mine": "on", "order": "newest"}
    client = cast.client(cast.ada)
    page = page_of(client, **where).content.decode()
    assert "harbour" in page
    older = unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    second = client.get(URL + older).content.decode()
    assert "river" in second
    assert "harbour" not in second
    assert 'rel="next"' not in second
    for either in (page, second):
        assert f'<option value="{cast.circle.ref}" selected>' in either
        assert '<option value="week" selected>' in either
        assert re.search(r'name="mine"[^>]*checked', either)


def test_what_fits_best_is_one_page_that_says_so(cast, opening, monkeypatch):
    monkeypatch.setattr(queries, "FOUND_PER_PAGE", 1)
    for number in range(2):
        reply(by=cast.ada, parent=opening, words=f"{WORD} {number}")
    page = results(page_of(cast.client(cast.ada), order="best"))
    assert page.count("<li") == 1
    assert 'rel="next"' not in page
    assert "fits best" in page


# --- Nothing dangerous, nothing left behind ---------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        f"<script>alert(1)</script> {WORD}",
        f"`<img src=x onerror=alert(1)>` {WORD}",
        f"{WORD} &lt;b&gt; &amp;lt;i&amp;gt; \"'><svg/onload=x>",
        f"a \x02{WORD}\x03 b \x02 <i>c</i> \x03",
        f"<mark>{WORD}</mark><style>*{{display:none}}</style>",
    ],
)
def test_nothing_in_a_post_or_title_becomes_markup(cast, opening, said):
    revise(by=cast.ada, post=opening, words=said)
    open_topic(by=cast.ada, circle=cast.circle, title=said.replace("\x02", ""), words="x")
    page = results(page_of(cast.client(cast.ada)))
    entries = page[page.index('<ol class="entries">') : page.index("</ol>")]
    tags = set(re.findall(r"</?[a-z][^>]*>", re.sub(r'href="/p/\w+/"', "", entries)))
    assert {re.sub(r"\s.*", ">", tag) for tag in tags} <= {
        "<ol>", "<li>", "</li>", "<h3>", "</h3>", "<a>", "</a>", "<p>", "</p>", "<span>",
        "</span>", "<bdi>", "</bdi>", "<mark>", "</mark>",
    }  # fmt: skip
    assert entries.count("<mark>") == entries.count("</mark>") >= 2
    assert re.findall(r"<mark>([^<]*)</mark>", entries) == [WORD] * entries.count("<mark>")
    assert "\x02" not in entries
    assert "\x03" not in entries


def test_what_is_marked_is_escaped_as_well():
    assert marked('a <b> \x02<i>&amp;\x03 "') == (
        "a &lt;b&gt; <mark>&lt;i&gt;&amp;amp;</mark> &quot;"
    )


def test_the_words_somebody_looks_for_are_text_on_the_page(client):
    page = page_of(client, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)" in page


def test_the_browser_does_not_learn_the_words(cast, bird):
    """With scripts the page is changed in place: the address, which browsers remember, is not."""
    page = cast.client(cast.ada).get(URL).content.decode()
    assert f'hx-get="{URL}"' in page
    assert "push-url" not in page
    assert re.search(r'name="q"[^>]*autocomplete="off"', page)
    part = cast.client(cast.ada).get(URL, {"q": WORD}, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"<mark>" in part.content
    assert "HX-Push-Url" not in part
    assert WORD not in str(part.headers)
    assert re.search(r"<h2[^>]* autofocus", part.content.decode())


def test_titles_say_nothing_of_the_words(cast, bird):
    title = re.search(r"<title>(.*?)</title>", page_of(cast.client(cast.ada)).content.decode())[1]
    assert WORD not in title


def test_no_log_holds_the_words(cast, bird, caplog, settings):
    caplog.set_level(logging.INFO)
    client = cast.client(cast.ada)
    for words in (WORD, WORD * 40, f"{WORD}\0"):
        page_of(client, words)
    page_of(client, circle=WORD)
    client.get("/search/nothing/", {"q": WORD})
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    client.raise_request_exception = False
    client.get("/breaks/", {"q": WORD})
    assert caplog.records
    assert WORD not in caplog.text


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "answer"),
    [
        ("", 422, "Please type a word or two."),
        ("   ", 422, "Please type a word or two."),
        ("the and of", 200, "stand nearly everywhere"),
        ("-birds", 200, "only say what to leave out"),
        ("or or - ! &", 200, "stand nearly everywhere"),
        ('"by the river', 200, "Fewer words may find more"),
        ('"""', 200, "stand nearly everywhere"),
        ("word " * 2000, 422, "A few words are enough."),
        ("x" * 10_000, 422, "A few words are enough."),
        ("x" * 200, 200, "Fewer words may find more"),
        ("a\0b", 422, "There is a character in it"),
        ("птица", 200, "Fewer words may find more"),
        ("鳥を見た", 200, "Fewer words may find more"),
        ("طائر", 200, "Fewer words may find more"),
        ("\N{BIRD}", 200, "stand nearly everywhere"),
        ("<3 :) %s %(x)s \\ ' ; --", 200, ""),
        ("a:* & b <-> c | !d", 200, ""),
        ("\u202egnissim", 200, "Fewer words may find more"),
    ],
)
def test_whatever_is_typed_gets_a_clear_answer_and_stays_on_the_page(
    cast, topic, words, status, answer
):
    for client in (cast.client(cast.ada), type(cast.client(cast.ada))()):
        Circle.objects.update(reading="anyone")
        response = page_of(client, words)
        page = response.content.decode()
        assert response.status_code == status
        assert answer in page
        typed = unescape(re.search(r'name="q"(?: value="([^"]*)")?', page)[1] or "")
        assert typed.strip() == words.strip()


@pytest.mark.parametrize(
    "where",
    [
        {"when": "yesterday"},
        {"order": "rank"},
        {"circle": "x\0"},
        {"after": "\0"},
        {"after": "x" * 5000},
        {"mine": "\0"},
    ],
)
def test_odd_addresses_break_nothing(cast, bird, where):
    assert page_of(cast.client(cast.ada), **where).status_code in (200, 422)


def test_in_an_empty_house_nothing_is_found(client, db):
    response = page_of(client)
    assert response.status_code == 200
    assert "Nothing was found" in response.content.decode()


def test_other_methods_are_refused(cast):
    assert cast.client(cast.ada).post(URL, {"q": WORD}).status_code == 405


# --- What it costs ----------------------------------------------------------------------------


def in_circles_of_other_languages(cast, many):
    for number in range(many):
        circle = open_circle(by=cast.ada, name=f"Circle {number}")
        Circle.objects.filter(pk=circle.pk).update(language=list(Language)[number])
        open_topic(by=cast.ada, circle=circle, title=f"{WORD} {number}", words="x")


def asked_for(captured):
    """How often posts were looked for in all that was asked."""
    return sum("forums_searchentry" in query["sql"] for query in captured.captured_queries)


@pytest.mark.parametrize("many", [1, 3, 12])
@pytest.mark.parametrize("order", ["newest", "best"])
def test_a_page_costs_the_same_for_one_post_and_for_twelve(
    cast, opening, django_assert_max_num_queries, many, order
):
    in_circles_of_other_languages(cast, many)
    client = cast.client(cast.ada)
    page_of(client, order=order)
    with django_assert_max_num_queries(7) as captured:
        response = page_of(client, order=order)
    assert results(response).count("<li") == many
    # Among the latest, and then through the index.
    assert asked_for(captured) == 2


@pytest.mark.parametrize("order", ["newest", "best"])
def test_what_is_said_often_is_looked_for_once(
    cast, opening, monkeypatch, django_assert_max_num_queries, order
):
    monkeypatch.setattr(queries, "FOUND_PER_PAGE", 1)
    monkeypatch.setattr(queries, "BEST_OF_LATEST", 2)
    in_circles_of_other_languages(cast, 3)
    client = cast.client(cast.ada)
    with django_assert_max_num_queries(6) as captured:
        response = page_of(client, order=order)
    assert results(response).count("<li") == 1
    assert asked_for(captured) == 1


def test_ones_own_posts_are_looked_for_once(cast, opening, bird, django_assert_max_num_queries):
    client = cast.client(cast.cy)
    with django_assert_max_num_queries(6) as captured:
        response = page_of(client, mine="on")
    assert results(response).count("<li") == 1
    assert asked_for(captured) == 1


def test_signed_out_it_costs_no_more(client, cast, open_to_anyone, django_assert_num_queries):
    open_topic(by=cast.ada, circle=open_to_anyone, title="x", words=WORD)
    with django_assert_num_queries(4):
        page_of(client)


def test_what_is_withdrawn_between_two_looks_is_gone(cast, bird):
    client = cast.client(cast.ada)
    assert WORD in results(page_of(client))
    withdraw(by=cast.cy, post=bird)
    assert "Nothing was found" in results(page_of(client))
    assert Post.objects.filter(pk=bird.pk).exists()
