import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.actions.circles import choose_persona, open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.distance import block
from forums.actions.drafts import keep_draft
from forums.actions.quotes import hold_named, owe_silence, silence
from forums.choices import Reading
from forums.links import path_of
from forums.models import Draft, Echo, Mention, Persona, Post, Quote
from forums.queries.quotes import text_of
from forums.refusals import ReplyRefused
from tests.cast import make_cast
from tests.forums.quoting import GONE, all_done, die_at_work, everything_stored, quote_of


def has_quotes(html):
    return '<figure class="quote">' in html


@pytest.fixture
def quoting(cast, push):
    return reply(by=cast.cy, parent=push, words=quote_of(push))


def test_a_quote_is_remembered_and_framed(quoting, push):
    assert [(quote.post, quote.quoted) for quote in Quote.objects.all()] == [(quoting, push)]
    assert quoting.html.startswith('<figure class="quote">\n<blockquote>\n<p><a href="/p/')
    assert quoting.html.endswith("</figure>\n<p>Please do not.</p>")


def test_a_quote_stands_under_the_name_of_whoever_said_it(cast, push):
    said = reply(by=cast.cy, parent=push, words=quote_of(push, name="Wren"))
    assert f"> [Someone]({path_of(push.ref)})" in said.source
    assert "Wren" not in said.source + said.html


def test_withdrawing_takes_the_words_from_everywhere(cast, push, quoting):
    revise(by=cast.cy, post=quoting, words="Something else.")
    revise(by=cast.cy, post=quoting, words=quote_of(push) + "\n\nNow again.")
    keep_draft(by=cast.bel, parent=quoting, words=quote_of(push) + " Not sent.")
    assert everything_stored().count("Just call.") == 5
    withdraw(by=cast.eve, post=push)
    all_done()
    assert "Just call" not in everything_stored()
    quoting.refresh_from_db()
    assert quoting.source == f"> {GONE}\n\n\nPlease do not.\n\nNow again."
    assert quoting.html.startswith(f"<blockquote>\n<p>{GONE}</p>\n</blockquote>")
    assert [GONE in said.html for said in quoting.revisions.order_by("id")] == [True, False]
    assert Draft.objects.get().words == f"> {GONE}\n\n\nPlease do not. Not sent."
    assert not Quote.objects.exists()
    assert not Echo.objects.exists()
    assert silence(now=timezone.now()) == 0


def test_nobody_can_read_a_quote_of_what_was_withdrawn_from_that_moment_on(
    cast, topic, push, quoting
):
    revise(by=cast.cy, post=quoting, words=quote_of(push) + "\n\nNow again.")
    keep_draft(by=cast.ada, parent=quoting, words=quote_of(push))
    pages = [
        (cast.ada, topic.get_absolute_url()),
        (cast.ada, f"/p/{quoting.ref}/before/"),
        (cast.ada, f"/p/{quoting.ref}/reply/"),
        (cast.ada, f"/p/{quoting.ref}/report/"),
        (cast.cy, f"/p/{quoting.ref}/change/"),
        (cast.cy, f"/p/{quoting.ref}/withdraw/"),
    ]
    for user, url in pages:
        assert "Just call." in cast.client(user).get(url).content.decode(), url
    withdraw(by=cast.eve, post=push)
    assert "Just call." in everything_stored()
    for user, url in pages:
        page = cast.client(user).get(url).content.decode()
        assert "Just call." not in page, url
        assert "Please do not." in page, url


def test_what_is_hidden_is_not_read_in_quotes_and_comes_back_with_it(cast, topic, push, quoting):
    client = cast.client(cast.ada)
    Post.objects.filter(pk=push.pk).update(hidden_at=timezone.now(), hidden_by=cast.bel)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Just call." not in page
    assert "Please do not." in page
    assert (
        "Just call." not in client.get(f"/p/{quoting.ref}/reply/?quote={push.ref}").content.decode()
    )
    Post.objects.filter(pk=push.pk).update(hidden_at=None, hidden_by=None)
    assert client.get(topic.get_absolute_url()).content.decode().count("Just call") == 2


def test_revising_leaves_quotes_as_they_are(cast, push, quoting):
    revise(by=cast.eve, post=push, words="I am sorry.")
    assert silence(now=timezone.now()) == 0
    quoting.refresh_from_db()
    assert "Just call." in quoting.html


def test_what_was_withdrawn_meanwhile_is_not_quoted(cast, opening, push):
    withdraw(by=cast.eve, post=push)
    said = reply(by=cast.cy, parent=opening, words=quote_of(push))
    assert said.source == f"> {GONE}\n\n\nPlease do not."
    assert not Quote.objects.exists()


def test_a_quote_alone_is_no_answer(cast, push):
    with pytest.raises(ReplyRefused, match="words of your own"):
        reply(by=cast.cy, parent=push, words=quote_of(push).removesuffix("Please do not."))


@pytest.mark.parametrize("why", ["closed", "blocked", "nothing"])
def test_what_one_may_not_read_looks_like_what_is_not_there(cast, push, why):
    secret = push
    if why == "closed":
        closed = open_circle(by=cast.eve, name="Kitchen", reading=Reading.CLOSED)
        topic = open_topic(by=cast.eve, circle=closed, title="Here", words="Just call.")
        secret = topic.posts.get()
    elif why == "blocked":
        block(by=cast.cy, persona=Persona.objects.get(owner=cast.eve))
    words = quote_of(secret, name="X")
    if why == "nothing":
        words = words.replace(secret.ref, "zzzzzzzzzzzz")
    text = text_of(words, by=cast.cy, topic=push.topic)
    assert text.source == words
    assert not has_quotes(text.html)
    assert not text.quoted


