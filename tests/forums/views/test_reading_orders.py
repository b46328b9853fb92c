"""A topic is read by conversation, newest or oldest first; what is deep is folded."""

import pytest
from django.db import connection
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.actions.following import announce
from forums.queries import conversation as queries
from forums.queries.said import LEVELS, in_fold
from tests.forums.reading import links_on, pages_from, refs_on

pytestmark = pytest.mark.django_db

READ_ON, BACK = "Read on", "What was said before"
UP, WHOLE = "Further up", "To the whole conversation"


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(queries, "POSTS_PER_PAGE", 4)


@pytest.fixture
def branches(cast, opening):
    """Five answers, each with one of its own: o, 1, 1a, 2, 2a …"""
    for number in range(5):
        answer = reply(by=cast.cy, parent=opening, words=f"answer {number}")
        reply(by=cast.ada, parent=answer, words=f"below {number}")
    return list(opening.topic.posts.order_by("path").values_list("ref", flat=True))


@pytest.fixture
def chain(cast, opening):
    """The opening post and answers to answers, three folds deep."""
    posts = [opening]
    for number in range(2 * LEVELS + 2):
        posts.append(reply(by=cast.cy, parent=posts[-1], words=f"level {number + 1}"))
    return posts


@pytest.fixture
def ada(cast):
    return cast.client(cast.ada)


def refs_of(pages):
    return [ref for page in pages for ref in refs_on(page)]


def test_a_conversation_is_read_page_by_page_and_nothing_is_lost(ada, topic, branches):
    pages = pages_from(ada, topic.get_absolute_url(), READ_ON)
    assert refs_of(pages) == branches
    assert [len(refs_on(page)) for page in pages] == [4, 4, 3]


def test_and_back_again(ada, topic, branches):
    last = pages_from(ada, topic.get_absolute_url(), READ_ON)[-1]
    back = pages_from(ada, last.wsgi_request.get_full_path(), BACK)
    assert refs_of(reversed(back)) == branches
    assert refs_on(back[-1])[0] == branches[0]


@pytest.mark.parametrize(("order", "turned"), [("oldest", False), ("newest", True)])
def test_by_time_the_opening_post_stays_on_top(ada, topic, opening, branches, order, turned):
    answers = list(topic.posts.exclude(pk=opening.pk).order_by("pk").values_list("ref", flat=True))
    if turned:
        answers.reverse()
    pages = pages_from(ada, f"{topic.get_absolute_url()}?order={order}", READ_ON)
    assert refs_of(pages) == [opening.ref, *answers]
    back = pages_from(ada, pages[-1].wsgi_request.get_full_path(), BACK)
    assert refs_of(reversed(back)) == [opening.ref, *answers]


def test_by_time_posts_say_whom_they_answer_and_lead_there(ada, topic, branches):
    page = ada.get(topic.get_absolute_url(), {"order": "newest"})
    assert links_on(page)["answers Marlow"] == f"/p/{branches[-2]}/"
    assert page.content.decode().count('<ol class="replies') == 1


def test_the_orders_are_offered_and_the_present_one_is_marked(ada, topic, branches):
    links = links_on(ada.get(topic.get_absolute_url()))
    assert (links["Newest first"], links["Oldest first"]) == ("?order=newest", "?order=oldest")
    page = ada.get(topic.get_absolute_url(), {"order": "newest"}).content.decode()
    assert '<a href="?order=newest" aria-current="page">' in page


def test_an_order_that_is_none_is_by_conversation(ada, topic, branches):
    page = ada.get(topic.get_absolute_url(), {"order": "loudest"})
    assert refs_on(page) == branches[:4]


# What is deep


def test_what_is_deep_is_folded_and_unfolds_on_pages_of_its_own(ada, topic, chain, monkeypatch):
    monkeypatch.setattr(queries, "POSTS_PER_PAGE", 50)
    refs = [post.ref for post in chain]
    first = ada.get(topic.get_absolute_url())
    assert refs_on(first) == refs[: LEVELS + 1]
    (more,) = [link for words, link in links_on(first).items() if "Continue this thread" in words]
    assert more == f"?thread={refs[LEVELS]}"
    second = ada.get(topic.get_absolute_url() + more)
    assert refs_on(second) == refs[LEVELS : 2 * LEVELS + 1]
    assert links_on(second)[WHOLE] == topic.get_absolute_url()
    third = ada.get(topic.get_absolute_url() + f"?thread={refs[2 * LEVELS]}")
    assert refs_on(third) == refs[2 * LEVELS :]
    up = ada.get(links_on(third)[UP], follow=True)
    assert refs_on(up) == refs_on(second)


def test_a_page_never_indents_further(ada, topic, chain):
    for page in (topic.get_absolute_url(), f"{topic.get_absolute_url()}?thread={chain[5].ref}"):
        assert ada.get(page).content.decode().count('<ol class="replies') <= LEVELS


def test_a_thread_is_read_page_by_page_with_its_head_on_the_first(cast, ada, topic, chain):
    head = chain[LEVELS]
    for number in range(6):
        reply(by=cast.cy, parent=head, words=f"beside {number}")
    reply(by=cast.cy, parent=chain[0], words="not below it")
    below = topic.posts.filter(path__startswith=head.path, depth__lte=2 * LEVELS).order_by("path")
    pages = pages_from(ada, f"{topic.get_absolute_url()}?thread={head.ref}", READ_ON)
    assert refs_of(pages) == list(below.values_list("ref", flat=True))
    back = pages_from(ada, pages[-1].wsgi_request.get_full_path(), BACK)
    assert refs_of(reversed(back)) == refs_of(pages)


