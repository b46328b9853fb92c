"""What is filled in bulk is what the verbs would have written, row by row and on the page."""

import re

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forums.actions.conversation import open_topic, reply
from forums.models import Announcement, Persona, Post, SearchEntry, Topic, Trail
from tests.performance.fill import LENGTHS, fill
from tests.performance.sizes import Size

pytestmark = pytest.mark.django_db

# Long enough for one post to be hidden, one withdrawn and some changed.
TINY = Size("tiny", topics=6, longest=13)
# What says which row it is and when it came, and what happened to it later.
OWN = {"id", "ref", "topic_id", "parent_id", "said_at", "edited_at", "opened_at", "last_post_at"}


@pytest.fixture
def filled():
    """One of its conversations, the longest of the short ones."""
    fill(TINY, now=timezone.now())
    return Topic.objects.filter(replies_count=max(LENGTHS) - 1)[0]


@pytest.fixture
def said(filled):
    """The same, said again by the same people in the same order."""
    posts = list(filled.posts.order_by("pk").select_related("author__owner"))
    first = posts[0]
    topic = open_topic(
        by=first.author.owner, circle=filled.circle, title=filled.title, words=first.source
    )
    again = {first.pk: topic.posts.get()}
    for post in posts[1:]:
        again[post.pk] = reply(
            by=post.author.owner, parent=again[post.parent_id], words=post.source
        )
    topic.refresh_from_db()
    return topic


def shown(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in OWN
    }


def test_topics_are_alike(filled, said):
    assert shown(filled) == shown(said)


def test_posts_are_alike_each_in_its_place(filled, said):
    one, other = ([shown(post) for post in t.posts.order_by("path")] for t in (filled, said))
    assert one == other
    assert len(one) == max(LENGTHS)


def test_posts_answer_the_same_posts(filled, said):
    one, other = (
        list(t.posts.order_by("path").values_list("parent__path")) for t in (filled, said)
    )
    assert one == other


def test_they_are_found_by_the_same_words(filled, said):
    one, other = (
        SearchEntry.objects.filter(post__topic=t).order_by("post__path").values_list("words")
        for t in (filled, said)
    )
    assert list(one) == list(other)
    assert len(one) == max(LENGTHS)


def test_every_entry_is_what_the_triggers_write(filled):
    entries = SearchEntry.objects.order_by("pk").values_list("pk", "language", "words")
    in_bulk = list(entries)
    SearchEntry.objects.all().delete()
    Post.objects.update(html=F("html"))
    assert in_bulk == list(entries)
    assert 0 < len(in_bulk) == Post.objects.standing().count() < Post.objects.count()


def test_what_keeps_the_tables_right_is_back_afterwards(db):
    before = what_keeps_the_tables_right()
    fill(TINY, now=timezone.now())
    assert what_keeps_the_tables_right() == before
    assert {kind for kind, *_ in before} == {"index", "constraint", "trigger"}


def what_keeps_the_tables_right():
    with connection.cursor() as cursor:
        cursor.execute(
            "select 'index', indexname::text, indexdef from pg_indexes "
            "where tablename like 'forums%%' union all "
            "select 'constraint', conname::text, pg_get_constraintdef(oid) from pg_constraint "
            "where conrelid::regclass::text like 'forums%%' union all "
            "select 'trigger', tgname::text, pg_get_triggerdef(oid) || tgenabled::text "
            "from pg_trigger where tgrelid::regclass::text like 'forums%%' and not tgisinternal "
            "order by 1, 2, 3"
        )
        return cursor.fetchall()


def test_each_left_its_traces(filled, said):
    for topic in (filled, said):
        refs = list(topic.posts.exclude(parent=None).values_list("ref", flat=True))
        assert Trail.objects.filter(verb="reply", subject_kind="post", subject_ref__in=refs).count()
        assert Trail.objects.get(subject_ref=topic.ref).verb == "open_topic"
        assert Announcement.objects.filter(post__topic=topic).count() == len(refs) + 1


def test_their_pages_are_alike(filled, said):
    assert page_of(filled) == page_of(said)


def page_of(topic):
    client = Client()
    client.force_login(User.objects.order_by("pk")[1])
    page = client.get(topic.get_absolute_url()).content.decode()
    page = re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]*"', "", page)
    page = re.sub(r'<span class="meta"><a href="/p/\w+/before/">[^<]*</a></span>', "", page)
    page = re.sub(r'(<span class="meta"><a href="/p/)[^<]*<', r"\1", page)
    page = re.sub(r"\n\s*", "", page)
    for number, post in enumerate(topic.posts.order_by("path")):
        page = page.replace(post.ref, f"post {number}")
    return page.replace(topic.ref, "this topic")


def test_the_next_row_of_the_site_has_a_number_of_its_own(filled):
    post = filled.posts.order_by("path")[0]
    said = reply(by=post.author.owner, parent=post, words="One more.")
    assert said.pk == Post.objects.count()
    assert Persona.objects.count() == User.objects.count()
