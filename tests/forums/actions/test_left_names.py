import re
import threading

import pytest
from django.db import connection
from django.utils import timezone

from forums.actions.circles import choose_persona
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.quotes import silence
from forums.models import Echo, Persona, Post
from tests.cast import make_cast
from tests.forums.quoting import all_done, die_at_work, everything_stored, quote_of


@pytest.fixture
def quoting(cast, push):
    return reply(by=cast.cy, parent=push, words=quote_of(push))


def test_a_name_that_was_left_goes_from_quotes_and_from_whoever_is_spoken_to(
    cast, opening, push, quoting
):
    answer = reply(by=cast.cy, parent=push, words="No, @Someone. And @Wren?")
    again = reply(by=cast.bel, parent=answer, words=quote_of(answer, "No, @Someone.", "Marlow"))
    revise(by=cast.cy, post=answer, words="No.")
    choose_persona(by=cast.eve, name="Some [Other] Body")
    # A worker that dies has done nothing; another one begins where the last one came to.
    die_at_work()
    silence(now=timezone.now(), most=1)
    all_done()
    assert "Someone" not in everything_stored()
    quoting.refresh_from_db()
    assert ">Some [Other] Body</a>" in quoting.html
    again.refresh_from_db()
    assert "No, @Some [Other] Body." in again.source
    assert ">@Some [Other] Body</span>. And" in answer.revisions.get().html
    assert not Echo.objects.exists()


def test_doing_it_once_more_changes_nothing(cast, opening, push, quoting):
    reply(by=cast.cy, parent=push, words="No, @Someone.")
    choose_persona(by=cast.eve, name="Someone Else")
    all_done()
    once = everything_stored()
    Echo.objects.create(persona=Persona.objects.get(owner=cast.eve), name="Someone")
    all_done()
    assert everything_stored() == once


def test_taking_the_first_name_leaves_none_behind(cast):
    assert not Echo.objects.exists()
    choose_persona(by=cast.eve, name="Someone")
    assert not Echo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_quotes_while_the_name_changes_uses_the_new_one_in_the_end():
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
        words = f"{quote_of(push)} @Someone {number}"
        return lambda: reply(by=cast.cy, parent=opening, words=words)

    verbs = [quote(number) for number in range(4)]
    verbs += [lambda: choose_persona(by=cast.eve, name="Heron")]
    verbs += [lambda: silence(now=timezone.now())]
    threads = [threading.Thread(target=work, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    all_done()
    said = Post.objects.filter(parent=opening, author__owner=cast.cy)
    assert len(said) == 4
    for post in said:
        assert "[Heron]" in post.source
        assert ">Heron</a>" in post.html
        # Whoever came later spoke to nobody: there is no such name any more.
        assert re.findall(r'class="mention">(.*?)<', post.html) in ([], ["@Heron"])