def test_a_thread_can_begin_with_any_post(ada, topic, chain, monkeypatch):
    monkeypatch.setattr(queries, "POSTS_PER_PAGE", 50)
    page = ada.get(topic.get_absolute_url(), {"thread": chain[2].ref})
    assert refs_on(page) == [post.ref for post in chain[2 : LEVELS + 1]]


# Permalinks


def test_a_permalink_opens_a_page_with_the_post_on_it(ada, topic, branches):
    for ref in branches:
        page = ada.get(f"/p/{ref}/", follow=True)
        assert ref in refs_on(page)
        assert page.redirect_chain[-1][0].endswith(f"#post-{ref}")


def test_a_permalink_opens_the_first_page_where_that_shows_the_post(ada, topic, branches):
    assert ada.get(f"/p/{branches[3]}/")["Location"] == (
        f"{topic.get_absolute_url()}#post-{branches[3]}"
    )
    assert f"?start={branches[4]}#" in ada.get(f"/p/{branches[4]}/")["Location"]


def test_a_permalink_to_a_folded_post_opens_the_thread_that_shows_it(ada, chain):
    for post in chain:
        assert post.ref in refs_on(ada.get(post.get_absolute_url(), follow=True))


def test_an_old_address_of_a_folded_post_leads_to_it(ada, topic, chain):
    page = ada.get(topic.get_absolute_url(), {"start": chain[-1].ref}, follow=True)
    assert chain[-1].ref in refs_on(page)


def test_a_post_whose_parent_is_on_another_page_says_whom_it_answers(ada, topic, branches):
    page = ada.get(topic.get_absolute_url(), {"start": branches[2]})
    assert links_on(page)["answers Marlow"] == f"/p/{branches[1]}/"


# What is not met


def test_what_is_behind_a_block_is_in_no_order(cast, ada, topic, opening, branches):
    block(by=cast.ada, persona=cast.cy.personas.get())
    for order in ("conversation", "newest", "oldest"):
        pages = pages_from(ada, f"{topic.get_absolute_url()}?order={order}", READ_ON)
        assert refs_of(pages) == [opening.ref]


def test_nothing_is_folded_where_all_that_is_deep_is_behind_a_block(cast, ada, topic, chain):
    last = reply(by=cast.eve, parent=chain[LEVELS - 1], words="the fifth level")
    reply(by=cast.bel, parent=last, words="the sixth level")
    mute(by=cast.ada, persona=cast.bel.personas.get())
    page = ada.get(topic.get_absolute_url(), {"thread": chain[2].ref})
    assert f"?thread={last.ref}" not in page.content.decode()
    assert f"?thread={chain[LEVELS].ref}" in page.content.decode()


def test_a_thread_behind_a_block_is_like_one_that_never_was(cast, ada, topic, chain):
    url = topic.get_absolute_url()
    mute(by=cast.ada, persona=cast.cy.personas.get())
    unmet, never = (ada.get(url, {"thread": ref}) for ref in (chain[LEVELS].ref, "23456789bcdf"))
    assert refs_on(unmet) == refs_on(never) == [chain[0].ref]


# What it costs


@pytest.mark.parametrize("asked", ["", "?order=newest", "?thread={}", "?start={}", "?before={}"])
def test_every_page_costs_at_most_eight_queries(
    cast, topic, chain, asked, django_assert_max_num_queries
):
    client = cast.client(cast.dov)
    with django_assert_max_num_queries(8):
        client.get(topic.get_absolute_url() + asked.format(chain[2].ref))


def test_the_fold_is_written_as_the_index_has_it(topic):
    """With a number bound to the statement it would be another one to PostgreSQL, which would then
    read all of a long topic for each page."""
    sql, _params = in_fold(topic.posts.all(), 0).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_indexdef('post_fold_in_topic'::regclass)")
        index = cursor.fetchone()[0]
    written = sql.replace('"forums_post".', "").replace('"', "")
    assert "((depth - 1) / 5) = %s" in written
    assert "((depth - 1) / 5)" in index


@pytest.mark.parametrize(
    "asked", ["start={1}", "thread={2}&start={1}", "before={0}", "order=newest"]
)
def test_a_first_visit_costs_no_more_where_there_is_all_to_ask_for_at_once(
    cast, topic, chain, asked, django_assert_max_num_queries
):
    """Something new, a quote of what was said elsewhere, and a notice that nobody has read."""
    elsewhere = open_topic(by=cast.cy, circle=cast.circle, title="Rain", words="It rained.")
    quote = f"> [@Marlow](/p/{elsewhere.posts.get().ref}/)\n>\n> It rained.\n\nHere, too."
    quoting = [reply(by=cast.cy, parent=post, words=quote) for post in chain]
    announce(now=timezone.now())
    query = asked.format(quoting[0].ref, quoting[1].ref, chain[0].ref)
    client = cast.client(cast.ada)
    with django_assert_max_num_queries(8) as captured:
        page = client.get(f"{topic.get_absolute_url()}?{query}").content.decode()
    assert "It rained." in page
    assert "(something new)" in page
    assert "into forums_reading" in str(captured.captured_queries)