def test_whoever_meets_a_block_meets_no_quotes_from_behind_it(cast, topic, push, quoting):
    page = cast.client(cast.ada).get(topic.get_absolute_url())
    assert page.content.decode().count("Just call") == 2
    elsewhere = reply(by=cast.cy, parent=topic.posts.get(parent=None), words=quote_of(push))
    block(by=cast.ada, persona=Persona.objects.get(owner=cast.eve))
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert "Just call" not in page
    assert "figure" not in page
    assert push.ref not in page
    assert elsewhere.ref in page
    assert "Please do not." in page
    # A moderator sees all of it, and so does everybody else.
    for user in (cast.bel, cast.cy):
        page = cast.client(user).get(topic.get_absolute_url()).content.decode()
        assert page.count("Just call") == 3


def test_search_finds_words_where_they_were_said_and_not_in_quotes(cast, push, quoting):
    page = cast.client(cast.ada).get("/search/?q=call").content.decode()
    assert push.ref in page
    assert quoting.ref not in page
    page = cast.client(cast.ada).get("/search/?q=please").content.decode()
    assert quoting.ref in page
    assert "Just" not in page


def test_quotes_cost_one_query_and_none_where_the_quoted_post_stands_on_the_page(cast, topic, push):
    client, url = cast.client(cast.ada), topic.get_absolute_url()
    other = open_topic(by=cast.eve, circle=cast.circle, title="Elsewhere", words="Just call.")

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    counts = [queries()]
    for quoted in (push, other.posts.get(), other.posts.get()):
        reply(by=cast.cy, parent=push, words=f"{quote_of(quoted)} {len(counts)}")
        counts.append(queries())
    assert [count - counts[0] for count in counts] == [0, 0, 1, 1]


def test_an_import_quotes_nobody(cast, push):
    words = quote_of(push)
    assert not has_quotes(text_of(words, by=None).html)


# Many, and workers that die


def test_ten_batches_and_a_worker_that_dies_between_them(cast, opening, push, monkeypatch):
    for number in range(7):
        reply(by=cast.cy, parent=opening, words=quote_of(push) + f" {number}")
    withdraw(by=cast.eve, post=push)
    assert silence(now=timezone.now(), most=3) == 4
    assert Echo.objects.get().up_to
    die_at_work()
    assert everything_stored().count("Just call.") == 2 * 4
    all_done()
    assert "Just call" not in everything_stored()
    assert not Echo.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["words", "name"])
def test_whoever_is_quoted_waits_until_it_is_written(what):
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    push = reply(by=cast.eve, parent=topic.posts.get(), words="Just call.")
    refused = []

    def take_back():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set local lock_timeout = '200ms'")
                if what == "words":
                    withdraw(by=cast.eve, post=push)
                else:
                    choose_persona(by=cast.eve, name="Heron")
        except OperationalError as error:
            refused.append(error)
        connection.close()

    def in_another_connection():
        thread = threading.Thread(target=take_back)
        thread.start()
        thread.join()

    with transaction.atomic():
        hold_named(quote_of(push), by=cast.cy)
        in_another_connection()
    assert len(refused) == 1
    in_another_connection()
    assert len(refused) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_quotes_while_it_is_withdrawn_is_reached():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    opening = topic.posts.get()
    push = reply(by=cast.eve, parent=opening, words="Just call.")
    start, failed = threading.Barrier(6), []

    def work(verb):
        start.wait()
        try:
            verb()
        except Exception as error:
            failed.append(error)
        connection.close()

    def quote(number):
        return lambda: reply(by=cast.cy, parent=opening, words=quote_of(push) + str(number))

    verbs = [quote(number) for number in range(4)]
    verbs += [lambda: withdraw(by=cast.eve, post=push), lambda: silence(now=timezone.now())]
    threads = [threading.Thread(target=work, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    all_done()
    assert Post.objects.filter(parent=opening, author__owner=cast.cy).count() == 4
    assert "Just call" not in everything_stored()


@pytest.mark.django_db(transaction=True)
def test_two_who_quote_each_other_at_once_do_not_wait_for_ever():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    one = reply(by=cast.cy, parent=topic.posts.get(), words="One.")
    other = reply(by=cast.ada, parent=topic.posts.get(parent=None), words="Other.")
    start, failed = threading.Barrier(2), []

    def work(by, post, quoted):
        start.wait()
        try:
            for number in range(8):
                revise(by=by, post=post, words=quote_of(quoted) + str(number))
                reply(by=by, parent=post, words=quote_of(quoted) + str(number))
        except Exception as error:
            failed.append(error)
        connection.close()

    threads = [
        threading.Thread(target=work, args=args)
        for args in ((cast.cy, one, other), (cast.ada, other, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_withdrawing_twice_over_owes_it_once(cast, push):
    withdraw(by=cast.eve, post=push)
    owe_silence(Post.objects.get(pk=push.pk))
    assert Echo.objects.count() == 1


def test_what_is_withdrawn_quotes_nobody_and_speaks_to_nobody_any_more(cast, push):
    said = reply(by=cast.cy, parent=push, words=quote_of(push) + " @Wren")
    assert Quote.objects.exists()
    assert Mention.objects.exists()
    withdraw(by=cast.cy, post=said)
    assert not Quote.objects.exists()
    assert not Mention.objects.exists()
