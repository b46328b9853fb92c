import io
import json
import re
import secrets
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from forums.actions.circles import part
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.drafts import keep_draft
from forums.actions.images import add_image
from forums.actions.reactions import react
from forums.actions.saving import save_post
from forums.choices import ReactionKind, Reading
from forums.links import quoting
from forums.models import Persona, Post
from forums.rendering.takeaway import everything_of
from tests.accounts.decoding import files

pytestmark = pytest.mark.django_db


def mine(client, query=""):
    return client.get(reverse("forums:mine") + query).content.decode()


def hide(post):
    Post.objects.filter(pk=post.pk).update(hidden_at="2026-01-01T00:00Z")


def close(circle):
    circle.reading = Reading.CLOSED
    circle.save()


# --- The page -----------------------------------------------------------------------------------


def test_it_shows_ones_own_words_under_every_name_and_nobody_elses(cast, opening):
    reply(by=cast.cy, parent=opening, words="Said by day.")
    topic = open_topic(
        by=cast.cy, circle=cast.circle, title="Else", words="Said by night.", face_name="Alder"
    )
    html = mine(cast.client(cast.cy))
    assert html.index("Said by night.") < html.index("Said by day.")
    assert "The <em>evenings</em>" not in html
    assert re.search(r"Alder</bdi>\s*<span[^>]*>a name for this topic alone", html)
    assert html.count("a name for this topic alone") == 1
    assert topic.posts.get().ref in html
    for other in (cast.ada, cast.bel):
        assert "Said by" not in mine(cast.client(other))


def test_what_was_hidden_is_there_and_what_was_withdrawn_is_not(cast, opening):
    hidden = reply(by=cast.cy, parent=opening, words="Said and hidden.")
    hide(hidden)
    withdraw(by=cast.cy, post=reply(by=cast.cy, parent=opening, words="Said and gone."))
    html = mine(cast.client(cast.cy))
    assert "Said and hidden." in html
    assert "taken out by a moderator" in html
    assert "Said and gone." not in html
    assert html.count('<li class="entry">') == 1


def test_in_a_circle_that_one_has_left_ones_own_words_alone_can_be_read(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="Said before I left.")
    own = open_topic(by=cast.cy, circle=cast.circle, title="My title", words="Opened by me.")
    close(cast.circle)
    part(by=cast.cy, circle=cast.circle)
    html = mine(cast.client(cast.cy))
    assert "Said before I left." in html
    assert "My title" in html
    assert "Day nine" not in html
    assert f'href="{reverse("forums:post", args=[said.ref])}"' not in html
    assert f'href="{reverse("forums:post", args=[own.posts.get().ref])}"' not in html
    assert reverse("forums:withdraw", args=[said.ref]) in html


