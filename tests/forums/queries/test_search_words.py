"""Which words find which."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.actions.circles import open_circle
from forums.actions.conversation import open_topic, reply, revise
from forums.choices import Language, language_of_site
from forums.markup import html_from_html, html_from_markdown, text_from_html
from forums.models import Circle, Post, SearchEntry, Topic
from forums.queries.search import Search, found_page, searcher_of
from tests.forums.queries.asking import WORD, finds, found

pytestmark = pytest.mark.django_db


# --- Languages --------------------------------------------------------------------------------


def test_a_circle_speaks_the_language_of_the_site_unless_it_is_told_otherwise(settings, db):
    assert Circle(name="One").language == Language.ENGLISH
    settings.LANGUAGE_CODE = "de-at"
    assert Circle(name="Two").language == Language.GERMAN
    settings.LANGUAGE_CODE = "tlh"
    assert language_of_site() == Language.SIMPLE


def test_the_database_knows_every_language_that_can_be_chosen(db):
    with connection.cursor() as cursor:
        cursor.execute("select cfgname from pg_ts_config")
        known = {name for (name,) in cursor.fetchall()}
    assert set(Language.values) <= known


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("english", "We walked along the river", "walking"),
        ("german", "Die Häuser am Fluss", "haus"),
        ("french", "Nous avons parlé", "parler"),
        ("simple", "Rozmawialiśmy wczoraj", "ROZMAWIALIŚMY"),
        ("russian", "Мы говорили вчера", "говорить"),
        ("arabic", "الكتاب على الطاولة", "كتاب"),
        ("greek", "σπίτια", "σπίτι"),
    ],
)
def test_words_are_found_in_other_forms_where_the_language_has_them(cast, language, said, asked):
    circle = open_circle(by=cast.ada, name="Elsewhere")
    Circle.objects.filter(pk=circle.pk).update(language=language)
    post = open_topic(by=cast.ada, circle=circle, title="x", words=said).posts.get()
    assert finds(cast.ada, post, asked)


def test_each_circle_is_searched_in_its_own_language(cast, opening):
    """ "die" is a German article that says nothing, and an English word that does."""
    german = open_circle(by=cast.ada, name="Drüben")
    Circle.objects.filter(pk=german.pk).update(language=Language.GERMAN)
    there = open_topic(by=cast.ada, circle=german, title="x", words="die Gespräche").posts.get()
    here = reply(by=cast.cy, parent=opening, words="I thought I would die of fright.")
    assert found(cast.ada, "die") == [here.ref]
    assert found(cast.ada, "gespräch") == [there.ref]
    # What one language leaves out is left out in each.
    assert found(cast.ada, "fright -dying") == []


def test_entries_follow_a_circle_to_another_language(cast, opening, push):
    reply(by=cast.cy, parent=opening, words="Die Häuser")
    assert found(cast.ada, "haus") == []
    Circle.objects.update(language=Language.GERMAN)
    assert len(found(cast.ada, "haus")) == 1
    assert set(SearchEntry.objects.values_list("language", flat=True)) == {"german"}


def test_entries_follow_a_topic_to_another_circle(cast, topic, opening, push):
    german = open_circle(by=cast.ada, name="Drüben")
    Circle.objects.filter(pk=german.pk).update(language=Language.GERMAN)
    Topic.objects.filter(pk=topic.pk).update(circle=german)
    assert set(SearchEntry.objects.values_list("language", flat=True)) == {"german"}
    assert found(cast.ada, "evenings") == [opening.ref]


def test_an_entry_that_missed_a_change_of_language_is_found_all_the_same(cast, opening):
    """Written at the very moment of the change, it may keep the language of before."""
    Circle.objects.update(language=Language.GERMAN)
    with connection.cursor() as cursor:
        cursor.execute(
            "update forums_searchentry set language = 'english', "
            "words = forums_search_words('english', '', 'walked')"
        )
    assert found(cast.ada, "walking") == [opening.ref]


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "asked", "is_found"),
    [
        ("The long evening", "long evening", True),
        ("The long evening", "evening long", True),
        ("The long evening", '"long evening"', True),
        ("The long evening", '"evening long"', False),
        ("The long evening", "“long evening”", True),
        ("The long evening", "“evening long”", False),
        ("The long evening", "evening -long", False),
        ("The short evening", "evening -long", True),
        ("The short evening", "morning or evening", True),
        ("The short evening", "morning evening", False),
        ("He said “never” to me", "never", True),
        ("I don\N{RIGHT SINGLE QUOTATION MARK}t sleep", "don't sleep", True),
        ("Thanks\N{HEAVY BLACK HEART}\ufe0f Wren", "thanks", True),
        ("Gone.Then back", "gone", True),
        ("his/her lawyer", "her lawyer", True),
        ("mother—in—law", "mother", True),
        ("self-harm", "harm", True),
        ("I <3 you", "you <3", True),
        ("a < b, `<he said>`", "said", True),
        ("ev\N{SOFT HYPHEN}ening", "evening", True),
        ("eve\N{ZERO WIDTH SPACE}ning", "evening", True),
        ("one\N{NO-BREAK SPACE}evening", "evening", True),
        ("one\N{NARROW NO-BREAK SPACE}evening", "evening", True),
        ("eve*ning*s", "evenings", True),
        ("first line\nsecond line", "line second", True),
        ("- one\n- two", '"one two"', True),
        ("[here](https://example.org/harbour)", "harbour", False),
    ],
)
def test_words_are_found_as_people_write_and_ask(cast, opening, said, asked, is_found):
    revise(by=cast.ada, post=opening, words=said)
    assert finds(cast.ada, opening, asked) is is_found


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>one</p><p>evening</p>", "evening"),
        ("one<br>evening", "evening"),
        ("<ul><li>one</li><li>evening</li></ul>", "evening"),
        ("<b>eve</b><i>ning</i>", "evening"),
        ('<abbr title="a > b">evening</abbr>', "evening"),
        ("fish&amp;chips", "chips"),
    ],
)
def test_tags_part_words_where_they_part_lines(cast, opening, html, words):
    Post.objects.filter(pk=opening.pk).update(html=html)
    assert finds(cast.ada, opening, words)


@pytest.mark.parametrize(
    "words", ["the", "The and of", "-evening", "or", '"', '"""', "-", "( & | !"]
)
def test_words_that_say_too_little_are_told_from_words_that_nobody_said(cast, opening, words):
    circles = [cast.circle]
    assert found_page(searcher_of(cast.ada), Search(words, circles)).says_too_little
    assert not found_page(searcher_of(cast.ada), Search("zebra", circles)).says_too_little


ODD = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=ODD)
def test_no_words_break_it(cast, opening, words):
    found_page(searcher_of(cast.ada), Search(words, [cast.circle]))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(source=ODD)
@pytest.mark.parametrize("render", [html_from_markdown, html_from_html])
def test_the_database_reads_the_words_that_python_reads(db, render, source):
    html = render(source)
    with connection.cursor() as cursor:
        cursor.execute("select forums_plain_text(%s)", [html])
        (text,) = cursor.fetchone()
    assert "".join(text.split()) == "".join(text_from_html(html).split())


def test_an_article_of_any_length_can_be_written_and_is_found_by_its_beginning(cast, opening):
    long = f"<p>{WORD} " + " ".join(f"word{number}" for number in range(200_000)) + "</p>"
    Post.objects.filter(pk=opening.pk).update(html=long)
    assert finds(cast.ada, opening, WORD)
