import re

import pytest
from django.urls import reverse

from forums.actions.conversation import open_topic, reply
from forums.models import Post, Topic
from forums.queries import topics as queries
from tests.forums.reading import pages_from, refs_on

pytestmark = pytest.mark.django_db

TITLE = re.compile(r'class="topic-title"[^>]*>([^<]+)<')


def hide(post, moderator):
    Post.objects.filter(pk=post.pk).update(hidden_at=post.said_at, hidden_by=moderator)


def test_a_topic_shows_its_posts_nested(cast, topic, opening):
    first = reply(by=cast.cy, parent=opening, words="Moved the phone.")
    reply(by=cast.ada, parent=first, words="Not silly.")
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert page.index("The <em>evenings</em>") < page.index("Moved the phone.")
    assert page.count('<ol class="replies') == 2
    assert page.count("<article") == page.count("</article>") == 3
    assert page.count("<ol") == page.count("</ol>")
    assert len(re.findall(r"<li[ >]", page)) == page.count("</li>")


def test_lists_close_wherever_a_thread_goes_back_up(cast, topic, opening):
    deep = opening
    for number in range(5):
        deep = reply(by=cast.cy, parent=deep, words=f"level {number}")
    folded = reply(by=cast.cy, parent=deep, words="deeper")
    reply(by=cast.ada, parent=opening, words="back at the top")
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert page.count("<ol") == page.count("</ol>")
    assert page.count("<article") == page.count("</article>") == 7
    assert folded.ref not in page
    assert "Continue this thread" in page


def test_reply_nests_under_what_it_answers_and_leads_to_it(cast, topic, opening):
    client = cast.client(cast.cy)
    response = client.post(reverse("forums:reply", args=[opening.ref]), {"words": "I am here."})
    said = Post.objects.get(parent=opening)
    assert response["Location"] == reverse("forums:post", args=[said.ref])
    page = client.get(response["Location"], follow=True).content.decode()
    assert "I am here." in page


def test_reply_through_htmx_answers_with_the_place_to_go_to(cast, opening):
    client = cast.client(cast.cy)
    form = client.get(reverse("forums:reply", args=[opening.ref]), headers={"HX-Request": "true"})
    assert b"<html" not in form.content
    assert b"<form" in form.content
    response = client.post(
        reverse("forums:reply", args=[opening.ref]),
        {"words": "I am here."},
        headers={"HX-Request": "true"},
    )
    said = Post.objects.get(parent=opening)
    assert response["HX-Redirect"] == reverse("forums:post", args=[said.ref])


def test_refused_words_are_still_in_the_form(cast, opening):
    words = "long " * 5000
    page = cast.client(cast.cy).post(reverse("forums:reply", args=[opening.ref]), {"words": words})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Post.objects.filter(parent=opening).exists()


def test_reply_to_a_post_that_was_just_hidden_keeps_the_words(cast, opening, push):
    hide(push, cast.bel)
    page = cast.client(cast.cy).post(
        reverse("forums:reply", args=[push.ref]), {"words": "My careful words."}
    )
    assert page.status_code == 422
    assert "My careful words." in page.content.decode()
    assert "taken out" in page.content.decode()


def test_dov_is_told_to_join_before_writing(cast, topic):
    page = cast.client(cast.dov).get(topic.get_absolute_url()).content.decode()
    assert reverse("forums:join", args=[cast.circle.ref]) in page
    assert "hx-get" not in page


@pytest.mark.parametrize(
    ("part", "reads"), [("ada", False), ("cy", False), ("eve", True), ("bel", True)]
)
def test_the_words_of_a_hidden_post_are_for_its_author_and_moderators(
    cast, topic, push, part, reads
):
    hide(push, cast.bel)
    page = cast.client(getattr(cast, part)).get(topic.get_absolute_url()).content.decode()
    assert ("Just call" in page) is reads
    assert "took this out" in page or "Taken out" in page


@pytest.mark.parametrize("name", ["topic", "post", "reply", "report", "circle"])
def test_what_one_may_not_see_looks_like_what_does_not_exist(client, cast, topic, opening, name):
    refs = {"topic": topic.ref, "circle": cast.circle.ref}
    unseen = client.get(reverse(f"forums:{name}", args=[refs.get(name, opening.ref)]))
    nothing = client.get(reverse(f"forums:{name}", args=["23456789bcdf"]))
    assert unseen.status_code == nothing.status_code
    assert unseen.status_code in (302, 404)
    if unseen.status_code == 404:

        def strip(page):
            return page.content.split(b"nonce")[0]

        assert strip(unseen) == strip(nothing)


def test_a_circle_that_is_open_can_be_read_without_an_account_and_indexed(
    client, cast, open_to_anyone
):
    topic = open_topic(by=cast.ada, circle=open_to_anyone, title="I slept", words="Seven hours.")
    page = client.get(topic.get_absolute_url())
    assert "Seven hours." in page.content.decode()
    assert page["X-Robots-Tag"] == "all"
    assert b'name="robots"' not in page.content
    closed = cast.client(cast.ada).get(cast.circle.get_absolute_url())
    assert "noindex" in closed["X-Robots-Tag"]


def test_script_in_a_post_is_shown_and_not_run(cast, topic, opening):
    reply(by=cast.eve, parent=opening, words="<script>alert(1)</script> [x](javascript:alert(1))")
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert 'href="javascript' not in page


# Paging


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(queries, "TOPICS_PER_PAGE", 3)


def test_a_page_that_never_was_shows_the_first_one(cast, topic, opening):
    page = cast.client(cast.ada).get(topic.get_absolute_url(), {"start": "nonsense"})
    assert refs_on(page) == [opening.ref]


def test_topics_are_listed_newest_first_and_paged(cast, short_pages):
    topics = [
        open_topic(by=cast.ada, circle=cast.circle, title=f"Topic {n}", words="x") for n in range(7)
    ]
    reply(by=cast.cy, parent=topics[0].posts.get(), words="up again")
    client, base = cast.client(cast.ada), cast.circle.get_absolute_url()
    pages = pages_from(client, base, "Older")
    seen = [title for page in pages for title in TITLE.findall(page.content.decode())]
    assert seen == ["Topic 0", *(f"Topic {n}" for n in range(6, 0, -1))]


@pytest.mark.parametrize("posts", [1, 3, 12])
def test_a_topic_costs_the_same_for_one_post_and_for_many(
    cast, topic, opening, posts, django_assert_num_queries
):
    for number in range(posts):
        reply(by=cast.cy, parent=opening, words=f"answer {number}")
    client = cast.client(cast.bel)
    with django_assert_num_queries(6):
        client.get(topic.get_absolute_url())


@pytest.mark.parametrize("topics", [1, 3, 12])
def test_a_circle_costs_the_same_for_one_topic_and_for_many(
    cast, topics, django_assert_num_queries
):
    for number in range(topics):
        open_topic(by=cast.ada, circle=cast.circle, title=f"Topic {number}", words="x")
    client = cast.client(cast.ada)
    with django_assert_num_queries(5):
        client.get(cast.circle.get_absolute_url())
    assert Topic.objects.count() == topics
