"""Work that is owed, and fails: counted, tried again later, and in nobody's way."""

import logging
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from celery.signals import before_task_publish
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forums.actions.conversation import open_topic, reply, withdraw
from forums.actions.following import announce
from forums.actions.owed import do_next
from forums.actions.quotes import silence
from forums.models import Announcement, Echo, Notice, Post
from forums.rules import wait_before_try
from tests.cast import make_cast
from tests.forums.quoting import everything_stored, quote_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)

BREAK = """
create function pg_temp.breaks() returns trigger language plpgsql as $$
begin raise exception 'the heron slept'; end $$;
create trigger breaks before {what} for each row when ({where}) execute function pg_temp.breaks()
"""


def break_for_good(what, where):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(BREAK.format(what=what, where=where))


def mend(table):
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger breaks on {table}")


@pytest.fixture
def answers(cast, opening):
    """Of which the first can never be told to anybody."""
    announce(now=timezone.now())
    answers = [reply(by=cast.cy, parent=opening, words=f"answer {each}") for each in range(3)]
    break_for_good("insert on forums_notice", f"new.post_id = {answers[0].pk}")
    return answers


def told():
    return set(Notice.objects.values_list("post", flat=True))


# --- Announcements ------------------------------------------------------------------------------


def test_one_that_always_fails_is_in_nobodys_way(answers):
    announce(now=timezone.now())
    assert told() == {answers[1].pk, answers[2].pk}
    (owed,) = Announcement.objects.owed()
    assert (owed.post, owed.tries) == (answers[0], 1)


def test_it_is_tried_again_each_time_after_a_longer_while(answers):
    now, tried_after = timezone.now(), []
    announce(now=now)
    for minute in range(1, 64):
        before = Announcement.objects.owed().get().tries
        announce(now=now + minute * MINUTE)
        if Announcement.objects.owed().get().tries > before:
            tried_after.append(minute)
    assert tried_after == [1, 3, 7, 15, 31, 63]


def test_once_it_is_mended_it_is_told(answers):
    now = timezone.now()
    announce(now=now)
    mend("forums_notice")
    assert announce(now=now) == 0
    assert announce(now=now + MINUTE) == 1
    assert told() == {answer.pk for answer in answers}
    assert not Announcement.objects.owed().exists()


def test_the_log_tells_that_it_failed_and_repeats_no_words(answers, caplog):
    with caplog.at_level(logging.ERROR):
        announce(now=timezone.now())
    (line,) = caplog.messages
    owed = Announcement.objects.owed().get()
    begins = rf"Announcement {owed.pk} failed at try 1: \w+ in owed\.py:\d+ following\.py:\d+ "
    assert re.match(begins, line)
    assert "heron" not in caplog.text
    assert "answer 0" not in caplog.text


def test_a_try_that_dies_with_its_worker_is_counted(cast, opening):
    def die(_announcement):
        raise SystemExit

    now, owed = timezone.now(), Announcement.objects.owed()
    with pytest.raises(SystemExit):
        do_next(owed, now=now, work=die)
    assert owed.get().tries == 1
    assert not owed.to_be_tried(at=now).exists()
    assert owed.to_be_tried(at=now + MINUTE).exists()


@given(st.integers(0, 10**9))
def test_the_wait_grows_up_to_an_hour(number):
    wait = wait_before_try(number)
    assert MINUTE <= wait <= wait_before_try(number + 1) <= timedelta(hours=1)
    assert number < 8 or wait == timedelta(hours=1)


# --- Words that were withdrawn ------------------------------------------------------------------


def test_a_post_that_cannot_be_rewritten_does_not_keep_the_words_of_others(cast, opening):
    first = reply(by=cast.eve, parent=opening, words="Just call.")
    other = reply(by=cast.eve, parent=opening, words="Just write.")
    stuck = reply(by=cast.cy, parent=opening, words=quote_of(first))
    reply(by=cast.cy, parent=opening, words=quote_of(other, "Just write."))
    for said in (first, other):
        withdraw(by=cast.eve, post=said)
    break_for_good("update on forums_post", f"new.id = {stuck.pk}")
    now = timezone.now()
    while silence(now=now):
        pass
    assert "Just write." not in everything_stored()
    assert [(echo.post, echo.tries) for echo in Echo.objects.all()] == [(first, 1)]
    mend("forums_post")
    while silence(now=now + MINUTE):
        pass
    assert "Just call." not in everything_stored()
    assert not Echo.objects.exists()


def test_what_takes_many_batches_does_not_wait_between_them(cast, opening, push):
    for number in range(5):
        reply(by=cast.cy, parent=opening, words=f"{quote_of(push)} {number}")
    withdraw(by=cast.eve, post=push)
    with time_machine.travel(timezone.now(), tick=False):
        while silence(now=timezone.now(), most=2):
            pass
    assert not Echo.objects.exists()


# --- Waking -------------------------------------------------------------------------------------


@contextmanager
def wakes():
    """The names of tasks that are sent to the workers."""
    sent = []

    def note(sender, **_kwargs):
        sent.append(sender)

    before_task_publish.connect(note)
    try:
        yield sent
    finally:
        before_task_publish.disconnect(note)


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_once_for_a_transaction_and_for_each():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    said = [
        reply(by=cast.cy, parent=topic.posts.get(parent=None), words=f"answer {number}")
        for number in range(4)
    ]
    with wakes() as sent:
        with transaction.atomic():
            for post in said[:3]:
                withdraw(by=cast.cy, post=post)
        assert sent == ["forums.silence_echoes"]
        withdraw(by=cast.cy, post=said[3])
        assert sent == ["forums.silence_echoes"] * 2


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_in_between_does_not_keep_the_worker_asleep():
    cast = make_cast()
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="Evenings.")
    one = reply(by=cast.cy, parent=topic.posts.get(parent=None), words="One.")
    other = reply(by=cast.cy, parent=topic.posts.get(parent=None), words="Other.")
    with wakes() as sent, transaction.atomic():
        with transaction.atomic():
            withdraw(by=cast.cy, post=one)
            transaction.set_rollback(True)
        withdraw(by=cast.cy, post=other)
    assert sent == ["forums.silence_echoes"]
    assert list(Post.objects.filter(withdrawn_at__isnull=False)) == [other]