def test_ones_own_pictures_can_be_seen_there_too(cast, opening, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    said = with_picture(cast, opening)
    close(cast.circle)
    part(by=cast.cy, circle=cast.circle)
    assert said.images.get().get_absolute_url() in mine(cast.client(cast.cy))
    url = said.images.get().get_absolute_url()
    assert cast.client(cast.cy).get(url).status_code == 200
    assert cast.client(cast.dov).get(url).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_goes_on_and_costs_the_same(
    cast, opening, number, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("forums.queries.own_words.PER_PAGE", 2)
    client = cast.client(cast.cy)
    for n in range(number):
        reply(by=cast.cy, parent=opening, words=f"Said {n}")
    seen, query = [], ""
    while True:
        html = mine(client, query)
        seen += re.findall(r"Said \d", html)
        if not (following := re.findall(r'rel="next" href="([^"]*)"', html)):
            break
        query = following[0]
    assert seen == [f"Said {n}" for n in reversed(range(number))]
    with django_assert_num_queries(3):
        mine(client)


# --- The file -----------------------------------------------------------------------------------


def with_picture(cast, opening):
    cast.circle.allows_images = True
    cast.circle.save()
    upload = SimpleUploadedFile("heron.jpg", files.talkative_jpeg())
    image = add_image(by=cast.cy, upload=upload, alt="A heron", circle=cast.circle).image
    return reply(by=cast.cy, parent=opening, words="Look.", pictures={image.ref: "A heron"})


def taken(user):
    return zipfile.ZipFile(io.BytesIO(b"".join(everything_of(user))))


def in_json(user):
    return json.loads(taken(user).read("notes.json"))


def test_everything_is_in_it(cast, opening, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    said = with_picture(cast, opening)
    revise(by=cast.cy, post=said, words="Look *again*.")
    topic = open_topic(
        by=cast.cy, circle=cast.circle, title="Élan & co", words="Opened.", face_name="Alder"
    )
    keep_draft(by=cast.cy, parent=opening, words="I wanted to say")
    keep_draft(by=cast.cy, circle=cast.circle, title="A title", words="begun")
    save_post(by=cast.cy, post=opening)
    react(by=cast.cy, post=opening, kind=ReactionKind.HELPED)
    archive = taken(cast.cy)
    image = said.images.get()
    assert archive.testzip() is None
    assert archive.namelist() == ["notes.json", "notes.html", f"pictures/{image.ref}.webp"]
    assert archive.read(f"pictures/{image.ref}.webp") == image.file.read()
    told = in_json(cast.cy)
    assert told["names"] == [
        {"name": "Marlow", "in_one_topic": False},
        {"name": "Alder", "in_one_topic": True},
    ]
    first, second = told["posts"]
    assert first["words"] == "Look *again*."
    assert [before["words"] for before in first["before"]] == ["Look."]
    assert first["pictures"] == [
        {"file": f"pictures/{image.ref}.webp", "what_can_be_seen": "A heron"}
    ]
    assert first["said_at"] == said.said_at.isoformat()
    assert (first["title"], second["title"]) == ("", "Élan & co")
    assert (second["as"], second["topic"], second["opens_the_topic"]) == ("Alder", topic.ref, True)
    assert [draft["words"] for draft in told["drafts"]] == ["I wanted to say", "begun"]
    assert [row["post"] for row in told["saved"]] == [opening.ref]
    assert [row["said"] for row in told["without_words"]] == ["helped"]
    html = archive.read("notes.html").decode()
    for words in ("<em>again</em>", "Élan &amp; co", "I wanted to say", "Look.", "A heron"):
        assert words in html
    assert html.count("<article>") == html.count("</article>") == 4


def test_nothing_of_others_is_in_it(cast, opening):
    words = quoting("Wren", opening.ref, "The evenings are long.") + "\n\nMine alone."
    said = reply(by=cast.cy, parent=opening, words=words)
    revise(by=cast.cy, post=said, words=words + " Still.")
    keep_draft(by=cast.cy, parent=opening, words=words)
    save_post(by=cast.cy, post=opening)
    archive = taken(cast.cy)
    for name in archive.namelist():
        content = archive.read(name).decode()
        assert "Mine alone." in content
        for others in ("evenings", "Day nine", "Wren"):
            assert others not in content


def test_what_was_hidden_is_in_it_with_its_title(cast):
    topic = open_topic(by=cast.cy, circle=cast.circle, title="My title", words="Mine.")
    hide(topic.posts.get())
    topic.hidden_title, topic.title = topic.title, ""
    topic.save()
    (post,) = in_json(cast.cy)["posts"]
    assert (post["title"], post["words"]) == ("My title", "Mine.")
    assert post["taken_out_by_a_moderator"]


def test_whoever_wrote_nothing_gets_a_file_all_the_same(cast):
    told = in_json(cast.dov)
    assert told["posts"] == told["drafts"] == []
    assert [name["name"] for name in told["names"]] == ["Juniper"]


def test_words_cannot_become_markup(cast, opening):
    with_bad_name = Persona.objects.get(owner=cast.cy)
    Persona.objects.filter(pk=with_bad_name.pk).update(name="<b>x</b>")
    reply(by=cast.cy, parent=opening, words="<script>alert(1)</script>")
    keep_draft(by=cast.cy, parent=opening, words="<script>alert(2)</script>")
    html = taken(cast.cy).read("notes.html").decode()
    assert "<script" not in html
    assert "<b>x" not in html


def ask(client):
    return client.post(reverse("forums:take_away"))


def test_it_is_given_to_whoever_says_the_passphrase_again(cast, opening):
    reply(by=cast.cy, parent=opening, words="Mine alone.")
    client = cast.client(cast.cy)
    asked = ask(client)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(asked["Location"], {"password": cast.passphrase})
    page = answer if answer.streaming else ask(client)
    assert page["Content-Type"] == "application/zip"
    assert page["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert "no-store" in page["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(page)))
    assert b"Mine alone." in archive.read("notes.json")


def test_it_is_not_made_all_day_long(cast):
    client = cast.client(cast.cy)
    client.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    answers = [ask(client) for _ in range(8)]
    assert {answer.status_code for answer in answers[:6]} == {200}
    assert answers[-1].status_code == 429


def test_a_link_alone_makes_nothing(cast):
    assert cast.client(cast.cy).get(reverse("forums:take_away")).status_code == 405


# --- However much it is -------------------------------------------------------------------------


def write_many(cast, opening, number):
    author = Persona.objects.get(owner=cast.cy)
    Post.objects.bulk_create(
        Post(
            topic=opening.topic,
            parent=opening,
            path=f"{opening.path}x{n:06}",
            depth=1,
            author=author,
            # Words that cannot be made much smaller.
            source=(words := secrets.token_hex(500)),
            html=f"<p>{words}</p>",
        )
        for n in range(Post.objects.count(), Post.objects.count() + number)
    )


def peak_of_taking(user) -> int:
    tracemalloc.start()
    try:
        for chunk in everything_of(user):
            assert len(chunk) < 1024 * 1024
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_what_was_written(cast, opening):
    write_many(cast, opening, 400)
    b"".join(everything_of(cast.cy))
    before = peak_of_taking(cast.cy)
    write_many(cast, opening, 1600)
    assert peak_of_taking(cast.cy) < 1.3 * before


def test_rows_are_fetched_bit_by_bit(cast, opening):
    write_many(cast, opening, 400)
    file = everything_of(cast.cy)
    # As soon as a first piece is there, the database still holds what is to come.
    next(file)
    with connection.cursor() as cursor:
        cursor.execute("select statement from pg_cursors")
        waiting = [statement for (statement,) in cursor.fetchall()]
    assert any('FROM "forums_post"' in statement for statement in waiting)
    assert b"".join(file)
